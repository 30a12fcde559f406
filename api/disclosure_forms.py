"""What each deed on a disclosure request asks of the person who does it; see ``api.deed_forms``."""

from __future__ import annotations

from api.deed_forms import TOLD, DeedForm, Field, reason
from desk.consulting import ANSWERS
from desk.disclosure_deeds import PROCEEDINGS, RESULTS
from desk.fees import METHODS

_WHICH = Field("item", "第几份征求意见书", "number", required=False, hint="只有一份待答时可不填", most=99)
_CONSENT = Field("consent", "意见", "choice", options=ANSWERS)
_GROUNDS = Field("code", "答复类型和法定依据", "ground")
_ORGAN = Field("organ", "以哪个机关的名义", "organ", required=False, hint="落款；决定向哪里申请复议、起诉")
_SENT = Field("manner", "告知方式", hint="告知书随本次办理签发，例如：电子邮件、EMS、当面")
_NAMELESS = "写入办理过程，请勿写第三方的姓名和联系方式"

DISCLOSURE = (
    DeedForm(
        "确认收到",
        (Field("text", "确认情况", hint="何时、以何种方式与申请人确认；确认之日为收到之日（第三十一条）"),),
        tone="main",
    ),
    DeedForm(
        "登记备查",
        (reason("无法联系的情况"),),
        hint="没有联系方式、无法确认的申请，登记备查一年。",
    ),
    DeedForm("受理", tone="main", hint="申请内容明确、身份证明齐全的，受理并开始办理。"),
    DeedForm(
        "要求补正",
        (
            Field("text", "需补正的事项", "area", hint="一次性告知全部事项（第三十条）"),
            Field("days", "补正期限（工作日）", "number", most=60),
        ),
    ),
    DeedForm("补正", (Field("text", "补正内容", "area"),)),
    DeedForm("逾期不补正"),
    DeedForm(
        "检索",
        (
            Field("manner", "检索范围", hint="查了哪些目录、系统、档案"),
            Field("text", "检索词"),
            Field("search", "检索结果", "area"),
        ),
        hint="答复「经检索没有」须有检索记录（第三十六条第四项）。",
    ),
    DeedForm(
        "交办",
        (
            Field("unit", "交办单位", "unit"),
            Field("days", "几个工作日内反馈", "number", most=20),
            Field("text", "交办要求", "area", required=False),
        ),
    ),
    DeedForm("反馈", (Field("text", "反馈内容", "area"),), tone="main"),
    DeedForm(
        "征求第三方意见",
        (Field("party", "第三方名称", hint="加密保存"), Field("text", "征求意见事项", "area", hint=_NAMELESS)),
        hint="第三方 15 个工作日内提出意见，期间不计入答复期限（第三十二条、第三十三条）。",
    ),
    DeedForm(
        "收到第三方意见", (_WHICH, _CONSENT, Field("text", "意见和理由", "area", required=False, hint="加密保存"))
    ),
    DeedForm("第三方逾期未答", (_WHICH,), hint="逾期未提出意见的，由本机关决定是否公开（第三十二条）。"),
    DeedForm(
        "征求共同制作机关意见",
        (Field("party", "机关名称"), Field("text", "征求意见事项", "area")),
        hint="被征求意见机关 15 个工作日内提出意见，逾期视为同意公开（第三十四条）。",
    ),
    DeedForm("收到共同制作机关意见", (_WHICH, _CONSENT, Field("text", "意见和理由", "area", required=False))),
    DeedForm("共同制作机关逾期未答", (_WHICH,), hint="逾期未提出意见的，视为同意公开（第三十四条）。"),
    DeedForm("拆分事项", (Field("text", "拆分后的事项", "area", hint="每行一项；申请仍是一件，不退回"),)),
    DeedForm(
        "定事项结果",
        (Field("item", "第几项", "number", most=50), _GROUNDS, Field("text", "该项的答复", "area")),
    ),
    DeedForm("要求说明理由", (reason("认为明显超过合理范围的情况", hint="由人判断（第三十五条）"),)),
    DeedForm(
        "延迟答复",
        (Field("days", "延迟几个工作日", "number", most=250), reason("延迟理由"), TOLD, _SENT, _ORGAN),
        hint="理由合理但无法在期限内答复的，可以延迟，并告知申请人（第三十五条）。",
    ),
    DeedForm(
        "收费通知",
        (
            Field("method", "计费方式", "choice", options=METHODS),
            Field("quantity", "本次件数或页数", "number", most=100_000),
            Field("before", "本月此前件数", "number", required=False, hint="只在按件时填", most=100_000),
            Field("amount", "决定收取（元）", "number", hint="不超过按标准计算的草稿", most=10_000_000),
            reason("收费理由"),
        ),
        hint="申请数量、频次明显超过合理范围的才可以收取，由人决定（第四十二条）。",
    ),
    DeedForm("缴费", (Field("text", "缴费凭证", required=False),), tone="main", hint="自缴费次日起重新计算答复期限。"),
    DeedForm("逾期不缴费"),
    DeedForm(
        "申请延期",
        (Field("days", "延长几个工作日", "number", hint="最多 20 个工作日，一次", most=20), reason("延期理由")),
    ),
    DeedForm(
        "同意延期",
        (TOLD, _SENT, reason("意见", required=False), _ORGAN),
        tone="main",
        hint="同意的同时签发《延期答复告知书》；期限届满前告知申请人才有效（第三十三条第二款）。",
    ),
    DeedForm("不同意延期", (reason("不同意的理由"),), tone="bad"),
    DeedForm(
        "转为工单",
        (
            Field("text", "转办的诉求", "area"),
            Field("told", "申请人同意转为工单", "check"),
        ),
        hint="实为投诉、举报的，告知后可以按工单办理（第三十九条）；申请本身仍须答复。",
    ),
    DeedForm(
        "拟答复",
        (
            _GROUNDS,
            Field("text", "答复内容", "reply"),
            Field("search", "检索记录", "area", required=False, hint="已登记检索的可不填"),
            reason("裁量理由", required=False, hint="不予公开的，写明理由"),
            Field("needed", "该类型要求写明的内容", "area", required=False, hint="例如掌握该信息的机关名称和联系方式"),
        ),
        tone="main",
        label="拟写答复书",
    ),
    DeedForm("退回修改", (reason("退回理由"),), tone="bad"),
    DeedForm(
        "签发答复",
        (Field("letter", "用哪种文书答复", "letter"), _ORGAN),
        tone="main",
        hint="签发后编文号、写日期，不能再改；请先在「文书」中预览。",
    ),
    DeedForm("送达", (Field("manner", "送达方式", hint="例如：电子邮件；邮寄以交邮日期为准"),), tone="main"),
    DeedForm("归档"),
    DeedForm("催办", (Field("text", "催办内容", "area", required=False),)),
    DeedForm("撤回", (reason("撤回原因", required=False),), tone="bad"),
    DeedForm(
        "登记复议诉讼",
        (
            Field("kind", "种类", "choice", options=PROCEEDINGS),
            Field("party", "复议机关或法院"),
            Field("told", "经过复议后起诉", "check", required=False),
            Field("text", "说明", "area", required=False),
        ),
    ),
    DeedForm(
        "复议诉讼结果",
        (
            Field("item", "第几件", "number", most=99),
            Field("result", "结果", "choice", options=RESULTS),
            Field("text", "说明", "area", required=False),
        ),
    ),
    DeedForm(
        "重新办理",
        (reason("重新办理的依据", hint="复议决定书、判决书的文号和要求"),),
        hint="复议、诉讼纠正原答复的，重新办理并重新计算答复期限。",
    ),
)
