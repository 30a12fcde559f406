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
    UNCONFIRMED = "待确认"
    RECEIVED = "收到"
    SUPPLEMENT = "待补正"
    HANDLING = "办理中"
    CONSULTING = "征求意见"
    PAYING = "待缴费"
    DRAFTED = "待签发"
    ANSWERED = "已答复"
    DELIVERED = "已送达"
    ABANDONED = "视为放弃"
    WITHDRAWN = "已撤回"
    SHELVED = "登记备查"
    ARCHIVED = "归档"


class Deed(StrEnum):
    CONFIRM = "确认收到"
    SHELVE = "登记备查"
    ACCEPT = "受理"
    ASK_SUPPLEMENT = "要求补正"
    SUPPLY = "补正"
    LAPSE = "逾期不补正"
    SPLIT_ITEMS = "拆分事项"
    DECIDE_ITEM = "定事项结果"
    SEARCH = "检索"
    ASSIGN = "交办"
    FEEDBACK = "反馈"
    CONSULT = "征求第三方意见"
    HEAR = "收到第三方意见"
    SILENCE = "第三方逾期未答"
    CONSULT_MAKER = "征求共同制作机关意见"
    HEAR_MAKER = "收到共同制作机关意见"
    SILENCE_MAKER = "共同制作机关逾期未答"
    ASK_REASON = "要求说明理由"
    DELAY = "延迟答复"
    ASK_FEE = "收费通知"
    PAY = "缴费"
    FEE_LAPSE = "逾期不缴费"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "不同意延期"
    TO_TICKET = "转为工单"
    DRAFT = "拟答复"
    REJECT = "退回修改"
    ANSWER = "签发答复"
    DELIVER = "送达"
    ARCHIVE = "归档"
    URGE = "催办"
    WITHDRAW = "撤回"
    REMIND = "提醒"
    ESCALATE = "上报"
    PROCEED = "登记复议诉讼"
    PROCEED_END = "复议诉讼结果"
    REDO = "重新办理"


RUNNING = (State.UNCONFIRMED, State.RECEIVED, State.HANDLING, State.DRAFTED)
WAITING = (State.SUPPLEMENT, State.CONSULTING, State.PAYING)  # for somebody else; the clock stands still
UNANSWERED = (*RUNNING, *WAITING)
OPEN = (*UNANSWERED, State.ANSWERED)
FINISHED = (State.DELIVERED, State.ABANDONED, State.WITHDRAWN, State.SHELVED)

_handler = by(Role.OFFICER, Role.OFFICE)
_head = by(Role.HEAD)
_clock = by(Role.CLOCK)
_applicant = by(Role.CITIZEN)

