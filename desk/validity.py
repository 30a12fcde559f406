"""Whether a phone or identity number can be right, and if not, why, in words a citizen understands."""

from __future__ import annotations

import re
from datetime import date

from desk.digits import spoken_digits

PHONE_EXAMPLE = "例如 13900000001，座机请带区号，例如 0563-8026519"
IDENTITY_EXAMPLE = "身份证号应为 18 位，最后一位是数字或 X"
EMAIL_EXAMPLE = "例如 name@example.com"
MOBILE_DIGITS = 11
_EMAIL = re.compile(r"[^@\s]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_AREA = re.compile(r"0(?:10|2\d|[3-9]\d{2})")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, 4.2
_CHECKS = "10X98765432"
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")  # GB/T 2260; 91: foreigners


def normal_phone(text: str) -> str | None:
    """Return the mobile or landline number *text* is, digits only and without +86, or None if it is neither."""
    digits = _digits(text)
    return digits if _phone_fault(digits) is None else None


def phone_problem(text: str) -> str | None:
    """Return why *text* is no number that can be called, with an example, or None when it is one.

    A landline needs its area code, because the hotline calls back from another network.
    """
    fault = _phone_fault(_digits(text))
    return f"{fault}，请核对后重新填写，{PHONE_EXAMPLE}。" if fault else None


def email_problem(text: str) -> str | None:
    """Return why *text* is no e-mail address, or None when it is one or empty."""
    if not text.strip() or _EMAIL.fullmatch(text.strip()):
        return None
    if "@" not in text:
        return f"缺少 @，{EMAIL_EXAMPLE}"
    return f"格式不对，{EMAIL_EXAMPLE}"


def identity_problem(text: str) -> str | None:
    """Return why *text* is no identity number of a resident (GB 11643), or None when it is well formed.

    15-digit numbers of the first generation carry no check digit; only their date is looked at.
    """
    number = re.sub(r"[\s-]", "", spoken_digits(text)).upper()
    fault = _identity_fault(number)
    return f"{fault}，请核对。{IDENTITY_EXAMPLE}。" if fault else None


def check_character(first17: str) -> str:
    """Return the 18th character of an identity number (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECKS[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def luhn(number: str) -> bool:
    """Whether the digits of *number* satisfy the check of ISO/IEC 7812-1, as bank cards do."""
    doubled = [int(d) * (2 if place % 2 else 1) for place, d in enumerate(reversed(number))]
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def birth_date(number: str) -> date | None:
    """Return the birth date inside a 15- or 18-character identity number, or None if there is no such day."""
    written = f"19{number[6:12]}" if len(number) == 15 else number[6:14]
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
    except ValueError:
        return None


def _digits(text: str) -> str:
    digits = re.sub(r"\D", "", spoken_digits(text))
    return digits[2:] if digits.startswith("86") and len(digits) > MOBILE_DIGITS else digits


def _phone_fault(digits: str) -> str | None:
    if not digits:
        return "没有看到电话号码"
    if digits.startswith("0"):
        return _landline_fault(digits)
    if digits.startswith("1"):
        return _mobile_fault(digits)
    if len(digits) in (7, 8):
        return "座机号码缺少区号"
    return "号码应以 1 开头（手机）或以区号 0 开头（座机）"


def _mobile_fault(digits: str) -> str | None:
    if len(digits) != MOBILE_DIGITS:
        return f"手机号应为 {MOBILE_DIGITS} 位，您填了 {len(digits)} 位"
    if digits[1] in "012":
        return f"没有以 {digits[:2]} 开头的手机号"
    return None


def _landline_fault(digits: str) -> str | None:
    area = _AREA.match(digits)
    if area is None:
        return "座机区号不正确"
    rest = len(digits) - area.end()
    return None if rest in (7, 8) else f"区号后应为 7 或 8 位，您填了 {rest} 位"


def _identity_fault(number: str) -> str | None:
    if not re.fullmatch(r"\d{15}|\d{17}[\dX]", number):
        return f"身份证号位数或字符不对（共 {len(number)} 位）"
    if not _PROVINCE.match(number):
        return "身份证号前两位不是省级代码"
    if birth_date(number) is None:
        return "身份证号中的出生日期不存在"
    if len(number) == 18 and check_character(number[:17]) != number[17]:
        return "身份证号最后一位校验不符，可能有数字写错"
    return None
