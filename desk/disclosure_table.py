"""The table of a disclosure request's life (依申请公开): states, deeds, and which role may do what where.

All article numbers are of 《中华人民共和国政府信息公开条例》（国务院令第711号，2019年修订）.
"""

from __future__ import annotations

from enum import StrEnum

from desk.lifecycle import Lifecycle, Move, Moves, Role, by


class Channel(StrEnum):
    """How the request arrived; decides the day of receipt (第三十一条)."""

    IN_PERSON = "当面"
    ORAL = "口头"
    SIGNED_MAIL = "挂号信函"
    ORDINARY_MAIL = "平常信函"
    FAX = "传真"
    WEB = "网络"
    WECHAT = "微信"


class State(StrEnum):
    RECEIVED = "收到"
    SUPPLEMENT = "待补正"
    HANDLING = "办理中"
    CONSULTING = "征求意见"
    DRAFTED = "待签发"
    ANSWERED = "已答复"
    DELIVERED = "已送达"
    ABANDONED = "视为放弃"
    WITHDRAWN = "已撤回"
    ARCHIVED = "归档"


class Deed(StrEnum):
    ACCEPT = "受理"
    ASK_SUPPLEMENT = "要求补正"
    SUPPLY = "补正"
    LAPSE = "逾期不补正"
    ASSIGN = "交办"
    FEEDBACK = "反馈"
    CONSULT = "征求第三方意见"
    HEAR = "收到第三方意见"
    SILENCE = "第三方逾期未答"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "不同意延期"
    DRAFT = "拟答复"
    REJECT = "退回修改"
    ANSWER = "签发答复"
    DELIVER = "送达"
    ARCHIVE = "归档"
    URGE = "催办"
    WITHDRAW = "撤回"
    REMIND = "提醒"
    ESCALATE = "上报"


RUNNING = (State.RECEIVED, State.HANDLING, State.DRAFTED)
OPEN = (*RUNNING, State.SUPPLEMENT, State.CONSULTING, State.ANSWERED)
_UNANSWERED = (*RUNNING, State.SUPPLEMENT, State.CONSULTING)

_handler = by(Role.OFFICER, Role.OFFICE)
_head = by(Role.HEAD)
_clock = by(Role.CLOCK)

_MAIN: Moves = {
    (State.RECEIVED, Deed.ACCEPT): Move(State.HANDLING, _handler, "第二十九条"),
    (State.RECEIVED, Deed.ASK_SUPPLEMENT): Move(State.SUPPLEMENT, _handler, "第三十条"),
    (State.SUPPLEMENT, Deed.SUPPLY): Move(State.RECEIVED, _handler | by(Role.CITIZEN), "第三十条"),
    (State.SUPPLEMENT, Deed.LAPSE): Move(State.ABANDONED, _clock | _handler, "第三十条"),
    (State.HANDLING, Deed.ASSIGN): Move(State.HANDLING, _handler, "《依申请公开制度（修订）》交办"),
    (State.HANDLING, Deed.FEEDBACK): Move(
        State.HANDLING, by(Role.OFFICER, Role.HEAD), "《依申请公开制度（修订）》交办"
    ),
    (State.HANDLING, Deed.CONSULT): Move(State.CONSULTING, _handler, "第三十二条"),
    (State.CONSULTING, Deed.HEAR): Move(State.HANDLING, _handler, "第三十二条"),
    (State.CONSULTING, Deed.SILENCE): Move(State.HANDLING, _clock | _handler, "第三十二条：逾期未答，由行政机关决定"),
    (State.HANDLING, Deed.ASK_EXTENSION): Move(State.HANDLING, _handler, "第三十三条第二款"),
    (State.HANDLING, Deed.GRANT_EXTENSION): Move(State.HANDLING, _head, "第三十三条第二款：经负责人同意并告知申请人"),
    (State.HANDLING, Deed.REFUSE_EXTENSION): Move(State.HANDLING, _head, "第三十三条第二款"),
    (State.HANDLING, Deed.DRAFT): Move(State.DRAFTED, _handler, "第三十六条、第三十七条"),
    (State.DRAFTED, Deed.REJECT): Move(State.HANDLING, _head, "第三十六条"),
    (State.DRAFTED, Deed.ANSWER): Move(State.ANSWERED, _head, "第三十六条"),
    (State.ANSWERED, Deed.DELIVER): Move(State.DELIVERED, _handler, "国办公开办函〔2016〕235号"),
    (State.DELIVERED, Deed.ARCHIVE): Move(State.ARCHIVED, _handler | _clock, "第四十三条至第四十五条"),
    (State.ABANDONED, Deed.ARCHIVE): Move(State.ARCHIVED, _handler | _clock, "第四十三条至第四十五条"),
    (State.WITHDRAWN, Deed.ARCHIVE): Move(State.ARCHIVED, _handler | _clock, "第四十三条至第四十五条"),
}
_WITHDRAW: Moves = {
    (state, Deed.WITHDRAW): Move(State.WITHDRAWN, _handler | by(Role.CITIZEN), "申请人自愿撤回")
    for state in _UNANSWERED
}
_URGE: Moves = {(state, Deed.URGE): Move(state, by(Role.CITIZEN, Role.OFFICE), "第五十一条") for state in _UNANSWERED}
_CLOCK: Moves = {
    (state, deed): Move(state, _clock, "第三十三条") for state in RUNNING for deed in (Deed.REMIND, Deed.ESCALATE)
}

LIFECYCLE = Lifecycle(kind="公开申请", start=State.RECEIVED, moves={**_MAIN, **_WITHDRAW, **_URGE, **_CLOCK})
