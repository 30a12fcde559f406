"""What is public already of the information somebody wants: shown before filing, never in its way."""

from __future__ import annotations

from typing import Any

from api.parts import Finder
from api.search import shown

SHOWN = 3
LINES = 5  # of what is wanted, one thing each
# Probability of an answer from which it is shown: better a needless request than a false 已公开 (docs/decisions/0090).
SURELY_PUBLIC = 0.55


def published(wanted: str, found: Finder) -> list[dict[str, Any]]:
    """Passages that answer a line of *wanted*, each with its quote, the surest of every line first."""
    answers = [found.search(line, k=SHOWN) for line in lines(wanted)[:LINES]]
    ranked = [hit for answer in answers if answer.answerable and answer.score >= SURELY_PUBLIC for hit in answer.hits]
    once = {hit.passage.id: hit for hit in reversed(ranked)}
    chosen = [hit for hit in ranked if once.pop(hit.passage.id, None)][: max(SHOWN, len(answers))]
    return [{**shown(hit.passage), "quote": hit.quote} for hit in chosen]


def lines(wanted: str) -> list[str]:
    return [line.strip() for line in wanted.splitlines() if line.strip()]
