"""How conversations went, counted from the marks of their turns: every share with its parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from desk.moments import day_of
from desk.quarters import Rate
from desk.turn_marks import Mark, Outcome

TALKS, TURNS, QUESTIONS = "对话", "话轮", "问到公开文件的话轮"
ASKED = (Outcome.ANSWERED, Outcome.UNKNOWN)
RATES = (  # name, of what it is a share, which outcome it counts
    ("答出", QUESTIONS, Outcome.ANSWERED),
    ("查无", QUESTIONS, Outcome.UNKNOWN),
    ("转人工", TALKS, Outcome.HANDED_OVER),
    ("提交办件", TALKS, Outcome.FILED),
    ("遇到险情", TALKS, Outcome.EMERGENCY),
    ("没听懂", TURNS, Outcome.NOT_UNDERSTOOD),
)
WHOLES = {name: whole for name, whole, _ in RATES}
DAILY = 31  # days up to which figures go by the day, and beyond by the week
CHANNELS = {"web": "网页", "widget": "嵌入窗口", "wechat": "微信"}
INTENTS = {
    "ask_policy": "问政策",
    "file_ticket": "反映问题",
    "file_disclosure": "申请公开",
    "query_status": "查进度",
    "urge_ticket": "催办",
    "withdraw": "撤回",
    "rate_service": "评价",
    "human_agent": "要人工",
    "emergency": "险情",
    "ask_department_contact": "问单位电话",
    "greet": "问候",
    "goodbye": "道别",
    "thanks": "道谢",
    "affirm": "肯定",
    "deny": "否定",
    "cancel": "取消",
    "out_of_scope": "与本县政务无关",
    "chitchat": "闲聊",
    "nlu_fallback": "没听懂",
}


@dataclass(frozen=True)
class Tally:
    conversations: int
    turns: int
    rates: tuple[Rate, ...]

    def rate(self, name: str) -> Rate:
        return next(rate for rate in self.rates if rate.name == name)


@dataclass(frozen=True)
class Span:
    """A day, or the days of one week within the period."""

    first: date
    tally: Tally


def tally(marks: Sequence[Mark]) -> Tally:
    turns = Counter(mark.outcome for mark in marks)
    talks = Counter(outcome for _, outcome in {(mark.conversation, mark.outcome) for mark in marks})
    conversations = len({mark.conversation for mark in marks})
    wholes = {TALKS: conversations, TURNS: len(marks), QUESTIONS: sum(turns[each] for each in ASKED)}
    rates = (Rate(name, (talks if of == TALKS else turns)[outcome], wholes[of]) for name, of, outcome in RATES)
    return Tally(conversations, len(marks), tuple(rates))


def by_channel(marks: Sequence[Mark]) -> dict[str, Tally]:
    """Most conversations first, under the channel's Chinese name."""
    found = {name: tally(own) for name, own in _grouped(marks, lambda mark: CHANNELS.get(mark.channel, mark.channel))}
    return dict(sorted(found.items(), key=lambda each: (-each[1].conversations, each[0])))


def by_time(marks: Sequence[Mark], first: date, last: date) -> list[Span]:
    """Every day of the period, or every week where there are more than DAILY; also those on which nobody spoke."""
    daily = (last - first).days < DAILY

    def begins(day: date) -> date:
        return day if daily else max(first, day - timedelta(days=day.weekday()))

    groups = dict(_grouped(marks, lambda mark: begins(day_of(mark.at))))
    days = [first + timedelta(days=after) for after in range((last - first).days + 1)]
    return [Span(day, tally(groups.get(day, ()))) for day in sorted({begins(day) for day in days})]


def by_intent(marks: Sequence[Mark]) -> list[tuple[str, int]]:
    """What citizens wanted, most often first."""
    counted = Counter(INTENTS.get(mark.intent, mark.intent) for mark in marks)
    return sorted(counted.items(), key=lambda each: (-each[1], each[0]))


def by_outcome(marks: Sequence[Mark]) -> list[tuple[str, int]]:
    counted = Counter(mark.outcome for mark in marks)
    return [(outcome.value, counted[outcome]) for outcome in Outcome]


def _grouped(marks: Sequence[Mark], by: Callable[[Mark], Any]) -> list[tuple[Any, list[Mark]]]:
    groups: dict[Any, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(by(mark), []).append(mark)
    return list(groups.items())
