"""Reads everything a citizen says in one message, so that nothing is asked twice."""

from __future__ import annotations

import re
from collections.abc import Callable

from desk import amendments, applicants, labels, matters, people, references
from desk.digits import half_width
from desk.facts import Facts, Problem
from desk.masking import Found, find
from desk.places import Gazetteer, Spot
from desk.validity import phone_problem

LONGEST_PLACE = 40  # characters of a bare answer that can be an address
SHORTEST_WISH = 4
LONGEST_TYPE = 16  # characters of a message that only says what type the matter is
_AROUND_PLACE = re.compile(
    r"(?:发生)?(?:就|都|是|应该)?在|我?(?:住|家住)|(?:事发|具体)?(?:地址|地点|位置|地方)|不是|应该|是|的|了|那里|那边|这边|这里|附近|[说写填]错|"
    r"县城?|[，。,.：:；;、\s]"
)
_OPENS = re.compile(r"(?:我)?(?:要|想)?(?:投诉|举报|反映)")
_BREAK = re.compile(r"[，。；！？,;!?\n]")
_REFUSING = re.compile(r"^(?:不|没|无|算了|随便|不用|不需要|没有|不知道|不清楚|跳过|略过|保密)[^，。]{0,6}$")
_WRONG = re.compile(
    r"^(?:(?:那个|我的?)?(?:地址|地点|位置|电话|手机|号码|名字|姓名)?(?:也|都)?(?:不对|不是那个|错了|有误|[说写填报]错了?)[，,。\s]*)+"
)
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
        edited = amendments.edit(text)
        if edited:
            slot, value = edited
            facts = self.read(value, asked=slot)
            return _replace(facts, corrected=facts.corrected | {slot}, **_verbatim(slot, value, facts))
        found = find(text)
        plain = _without(text, found)
        facts = self._said(text, plain, found, asked)
        facts = _labelled(facts, labels.read(plain), self._gazetteer)
        asked = _called_wrong(text, facts) or asked
        facts = _answered(facts, plain if asked == "name" else text, asked)
        return _amended(facts, text)

    def _said(self, text: str, plain: str, found: list[Found], asked: str | None) -> Facts:
        """What stands in *text* whatever was asked; *plain* is the same with personal data blanked."""
        spot = self._gazetteer.spot(plain)
        phone, problems = _phone(text, found, asked)
        matter = matters.matter(text, found)
        if matter and _only_place(self._gazetteer.unnamed(half_width(matter)), spot):
            matter = None
        return Facts(
            matter=matter,
            matters=matters.parts(matter),
            place=spot.place or spot.town,
            town=spot.town,
            village=spot.village,
            name=people.name(text) or people.beside(text, found),
            phone=phone,
            email=next((item.value for item in found if item.kind == "email"), None),
            anonymous=people.anonymous(text),
            confidential=people.confidential(text),
            publishable=people.publishable(text),
            hoped=matters.hoped(matter),
            wanted=references.wanted(text),
            form=references.form(text),
            number=references.number(text),
            secret=references.secret(text),
            problems=problems,
        )


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
    proof = "证" in text or any(item.kind in ("id", "passport", "card") for item in found)
    if tried is None and not proof:
        tried = people.spoken_phone(text, bare=asked == "contact")
    problem = phone_problem(tried) if tried else None
    return None, (Problem("contact", problem),) if problem else ()


def _answered(facts: Facts, text: str, asked: str | None) -> Facts:
    """Return *facts* with a bare answer put into the slot that was asked for."""
    fill = _FILLERS.get(asked or "")
    bare = _WRONG.sub("", half_width(text).strip(" 。.!！,，"))
    bare = _COURTESY.sub("", bare).strip()
    if fill is None or not bare or people.anonymous(text) is not None:
        return facts
    if _REFUSING.match(bare):
        return _replace(facts, matter=None, matters=())
    return fill(facts, bare)


