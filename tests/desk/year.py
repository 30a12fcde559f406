"""A made-up year of the hotline: every case lives by its own script, and a plain note is kept of what was done.

The note is written from the script alone; nothing is read back from the desk. Benchmarks may use ``Year`` as well.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from desk import filing, reminders
from desk.case import Details
from desk.casework import perform
from desk.lifecycle import Actor, Role
from desk.ticket_table import TicketType
from tests.builders import AGENT, CITIZEN, OFFICE, PHONE, a_routing, a_ticket_filing
from tests.desk import naive

FIRST, LAST = date(2025, 1, 2), date(2025, 12, 31)
UNITS = ("住建局", "城管执法局", "公安局", "交运局", "人社局", "三溪镇", "庙首镇", "市场监管局")
CHANNELS = ("电话", "网页", "微信", "政民互动", "省长热线", "市长信箱", "领导接听")
RATINGS = ("非常满意", "满意", "基本满意", "不满意", "非常不满意")
DISSATISFIED = RATINGS[3:]
BEFORE_ANSWER = ("登记", "待签收", "办理中", "已退回", "待审核", "待审阅")
DOWN = ((date(2025, 3, 10), date(2025, 3, 13)), (date(2025, 9, 1), date(2025, 9, 4)))  # the server was off
RUNS = ((12, 0), (17, 30), (18, 0))  # when the clock's job runs on a working day
BASIS = "《流程》"


@dataclass
class Note:
    """One thing done to a case; *unit* is the one it lay with, *late* the script's own judgement."""

    deed: str
    at: datetime
    unit: str
    late: bool | None = None
    said: str = ""


@dataclass
class Tale:
    """What the script knows of one case."""

    key: str
    kind: str
    channel: str
    unit: str
    filed: datetime
    hidden: bool
    repeats: bool
    number: str = ""
    state: str = "登记"
    routed: datetime | None = None
    signed: datetime | None = None
    due: datetime = naive.at(FIRST, 0)
    granted: int = 0
    asked: int = 0
    decided: bool = False
    redone: int = 0
    returns: int = 0
    rating: str = ""
    into: Tale | None = None
    waiting: list[Tale] = field(default_factory=list)
    forgotten: bool = False
    escalated: int = 0
    start: date = date.min
    helpers: dict[str, tuple[datetime, datetime]] = field(default_factory=dict)  # asked and due, while owed
    log: list[Note] = field(default_factory=list)

    @property
    def days(self) -> int:
        if self.channel == "领导接听":
            return 2
        return 1 if self.kind == "咨询" else 3

    @property
    def open(self) -> bool:
        return self.state in BEFORE_ANSWER

    def count_from(self, at: datetime) -> None:
        """The clock starts anew on the day of *at*, which is day zero."""
        self.start = at.date()
        self.due = naive.evening(naive.plus(self.start, self.days + self.granted))
        self.helpers = {unit: (asked, min(due, self.due)) for unit, (asked, due) in self.helpers.items()}

    def restart(self, at: datetime) -> None:
        self.asked = self.asked if self.decided else 0
        self.granted = 0
        self.count_from(at)

    @property
    def handled(self) -> bool:
        """A unit replied, to it or to the one it was merged into."""
        return bool(self.unit) and (self.routed is not None or self.into is not None)

    @property
    def now(self) -> datetime:
        return self.log[-1].at if self.log else self.filed

    def note(self, deed: str, at: datetime, late: bool | None = None, said: str = "") -> None:
        self.log.append(Note(deed, at, self.unit, late, said))


Step = tuple[datetime, str, dict[str, Any], Actor]
Script = Iterator[Step]

# In which states the scripts try each deed; the desk's own table is not asked.
TRIED = {
    "转办": ("登记",),
    "直接答复": ("登记",),
    "改定类型": ("登记", "待签收"),
    "签收": ("待签收",),
    "退回": ("办理中",),
    "再派": ("已退回",),
    "请协办": ("办理中",),
    "协办反馈": ("待签收", "办理中", "待审核", "待审阅", "已退回"),
    "申请延期": ("办理中",),
    "同意延期": ("办理中",),
    "不同意延期": ("办理中",),
    "拟复": ("办理中",),
    "审核通过": ("待审核",),
    "退回重办": ("待审阅",),
    "答复": ("待审阅",),
    "回访": ("已答复",),
    "评价": ("已答复", "已回访"),
    "办结": ("已回访", "已评价"),
    "归档": ("办结", "已撤回"),
    "撤回": (*BEFORE_ANSWER, "已并入"),
    "催办": (*BEFORE_ANSWER, "已并入"),
    "并入": BEFORE_ANSWER,
    "拆出": ("已并入",),
}


