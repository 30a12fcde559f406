"""Phone and identity numbers: what can be right, and what a citizen is told otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.validity import PHONE_EXAMPLE, check_character, identity_problem, luhn, normal_phone, phone_problem

PHONES = {
    "手机": ("13900000001", "13900000001"),
    "念出来的手机": ("幺三九，零零零零，零零零一", "13900000001"),
    "国家码": ("+86 139-0000-0001", "13900000001"),
    "座机": ("0563-8026519", "05638026519"),
    "座机八位": ("010 80000001", "01080000001"),
}

WRONG_PHONES = {
    "少一位": ("1390000000", "您填了 10 位"),
    "多一位": ("139000000011", "您填了 12 位"),
    "没有的号段": ("12000000001", "没有以 12 开头的手机号"),
    "没有区号": ("8026519", "缺少区号"),
    "区号不对": ("0163-8026519", "区号不正确"),
    "座机少一位": ("0563-802651", "您填了 6 位"),
    "一个字也不是": ("明天再说", "没有看到电话号码"),
    "别的数字": ("5566", "应以 1 开头"),
}

GOOD = "34182519000101000" + check_character("34182519000101000")
WRONG_IDENTITIES = {
    "位数": ("3418251990010112", "共 16 位"),
    "省份": ("99" + GOOD[2:], "前两位"),
    "二月三十日": ("341825199002301234", "出生日期不存在"),
    "校验位": (GOOD[:-1] + ("1" if GOOD[-1] != "1" else "2"), "校验不符"),
    "十五位的日期": ("341825901301123", "出生日期不存在"),
}


@pytest.mark.parametrize("said, number", PHONES.values(), ids=PHONES.keys())
def test_a_number_that_can_be_called_is_brought_to_one_form(said: str, number: str) -> None:
    assert normal_phone(said) == number
    assert phone_problem(said) is None


@pytest.mark.parametrize("said, why", WRONG_PHONES.values(), ids=WRONG_PHONES.keys())
def test_a_wrong_number_is_told_why_with_an_example(said: str, why: str) -> None:
    problem = phone_problem(said)
    assert problem is not None
    assert why in problem
    assert PHONE_EXAMPLE in problem
    assert normal_phone(said) is None


@pytest.mark.parametrize("number", [GOOD, GOOD.lower(), "341825 19000101 000" + GOOD[-1], "341825900101123"])
def test_well_formed_identity_numbers_pass(number: str) -> None:
    assert identity_problem(number) is None


@pytest.mark.parametrize("number, why", WRONG_IDENTITIES.values(), ids=WRONG_IDENTITIES.keys())
def test_a_wrong_identity_number_is_told_why(number: str, why: str) -> None:
    assert why in (identity_problem(number) or "")


@given(st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_never_passes_the_check_of_an_identity_number(place: int, shift: int) -> None:
    wrong = GOOD[:place] + str((int(GOOD[place]) + shift) % 10) + GOOD[place + 1 :]
    assert identity_problem(wrong) is not None


@given(st.text("0123456789", min_size=16, max_size=19), st.integers(1, 9), st.data())
def test_one_wrong_digit_never_passes_luhn(number: str, shift: int, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(number) - 1))
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not (luhn(number) and luhn(wrong))
