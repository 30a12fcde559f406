"""Checks a reply before it may leave.

Rules: 《旌德县互动类信件办理工作流程》三、五 and annex 4 of the 2020 assessment plan (政办〔2020〕85号).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from desk.wording import grams
from knowledge.phrases import BannedPhrase

Level = Literal["block", "warn"]
SHORTEST = 20  # characters below which no reply states facts, measure and result
COPY = 0.85  # share of the reply found again, in order, in the previous one
NEAR_COPY = 0.6
RELATED = 2  # sequences of two or more characters a reply shares with its matter at least
_RESULT = re.compile(
    r"已(?:经)?(?!收悉|收到|知悉|受理|转办|转交|登记|解释|前)[一-鿿]|完成|办结|整改|修复|修好|更换|清理|清运|拆除|疏通|恢复|到账|发放|退还|退款|"
    r"处罚|罚款|立案|责令|停业|约谈|不予|不符合|符合|无法|可以|应当|需要?(?:携带|提供|到)|携带|凭|拨打|请(?:您)?(?:携带|持|到|登录|拨打|前往)|"
    r"标准(?:为|是)|时间(?:为|是)|地址|电话|每(?:天|月|年|人|户|亩)|元|不存在|未发现|查明|查实|属实|不属实|定于|将于\d|计划于"
)
_BASIS = re.compile(
    r"《[^》]{2,60}》|第[一二三四五六七八九十百零\d]+条|〔\d{4}〕\d+号|根据[^，。]{4,}|依据[^，。]{4,}|按照[^，。]{4,}规定"
)
_NEEDS_BASIS = re.compile(
    r"不予(?:受理|办理|支持|补偿|发放|公开)?|不符合(?:条件|规定|政策)|不(?:能|可以)(?:办理|补办|报销|享受|申请)|处罚|罚款|无法(?:办理|受理|享受)"
)
_CONTACTED = re.compile(
    r"(?:与|跟|和|向|同)(?:您|来电人|反映人|投诉人|诉求人|当事人|举报人|市民|群众|其本人)[^，。；]{0,12}"
    r"(?:联系|沟通|核实|说明|告知|反馈|见面|通话|回访)|"
    r"(?:电话|上门|当面|现场|短信|微信)[^，。；]{0,6}(?:联系|告知|答复|反馈|回访|沟通|说明)|(?:来电人|反映人|您)[^，。；]{0,8}表示"
)
_SIGNED = re.compile(r"(?:^|[\n。；！\s])(?P<name>[一-鿿]{2,24}?)[，,。\s]*(?P<day>\d{4}年\d{1,2}月\d{1,2}日)?\s*$")
_INNER = re.compile(
    r"(?:办公室|[一-鿿]{0,6}(?:股|科|室|所|站|大队|中队|支队|分局|服务中心|事务中心|执法队|管理处|管理站|村委会|居委会|社区|村民委员会))$"
)
_PUNCTUATION = re.compile(r"\W+")


@dataclass(frozen=True)
class Finding:
    """One fault of a reply.

    Attributes:
        rule: ASCII key of the rule broken.
        level: ``block`` keeps the reply from leaving, ``warn`` asks the writer to look again.
        message: What to mend, with its source.
        quote: The words it is about; empty when something is missing.
    """

    rule: str
    level: Level
    message: str
    quote: str = ""


class Linter:
    """Checks replies against the banned phrases of the knowledge base and the general rules."""

    def __init__(self, phrases: Sequence[BannedPhrase]) -> None:
        self._phrases = tuple(phrases)

    def check(
        self,
        reply: str,
        *,
        unit_names: Sequence[str],
        matter: str = "",
        previous: Sequence[str] = (),
        contacted: bool | None = None,
    ) -> list[Finding]:
        """Return the faults of *reply*, those that block first.

        Args:
            unit_names: All names of the unit that answers, short name first.
            matter: What the citizen said; empty skips the question whether the reply is about it.
            previous: Earlier replies on the same matter.
            contacted: Whether a contact with the citizen is recorded; None looks for it in the reply.
        """
        found = [
            *self._banned(reply),
            *_empty(reply),
            *_unsigned(reply, unit_names),
            *_copied(reply, previous),
            *_off_topic(reply, matter),
            *_unfounded(reply),
            *_no_contact(reply, contacted),
        ]
        return sorted(found, key=lambda finding: finding.level != "block")

    def _banned(self, reply: str) -> list[Finding]:
        return [
            Finding(phrase.rule, "block" if phrase.level == "block" else "warn", _told(phrase), match.group())
            for phrase in self._phrases
            if (match := phrase.pattern.search(reply))
        ]


def _told(phrase: BannedPhrase) -> str:
    return f"{phrase.message}（{phrase.source}）"


def _empty(reply: str) -> list[Finding]:
    """No result: too short to hold one, or nothing in it says what was done, found or is to be done by the citizen."""
    if len(_PUNCTUATION.sub("", reply)) >= SHORTEST and _RESULT.search(reply):
        return []
    return [Finding("no_result", "block", "没有写明办理结果。请写清事实、采取的措施和结果（工作流程三、五）。")]


def _unsigned(reply: str, unit_names: Sequence[str]) -> list[Finding]:
    """The reply must speak in the unit's own name, never an inner office's or a subordinate's."""
    signed = _SIGNED.search(reply)
    name = signed.group("name") if signed and (signed.group("day") or len(signed.group("name")) <= 16) else ""
    if name.endswith(tuple(unit_names)):
        return []
    if name and _INNER.search(name):
        message = f"落款「{name}」是内部科室或下属单位，应以{unit_names[0]}名义答复（工作流程三）。"
        return [Finding("signature", "block", message, name)]
    if any(own in reply for own in unit_names) or re.search(
        r"我(?:局|委|镇|办|单位|中心|分局)|本(?:局|委|镇|单位)", reply
    ):
        return []
    return [Finding("signature", "warn", f"没有以{unit_names[0]}的名义答复，请写明答复单位（工作流程三）。")]


