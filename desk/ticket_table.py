"""The table of a ticket's life: types, ratings, states, deeds, and which role may do what where.

《流程》 is 《旌德县互动类信件办理工作流程》, 《考评》 the 2020 assessment plan's annex 4.
"""

from __future__ import annotations

from enum import StrEnum

from desk.lifecycle import Lifecycle, Move, Moves, Role, by


class TicketType(StrEnum):
    CONSULTATION = "咨询"
    HELP = "求助"
    COMPLAINT = "投诉"
    REPORT = "举报"
    PROPOSAL = "建议"
    PRAISE = "表扬"


class Rating(StrEnum):
    """国办发〔2019〕51号: five levels."""

    VERY_SATISFIED = "非常满意"
    SATISFIED = "满意"
    FAIR = "基本满意"
    DISSATISFIED = "不满意"
    VERY_DISSATISFIED = "非常不满意"


DISSATISFIED = (Rating.DISSATISFIED, Rating.VERY_DISSATISFIED)


class State(StrEnum):
    REGISTERED = "登记"
    ROUTED = "待签收"
    HANDLING = "办理中"
    RETURNED = "已退回"
    DRAFTED = "待审核"
    APPROVED = "待审阅"
    ANSWERED = "已答复"
    VISITED = "已回访"
    RATED = "已评价"
    CLOSED = "办结"
    ARCHIVED = "归档"
    WITHDRAWN = "已撤回"
    MERGED = "已并入"


class Deed(StrEnum):
    ROUTE = "转办"
    SIGN = "签收"
    RETURN = "退回"
    REROUTE = "再派"
    RETYPE = "改定类型"
    ASK_ASSIST = "请协办"
    ASSIST = "协办反馈"
    MERGE = "并入"
    SPLIT = "拆出"
    ASK_EXTENSION = "申请延期"
    GRANT_EXTENSION = "同意延期"
    REFUSE_EXTENSION = "不同意延期"
    DRAFT = "拟复"
    APPROVE = "审核通过"
    REJECT = "审核退回"
    ANSWER = "答复"
    REWORK = "退回重办"
    REPLY_AT_ONCE = "直接答复"
    VISIT = "回访"
    RATE = "评价"
    REDO = "重新办理"
    CLOSE = "办结"
    ARCHIVE = "归档"
    URGE = "催办"
    SUPERVISE = "督办"
    SUPPLEMENT = "补充"
    WITHDRAW = "撤回"
    REMIND = "提醒"
    ESCALATE = "上报"


BEFORE_ANSWER = (State.REGISTERED, State.ROUTED, State.HANDLING, State.RETURNED, State.DRAFTED, State.APPROVED)
BEFORE_SIGNING = (State.REGISTERED, State.ROUTED, State.RETURNED)
AFTER_ROUTING = (State.ROUTED, State.HANDLING, State.RETURNED, State.DRAFTED, State.APPROVED)
WITH_CITIZEN = (*BEFORE_ANSWER, State.MERGED)  # the citizen waits for an answer, his own or the one it is merged with
OPEN = (*BEFORE_ANSWER, State.ANSWERED, State.VISITED, State.RATED)

_unit = by(Role.OFFICER, Role.HEAD)
_hotline = by(Role.AGENT, Role.OFFICE)
_clock = by(Role.CLOCK)

MERGING = "国办函〔2025〕66号：重复诉求合并办理"
ASSISTING = "国办函〔2025〕66号：明确主办和协办单位"

