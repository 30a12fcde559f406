"""Case numbers: kind, day, sequence of the day and a check digit, e.g. ``JD-20261120-000126``."""

from __future__ import annotations

import re
from datetime import date

TICKET, DISCLOSURE = "JD", "GK"
PATTERN = re.compile(r"(JD|GK)-(\d{8})-(\d{5})(\d)", re.ASCII)
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

# Damm (2004): a totally anti-symmetric quasigroup of order 10; finds every wrong digit and every swapped pair.
QUASIGROUP = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)


def check_digit(digits: str) -> str:
    interim = 0
    for digit in digits:
        interim = int(QUASIGROUP[interim][int(digit)])
    return str(interim)


def make(prefix: str, day: date, sequence: int) -> str:
    """*sequence* counts from 1 within the day and may not exceed five digits."""
    if not 1 <= sequence <= 99_999:
        raise ValueError(f"sequence out of range: {sequence}")
    digits = f"{day:%Y%m%d}{sequence:05d}"
    return f"{prefix}-{digits[:8]}-{digits[8:]}{check_digit(digits)}"


def valid(number: str) -> bool:
    """Whether the form and the check digit are right; says nothing about whether the case exists."""
    match = PATTERN.fullmatch(number)
    return match is not None and check_digit(match[2] + match[3]) == match[4]


def normal_secret(secret: str) -> str:
    """Read a secret as people type it: any case, dashes and spaces, O for 0, I and L for 1 (Crockford)."""
    plain = re.sub(r"[\s-]", "", secret).upper()
    return plain.translate(str.maketrans("OIL", "011"))
