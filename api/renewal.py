"""A new index taken into service while the old one answers."""

from __future__ import annotations

import logging
from pathlib import Path

from fastapi import FastAPI

from api.settings import Settings
from knowledge.conflicts import load_conflicts
from knowledge.documents import load_documents
from knowledge.hot_questions import load_hot_questions
from knowledge.source import KNOWLEDGE, KnowledgeError
from retrieval import index as stored
from retrieval.errors import RetrievalError
from retrieval.search import Searcher

log = logging.getLogger("api")

PROBE = "工单几个工作日办结"  # any question: a first search shows that index and running code fit


def take_in(app: FastAPI, *, root: Path = KNOWLEDGE) -> bool:
    """Load the index that has come into force since the last look and put it in the place of the old one.

    Requests under way finish on the searcher they began with. An index that cannot be used is reported once; the old
    one goes on answering until the next is built. The documents' pages follow, since citations point into them.

    Returns:
        Whether the index was changed.
    """
    settings: Settings = app.state.settings
    name = stored.in_force(settings.index_dir)
    if name is None or name == app.state.index or app.state.parts.searcher is None:
        return False
    app.state.index = name
    try:
        searcher = Searcher.load(settings.index_dir, settings.encoder, root=root)
        searcher.search(PROBE)
        documents = load_documents(root)
        hot_questions, conflicts = load_hot_questions(documents, root), load_conflicts(documents, root)
    except (RetrievalError, KnowledgeError, ValueError) as error:
        log.error("新的检索索引 %s 不能使用，继续使用原来的：%s", name, error)
        return False
    app.state.documents = {document.id: document for document in documents}
    app.state.conflicts, app.state.hot_questions = conflicts, hot_questions
    app.state.parts.searcher = searcher
    return True