_MAIN: Moves = {
    (State.UNCONFIRMED, Deed.CONFIRM): Move(State.RECEIVED, _handler, "第三十一条"),
    (State.UNCONFIRMED, Deed.SHELVE): Move(State.SHELVED, _handler, "《依申请公开制度（修订）》第十条（八）"),
    (State.RECEIVED, Deed.ACCEPT): Move(State.HANDLING, _handler, "第二十九条"),
    (State.RECEIVED, Deed.ASK_SUPPLEMENT): Move(State.SUPPLEMENT, _handler, "第三十条"),
    (State.SUPPLEMENT, Deed.SUPPLY): Move(State.RECEIVED, _handler | _applicant, "第三十条"),
    (State.SUPPLEMENT, Deed.LAPSE): Move(State.ABANDONED, _clock | _handler, "第三十条"),
    (State.HANDLING, Deed.SPLIT_ITEMS): Move(State.HANDLING, _handler, "国办函〔2020〕109号：内部拆分，不退回申请"),
    (State.HANDLING, Deed.DECIDE_ITEM): Move(State.HANDLING, _handler, "第三十六条"),
    (State.HANDLING, Deed.ASSIGN): Move(State.HANDLING, _handler, "《依申请公开制度（修订）》交办"),
    (State.HANDLING, Deed.FEEDBACK): Move(
        State.HANDLING, by(Role.OFFICER, Role.HEAD), "《依申请公开制度（修订）》交办"
    ),
    (State.CONSULTING, Deed.HEAR): Move(State.HANDLING, _handler, "第三十二条"),
    (State.CONSULTING, Deed.SILENCE): Move(State.HANDLING, _clock | _handler, "第三十二条：逾期未答，由行政机关决定"),
    (State.CONSULTING, Deed.HEAR_MAKER): Move(State.HANDLING, _handler, "第三十四条"),
    (State.CONSULTING, Deed.SILENCE_MAKER): Move(
        State.HANDLING, _clock | _handler, "第三十四条：逾期未答，视为同意公开"
    ),
    (State.HANDLING, Deed.ASK_REASON): Move(State.HANDLING, _handler, "第三十五条"),
    (State.HANDLING, Deed.DELAY): Move(State.HANDLING, _head, "第三十五条"),
    (State.HANDLING, Deed.ASK_FEE): Move(State.PAYING, _handler, "第四十二条；国办函〔2020〕109号"),
    (State.PAYING, Deed.PAY): Move(State.HANDLING, _handler, "国办函〔2020〕109号"),
    (State.PAYING, Deed.FEE_LAPSE): Move(State.ABANDONED, _clock | _handler, "国办函〔2020〕109号"),
    (State.HANDLING, Deed.ASK_EXTENSION): Move(State.HANDLING, _handler, "第三十三条第二款"),
    (State.HANDLING, Deed.GRANT_EXTENSION): Move(State.HANDLING, _head, "第三十三条第二款：经负责人同意并告知申请人"),
    (State.HANDLING, Deed.REFUSE_EXTENSION): Move(State.HANDLING, _head, "第三十三条第二款"),
    (State.HANDLING, Deed.TO_TICKET): Move(State.HANDLING, _handler, "第三十九条第一款"),
    (State.HANDLING, Deed.DRAFT): Move(State.DRAFTED, _handler, "第三十六条、第三十七条"),
    (State.DRAFTED, Deed.REJECT): Move(State.HANDLING, _head, "第三十六条"),
    (State.DRAFTED, Deed.ANSWER): Move(State.ANSWERED, _head, "第三十六条"),
    (State.ANSWERED, Deed.DELIVER): Move(State.DELIVERED, _handler, "国办公开办函〔2016〕235号"),
}
_ASKING: Moves = {
    (state, deed): Move(State.CONSULTING, _handler, rule)
    for state in (State.HANDLING, State.CONSULTING)
    for deed, rule in ((Deed.CONSULT, "第三十二条"), (Deed.CONSULT_MAKER, "第三十四条"))
}
_SEARCH: Moves = {
    (state, Deed.SEARCH): Move(state, _handler, "第三十六条第四项")
    for state in (State.RECEIVED, State.HANDLING, State.CONSULTING)
}
_ARCHIVE: Moves = {
    (state, Deed.ARCHIVE): Move(State.ARCHIVED, _handler | _clock, "第四十三条至第四十五条") for state in FINISHED
}
_WITHDRAW: Moves = {
    (state, Deed.WITHDRAW): Move(State.WITHDRAWN, _handler | _applicant, "申请人自愿撤回") for state in UNANSWERED
}
_URGE: Moves = {(state, Deed.URGE): Move(state, by(Role.CITIZEN, Role.OFFICE), "第五十一条") for state in UNANSWERED}
_CLOCK: Moves = {
    (state, deed): Move(state, _clock, "第三十三条") for state in UNANSWERED for deed in (Deed.REMIND, Deed.ESCALATE)
}
_REDO: Moves = {
    (state, Deed.REDO): Move(State.HANDLING, _handler, "第五十一条：复议、诉讼纠正后重新办理")
    for state in (State.ANSWERED, State.DELIVERED, State.ABANDONED, State.ARCHIVED)
}
# 复议 and suits are brought against answers and against silence alike (第五十一条).
_PROCEEDINGS: Moves = {
    (state, deed): Move(state, _handler, "第五十一条") for state in State for deed in (Deed.PROCEED, Deed.PROCEED_END)
}

LIFECYCLE = Lifecycle(
    kind="公开申请",
    start=State.UNCONFIRMED,  # by web and WeChat, and where the arrival counts, it is confirmed with the filing
    moves={**_MAIN, **_ASKING, **_SEARCH, **_ARCHIVE, **_WITHDRAW, **_URGE, **_CLOCK, **_PROCEEDINGS, **_REDO},
)
