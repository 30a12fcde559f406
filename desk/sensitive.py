"""What in a paper may have to be hidden before it is given out (《政府信息公开条例》第十五条、第三十七条)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from desk import masking, person_names, places
from desk.folding import fold, squeeze

NAME, PHONE, ID, CARD, ADDRESS, OTHER = "姓名", "电话", "证件号码", "银行卡和账号", "住址", "其他"
OWN = "人工添加"
KINDS = (NAME, PHONE, ID, CARD, ADDRESS, OTHER, OWN)

_NUMBERS: dict[masking.Kind, tuple[str, str]] = {
    "phone": (PHONE, "手机号码"),
    "landline": (PHONE, "固定电话"),
    "id": (ID, "居民身份证号码"),
    "passport": (ID, "护照或通行证号码"),
    "card": (CARD, "银行卡号"),
    "number": (CARD, "长数字，可能是账号"),
    "account": (OTHER, "微信或QQ号"),
    "email": (OTHER, "电子邮箱"),
}
_DATE = r"[0-9]{4}[年./-][0-9]{1,2}(?:[月./-](?:[0-9]{1,2}日?)?)?"
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_IS = "[:是为于在 ]{0,3}"
_OTHERS = (
    (CARD, "账号", rf"(?:[账帐][号户]|卡号){_IS}(?P<words>[0-9](?:[ -]?[0-9]){{7,29}})"),
    (ID, "证件号码", rf"(?:身份证|证件|证书|社保卡?|医保卡?)(?:号码|编号|号)?{_IS}(?P<words>[0-9a-z]{{6,20}})"),
    (OTHER, "出生日期", rf"(?:出生|生日)(?:日期|年月)?{_IS}(?P<words>{_DATE})|(?P<before>{_DATE})(?=出?生)"),
    (OTHER, "车牌号码", rf"(?P<words>[{_PROVINCES}][a-z][·. ]?[0-9a-z]{{5,6}})(?![0-9a-z])"),
)
_COMPILED = tuple((kind, why, re.compile(pattern)) for kind, why, pattern in _OTHERS)
_LIVES = re.compile(
    r"(?:住址|住所地?|户籍(?:所在)?地址?|(?:通讯|通信|送达|联系|家庭|邮寄|收货)地址|现住|家住|住在|居住在|居住于)"
    rf"{_IS}(?P<words>[^,。;()\n\t ]{{4,40}})"
)
_PLACE = re.compile(r"[省市县区镇乡村路街巷组号栋幢楼苑园]|社区")


@dataclass(frozen=True)
class Found:
    """A place in a text: of which of KINDS, and what gave it away."""

    kind: str
    start: int
    end: int
    why: str


@dataclass(frozen=True)
class Finding:
    """Words that may have to be hidden wherever they stand.

    Attributes:
        words: Squeezed, see ``folding.squeeze``.
        hide: What is proposed, and after a person decided, what was decided.
    """

    kind: str
    words: str
    why: str
    hide: bool = True


def find(text: str) -> list[Found]:
    """Return what may have to be hidden in *text*, in order and without overlap."""
    flat = fold(text)
    numbers = sorted((*_numbers(flat), *_labelled(flat)), key=lambda each: each.start - each.end)
    found = _apart(numbers, [])
    people = [Found(NAME, each.start, each.end, each.why) for each in person_names.find(flat)]
    found = _apart((each for each in people if each.why != person_names.GUESSED), found)
    # An address begins after the name it follows without a sign between them.
    found = _apart(_addresses(_without(flat, found)), found)
    return sorted(_apart(people, found), key=lambda each: each.start)


def propose(texts: Iterable[str]) -> tuple[Finding, ...]:
    """Return what may have to be hidden in a paper of *texts*, each words once, in the order of KINDS."""
    proposed: dict[str, Finding] = {}
    for text in texts:
        # What is broken over two lines is one word again without the break.
        for whole in dict.fromkeys((text, re.sub(r"\s*\n\s*", "", text))):
            for each in find(whole):
                words = squeeze(whole[each.start : each.end])
                finding = Finding(each.kind, words, each.why, hide=each.why != person_names.OFFICIAL)
                known = proposed.setdefault(words, finding)
                if finding.hide and not known.hide:
                    proposed[words] = finding
    return tuple(sorted(proposed.values(), key=lambda each: KINDS.index(each.kind)))


def _numbers(flat: str) -> Iterable[Found]:
    for each in masking.find(flat):
        kind, why = _NUMBERS[each.kind]
        yield Found(kind, each.start, each.end, why)


def _labelled(flat: str) -> Iterable[Found]:
    for kind, why, pattern in _COMPILED:
        for match in pattern.finditer(flat):
            group = "words" if match.group("words") else "before"
            yield Found(kind, match.start(group), match.end(group), why)


def _addresses(flat: str) -> Iterable[Found]:
    for match in _LIVES.finditer(flat):
        if _PLACE.search(match.group("words")):
            yield Found(ADDRESS, match.start("words"), match.end("words"), "住址")
    for start, end in places.homes(flat):
        yield Found(ADDRESS, start, end, "写到组、号或门牌的地址")


def _apart(new: Iterable[Found], known: list[Found]) -> list[Found]:
    """*known* and those of *new*, in their order, that overlap nothing before them."""
    found = list(known)
    for each in new:
        if not any(each.start < one.end and one.start < each.end for one in found):
            found.append(each)
    return found


def _without(flat: str, found: Iterable[Found]) -> str:
    for each in found:
        flat = flat[: each.start] + "," * (each.end - each.start) + flat[each.end :]
    return flat
