"""Proof of who applies (《政府信息公开条例》第二十九条): its kinds, and why a number cannot be right.

Sentences never repeat the number. An organisation proves itself by its code alone: a power of attorney from every
organisation has no basis in the Regulation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import StrEnum

from desk.digits import spoken_digits
from desk.errors import Invalid
from desk.validity import identity_problem

FIELD = "身份证明"
LONGEST = 30


class IdentityKind(StrEnum):
    RESIDENT = "居民身份证"
    PASSPORT = "护照"
    HONG_KONG_MACAO = "港澳居民来往内地通行证"
    TAIWAN = "台湾居民来往大陆通行证"
    RESIDENCE = "港澳台居民居住证"
    ORGANISATION = "统一社会信用代码"


PERSONAL = tuple(kind for kind in IdentityKind if kind is not IdentityKind.ORGANISATION)
EXAMPLES = {
    IdentityKind.RESIDENT: "18 位，最后一位是数字或 X；第一代为 15 位数字",
    IdentityKind.PASSPORT: "5 至 9 位字母和数字，例如 E00000000",
    IdentityKind.HONG_KONG_MACAO: "H 或 M 加 8 位数字，例如 H00000000；旧版加 10 位数字",
    IdentityKind.TAIWAN: "8 位数字，例如 00000000；旧版为 10 位数字",
    IdentityKind.RESIDENCE: "18 位，以 810000、820000 或 830000 开头",
    IdentityKind.ORGANISATION: "18 位数字和大写字母，没有 I、O、Z、S、V，见营业执照或登记证书",
}
_CODE = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015, 表 1
_BASE = len(_CODE)


def code_check_character(first17: str) -> str:
    """Return the 18th character of a 统一社会信用代码 (GB 32100-2015, 附录 A: weights 3ⁿ, modulus 31)."""
    total = sum(_CODE.index(sign) * pow(3, place, _BASE) for place, sign in enumerate(first17))
    return _CODE[-total % _BASE]


def normal(number: str) -> str:
    """Digits however typed or dictated, upper case, without the separators people put in."""
    return re.sub(r"[\s.·\-()]", "", spoken_digits(number)).upper()


def problem(kind: IdentityKind, number: str) -> str | None:
    """Return why *number* cannot be one of *kind* and what to do, or None when it is well formed."""
    fault = _FAULTS[kind](normal(number))
    return f"{fault}，请核对后重新填写（{EXAMPLES[kind]}）。" if fault else None


def checked(person: Mapping[str, str]) -> dict[str, str]:
    """Return the identity fields with proofs in normal spelling, and their kind where only a number is given.

    Raises Invalid, naming the kind, for a number that cannot be right.
    """
    fields = dict(person)
    number, code = fields.get("id_number", "").strip(), fields.get("organisation", "").strip()
    if number:
        kind = _kind(fields.get("id_kind", ""))
        fields |= {"id_kind": kind.value, "id_number": _valid(kind, number)}
    elif "id_kind" in fields:
        fields["id_kind"] = ""  # a kind without a number proves nothing
    if code:
        fields["organisation"] = _valid(IdentityKind.ORGANISATION, code)
    return fields


def hidden(number: str) -> str:
    """The number as its owner recognises it: its last four characters, two of a short one."""
    keep = 4 if len(number) >= 15 else 2
    return "*" * (len(number) - keep) + number[-keep:]


def _kind(name: str) -> IdentityKind:
    if name.strip() and name.strip() not in PERSONAL:
        raise Invalid("证件种类", f"应为：{'、'.join(PERSONAL)}")
    return IdentityKind(name.strip() or IdentityKind.RESIDENT)


def _valid(kind: IdentityKind, number: str) -> str:
    fault = problem(kind, number)
    if fault:
        raise Invalid(kind.value, fault.removesuffix("。"))
    return normal(number)


def _resident(number: str) -> str | None:
    fault = identity_problem(number)
    return fault.partition("，请核对")[0] if fault else None


def _residence(number: str) -> str | None:
    if not re.fullmatch(r"8[123]0000\d{11}[\dX]", number):
        return "港澳台居民居住证号码位数或开头不对"
    return _resident(number)


def _organisation(code: str) -> str | None:
    if len(code) != 18:
        return f"统一社会信用代码应为 18 位，您填了 {len(code)} 位"
    if set(code) - set(_CODE):
        return "统一社会信用代码中有不会出现的字符"
    if not code[2:8].isdigit():
        return "统一社会信用代码第 3 至 8 位应为数字"
    return None if code_check_character(code[:17]) == code[17] else "统一社会信用代码校验不符，可能有字符写错"


def _shaped(pattern: str, fault: str) -> Callable[[str], str | None]:
    return lambda number: None if re.fullmatch(pattern, number) else fault


_FAULTS: Mapping[IdentityKind, Callable[[str], str | None]] = {
    IdentityKind.RESIDENT: _resident,
    IdentityKind.PASSPORT: _shaped(r"(?=.*\d)[A-Z0-9]{5,9}", "护照号码位数或字符不对"),
    IdentityKind.HONG_KONG_MACAO: _shaped(r"[HM](?:\d{8}|\d{10})", "港澳居民来往内地通行证号码位数或开头不对"),
    IdentityKind.TAIWAN: _shaped(r"\d{8}(?:\d{2}[A-Z]?)?", "台湾居民来往大陆通行证号码位数不对"),
    IdentityKind.RESIDENCE: _residence,
    IdentityKind.ORGANISATION: _organisation,
}