def _copied(reply: str, previous: Sequence[str]) -> list[Finding]:
    alike = max((_likeness(reply, before) for before in previous), default=0.0)
    if alike >= COPY:
        message = "与上次答复基本相同。重复诉求的答复应更具体，写明新的措施和进展（工作流程五）。"
        return [Finding("copy", "block", message)]
    if alike >= NEAR_COPY:
        return [Finding("copy", "warn", "与上次答复有较多相同内容，请核对是否写明了新的措施和进展（工作流程五）。")]
    return []


def _likeness(reply: str, before: str) -> float:
    """Return the share of *reply* that stands, in the same order, in *before*, punctuation aside."""
    new, old = _PUNCTUATION.sub("", reply), _PUNCTUATION.sub("", before)
    blocks = SequenceMatcher(None, new, old, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1) / len(new) if new else 0.0


def _off_topic(reply: str, matter: str) -> list[Finding]:
    shared = {term for term in grams(matter) & grams(reply) if len(term) > 1 and re.fullmatch(r"[一-鿿]+", term)}
    if not matter or len(shared) >= RELATED:
        return []
    return [Finding("off_topic", "warn", "答复与反映的事项几乎没有共同内容，请核对是否答非所问（工作流程三）。")]


def _unfounded(reply: str) -> list[Finding]:
    refused = _NEEDS_BASIS.search(reply)
    if refused is None or _BASIS.search(reply):
        return []
    message = "作出不利答复或处罚时应写明政策法规依据（考评附件4：依法合规）。"
    return [Finding("no_basis", "warn", message, refused.group())]


def _no_contact(reply: str, contacted: bool | None) -> list[Finding]:
    if contacted or (contacted is None and _CONTACTED.search(reply)):
        return []
    level: Level = "warn" if contacted is None else "block"
    return [Finding("no_contact", level, "没有与诉求人联系沟通的记录，请联系后再答复（考评附件4：办理规范）。")]
