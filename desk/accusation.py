"""Whom a message accuses: nobody judges a report against himself (《信访工作条例》第三十条)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_STAFF = (
    r"(?:的)?(?:某个?|那个|这个|有个|有的|一个|一名|几个|部分)?(?:工作人员|公职人员|执法人员|执法队员|办事人员|窗口人员|"
    r"干部|领导班子|领导|主要负责人|负责人|副?局长|副?主任|副?镇长|党委书记|副?书记|副?所长|副?科长|副?股长|副?站长|"
    r"副?队长|民警|辅警|城管队员|职工|员工|人员|人|里面的人)?"
)
_GRAVE = (
    r"受贿|行贿|收(?:了|受|取)?[^，。；]{0,6}(?:红包|礼金|好处|贿赂|回扣|购物卡|烟酒)|收黑钱|吃拿卡要|索贿|索要|勒索|贪污|贪腐|腐败|"
    r"挪用|侵吞|私分|截留|套取|冒领|徇私|枉法|包庇|袒护|保护伞|通风报信|滥用职权|以权谋私|利用职务|优亲厚友|打击报复|吃空饷|公车私用|"
    r"公款|小金库|渎职|暗箱操作"
)
_SLIGHT = r"乱收费|乱罚款|失职|弄虚作假|违规|违纪|打人|骂人|刁难|不作为|乱作为|泄露"
_NEAR = 24  # characters between the name and the wrong


@dataclass(frozen=True)
class Accusation:
    """A unit said to have done wrong.

    Attributes:
        unit: Short name.
        grave: It is a report whatever else is said: corruption, or 举报 said in so many words.
    """

    unit: str
    grave: bool


class Accusations:
    """Recognises a unit accused by any of its names."""

    def __init__(self, names: Mapping[str, Iterable[str]]) -> None:
        """*names*: unit → all the names it goes by."""
        self._unit_of = {name: unit for unit, all_names in names.items() for name in all_names}
        any_name = "|".join(re.escape(name) for name in sorted(self._unit_of, key=len, reverse=True)) or r"(?!)"
        self._conduct = re.compile(
            rf"(?P<name>{any_name}){_STAFF}[^。！？；]{{0,{_NEAR}}}?(?:(?P<grave>{_GRAVE})|{_SLIGHT})"
        )
        self._named = re.compile(
            rf"(?:举报|揭发|控告|检举)(?:一下|下)?(?:县里的?|县|咱们|我们)?(?P<name>{any_name}){_STAFF}(?!举报|电话|窗口在)"
        )
        self._asked = re.compile(
            r"(?:请|希望|要求|建议|恳请|盼|让|求|麻烦|望|向|找|归|由|跟|给|报|打|到|去|联系|反映给)(?:县里的?|县|咱们|我们|当地)?$"
        )

    def find(self, text: str) -> Accusation | None:
        """Return whom *text* accuses, or None. A unit that is asked to act (请住建局查处) is not accused."""
        if match := self._named.search(text):
            return Accusation(self._unit_of[match.group("name")], grave=True)
        for match in self._conduct.finditer(text):
            if not self._asked.search(text[: match.start("name")]):
                return Accusation(self._unit_of[match.group("name")], grave=match.group("grave") is not None)
        return None
