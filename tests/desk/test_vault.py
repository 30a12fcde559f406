"""Sealed fields, blind indexes, secrets and the key file."""

import json
import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import identities, keys, numbers
from desk.errors import Invalid
from desk.keys import KeysUnusable
from desk.vault import SealBroken
from tests.builders import PHONE, day, filed_ticket

PLACE = {"table": "identities", "row": "JD-1", "column": "phone"}


@pytest.mark.parametrize("plain", ["", "陈某", PHONE, "𠮷😀", "x" * 10_000])
def test_a_sealed_field_opens_in_its_place(vault, plain):
    sealed = vault.seal(plain, **PLACE)

    assert sealed.startswith("k1:")
    assert vault.open(sealed, **PLACE) == plain
    assert vault.seal(plain, **PLACE) != sealed


@pytest.mark.parametrize("moved", [{"row": "JD-2"}, {"column": "name"}, {"table": "drafts"}])
def test_a_field_moved_elsewhere_does_not_open(vault, moved):
    with pytest.raises(SealBroken):
        vault.open(vault.seal(PHONE, **PLACE), **{**PLACE, **moved})


def test_a_changed_field_or_an_unknown_key_does_not_open(vault):
    sealed = vault.seal(PHONE, **PLACE)
    swapped = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]

    for broken in (swapped, "k9" + sealed[2:]):
        with pytest.raises(SealBroken):
            vault.open(broken, **PLACE)


def test_secrets_are_sixteen_crockford_characters_and_follow_the_key(vault):
    secret = vault.secret("draft:1")

    assert len(secret) == 16
    assert set(secret) <= set(numbers.CROCKFORD)
    assert vault.secret("draft:1") == secret != vault.secret("draft:2")


def test_a_secret_is_read_as_people_type_it(vault):
    digest = vault.secret_digest("0123456789ABCDEF")

    assert vault.is_secret("o1i3 4567-89ab-cdef".replace("i3", "23"), digest)
    assert not vault.is_secret("0123456789ABCDEG", digest)


@given(sequence=st.integers(1, 99_999), at=st.integers(12, 17), digit=st.sampled_from("0123456789"))
def test_one_wrong_digit_is_found(sequence, at, digit):
    number = numbers.make("JD", day("2026-11-20 五"), sequence)
    wrong = number[:at] + digit + number[at + 1 :]

    assert numbers.valid(number)
    assert numbers.valid(wrong) == (wrong == number)


@given(sequence=st.integers(1, 99_999), at=st.integers(12, 16))
def test_two_swapped_digits_are_found(sequence, at):
    number = numbers.make("GK", day("2026-11-20 五"), sequence)
    swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]

    assert numbers.valid(swapped) == (swapped == number)


@pytest.mark.parametrize("text", ["", "JD-20261120-00012", "XX-20261120-000012", "JD-20261120-00001２", "../../etc"])
def test_other_texts_are_no_numbers(text):
    assert not numbers.valid(text)


def test_the_key_file_is_made_once_and_only_for_its_owner(tmp_path):
    first = keys.load_or_create(tmp_path / "var", production=False)
    second = keys.load_or_create(tmp_path / "var", production=True)
    path = tmp_path / "var" / keys.NAME

    assert first == second
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [each.name for each in path.parent.iterdir()] == [keys.NAME]


def test_production_makes_no_keys(tmp_path):
    with pytest.raises(KeysUnusable, match="缺少密钥文件"):
        keys.load_or_create(tmp_path, production=True)


@pytest.mark.parametrize("content", ["", "{}", "[]", json.dumps({**keys.fresh(), "blind": "kurz"})])
def test_a_broken_key_file_is_refused_and_left_alone(tmp_path, content):
    path = tmp_path / keys.NAME
    path.write_text(content)
    with pytest.raises(KeysUnusable):
        keys.load_or_create(tmp_path, production=False)

    assert path.read_text() == content


def test_keys_do_not_show_in_a_repr(vault):
    assert "secret_key" not in repr(vault)


def test_nothing_personal_is_readable_on_disk(sessions, tmp_path, at, calendar, vault):
    person = {"name": "欧阳某某", "phone": PHONE, "address": "旌阳镇某路99号"}
    filed_ticket(sessions, at=at, calendar=calendar, vault=vault, person=person, matter=f"漏水，请打{PHONE}")
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))

    for text in person.values():
        assert text.encode() not in stored


def test_an_unknown_identity_field_is_refused(sessions, vault):
    with pytest.raises(Invalid), sessions.begin() as session:
        identities.put(session, "JD-1", {"shoe_size": "42"}, vault=vault)
