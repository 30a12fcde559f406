"""Which town a text speaks of, and the place as the speaker describes it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desk.digits import half_width
from knowledge.places import Town
from knowledge.script import han_simplified

TOWN_MARK, VILLAGE_MARK = "※", "◇"  # what ``veil`` writes for a town and for a village or other place
_DENIED = re.compile(r"(?:不是|不在|并非|搞错成|误写成|写成了?|说成了?)(?:在|我们)?$")
_DENIAL = re.compile(r"(?:不是|不在|并非)在?[^，,。；;]{2,20}[，,。]\s*(?=(?:而)?(?:是|在|应该))")
_HERE = re.compile(r"^(?:的|这边|那边|这里|那里|里面|里(?![一-鿿]{1,2}村)|境内|[ ,，])+")
_NOT_A_TOWN = {"兴隆": re.compile(r"生意兴隆|兴隆昌盛"), "云乐": re.compile(r"白云乐"), "白地": re.compile(r"空白地")}
_SMALL = "的了是在到有没不被把我你您他她它们这那哪就都也很太会要想请让叫给和跟从往去住"
_SMALL += "说看吗呢吧啊呀么过着得又再还才将为因但而且或与对于向由每各某几个只些天年月日"
_NAME = rf"(?:和平|太平|向阳|人和|太阳|日月|[^\W{_SMALL}])"
_KINDS = (
    r"自然村|行政村|村民组|居委会|村委会|社区|街道|大道|小区|花园|家园|佳苑|公寓|广场(?!舞)|大厦|大楼|菜市场|市场|菜场|超市|学校|小学|中学|"
    r"幼儿园|医院|卫生院|卫生室|公园|工业集中区|工业园|开发区|园区|产业园|车站|客运站|加油站|水库|景区|派出所|敬老院|安置点|"
    r"安置房|新村|老街|街上|集镇|县道|省道|国道|镇政府|邮局|银行|宾馆|酒店|饭店|药店|小卖部|祠堂|图书馆|体育馆|工地|"
    r"村(?![里民干委支医部务上组书主道头长])|组(?![长里织])|街(?![上边坊道])|路(?![灯面上边况费过口])|巷(?![子里])|[东南西北]门(?![卫口])|弄|苑|府|"
    r"桥(?![栏面梁墩])|河(?![里道堤水边床])|坝|岭"
)
_COUNT = r"第?[0-9一二三四五六七八九十]+"
_UNIT = rf"(?:{_COUNT}(?:号楼|号院|号|栋|幢|座|单元|楼|层|室|村民组|组|弄|排|区|期)|[A-Za-z](?:区|座|栋|幢))"
_BESIDE = (
    r"(?:大门口|门口|附近|旁边|对面|楼下|楼上|路口|交叉口|后面|前面|里面|边上|东侧|西侧|南侧|北侧|"
    r"东头|西头|南头|北头|桥头|村口|街口|楼道|地下室|顶楼)"
)
_SEGMENT = rf"(?:{_NAME}{{0,8}}?(?:{_KINDS}))"
_ADDRESS = re.compile(
    rf"{_SEGMENT}+(?:[和与]{_SEGMENT}(?=交叉|路口))?{_UNIT}*(?:{_BESIDE}(?:的{_SEGMENT})?)?|{_UNIT}{{2,}}{_BESIDE}?"
)
_LEAD = re.compile(
    r"^(?:位于|坐落|地址|地点|位置|应该|改成|改为|就|现在|家|反映|投诉|举报|通往|发生|本人|具体|目前|"
    r"咱|俺|关于|昨晚|昨天|今天|早上|晚上|中午|下午|上午|好像|大概|[:：])+"
)
_DOOR = (
    rf"{_COUNT}(?:-[0-9]+)*"
    r"(?:号楼|号院|号(?![令文召码线]|窗口)|栋|幢|座|单元|楼|层|室|户(?![籍口])|(?:村民)?小?组(?![长里织成]))"
)
_AREA = rf"(?:[^\W{_SMALL}]{{2,7}}?(?:省|市|县|区|镇|乡|街道))"
_HOME = re.compile(rf"{_AREA}*(?:{_AREA}|{_SEGMENT})(?:{_SEGMENT}*{_DOOR})+")
_UP_TO_HOME = re.compile(
    r"^.*(?:地址|地点|住址|住所|户籍|家住|位于|坐落|居住|送达|申请人|当事人|反映|要求|继承|放弃|购买|出租|出售|承租|租住|拆除|占用|"
    r"建造|修建|搬至|迁至|前往|名下|所有|[:：])"
)
_VAGUE = re.compile(rf"(?:整|全|本|该|老|新|上|下|隔壁|一|大|小|村|镇|县|县城|城里|街)?(?:{_KINDS}){_BESIDE}?|{_UNIT}")


@dataclass(frozen=True)
class Spot:
    """Where something is.

    Attributes:
        town: Short name of the town, e.g. 庙首镇.
        village: Village, community or known place of the knowledge base, if one is named.
        place: The address as it was said, with its town in front; None when nothing but a town, or nothing, was said.
    """

    town: str | None = None
    village: str | None = None
    place: str | None = None


class Gazetteer:
    """Place names of the county."""

    def __init__(self, towns: Iterable[Town]) -> None:
        self._town_of: dict[str, str] = {}
        self._villages: dict[str, str] = {}
        for town in towns:
            self._town_of |= dict.fromkeys((town.name, *town.aliases, town.name.removesuffix("镇")), town.name)
            self._villages |= dict.fromkeys((*town.villages, *town.spots), town.name)
        self._towns = _any_of(self._town_of)
        self._known = _any_of(self._villages)

    def town(self, text: str) -> str | None:
        """Return the town *text* names itself, or through a village it names."""
        return self.spot(text).town

    def spot(self, text: str) -> Spot:
        """Return the place *text* names: its first town, except one denied as in 不是三溪镇，是庙首镇."""
        flat = _DENIAL.sub("，", half_width(han_simplified(text)))
        named = [match for match in self._towns.finditer(flat) if _is_place(flat, match)]
        told = [match for match in named if not _DENIED.search(flat[: match.start()])]
        village = next(iter(self._known.finditer(flat)), None)
        town = self._town_of[told[0].group()] if told else self._villages[village.group()] if village else None
        return Spot(town, village.group() if village else None, self._address(flat, town, told[0] if told else None))

    def veil(self, text: str) -> str:
        """Return *text* with names of towns and villages replaced by marks, so that wording alone is learnt."""
        return self._known.sub(VILLAGE_MARK, self._towns.sub(TOWN_MARK, text))

    def unnamed(self, text: str) -> str:
        """Return *text* without the names of towns, as somebody says it who takes his town for granted."""
        return self._towns.sub("", text)

    def _address(self, flat: str, town: str | None, named: re.Match[str] | None) -> str | None:
        """Return the address after the town, or else the longest one anywhere, with the town in front."""
        if named and (after := _ADDRESS.match(_HERE.sub("", flat[named.end() :]))):
            return f"{town}{after.group()}"
        bare = self._towns.sub("，", flat)
        found = [words for match in _ADDRESS.finditer(bare) if (words := _specific(match.group()))]
        return f"{town or ''}{max(found, key=len)}" if found else None


def homes(text: str) -> list[tuple[int, int]]:
    """Where *text* (half-width) names places down to a group, house or door, as spans."""
    found = []
    for match in _HOME.finditer(text):
        lead = _UP_TO_HOME.match(match.group())
        found.append((match.start() + (lead.end() if lead else 0), match.end()))
    return found


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """A pattern of any of *names*, longest first; of nothing at all when there are none."""
    return re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)) or r"(?!)")


def _is_place(text: str, match: re.Match[str]) -> bool:
    other = _NOT_A_TOWN.get(match.group())
    return other is None or not any(o.start() <= match.start() < o.end() for o in other.finditer(text))


def _specific(words: str) -> str | None:
    """Return *words* without what only leads up to the address, or None if no name is left (我们村, 那条路)."""
    bare = _LEAD.sub("", words)
    return None if not bare or _VAGUE.fullmatch(bare) else bare
