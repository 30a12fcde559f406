"""What becomes of a turn is put down as what mattered most of it, and forgotten in time."""

from datetime import timedelta

import pytest

from desk import turn_marks
from desk.drafts import Draft, DraftKind
from desk.turn_marks import KEPT, SUMMARY, Outcome, Signs, between, expire, keep, mark

TOLD = "路灯坏了"
OPEN = Draft(DraftKind.TICKET, matter=TOLD)
WHOLE = Draft(DraftKind.TICKET, matter=TOLD, place="旌阳镇", anonymous=True)

CASES = {
    "险情盖过一切": (Signs(emergency=True, cited=True, filed="ticket"), "emergency", OPEN, "险情", "ticket", "place"),
    "立案": (Signs(filed="disclosure"), "affirm", None, "已立案", "disclosure", ""),
    "立了一件还有一件": (Signs(filed="ticket"), "affirm", OPEN, "已立案", "ticket", "place"),
    "转人工": (Signs(handover=True), "ask_policy", None, "转人工", "", ""),
    "下班后要人工": (Signs(), "human_agent", None, "转人工", "", ""),
    "有出处": (Signs(cited=True), "ask_policy", None, "已答", "", ""),
    "有出处就不算没听懂": (Signs(cited=True), "nlu_fallback", None, "已答", "", ""),
    "查无": (Signs(unknown=True), "ask_policy", None, "查无", "", ""),
    "填写中问到": (Signs(cited=True), "ask_policy", OPEN, "已答", "ticket", "place"),
    "填写": (Signs(), "file_ticket", OPEN, "填写", "ticket", "place"),
    "填写中没听懂也是填写": (Signs(), "nlu_fallback", OPEN, "填写", "ticket", "place"),
    "核对": (Signs(), "file_ticket", WHOLE, "填写", "ticket", SUMMARY),
    "没听懂": (Signs(), "nlu_fallback", None, "没听懂", "", ""),
    "闲谈": (Signs(), "thanks", None, "闲谈", "", ""),
    "查进度": (Signs(), "query_status", None, "其他", "", ""),
}  # fmt: skip


@pytest.mark.parametrize("signs,intent,draft,outcome,form,asked", CASES.values(), ids=CASES)
def test_a_turn_is_put_down_as(at, signs, intent, draft, outcome, form, asked):
    made = mark(signs, intent, draft, conversation="c", channel="web", at=at)

    assert (made.outcome.value, made.form, made.asked) == (outcome, form, asked)


def test_marks_are_read_by_day_and_forgotten_in_time(either, at):
    old, last = at - KEPT - timedelta(days=1), at - KEPT
    made = [mark(Signs(), "greet", OPEN, conversation="c", channel="web", at=each) for each in (old, last, at)]
    with either.sessions.begin() as session:
        for each in made:
            keep(session, each)
        assert between(session, old.date(), at.date()) == made
        assert between(session, last.date(), last.date()) == made[1:2]
        assert expire(session, at=at) == 1
        assert between(session, old.date(), at.date()) == made[1:]


def test_every_outcome_can_come_about():
    assert {outcome for *_, outcome, _, _ in CASES.values()} == {each.value for each in Outcome}


def test_no_column_holds_words():
    assert set(turn_marks.turn_marks.c.keys()) == {
        "id", "at", "day", "conversation", "channel", "intent", "outcome", "form", "asked",
    }  # fmt: skip
