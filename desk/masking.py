"""Finds what identifies a person in free text, and hides it before anything is stored, logged or shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from desk.digits import half_width, spoken_digits
from desk.validity import birth_date, luhn

Kind = Literal["phone", "landline", "id", "card", "passport", "email", "account", "number"]


@dataclass(frozen=True)
class Found:
    """One piece of personal data.

    Attributes:
        kind: ``account`` is a WeChat or QQ name; ``number`` a long or nearly right number of no known kind.
        start, end: Where it stands in the text as it was given.
        value: Half-width, without separators, letters of an identity number in upper case.
    """

    kind: Kind
    start: int
    end: int
    value: str


_GAP = r"[ .·-]{0,3}"  # what people put between the digits of one number
_ALONE = r"(?<![0-9A-Za-z])"
_END = r"(?![0-9])"


def _digits(count: int, gap: str = _GAP) -> str:
    return rf"[0-9](?:{gap}[0-9]){{{count - 1}}}"


_COUNTRY = rf"(?:\+?86{_GAP})?"
_AREA = r"\(?0(?:10|2[0-9]|[3-9][0-9]{2})\)?"
_CASE_NUMBER = r"(?:JD|GK)-?[0-9]{8}-?[0-9A-Z]{4,10}"
_CREDIT_CODE = r"(?<=代码)[是为: ]{0,3}[0-9A-Z]{18}"
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("skip", rf"(?i:{_CASE_NUMBER}|{_CREDIT_CODE})"),
    ("email", r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),
    ("account", r"(?i:微信|QQ|扣扣)(?:号码|号)?[是为: ]{0,3}(?P<name>[A-Za-z0-9_-]{5,20})"),
    ("id18", rf"(?<![0-9]){_digits(17)}{_GAP}[0-9Xx]{_END}"),
    ("card", rf"(?<![0-9])[0-9]{{4}}(?:[ -]?[0-9]{{4}}){{3}}(?:[ -]?[0-9]{{1,3}})?{_END}"),
    ("id15", rf"(?<![0-9])[0-9]{{15}}{_END}"),
    ("phone", rf"(?<![0-9]){_COUNTRY}(?=1{_GAP}[3-9]){_digits(11)}{_END}"),
    ("landline", rf"(?<![0-9]){_COUNTRY}{_AREA}{_GAP}{_digits(7)}(?:{_GAP}[0-9])?{_END}"),
    ("passport", rf"{_ALONE}(?:[EGDSPHKMegdsphkm][0-9]{{8}}|[Ee][A-Za-z][0-9]{{7}})(?![0-9A-Za-z])"),
    ("number", rf"(?<![0-9])(?:1[3-9][0-9]{{8}}|[0-9]{{12,}}){_END}"),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PATTERNS))


def find(text: str) -> list[Found]:
    """Return the personal data in *text*, in order and without overlap."""
    return list(_scan(text))


def mask(text: str) -> str:
    """Return *text* with everything ``find`` reports hidden. Masking twice changes nothing more."""
    parts, at = [], 0
    for found in _scan(text):
        parts += [text[at : found.start], mask_value(found.kind, found.value)]
        at = found.end
    return "".join([*parts, text[at:]])


def mask_value(kind: Kind, value: str) -> str:
    """Return *value* with at most its ends left, enough for its owner to recognise it."""
    if kind == "phone":
        return f"{value[:3]}****{value[-4:]}"
    if kind == "landline":
        return f"{value[:4]}*****{value[-2:]}"
    if kind == "email":
        name, _, host = value.partition("@")
        return f"{name[:1]}***@{host}" if len(name) > 1 else f"***@{host}"
    keep = 4 if kind in ("id", "card") else 2
    return "*" * (len(value) - keep) + value[-keep:]


def _scan(text: str) -> Iterator[Found]:
    flat, at = _readable(text), 0
    while match := _ANY.search(flat, at):
        found = _found(match)
        if found is not None:
            yield found
        at = match.end() if found is not None or match.lastgroup == "skip" else match.start() + 1


def _readable(text: str) -> str:
    """Return *text* half-width; spoken digits count only where at least ten stand in one row."""
    flat = half_width(text)
    spoken = spoken_digits(text)
    for run in re.finditer(rf"[0-9](?:{_GAP}[0-9]){{9,}}", spoken):
        flat = flat[: run.start()] + run.group() + flat[run.end() :]
    return flat


def _found(match: re.Match[str]) -> Found | None:
    name = next(key for key, _ in _PATTERNS if match.group(key) is not None)
    if name == "skip":
        return None
    if name == "account":
        return Found("account", match.start("name"), match.end("name"), match.group("name"))
    if name == "email":
        return Found("email", match.start(), match.end(), match.group())
    value = re.sub(r"[^0-9A-Za-z]", "", match.group()).upper()
    kind = _kind(name, value, plain=value == match.group().upper())
    if kind in ("phone", "landline") and value.startswith("86"):
        value = value[2:]
    return Found(kind, match.start(), match.end(), value) if kind else None


def _kind(name: str, value: str, *, plain: bool) -> Kind | None:
    """Return what a matched number is, or None when digits of different numbers were only standing side by side."""
    kinds: dict[str, Kind] = {"phone": "phone", "landline": "landline", "passport": "passport", "number": "number"}
    if name in kinds:
        return kinds[name]
    if name == "id18":
        return _eighteen(value, plain=plain)
    if name == "card":
        return "card" if luhn(value) else ("number" if plain else None)
    return "id" if birth_date(value) else "number"


def _eighteen(value: str, *, plain: bool) -> Kind | None:
    born = birth_date(value)
    if born is not None and 1900 <= born.year <= 2099:
        return "id"
    if value.isdigit() and luhn(value):
        return "card"
    return "number" if plain else None