def _fill_place(facts: Facts, bare: str) -> Facts:
    if facts.place and facts.place != facts.town:
        return _replace(facts, matter=None, matters=()) if _short(facts) else facts
    if _speaks_of_the_caller(facts) or len(bare) > LONGEST_PLACE or _OPENS.match(bare):
        return facts
    town = facts.town or ""
    if town and bare in (town, town.removesuffix("镇")):
        return _replace(facts, place=town, matter=None, matters=())
    named = not town or bare.startswith(town) or town.removesuffix("镇") in bare
    return _replace(facts, place=bare if named else f"{town}{bare}", matter=None, matters=())


def _speaks_of_the_caller(facts: Facts) -> bool:
    wishes = (facts.anonymous, facts.confidential, facts.publishable)
    return bool(facts.phone or facts.email or facts.name or facts.problems or any(wish is not None for wish in wishes))


def _short(facts: Facts) -> bool:
    return len(facts.matter or "") <= len(facts.place or "") + 6


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
    if facts.matter or facts.place or _speaks_of_the_caller(facts) or matters.says_nothing(bare):
        return facts
    return _replace(facts, matter=bare, matters=(bare,))


_FILLERS: dict[str, Callable[[Facts, str], Facts]] = {
    "place": _fill_place,
    "name": _fill_name,
    "contact": _fill_contact,
    "wanted": _fill_wanted,
    "form": _fill_form,
    "matter": _fill_matter,
}


def _called_wrong(text: str, facts: Facts) -> str | None:
    """The slot *text* calls wrong without a value one would know: what is said besides is its answer (是4栋)."""
    given = _given(facts)
    lacking = [slot for slot in amendments.corrected(text, given) if slot in given and not given[slot]]
    return lacking[0] if len(lacking) == 1 else None


def _amended(facts: Facts, text: str) -> Facts:
    """Return *facts* with what the message changes of earlier ones; those words are no part of the matter."""
    change = amendments.read(text)
    corrected = amendments.corrected(text, _given(facts))
    matter = facts.matter
    if matter and (corrected or change.type):
        matter = amendments.beside(matter) if change.type is None or len(matter) > LONGEST_TYPE else None
    if change.added or change.struck:
        matter = None
    return _replace(
        facts,
        matter=matter,
        matters=matters.parts(matter),
        type=change.type,
        corrected=corrected,
        added=change.added,
        struck=change.struck,
    )


def _labelled(facts: Facts, said: dict[str, str], gazetteer: Gazetteer) -> Facts:
    """Return *facts* with what a message written like a form puts behind its labels."""
    if not said:
        return facts
    spot = gazetteer.spot(said.get("place", ""))
    name = said.get("name", "")
    return _replace(
        facts,
        matter=said.get("matter", facts.matter),
        place=spot.place or said.get("place") or facts.place,
        hoped=said.get("hoped", facts.hoped),
        wanted=said.get("wanted", facts.wanted),
        name=facts.name or people.bare_name(name) or applicants.organisation(name),
        form=facts.form or references.form(said.get("form", "")),
    )


def _verbatim(slot: str, value: str, facts: Facts) -> dict[str, object]:
    """What is said after the name of its slot holds as it was said, if it is one phrase."""
    if slot == "wanted":
        return {"hoped": value}
    if slot != "place" or _BREAK.search(value) or len(value) > LONGEST_PLACE:
        return {}
    town = facts.town or ""
    return {"place": value if town.removesuffix("镇") in value else f"{town}{value}", "matter": None, "matters": ()}


def _only_place(unnamed: str, spot: Spot) -> bool:
    """Whether a matter, *unnamed* without its towns, says where and nothing else."""
    if not (spot.place or spot.town):
        return False
    place = spot.place or ""
    for name in (place, place.removeprefix(spot.town or ""), spot.village or ""):
        unnamed = unnamed.replace(name, "") if name else unnamed
    return len(_AROUND_PLACE.sub("", unnamed)) <= 1


def _given(facts: Facts) -> dict[str, object]:
    return {
        "place": facts.place,
        "contact": facts.phone or facts.email or facts.anonymous,
        "name": facts.name,
        "form": facts.form,
        "wanted": facts.wanted or facts.hoped,
    }


def _replace(facts: Facts, **changes: object) -> Facts:
    return Facts(**{**facts.__dict__, **changes})
