"""Reads everything a citizen says in one message, so that nothing is asked twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from desk import applicants, matters, people, references
from desk.digits import half_width
from desk.facts import Facts, Problem
from desk.masking import Found, find
from desk.places import Gazetteer
from desk.validity import phone_problem

LONGEST_PLACE = 40  # characters of a bare answer that can be an address
SHORTEST_WISH = 4
_CORRECTING = re.compile(
    r"(?:说|写|填|弄|搞|打|报|记|输|留)错|^不对|有误|更正|纠正|改成|改为|改到|换成|换一?个|应该是|应为|重新填|"
    r"不是.{1,20}(?:[，,]|而)是"
)
_SLOT_WORDS = {
    "place": re.compile(r"地址|地点|位置|地方|哪个镇|镇名|村名"),
    "contact": re.compile(r"电话|手机|号码|联系方式|邮箱|联系"),
    "name": re.compile(r"名字|姓名|姓(?!陈列)|称呼"),
    "form": re.compile(r"形式|方式(?<!联系方式)|邮寄|纸质|电子版"),
    "wanted": re.compile(r"(?:申请|公开|要)的?(?:内容|信息|文件)"),
    "matter": re.compile(r"事情|事由|内容|问题描述|情况"),
}
_REFUSING = re.compile(r"^(?:不|没|无|算了|随便|不用|不需要|没有|不知道|不清楚|跳过|略过|保密)[^，。]{0,6}$")
_COURTESY = re.compile(r"^(?:是|在|就在|就是|应该是|我是|我叫|叫|姓|好的?|嗯+|哦|那就|就|用|选|要|发|：|:|，|,|\s)+")


class Reader:
    """Takes a message apart; knows the county's place names."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def read(self, text: str, *, asked: str | None = None) -> Facts:
        """Return what *text* says.

        *asked* is the slot the citizen was just asked for (place, contact, name, matter, wanted, form): then a bare
        answer such as 阳光花园3栋 or 王 is taken for it.
        """
        found = find(text)
        spot = self._gazetteer.spot(_without(text, found))
        phone, problems = _phone(text, found, asked)
        wanted, form = references.wanted(text), references.form(text)
        matter = matters.matter(text, found)
        facts = Facts(
            matter=matter,
            matters=matters.parts(matter),
            place=spot.place or spot.town,
            town=spot.town,
            village=spot.village,
            name=people.name(text),
            phone=phone,
            email=next((item.value for item in found if item.kind == "email"), None),
            anonymous=people.anonymous(text),
            confidential=people.confidential(text),
            publishable=people.publishable(text),
            hoped=matters.hoped(matter),
            wanted=wanted,
            form=form,
            number=references.number(text),
            secret=references.secret(text),
            problems=problems,
        )
        facts = _answered(facts, _without(text, found) if asked == "name" else text, asked)
        corrected = _corrected(text, facts)
        said_before = corrected and "matter" not in corrected and asked != "matter"
        return _replace(facts, corrected=corrected, **({"matter": None, "matters": ()} if said_before else {}))


def _without(text: str, found: list[Found]) -> str:
    """Return *text* with personal data blanked, positions kept."""
    for item in found:
        text = text[: item.start] + "，" * (item.end - item.start) + text[item.end :]
    return text


def _phone(text: str, found: list[Found], asked: str | None) -> tuple[str | None, tuple[Problem, ...]]:
    number = next((item.value for item in found if item.kind in ("phone", "landline")), None)
    if number:
        return number, ()
    tried = next((item.value for item in found if item.kind == "number" and item.value.startswith("1")), None)
    if tried is None:
        tried = people.spoken_phone(text, bare=asked == "contact")
    problem = phone_problem(tried) if tried else None
    return None, (Problem("contact", problem),) if problem else ()


def _answered(facts: Facts, text: str, asked: str | None) -> Facts:
    """Return *facts* with a bare answer put into the slot that was asked for."""
    fill = _FILLERS.get(asked or "")
    bare = _COURTESY.sub("", half_width(text).strip(" 。.!！,，")).strip()
    if fill is None or not bare or people.anonymous(text) is not None:
        return facts
    if _REFUSING.match(bare):
        return _replace(facts, matter=None, matters=())
    return fill(facts, bare)


def _fill_place(facts: Facts, bare: str) -> Facts:
    if facts.place and facts.place != facts.town:
        return _replace(facts, matter=None, matters=()) if _short(facts, bare) else facts
    if facts.phone or len(bare) > LONGEST_PLACE:
        return facts
    place = bare if not facts.town or bare.startswith(facts.town) or facts.town.removesuffix("镇") in bare else ""
    return _replace(facts, place=place or f"{facts.town}{bare}", matter=None, matters=())


def _short(facts: Facts, bare: str) -> bool:
    return len(bare) <= len(facts.place or "") + 6


def _fill_name(facts: Facts, bare: str) -> Facts:
    name = facts.name or people.bare_name(bare) or applicants.organisation(bare)
    return _replace(facts, name=name, matter=None, matters=()) if name else facts


def _fill_contact(facts: Facts, bare: str) -> Facts:
    return _replace(facts, matter=None, matters=()) if facts.phone or facts.email or facts.problems else facts


def _fill_wanted(facts: Facts, bare: str) -> Facts:
    if facts.wanted or len(bare) < SHORTEST_WISH:
        return facts
    return _replace(facts, wanted=bare)


def _fill_form(facts: Facts, bare: str) -> Facts:
    return _replace(facts, matter=None, matters=()) if facts.form else facts


def _fill_matter(facts: Facts, bare: str) -> Facts:
    return facts if facts.matter else _replace(facts, matter=bare, matters=(bare,))


_FILLERS: dict[str, Callable[[Facts, str], Facts]] = {
    "place": _fill_place,
    "name": _fill_name,
    "contact": _fill_contact,
    "wanted": _fill_wanted,
    "form": _fill_form,
    "matter": _fill_matter,
}


def _corrected(text: str, facts: Facts) -> frozenset[str]:
    """Return the slots *text* corrects: those it names, else those it gives a new value for."""
    if not _CORRECTING.search(text):
        return frozenset()
    named = {slot for slot, words in _SLOT_WORDS.items() if words.search(text)}
    given = {slot for slot, value in _given(facts).items() if value}
    return frozenset(named & given or named or given)


def _given(facts: Facts) -> dict[str, object]:
    return {
        "place": facts.place,
        "contact": facts.phone or facts.email or facts.anonymous,
        "name": facts.name,
        "form": facts.form,
        "wanted": facts.wanted,
    }


def _replace(facts: Facts, **changes: object) -> Facts:
    return Facts(**{**facts.__dict__, **changes})
