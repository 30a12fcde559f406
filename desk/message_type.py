"""What a message is for (咨询, 投诉, …): the features its type is judged by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from desk.routing_model import Judge, Seen, Vocabulary
from desk.wording import last_clause, phrasing
from knowledge.type_cues import TypeCue

CUE_WEIGHT = 0.5  # beside terms that together have length 1; see docs/decisions/0043


def seen(text: str, vocabulary: Vocabulary, cues: Sequence[TypeCue]) -> Seen:
    """Return the phrasing of *text*, and the cues found in it as rows after those of the vocabulary."""
    end = last_clause(text)
    found = [row for row, cue in enumerate(cues) if cue.pattern.search(end if cue.where == "last" else text)]
    return vocabulary.seen(phrasing(text)).plus(len(vocabulary.terms) + np.array(found, dtype=np.intp), CUE_WEIGHT)


def judged(text: str, judge: Judge, cues: Sequence[TypeCue]) -> tuple[str, float]:
    """Return the likeliest type of *text* and its probability."""
    chances = judge.probabilities(judge.margins(seen(text, judge.vocabulary, cues)))
    best = int(chances.argmax())
    return judge.labels[best], float(chances[best])
