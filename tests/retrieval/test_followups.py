from pathlib import Path

import pytest
import yaml

from bot.followups import Followups
from knowledge.parallels import load_parallels
from knowledge.units import load_units
from retrieval.evaluate import first_right

ASKED = yaml.safe_load((Path(__file__).parent / "questions" / "followups.yml").read_text("utf-8"))
# Measured shares are in docs/decisions/0055; a change that answers fewer in context is a step back.
ANSWERED_IN_CONTEXT = 0.8


@pytest.fixture(scope="module")
def followups():
    return Followups(load_parallels(), load_units())


def test_follow_ups_are_answered_in_context(searcher, followups):
    def right(question, must):
        answer = searcher.search(question, k=1)
        return answer.answerable and first_right([answer.hits[0].passage.text], [must]) == 1

    alone = [right(asked["then"], asked["must"]) for asked in ASKED]
    written_out = [followups.written_out(asked["then"], asked["earlier"]) or asked["then"] for asked in ASKED]
    in_context = [right(text, asked["must"]) for text, asked in zip(written_out, ASKED, strict=True)]
    print(f"接着问 {len(ASKED)} 句：只看这一句答对 {sum(alone)}，补全之后答对 {sum(in_context)}")
    for text, asked, is_right in zip(written_out, ASKED, in_context, strict=True):
        if not is_right:
            print(f"  {asked['earlier']} / {asked['then']} → {text}")

    assert sum(in_context) / len(ASKED) >= ANSWERED_IN_CONTEXT
    assert sum(in_context) > 2 * sum(alone)
