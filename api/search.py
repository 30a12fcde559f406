"""/api/v1/search: passages of the published documents for a question."""

from __future__ import annotations

import time
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query

from api.deps import Found, read_allowance
from api.errors import NotSignedIn
from api.signin import MaybeStaff
from api.text import clean
from desk.errors import Invalid
from retrieval.filters import Filters

router = APIRouter(prefix="/api/v1", tags=["检索"])

SHOWN = (
    "id", "document", "title", "section", "text", "document_no", "issuer", "date", "status", "url",
)  # fmt: skip


@router.get("/search", dependencies=[Depends(read_allowance)])
def search(
    found: Found,
    staff: MaybeStaff,
    q: Annotated[str, Query(max_length=2000, description="问题")] = "",
    k: Annotated[int, Query(ge=1, le=50, description="最多几条")] = 5,
    scope: Annotated[Literal["public", "agent"], Query(description="agent 须坐席登录")] = "public",
    issuer: Annotated[str, Query(max_length=100, description="印发机关，与文件上的写法一致")] = "",
    kind: Annotated[str, Query(max_length=20, description="文件种类，如 制度、通报")] = "",
    since: Annotated[date | None, Query(description="这一天起印发的")] = None,
    until: Annotated[date | None, Query(description="到这一天为止印发的")] = None,
) -> dict[str, Any]:
    """按相关程度列出文件中的原文；answerable 为假时，已公开的文件里没有答案。"""
    if scope == "agent" and staff is None:
        raise NotSignedIn
    query = asked(q)
    began = time.perf_counter()
    answer = found.search(query, k=k, filters=Filters(scope, issuer.strip(), kind.strip(), since, until))
    return {
        "query": query,
        "answerable": answer.answerable,
        "score": round(answer.score, 4),
        "passages": [
            {**shown(hit.passage), "score": round(hit.score, 4), "quote": hit.quote, "key": hit.key}
            for hit in answer.hits
        ],
        "quote": answer.quote,
        "note": answer.note,
        "took_ms": round((time.perf_counter() - began) * 1000, 2),
    }


def shown(passage: Any) -> dict[str, Any]:
    return {name: getattr(passage, name) for name in SHOWN}


def asked(text: str) -> str:
    """Raises Invalid when nothing visible is left of *text*."""
    query = clean(text)
    if not query:
        raise Invalid("问题", "请写出要问的内容")
    return query
