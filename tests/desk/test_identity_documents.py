"""Which proofs of identity are well formed; numbers here are made up and of nobody."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.errors import Invalid
from desk.identity_documents import EXAMPLES, IdentityKind, checked, code_check_character, hidden, normal, problem
from desk.validity import check_character

CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
FIRST_17 = "34182519000101000"
RESIDENT = FIRST_17 + check_character(FIRST_17)
RESIDENCE = "81000019000101000" + check_character("81000019000101000")
CODE = "91341825MA00000001"[:17]
CODE += code_check_character(CODE)

GOOD = [
    (IdentityKind.RESIDENT, RESIDENT),
    (IdentityKind.RESIDENT, "341825 1900-0101 " + RESIDENT[14:].lower()),
    (IdentityKind.RESIDENT, "341825000101000"),
    (IdentityKind.PASSPORT, "e00000000"),
    (IdentityKind.PASSPORT, "EA0000000"),
    (IdentityKind.HONG_KONG_MACAO, "H00000000"),
    (IdentityKind.HONG_KONG_MACAO, "Ｍ0000000000"),
    (IdentityKind.TAIWAN, "00000000"),
    (IdentityKind.TAIWAN, "0000000000(B)"),
    (IdentityKind.RESIDENCE, RESIDENCE),
    (IdentityKind.ORGANISATION, CODE),
    (IdentityKind.ORGANISATION, CODE.lower()),
    (IdentityKind.ORGANISATION, "91350100M000100Y43"),  # GB 32100-2015, 示例
]
BAD = [
    (IdentityKind.RESIDENT, "", "位数或字符不对"),
    (IdentityKind.RESIDENT, RESIDENT[:17], "共 17 位"),
    (IdentityKind.RESIDENT, "341825190013010004", "出生日期不存在"),
    (IdentityKind.RESIDENT, "00" + RESIDENT[2:], "省级代码"),
    (IdentityKind.PASSPORT, "E0000000000", "位数或字符不对"),
    (IdentityKind.PASSPORT, "EABCDEFGH", "位数或字符不对"),
    (IdentityKind.HONG_KONG_MACAO, "A00000000", "开头不对"),
    (IdentityKind.HONG_KONG_MACAO, "H0000001", "位数"),
    (IdentityKind.TAIWAN, "000000000", "位数不对"),
    (IdentityKind.RESIDENCE, RESIDENT, "开头不对"),
    (IdentityKind.ORGANISATION, CODE[:17], "您填了 17 位"),
    (IdentityKind.ORGANISATION, CODE[:16] + "I" + CODE[17], "不会出现的字符"),
    (IdentityKind.ORGANISATION, "91A" + CODE[3:], "应为数字"),
]


@pytest.mark.parametrize("kind, number", GOOD)
def test_well_formed(kind, number):
    assert problem(kind, number) is None


@pytest.mark.parametrize("kind, number, words", BAD)
def test_refused_with_the_reason_and_an_example(kind, number, words):
    sentence = problem(kind, number)

    assert words in sentence
    assert EXAMPLES[kind] in sentence
    assert not number or normal(number) not in sentence


def resident_numbers():
    dates = st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 1, 1))
    return st.builds(lambda day, serial: f"341825{day:%Y%m%d}{serial:03d}", dates, st.integers(0, 999)).map(
        lambda first: first + check_character(first)
    )


def codes():
    signs = st.text(CODE_SIGNS, min_size=9, max_size=9)
    return signs.map(lambda body: f"91341825{body}").map(lambda first: first + code_check_character(first))


PROVEN = st.one_of(
    resident_numbers().map(lambda number: (IdentityKind.RESIDENT, number, "0123456789")),
    codes().map(lambda code: (IdentityKind.ORGANISATION, code, CODE_SIGNS)),
)


@given(PROVEN, st.integers(0, 17), st.data())
def test_one_wrong_sign_is_refused(proof, place, data):
    kind, number, signs = proof
    assert problem(kind, number) is None
    wrong = data.draw(st.sampled_from([sign for sign in signs if sign != number[place]]))

    assert problem(kind, number[:place] + wrong + number[place + 1 :]) is not None


@given(PROVEN, st.integers(0, 16))
def test_swapped_neighbours_are_refused(proof, place):
    kind, number, _ = proof
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert (problem(kind, swapped) is None) == (swapped == number)


def test_a_number_alone_is_a_residents_and_spelt_normally():
    assert checked({"id_number": f" {RESIDENT.lower()} "}) == {"id_number": RESIDENT, "id_kind": "居民身份证"}


def test_a_kind_without_a_number_is_dropped():
    assert checked({"id_kind": "护照", "name": "陈某"}) == {"id_kind": "", "name": "陈某"}


@pytest.mark.parametrize(
    "person, field",
    [
        ({"id_number": "1", "id_kind": "护照"}, "护照"),
        ({"id_number": RESIDENT, "id_kind": "驾驶证"}, "证件种类"),
        ({"id_number": RESIDENT, "id_kind": "统一社会信用代码"}, "证件种类"),
        ({"organisation": RESIDENT}, "统一社会信用代码"),
    ],
)
def test_what_cannot_be_right_is_refused_by_its_kind(person, field):
    with pytest.raises(Invalid) as refusal:
        checked(person)

    assert refusal.value.field == field


@pytest.mark.parametrize("number, shown", [(RESIDENT, "*" * 14 + RESIDENT[-4:]), ("E00000012", "*******12")])
def test_hidden_leaves_what_its_owner_recognises(number, shown):
    assert hidden(number) == shown
