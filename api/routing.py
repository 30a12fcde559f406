"""/api/v1/routing: which type, town and unit a message belongs to, with reasons."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.deps import Routed, read_allowance
from api.search import asked

router = APIRouter(prefix="/api/v1", tags=["转办"])


@router.get("/routing", dependencies=[Depends(read_allowance)])
def routing(
    routes: Routed, text: Annotated[str, Query(max_length=2000, description="诉求内容")] = ""
) -> dict[str, Any]:
    """判断诉求的类型、所在镇和承办单位，并说明理由；sure 为假时由坐席确认。"""
    routing = routes.route(asked(text))
    return {
        "type": routing.type,
        "town": routing.town,
        "candidates": [
            {"unit": each.unit, "score": round(each.score, 4), "reasons": list(each.reasons)}
            for each in routing.candidates
        ],
        "sure": routing.sure,
    }
