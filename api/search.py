"""/api/v1/search: passages of the published documents for a question."""

from __future__ import annotations

import time
from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.deps import Found, Loaded, read_allowance
from api.errors import NotSignedIn
from api.parts import Router
from api.signin import MaybeStaff
from api.text import clean
from desk.errors import Invalid
from desk.lifecycle import Actor
from knowledge.documents import KINDS
from knowledge.topics import Topic
from retrieval.filters import Filters, Scope

router = APIRouter(prefix="/api/v1", tags=["检索"])

AskedScope = Annotated[Scope, Query(description="agent 须坐席登录")]

SHOWN = (
    "id", "document", "title", "section", "text", "document_no", "issuer", "date", "status", "url",
)  # fmt: skip


@router.get("/search", dependencies=[Depends(read_allowance)])
def search(
    found: Found,
    parts: Loaded,
    staff: MaybeStaff,
    q: Annotated[str, Query(max_length=2000, description="问题")] = "",
    k: Annotated[int, Query(ge=1, le=50, description="最多几条")] = 5,
    scope: AskedScope = "public",
    issuer: Annotated[str, Query(max_length=100, description="印发机关，与文件上的写法一致")] = "",
    kind: Annotated[str, Query(max_length=20, description="文件种类，如 制度、通报")] = "",
    since: Annotated[date | None, Query(description="这一天起印发的")] = None,
    until: Annotated[date | None, Query(description="到这一天为止印发的")] = None,
) -> dict[str, Any]:
    """按相关程度列出文件中的原文；answerable 为假时，已公开的文件里没有答案，topic 说这件事像什么、归谁。"""
    check(scope, staff)
    query = asked(q)
    began = time.perf_counter()
    answer = found.search(query, k=k, filters=Filters(scope, issuer.strip(), kind.strip(), since, until))
    return {
        "query": query,
        "answerable": answer.answerable,
        "score": round(answer.score, 4),
        "passages": [
            {
                **shown(hit.passage),
                "internal": hit.passage.audience == "agent",
                "score": round(hit.score, 4),
                "quote": hit.quote,
                "key": hit.key,
            }
            for hit in answer.hits
        ],
        "quote": answer.quote,
        "note": answer.note,
        "topic": {"topic": answer.topic.topic, "unit": unit_for(answer.topic, query, parts.router)}
        if answer.topic
        else None,
        "took_ms": round((time.perf_counter() - began) * 1000, 2),
    }


@router.get("/search/filters", dependencies=[Depends(read_allowance)])
def filters(found: Found, staff: MaybeStaff, scope: AskedScope = "public") -> dict[str, list[str]]:
    """检索可用的条件：印发机关按段落多少、文件种类按目录次序排列。"""
    check(scope, staff)
    passages = [passage for passage in found.passages if Filters(scope).allow(passage)]
    issuers = Counter(passage.issuer for passage in passages)
    kinds = {passage.kind for passage in passages}
    return {
        "issuers": [issuer for issuer, _ in issuers.most_common()],
        "kinds": [kind for kind in KINDS if kind in kinds],
    }


def unit_for(topic: Topic, text: str, routes: Router | None) -> str | None:
    """The unit that answers for *topic*: the one *text* is surely routed to, else the topic's own, if it has any."""
    if topic.unit is None or routes is None:
        return topic.unit
    routing = routes.route(text)
    return routing.candidates[0].unit if routing.sure else topic.unit


def check(scope: Scope, staff: Actor | None) -> None:
    """Raises NotSignedIn when the public asks for what only agents may read."""
    if scope == "agent" and staff is None:
        raise NotSignedIn


def shown(passage: Any) -> dict[str, Any]:
    return {name: getattr(passage, name) for name in SHOWN}


def asked(text: str) -> str:
    """Raises Invalid when nothing visible is left of *text*."""
    query = clean(text)
    if not query:
        raise Invalid("问题", "请写出要问的内容")
    return query
