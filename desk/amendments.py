"""What a message changes of what was said before: slots called wrong, words to strike out, words to add, the type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_CORRECTING = re.compile(
    r"(?:说|写|填|弄|搞|打|报|记|输|留|讲)错|^不对|不对[，,。]|有误|更正|纠正|改成|改为|改到|改一?下|换成|换一?个|应该是|应为|重新填|"
    r"(?:电话|手机|号码|地址|地点|位置|名字|姓名|邮箱|内容|形式|方式)(?:也|都)?(?:不是|不对|错了?|改|换)|"
    r"不是.{1,20}(?:[，,]|而)是"
)
_SLOT_WORDS = {
    "place": re.compile(r"地址|地点|位置|地方|哪个镇|镇名|村名"),
    "contact": re.compile(r"电话|手机|号码|联系方式|邮箱|联系"),
    "name": re.compile(r"名字|姓名|姓(?!陈列)|称呼"),
    "form": re.compile(r"形式|方式(?<!联系方式)|邮寄|纸质|电子版"),
    "wanted": re.compile(r"(?:申请|公开|要)的?(?:内容|信息|文件)|希望|要求"),
    "matter": re.compile(r"事情|事由|内容|问题描述|情况"),
}
_ADDING = re.compile(
    r"(?:^|[，。；！？,;!?\n])\s*(?:请|麻烦|帮我|给我|那|对了)*(?:再|还有?|另外|并且?|同时)?(?:要|想)?"
    r"(?:(?:补充|加|补|添|写)(?:上)?一?(?:句|点|条|下)|补充)(?:话|说明)?(?:吧|哈)?[，,：:\s]*(?P<words>.{2,})$",
    re.DOTALL,
)
_STRIKE = r"(?:去掉|删掉|删除|删去|删了|拿掉|划掉|抹掉)"
_BY_NAME = r"(?:(?:这|那)?(?:(?<!第)一|几)?(?:句话?|条|个|段|部分|几个字|点))?"
_STRIKING = re.compile(
    rf"^(?:那|请|麻烦|帮我|给我|就|先)*(?:把|将)?[“\"「『]?(?P<what>[^，。；！？,;!?]{{1,40}}?)[”\"」』]?{_BY_NAME}(?:也|都|给我|就)?{_STRIKE}(?:吧|了)?$|"
    rf"^(?:那|请|麻烦|帮我|给我|就|先)*{_STRIKE}[“\"「『]?(?P<what2>[^，。；！？,;!?]{{1,40}}?)[”\"」』]?{_BY_NAME}(?:吧|了)?$"
)
_TYPES = "投诉|举报|建议|咨询|求助|表扬"
_TYPE = re.compile(
    rf"不(?:是|算)(?:要|想|来)?(?:{_TYPES})[，,。\s]*(?:我)?(?:而|应该|只|就)?(?:是|算)(?:想|要|来)?(?:提|个|一个|条)*(?P<one>{_TYPES})|"
    rf"^(?:这|那|我这)?(?:个|件|条)?(?:应该|就)?(?:是|算|按|改成|改为|当成?)(?:个|一个|条)?(?P<two>{_TYPES})(?:处理|来办|办理?|件|工单)?(?:吧|的)?$|"
    rf"类型(?:是|为|改成|改为|应该是|：|:)(?P<three>{_TYPES})"
)
_EDITED = {
    "place": "地点|地址|位置",
    "matter": "内容|事项|事情",
    "wanted": "希望结果|希望|要求|所需信息",
    "name": "姓名|名字|称呼",
    "contact": "电话|手机号?|联系方式|号码",
    "form": "形式|方式|获取形式",
}
_EDIT = re.compile(
    r"^(?:请|麻烦|帮我|把|将)*(?:(?:改|修改|更正)一?下?(?:"
    + "|".join(f"(?P<{slot}1>{words})" for slot, words in _EDITED.items())
    + r")(?:改成|改为|换成|是|为|成|：|:|，|,|\s)+|(?:"
    + "|".join(f"(?P<{slot}2>{words})" for slot, words in _EDITED.items())
    + r")(?:应该)?(?:改成|改为|换成|改到|应为))(?P<value>\S.*)$",
    re.DOTALL,
)
_CLAUSES = re.compile(r"[^，。；！？\n,;!?]+[，。；！？\n,;!?]*")
_HEAD = re.compile(r"^(?:应该|应|改成|改为|正确的)?(?:是|为|：|:)+")
_NTH = {"第一": 0, "头一": 0, "最后": -1, "末": -1, "第二": 1, "第三": 2}


@dataclass(frozen=True)
class Amendment:
    """Attributes:
    added: Words to add to the matter.
    struck: Words whose clauses are to go from the matter, or what names a slot that is to be emptied.
    type: What the speaker calls the matter.
    """

    added: str | None
    struck: str | None
    type: str | None


def edit(text: str) -> tuple[str, str] | None:
    """The slot that *text* sets anew and what to (改地点 老街口; 内容改成楼上漏水), if it begins with that."""
    found = _EDIT.match(text.strip())
    if found is None:
        return None
    slot = next(slot for slot in _EDITED if found[f"{slot}1"] or found[f"{slot}2"])
    return slot, found["value"]


def read(text: str) -> Amendment:
    bare = text.strip(" ，。！!,.;；\n")
    adding, striking, kind = _ADDING.search(text), _STRIKING.match(bare), _TYPE.search(bare)
    return Amendment(
        added=adding["words"].strip(" ，,。：:\n") if adding else None,
        struck=(striking["what"] or striking["what2"]) if striking else None,
        type=next(filter(None, kind.groups())) if kind else None,
    )


def corrected(text: str, given: Mapping[str, object]) -> frozenset[str]:
    """The slots *text* calls wrong: those it names, else those it gives a new value for (*given*)."""
    if not _CORRECTING.search(text):
        return frozenset()
    named = {slot for slot, words in _SLOT_WORDS.items() if words.search(text)}
    brought = {slot for slot, value in given.items() if value}
    return frozenset(named & brought or named or brought)


def beside(said: str) -> str | None:
    """What of the matter *said* is left beside the words that correct something, if anything."""
    clauses = [match.group() for match in _CLAUSES.finditer(said) if not _CORRECTING.search(match.group())]
    return _HEAD.sub("", "".join(clauses).strip(" ，,。；;\n")) or None


def slots_named(words: str) -> set[str]:
    return {slot for slot, pattern in _SLOT_WORDS.items() if pattern.search(words)}


def without(matter: str, struck: str) -> str:
    """*matter* without the clauses that hold *struck*, or without the one it counts (最后一句)."""
    clauses = [match.group() for match in _CLAUSES.finditer(matter)]
    nth = next((number for word, number in _NTH.items() if struck.startswith(word)), None)
    if nth is not None and -len(clauses) <= nth < len(clauses):
        del clauses[nth]
    else:
        clauses = [clause for clause in clauses if struck not in clause]
    return "".join(clauses).strip(" ，,；;、")
