"""/api/v1/intent: what a message wants, as the dialogue agent understands it."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.deps import Spoken, read_allowance
from api.search import asked
from api.text import without_command
from desk.masking import mask

router = APIRouter(prefix="/api/v1", tags=["意图"])


@router.get("/intent", dependencies=[Depends(read_allowance)])
async def intent(
    spoken: Spoken, text: Annotated[str, Query(max_length=2000, description="一句话")] = ""
) -> dict[str, Any]:
    """判断一句话的意图；不改变任何对话。"""
    understood = await spoken.parse(without_command(mask(asked(text))))
    return {
        "intent": understood.intent,
        "confidence": round(understood.confidence, 4),
        "entities": list(understood.entities),
    }
