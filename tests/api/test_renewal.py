"""An index built while the service runs is taken in without a pause; one that cannot be used changes nothing."""

import logging
import shutil
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from api import jobs, renewal
from knowledge.source import KNOWLEDGE
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.search import Searcher

NAMES = ("disclosure-rules", "interaction-workflow")
ADDED = "\n## 附则\n\n热线月度简报由县政府办每月五日印发。\n"
QUESTION = "热线月度简报每月几日印发"


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load(str(DEFAULT_ENCODER))


@pytest.fixture(scope="module")
def old(tmp_path_factory):
    """A knowledge folder of two regulations with their questions."""
    folder = tmp_path_factory.mktemp("old")
    (folder / "documents").mkdir()
    for name in NAMES:
        shutil.copy(KNOWLEDGE / "documents" / f"{name}.md", folder / "documents")
    for path in KNOWLEDGE.glob("*.*"):
        if path.suffix in (".yml", ".txt", ".tsv"):
            shutil.copy(path, folder)
    # The whole lexicon names words of documents that are not here.
    (folder / "lexicon.tsv").write_text("说法\t文件用语\n跟政府要材料\t政府信息、申请\n", encoding="utf-8")
    for name, wanted in (("questions.jsonl", '"disclosure-rules"'), ("outside_topics.jsonl", "{")):
        lines = [line for line in (KNOWLEDGE / name).read_text(encoding="utf-8").splitlines() if wanted in line]
        (folder / name).write_text("\n".join(lines[:20]) + "\n", encoding="utf-8")
    (folder / "conflicts.yml").write_text("[]\n", encoding="utf-8")
    hot = "- {question: 申请公开多久答复？, document: disclosure-rules}\n"
    (folder / "hot_questions.yml").write_text(hot, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def new(old, tmp_path_factory):
    """The same with a paragraph more."""
    return grown(old, tmp_path_factory.mktemp("new") / "knowledge")


@pytest.fixture(scope="module")
def old_index(old, encoder, tmp_path_factory):
    return built(tmp_path_factory.mktemp("old-index"), encoder, old)


@pytest.fixture(scope="module")
def new_index(new, encoder, tmp_path_factory):
    return built(tmp_path_factory.mktemp("new-index"), encoder, new)


@pytest.fixture
def settings(settings, old_index, tmp_path):
    shutil.copytree(old_index, tmp_path / "index")
    return replace(settings, data_dir=tmp_path)


@pytest.fixture
def parts(parts, settings, old):
    return replace(parts, searcher=Searcher.load(settings.index_dir, settings.encoder, root=old))


@pytest.fixture
def serving(app, settings):
    """The application as ``api.start`` leaves it: an index loaded, its name remembered."""
    app.state.index = stored.in_force(settings.index_dir)
    return app


@pytest.fixture
def swap(settings, new_index):
    """Put the new index in force, as ``stored.build`` does."""
    return lambda: shutil.copytree(new_index, settings.index_dir, dirs_exist_ok=True)


def built(folder, encoder, root):
    stored.build(folder, encoder, root=root, report=lambda _: None)
    return folder


def grown(before, folder):
    shutil.copytree(before, folder)
    path = folder / "documents" / "interaction-workflow.md"
    path.write_text(path.read_text(encoding="utf-8") + ADDED, encoding="utf-8")
    return folder


def search(app):
    return [each["text"] for each in TestClient(app).get("/api/v1/search", params={"q": QUESTION}).json()["passages"]]


def test_the_service_answers_from_the_index_just_built(serving, settings, encoder, new):
    before = search(serving)
    built(settings.index_dir, encoder, new)
    changed = renewal.take_in(serving, root=new)

    assert changed
    assert not any("月度简报" in text for text in before)
    assert "月度简报" in search(serving)[0]


def test_the_page_a_citation_points_to_follows(serving, swap, new):
    swap()
    renewal.take_in(serving, root=new)

    assert "月度简报" in TestClient(serving).get("/documents/interaction-workflow").text


def test_a_search_under_way_ends_on_the_index_it_began_with(serving, swap, new):
    held = serving.state.parts.searcher
    swap()
    renewal.take_in(serving, root=new)

    assert serving.state.parts.searcher is not held
    assert not any("月度简报" in hit.passage.text for hit in held.search(QUESTION).hits)


def test_the_same_index_is_not_loaded_twice(serving, old):
    held = serving.state.parts.searcher

    assert not renewal.take_in(serving, root=old)
    assert serving.state.parts.searcher is held


@pytest.mark.parametrize("spoilt", ["learnt.json", "passages.faiss", "manifest.json"])
def test_a_damaged_index_is_reported_once_and_the_old_one_serves(serving, swap, new, settings, caplog, spoilt):
    held = serving.state.parts.searcher
    swap()
    (settings.index_dir / stored.in_force(settings.index_dir) / spoilt).write_text("{", encoding="utf-8")
    with caplog.at_level(logging.ERROR):
        changes = [renewal.take_in(serving, root=new) for _ in range(3)]

    assert changes == [False] * 3
    assert [record.name for record in caplog.records] == ["api"]
    assert "继续使用原来的" in caplog.text
    assert serving.state.parts.searcher is held
    assert TestClient(serving).get("/readyz").status_code == 200


def test_knowledge_edited_after_the_build_keeps_the_old_index(serving, swap, new, tmp_path):
    held = serving.state.parts.searcher
    swap()

    assert not renewal.take_in(serving, root=grown(new, tmp_path / "edited"))
    assert serving.state.parts.searcher is held


def test_nothing_is_taken_in_while_the_start_still_loads(serving, swap, new):
    serving.state.parts.searcher = None
    swap()

    assert not renewal.take_in(serving, root=new)


def test_the_scheduler_looks_for_new_indexes(app):
    scheduler = jobs.started(app)
    looked = [job for job in scheduler.get_jobs() if job.func is jobs.renew]
    scheduler.shutdown()

    assert [job.trigger.interval.total_seconds() for job in looked] == [jobs.LOOK_FOR_INDEX_S]