_MAIN: Moves = {
    (State.REGISTERED, Deed.ROUTE): Move(State.ROUTED, by(Role.AGENT, Role.OFFICE, Role.CLOCK), "《流程》一"),
    (State.REGISTERED, Deed.REPLY_AT_ONCE): Move(State.ANSWERED, _hotline, "《流程》二：咨询当场答复"),
    (State.ROUTED, Deed.SIGN): Move(State.HANDLING, _unit, "《流程》一；《考评》认领时限"),
    (State.HANDLING, Deed.RETURN): Move(State.RETURNED, _unit, "《流程》三：签收当日退回并说明理由和依据"),
    (State.RETURNED, Deed.REROUTE): Move(State.ROUTED, _hotline, "《流程》三"),
    (State.ROUTED, Deed.REROUTE): Move(State.ROUTED, _hotline, "《流程》一：签收前改派"),
    (State.HANDLING, Deed.ASK_EXTENSION): Move(State.HANDLING, _unit, "《流程》四"),
    (State.HANDLING, Deed.GRANT_EXTENSION): Move(State.HANDLING, by(Role.OFFICE), "《流程》四"),
    (State.HANDLING, Deed.REFUSE_EXTENSION): Move(State.HANDLING, by(Role.OFFICE), "《流程》四"),
    (State.HANDLING, Deed.DRAFT): Move(State.DRAFTED, _unit, "《流程》三"),
    (State.DRAFTED, Deed.APPROVE): Move(State.APPROVED, by(Role.HEAD), "《考评》办理规范：主要负责人审核"),
    (State.DRAFTED, Deed.REJECT): Move(State.HANDLING, by(Role.HEAD), "《考评》办理规范：主要负责人审核"),
    (State.APPROVED, Deed.ANSWER): Move(State.ANSWERED, by(Role.OFFICE), "《流程》三：县政府办审阅后报送"),
    (State.APPROVED, Deed.REWORK): Move(State.HANDLING, by(Role.OFFICE), "《考评》办理规范：退回重办"),
    (State.ANSWERED, Deed.VISIT): Move(State.VISITED, _hotline | _unit, "《考评》办理规范：沟通回访"),
    (State.ANSWERED, Deed.RATE): Move(State.RATED, by(Role.CITIZEN, Role.AGENT), "国办发〔2019〕51号"),
    (State.VISITED, Deed.RATE): Move(State.RATED, by(Role.CITIZEN, Role.AGENT), "国办发〔2019〕51号"),
    (State.RATED, Deed.VISIT): Move(State.RATED, _hotline | _unit, "《考评》办理规范：沟通回访"),
    (State.RATED, Deed.REDO): Move(State.HANDLING, _hotline | _clock, "《考评》督查督办：不满意的重新办理"),
    (State.VISITED, Deed.CLOSE): Move(State.CLOSED, _hotline, "国办发〔2020〕53号：闭环"),
    (State.RATED, Deed.CLOSE): Move(State.CLOSED, _hotline | _clock, "国办发〔2020〕53号：闭环"),
    (State.CLOSED, Deed.ARCHIVE): Move(State.ARCHIVED, _hotline | _clock, "《考评》工作流程：归档"),
    (State.WITHDRAWN, Deed.ARCHIVE): Move(State.ARCHIVED, _hotline | _clock, "《考评》工作流程：归档"),
}
_MERGING: Moves = {
    **{(state, Deed.MERGE): Move(State.MERGED, _hotline, MERGING) for state in BEFORE_ANSWER},
    (State.MERGED, Deed.SPLIT): Move(State.REGISTERED, _hotline | _clock, MERGING),
    (State.MERGED, Deed.ANSWER): Move(State.ANSWERED, _clock, MERGING),
}
_RETYPE: Moves = {(state, Deed.RETYPE): Move(state, _hotline, "《流程》二：时限随类型") for state in BEFORE_SIGNING}
_ASSISTING: Moves = {
    **{(state, Deed.ASK_ASSIST): Move(state, _hotline, ASSISTING) for state in (State.ROUTED, State.HANDLING)},
    **{(state, Deed.ASSIST): Move(state, _unit, ASSISTING) for state in AFTER_ROUTING},
}
_URGE: Moves = {
    (state, Deed.URGE): Move(state, by(Role.CITIZEN, Role.AGENT, Role.OFFICE), "《流程》二") for state in WITH_CITIZEN
}
_SUPERVISE: Moves = {(state, Deed.SUPERVISE): Move(state, by(Role.OFFICE), "《流程》二") for state in BEFORE_ANSWER}
_SUPPLEMENT: Moves = {
    (state, Deed.SUPPLEMENT): Move(state, by(Role.CITIZEN, Role.AGENT), "《流程》三") for state in WITH_CITIZEN
}
_WITHDRAW: Moves = {
    (state, Deed.WITHDRAW): Move(State.WITHDRAWN, by(Role.CITIZEN, Role.AGENT), "诉求人自愿撤回")
    for state in WITH_CITIZEN
}
_CLOCK: Moves = {
    (state, deed): Move(state, _clock, "《流程》二：催办与上报")
    for state in BEFORE_ANSWER
    for deed in (Deed.REMIND, Deed.ESCALATE)
}

LIFECYCLE = Lifecycle(
    kind="工单",
    start=State.REGISTERED,
    moves={
        **_MAIN,
        **_RETYPE,
        **_ASSISTING,
        **_MERGING,
        **_URGE,
        **_SUPPLEMENT,
        **_WITHDRAW,
        **_SUPERVISE,
        **_CLOCK,
    },
)