class Year:
    """Drives the cases through the desk's own functions, moment by moment, with the clock's job in between."""

    def __init__(self, sessions: Any, *, calendar: Any, vault: Any, count: int = 300, seed: int = 2025) -> None:
        self.sessions, self.calendar, self.vault = sessions, calendar, vault
        self.dice = random.Random(seed)
        self.tales = [self._tale(n) for n in range(count)]
        self.sent: list[tuple[str, str, datetime]] = []  # what the clock should have said: number, kind, due
        self.said: list[tuple[str, str]] = []  # what it said: number, kind
        self._known: set[tuple[str, str, datetime]] = set()
        self._order, self._at = itertools.count(), naive.at(FIRST, 0)
        self._agenda: list[tuple[datetime, int, Tale | None, Script | None, Step | None]] = []

    def run(self) -> None:
        for tale in self.tales:
            self._plan(tale.filed, tale, None, None)
        day = FIRST
        while day <= LAST:
            if naive.works(day) and not any(first <= day <= last for first, last in DOWN):
                for hour, minute in RUNS:
                    self._plan(naive.at(day, hour, minute), None, None, None)
            day += timedelta(days=1)
        end = naive.at(LAST, 23, 59)
        while self._agenda and self._agenda[0][0] <= end:
            today = self._agenda[0][0].date()
            with self.sessions.begin() as session:
                while self._agenda and self._agenda[0][0].date() == today and self._agenda[0][0] <= end:
                    self._turn(session, *heapq.heappop(self._agenda))

    def _plan(self, at: datetime, tale: Tale | None, script: Script | None, step: Step | None) -> None:
        heapq.heappush(self._agenda, (at, next(self._order), tale, script, step))

    def _turn(
        self, session: Any, at: datetime, _: int, tale: Tale | None, script: Script | None, step: Step | None
    ) -> None:
        if tale is None:
            self._clock(session, at)
            return
        if step is None:
            self._file(session, tale)
            script = self._script(tale)
        else:
            _, deed, details, by = step
            if tale.state in TRIED.get(deed, ()):
                self._do(session, tale, at, deed, details, by)
        following = next(script, None) if script else None
        if following is not None:
            self._plan(following[0], tale, script, following)

    # --- what is made up -------------------------------------------------------------------------------------------

    def _tale(self, n: int) -> Tale:
        dice = self.dice
        day = FIRST + timedelta(days=dice.randrange(0, 350))
        kind = dice.choices(("咨询", "投诉", "求助", "建议", "举报", "表扬"), (30, 35, 18, 8, 6, 3))[0]
        channel = dice.choices(CHANNELS, (40, 18, 14, 10, 5, 5, 8))[0]
        hidden = kind == "举报" or dice.random() < 0.05
        filed = naive.at(day, dice.randrange(8, 20), dice.randrange(60))
        return Tale(f"y-{n}", kind, channel, dice.choice(UNITS), filed, hidden, dice.random() < 0.06)

    def _later(self, after: datetime, days: int) -> datetime:
        """A moment on the *days*-th working day after *after*, in office hours, and later than it in any case."""
        day = naive.plus(after.date(), days)
        if not naive.works(day):
            day = naive.plus(day, 1)
        minute = self.dice.choice((*range(30, 571, 7), 570))  # 8:30 to 17:30, now and then on the dot
        moment = naive.at(day, 8) + timedelta(minutes=minute)
        return moment if moment > after else after + timedelta(minutes=5)

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share

    def _script(self, tale: Tale) -> Script:
        if self._chance(0.05):
            other = self.dice.choice([kind for kind in ("表扬", "建议", "求助") if kind != tale.kind])
            yield self._later(tale.now, 0), "改定类型", {"kind": other}, AGENT
        if tale.kind == "咨询" and self._chance(0.3):
            yield self._later(tale.now, 0), "直接答复", {"text": "可以办理，请携带身份证到窗口。"}, AGENT
        yield from self._until_answered(tale)
        if tale.state == "已撤回":
            yield self._later(tale.now, 1), "归档", {}, AGENT
        elif not tale.forgotten:
            yield from self._afterwards(tale)

    def _until_answered(self, tale: Tale) -> Script:
        while not tale.forgotten and (tale.open or tale.state == "已并入"):
            yield from self._waiting(tale) if tale.state == "已并入" else self._handling(tale)

    def _waiting(self, tale: Tale) -> Script:
        at = self._later(max(tale.now, self._at), 1)
        deed = self.dice.choices(("", "催办", "拆出", "撤回"), (70, 15, 10, 5))[0]
        by = OFFICE if deed == "拆出" else CITIZEN
        yield at, deed, {"text": "请抓紧", "reason": "不是同一事项"}, by

    def _handling(self, tale: Tale) -> Script:
        if tale.state == "登记":
            yield self._later(tale.now, self.dice.choice((0, 0, 1))), "转办", {"unit": tale.unit}, AGENT
        if self._chance(0.15):
            yield self._later(tale.now, 0), "并入", {"reason": "同一事项"}, self.dice.choice((AGENT, OFFICE))
        if tale.state == "待签收":
            yield self._later(tale.now, self.dice.choices((0, 1, 2, 3), (60, 28, 6, 6))[0]), "签收", {}, clerk(tale)
        if self._chance(0.04):
            yield self._later(tale.now, self.dice.choice((0, 1))), "撤回", {"reason": "已解决"}, CITIZEN
        tale.forgotten = tale.open and self._chance(0.03)
        if tale.state == "办理中" and not tale.forgotten:
            yield from self._working(tale)

    def _working(self, tale: Tale) -> Script:
        if not tale.redone and self._chance(0.12):
            yield from self._returning(tale)
            return
        if self._chance(0.15):
            yield from self._assisting(tale)
        if not tale.asked and self._chance(0.25):
            yield from self._extending(tale)
        yield from self._replying(tale)

    def _returning(self, tale: Tale) -> Script:
        if tale.signed is None or tale.returns > 1:
            return
        other = self.dice.choice([unit for unit in UNITS if unit != tale.unit])
        soon = tale.signed + timedelta(minutes=self.dice.randrange(5, 60))
        yield soon, "退回", {"reason": "不属本单位", "basis": "三定方案", "unit": other}, clerk(tale)
        by = OFFICE if tale.returns > 1 else AGENT
        yield self._later(tale.now, self.dice.choice((0, 1))), "再派", {"unit": other}, by

    def _assisting(self, tale: Tale) -> Script:
        other = self.dice.choice([unit for unit in UNITS if unit != tale.unit])
        at = tale.now + timedelta(minutes=10)
        if at >= tale.due or other in tale.helpers:
            return
        yield at, "请协办", {"unit": other, "text": "请提供情况"}, self.dice.choice((AGENT, OFFICE))
        if self._chance(0.6):
            helper = Actor("协办经办", Role.OFFICER, other)
            yield self._later(tale.now, self.dice.choice((0, 1, 2))), "协办反馈", {"text": "情况如下"}, helper

    def _extending(self, tale: Tale) -> Script:
        if tale.now >= tale.due:
            return
        asked = {"days": self.dice.randrange(1, 6), "reason": "需调查", "basis": "《流程》四", "told": True}
        yield min(self._later(tale.now, self.dice.choice((0, 1))), tale.due), "申请延期", asked, clerk(tale)
        decision = self.dice.choices(("同意延期", "不同意延期", ""), (70, 20, 10))[0]
        if decision:
            yield self._later(tale.now, 0), decision, {"reason": "按实际情况"}, OFFICE

    def _replying(self, tale: Tale) -> Script:
        days = self.dice.choices((0, 1, 2, 3, 4, 6), (20, 30, 20, 14, 10, 6))[0]
        while tale.state == "办理中":
            yield self._later(tale.now, days), "拟复", {"text": "已办理完毕。", "told": True}, clerk(tale)
            yield self._later(tale.now, 0), "审核通过", {}, Actor("负责人", Role.HEAD, tale.unit)
            if tale.state == "待审阅" and self._chance(0.08):
                yield self._later(tale.now, 0), "退回重办", {"reason": "没有写明结果"}, OFFICE
                days = self.dice.choice((0, 1, 3))
            else:
                yield self._later(tale.now, self.dice.choice((0, 0, 1))), "答复", {}, OFFICE
                return

    def _afterwards(self, tale: Tale) -> Script:
        now = max(tale.now, self._at)
        if self._chance(0.7):
            yield self._later(now, 1), "回访", {"text": "已电话回访", "told": True}, AGENT
        if self._chance(0.65):
            rating = self.dice.choices(RATINGS, (25, 35, 20, 14, 6))[0]
            yield self._later(max(now, tale.now), 1), "评价", {"rating": rating}, self.dice.choice((CITIZEN, AGENT))
        if tale.open:  # done again because the citizen was dissatisfied
            yield from self._until_answered(tale)
            yield self._later(tale.now, 1), "评价", {"rating": self.dice.choice(RATINGS)}, CITIZEN
        may_close = tale.state in ("已回访", "已评价") and (tale.rating not in DISSATISFIED or tale.redone)
        if may_close and self._chance(0.85):
            yield self._later(max(now, tale.now), 2), "办结", {"text": "已核查"}, OFFICE
            yield self._later(tale.now, 5), "归档", {}, AGENT

    # --- doing it, and noting what was done ------------------------------------------------------------------------

    def _file(self, session: Any, tale: Tale) -> None:
        sure = self._chance(0.6)
        earlier = [each.number for each in self.tales if each.number and each.filed < tale.filed]
        wanted = a_ticket_filing(
            channel=tale.channel,
            kind=TicketType(tale.kind),
            confidential=tale.hidden and tale.kind != "举报",
            repeat_of=self.dice.choice(earlier) if tale.repeats and earlier else "",
            person={"name": "陈某", "phone": PHONE},
        )
        routing = a_routing(tale.unit, sure=sure, type=tale.kind)
        by, kept = (AGENT if tale.channel == "电话" else CITIZEN), {"calendar": self.calendar, "vault": self.vault}
        tale.repeats = bool(wanted.repeat_of)
        tale.number = filing.file_ticket(
            session, wanted, key=tale.key, routing=routing, by=by, at=tale.filed, **kept
        ).number
        tale.note("登记", tale.filed)
        tale.count_from(tale.filed)
        self._at = tale.filed
        if sure:
            self._after("转办", tale, tale.filed, {"unit": tale.unit})

    def _do(self, session: Any, tale: Tale, at: datetime, deed: str, details: dict[str, Any], by: Actor) -> None:
        self._at = at
        if deed == "并入":
            into = self._partner(tale)
            if into is None:
                return
            details = details | {"number": into.number}
        perform(session, tale.number, deed, Details(**details), by=by, at=at, calendar=self.calendar)
        self._after(deed, tale, at, details | {"by": by.unit})

    def _partner(self, tale: Tale) -> Tale | None:
        fitting = [
            each for each in self.tales if each.number and each.open and each is not tale and each.hidden == tale.hidden
        ]
        return self.dice.choice(fitting) if fitting else None

    def _after(self, deed: str, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
        change = CHANGES.get(deed)
        late = change(self, tale, at, details) if change else None
        tale.state = LEADS_TO.get(deed, tale.state)
        tale.note(deed, at, late, str(details.get("rating", "")))
        if deed in ("答复", "直接答复"):
            answer_those_waiting(tale, tale, at)
        elif deed == "撤回":
            for other in [each for each in tale.waiting if each.state == "已并入"]:
                other.restart(at)
                other.into, other.state = None, "登记"
                other.note("拆出", at)
        elif deed == "催办" and tale.state == "已并入":
            root = tale.into
            while root is not None and root.state == "已并入":
                root = root.into
            root.note("催办", at)
        elif deed == "评价" and tale.rating in DISSATISFIED and not tale.redone and tale.handled:
            redo(tale, at)

    def _clock(self, session: Any, at: datetime) -> None:
        """Let the clock do its work, and say what it should have done."""
        self.said += [(each.number, each.kind) for each in reminders.run(session, at=at, calendar=self.calendar)]
        for tale in self.tales:
            for kind, rings, due in alarms(tale) if tale.number and tale.open else ():
                if rings <= at and (tale.number, kind, due) not in self._known:
                    self._known.add((tale.number, kind, due))
                    self.sent.append((tale.number, kind, due))
                    if kind == "上报" or "超期" in kind:
                        tale.escalated += 1


def clerk(tale: Tale) -> Actor:
    return Actor("经办", Role.OFFICER, tale.unit)


def claim_due(tale: Tale) -> datetime:
    return naive.evening(naive.plus(tale.routed.date(), 1))


def alarms(tale: Tale) -> Iterator[tuple[str, datetime, datetime]]:
    """Kind, from when on, and about which date."""
    moment = timedelta(seconds=1)
    if tale.state == "待签收":
        yield "认领超期", claim_due(tale) + moment, claim_due(tale)
    last = tale.due.date()
    half_a_day = tale.days + tale.granted == 1
    yield "提醒", naive.at(last, 12) if half_a_day else naive.evening(naive.minus(last, 1)), tale.due
    yield "上报", tale.due + moment, tale.due
    for unit, (asked, due) in tale.helpers.items():
        if unit != tale.unit:
            ahead = naive.evening(naive.minus(due.date(), 1))
            yield f"协办提醒{unit}", ahead if ahead > asked else naive.at(due.date(), 12), due
            yield f"协办超期{unit}", due + moment, due


def answer_those_waiting(main: Tale, under: Tale, at: datetime) -> None:
    for other in [each for each in under.waiting if each.state == "已并入"]:
        other.unit, other.state = (main.unit if main.routed else ""), "已答复"
        other.note("答复", at, at > other.due)
        answer_those_waiting(main, other, at)


def redo(tale: Tale, at: datetime) -> None:
    if tale.routed is None:
        tale.routed = tale.signed = at
        tale.into = None
    tale.redone, tale.rating, tale.state = tale.redone + 1, "", "办理中"
    tale.restart(at)
    tale.note("重新办理", at)


def _route(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.unit, tale.routed, tale.signed = details["unit"], at, None
    tale.restart(at)


def _sign(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> bool:
    late = at > claim_due(tale)
    tale.signed = at
    tale.count_from(at)
    return late


def _return(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.returns += 1


def _retype(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.kind = details["kind"]
    tale.count_from(naive.at(tale.start, 9))


def _ask(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.asked = details["days"]


def _grant(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.granted, tale.decided = tale.asked, True
    tale.count_from(naive.at(tale.start, 9))


def _refuse(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.decided = True


def _judge(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> bool:
    return at > tale.due


def _help(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.helpers[details["unit"]] = (at, tale.due)


def _helped(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.helpers.pop(details["by"])


def _rate(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.rating = details["rating"]


def _merge(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    into = next(each for each in year.tales if each.number == details["number"])
    into.waiting.append(tale)
    tale.into, tale.routed, tale.signed = into, None, None


def _split(year: Year, tale: Tale, at: datetime, details: dict[str, Any]) -> None:
    tale.into.waiting.remove(tale)
    tale.into = None
    tale.restart(at)


CHANGES = {
    "转办": _route,
    "再派": _route,
    "签收": _sign,
    "退回": _return,
    "改定类型": _retype,
    "申请延期": _ask,
    "同意延期": _grant,
    "不同意延期": _refuse,
    "审核通过": _judge,
    "答复": _judge,
    "直接答复": _judge,
    "请协办": _help,
    "协办反馈": _helped,
    "评价": _rate,
    "并入": _merge,
    "拆出": _split,
}
LEADS_TO = {
    "转办": "待签收",
    "签收": "办理中",
    "退回": "已退回",
    "再派": "待签收",
    "拟复": "待审核",
    "审核通过": "待审阅",
    "退回重办": "办理中",
    "答复": "已答复",
    "直接答复": "已答复",
    "回访": "已回访",
    "评价": "已评价",
    "办结": "办结",
    "归档": "归档",
    "撤回": "已撤回",
    "并入": "已并入",
    "拆出": "登记",
}
