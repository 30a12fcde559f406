"""What each deed asks of the person who does it: one small form per deed, for pages.

The rules are the desk's; a form that lacks something comes back with the rule's own sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Form

from api.cases import DeedDetails

Control = Literal[
    "line", "area", "reply", "number", "check", "unit", "rating", "ground", "kind", "choice", "letter", "organ"
]


@dataclass(frozen=True)
class Field:
    """One input; *name* is a field of ``DeedDetails``, *most* the largest number, *options* what a choice offers."""

    name: str
    label: str
    control: Control = "line"
    required: bool = True
    hint: str = ""
    most: int = 0
    options: tuple[str, ...] = ()

    @property
    def longest(self) -> int | None:
        """The most characters ``DeedDetails`` takes, so that the browser says so before the form is sent."""
        longest: int | None = DeedDetails.__fields__[self.name].field_info.max_length
        return longest


@dataclass(frozen=True)
class DeedForm:
    """*tone* is how the button looks: main, plain or bad."""

    deed: str
    fields: tuple[Field, ...] = ()
    tone: str = "plain"
    label: str = ""
    hint: str = ""

    @property
    def title(self) -> str:
        return self.label or self.deed


def reason(label: str, *, required: bool = True, hint: str = "") -> Field:
    return Field("reason", label, "area", required, hint)


BASIS = Field("basis", "依据", hint="文件名和条款，例如《旌德县互动类信件办理工作流程》三")
TOLD = Field("told", "已把延长的时限和理由告知诉求人", "check")

TICKET = (
    DeedForm("签收", tone="main", hint="签收之日起计算办理期限；不属本单位职责的，签收当日可以退回。"),
    DeedForm(
        "拟复",
        (
            Field("text", "答复内容", "reply", hint="先写办理结果，再写依据；末尾署本单位名称。"),
            Field("basis", "依据", required=False, hint="文件名和条款"),
            Field("told", "已与诉求人联系", "check", required=False),
            Field("manner", "联系情况", required=False, hint="何时、以何种方式联系，对方怎么说"),
        ),
        tone="main",
        label="拟写答复",
    ),
    DeedForm(
        "退回",
        (reason("退回理由"), BASIS, Field("unit", "应承办单位", "unit")),
        tone="bad",
        label="退回（不属本单位职责）",
        hint="只能在签收当日退回，须写明理由、依据和应当承办的单位。",
    ),
    DeedForm(
        "申请延期",
        (
            Field("days", "承诺延长几个工作日", "number", hint="只能申请一次，最多 5 个工作日", most=5),
            reason("延期理由"),
            BASIS,
            TOLD,
        ),
    ),
    DeedForm(
        "审核通过", (Field("text", "审核意见", "area", required=False),), tone="main", label="审核通过，报县政府办"
    ),
    DeedForm("审核退回", (reason("退回修改的理由"),), tone="bad"),
    DeedForm("答复", tone="main", label="审阅通过，答复诉求人"),
    DeedForm("退回重办", (reason("退回重办的理由"),), tone="bad"),
    DeedForm(
        "转办",
        (Field("unit", "承办单位", "unit"), reason("转办理由", required=False)),
        tone="main",
        label="确认承办单位并转办",
    ),
    DeedForm(
        "再派",
        (Field("unit", "改派给", "unit"), reason("改派理由", required=False)),
        tone="main",
        label="改派其他单位",
    ),
    DeedForm(
        "改定类型",
        (Field("kind", "改为", "kind"), reason("理由", required=False)),
        hint="签收前可以改；办理期限随类型重新推算。",
    ),
    DeedForm(
        "并入",
        (Field("number", "并入哪一件", hint="反映同一事项、尚未答复的工单编号"), reason("并入理由")),
        hint="并入后由那一件统一办理；答复时本件同时答复，各自评价。",
    ),
    DeedForm("拆出", (reason("拆出理由"),), hint="恢复为单独办理，期限从今天重新推算。"),
    DeedForm(
        "请协办",
        (
            Field("unit", "协办单位", "unit"),
            Field("text", "请其提供什么", "area"),
            Field(
                "days",
                "几个工作日内反馈",
                "number",
                required=False,
                hint="不填则与主办期限相同；不得超过主办期限",
                most=8,
            ),
        ),
    ),
    DeedForm(
        "协办反馈",
        (Field("text", "协办意见", "area", hint="只写本单位职责内的情况，由主办单位统一答复。"),),
        tone="main",
    ),
    DeedForm("直接答复", (Field("text", "答复内容", "reply"),), label="当场答复"),
    DeedForm("同意延期", (reason("意见", required=False),), tone="main"),
    DeedForm("不同意延期", (reason("不同意的理由"),), tone="bad"),
    DeedForm(
        "回访",
        (Field("text", "回访情况", "area"), Field("told", "已联系上诉求人", "check", required=False)),
    ),
    DeedForm(
        "评价",
        (Field("rating", "诉求人的评价", "rating"), Field("text", "补充说明", "area", required=False)),
        label="代为记录评价",
    ),
    DeedForm("重新办理", (reason("重新办理的理由", required=False), Field("unit", "承办单位", "unit", required=False))),
    DeedForm("办结", (Field("text", "办结说明", "area", required=False),), tone="main"),
    DeedForm("归档"),
    DeedForm("督办", (Field("text", "督办要求", "area"),)),
    DeedForm("催办", (Field("text", "催办内容", "area", required=False),)),
    DeedForm("补充", (Field("text", "补充内容", "area"),)),
    DeedForm("撤回", (reason("撤回原因", required=False),), tone="bad"),
)

CITIZEN = (
    DeedForm(
        "评价",
        (
            Field("rating", "您对办理情况满意吗？", "rating"),
            Field("text", "想说的话", "area", required=False),
        ),
        tone="main",
        hint="评价「不满意」的，退回承办单位重新办理一次；已重新办理过的，由县政府办核查。",
    ),
    DeedForm(
        "补正", (Field("text", "补正内容", "area", hint="按通知写明所需信息的名称、文号或其他特征"),), tone="main"
    ),
    DeedForm(
        "催办",
        (Field("text", "想说的话", "area", required=False),),
        tone="main",
        hint="提醒承办单位抓紧办理，并记入办理过程，期限不变。同一天再催都会记下，只提醒一次。",
    ),
    DeedForm(
        "补充", (Field("text", "补充的情况", "area", hint="新的情况、更准确的地点等；请勿写身份证号"),), tone="main"
    ),
    DeedForm(
        "撤回",
        (reason("撤回原因", required=False),),
        tone="bad",
        hint="撤回后不再办理，不能恢复；下一步会再问您一次。",
    ),
)


def offered(forms: Iterable[DeedForm], offers: Iterable[str]) -> list[DeedForm]:
    """The forms of the deeds the case offers now, in the order of *forms*."""
    now = set(offers)
    return [form for form in forms if form.deed in now]


def given(
    text: Annotated[str, Form(max_length=5000)] = "",
    reason: Annotated[str, Form(max_length=1000)] = "",
    basis: Annotated[str, Form(max_length=500)] = "",
    unit: Annotated[str, Form(max_length=40)] = "",
    days: Annotated[int, Form(ge=0, le=250)] = 0,
    told: Annotated[bool, Form()] = False,
    rating: Annotated[str, Form(max_length=10)] = "",
    code: Annotated[str, Form(max_length=60)] = "",
    search: Annotated[str, Form(max_length=2000)] = "",
    needed: Annotated[str, Form(max_length=1000)] = "",
    manner: Annotated[str, Form(max_length=200)] = "",
    # Its own name is that of the case in the address, which FastAPI would read instead.
    other: Annotated[str, Form(alias="number", max_length=40)] = "",
    kind: Annotated[str, Form(max_length=10)] = "",
    party: Annotated[str, Form(max_length=200)] = "",
    consent: Annotated[str, Form(max_length=10)] = "",
    item: Annotated[int, Form(ge=0, le=99)] = 0,
    method: Annotated[str, Form(max_length=10)] = "",
    quantity: Annotated[int, Form(ge=0, le=100_000)] = 0,
    before: Annotated[int, Form(ge=0, le=100_000)] = 0,
    amount: Annotated[int, Form(ge=0, le=10_000_000)] = 0,
    result: Annotated[str, Form(max_length=10)] = "",
    letter: Annotated[str, Form(max_length=14)] = "",
    organ: Annotated[str, Form(max_length=40)] = "",
) -> DeedDetails:
    """Read a submitted form; the limits are those of the API."""
    return DeedDetails(
        text=text,
        reason=reason,
        basis=basis,
        unit=unit,
        days=days,
        told=told,
        rating=rating,
        code=code,
        search=search,
        needed=needed,
        manner=manner,
        number=other,
        kind=kind,
        party=party,
        consent=consent,
        item=item,
        method=method,
        quantity=quantity,
        before=before,
        amount=amount,
        result=result,
        letter=letter,
        organ=organ,
    )
