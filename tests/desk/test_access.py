"""The citizen's secret, staff sign-in, and what either learns from failing."""

from datetime import timedelta

import pytest

from desk import access, accounts, ledger
from desk.errors import Invalid, NotFound, SignInRefused, TooMany
from desk.lifecycle import Actor, Role
from tests.builders import ADMIN, filed_disclosure, filed_ticket

PASSWORD = "correct horse battery"


@pytest.fixture
def filed(sessions, at, calendar, vault):
    return filed_ticket(sessions, at=at, calendar=calendar, vault=vault)


def test_number_and_secret_open_a_case(database, filed, at, vault):
    access.unlock(database, filed.number, filed.secret.lower(), at=at, vault=vault)


def test_a_disclosure_request_opens_too(database, at, calendar, vault):
    filed = filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)

    access.unlock(database, filed.number, filed.secret, at=at, vault=vault)


def refusal(database, number, secret, at, vault):
    with pytest.raises(NotFound) as caught:
        access.unlock(database, number, secret, at=at, vault=vault)
    return str(caught.value)


def test_an_unknown_number_and_a_wrong_secret_read_the_same(database, filed, at, vault):
    wrong = refusal(database, filed.number, "0" * 16, at, vault)
    unknown = refusal(database, "JD-19990101-000000", "0" * 16, at, vault)

    assert wrong == unknown
    assert filed.number not in wrong


@pytest.mark.parametrize("number", ["filed", "JD-19990101-000000"])
def test_ten_failures_rest_the_number_for_an_hour(database, filed, at, vault, number):
    number = filed.number if number == "filed" else number
    for _ in range(10):
        refusal(database, number, "0" * 16, at, vault)

    with pytest.raises(TooMany) as caught:
        access.unlock(database, number, filed.secret, at=at, vault=vault)
    assert 0 < caught.value.retry_after_s <= 3601
    refusal(database, number, "1" * 16, at + timedelta(hours=1), vault)


def test_another_number_is_not_affected(database, filed, at, calendar, vault):
    other = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key="t-2")
    for _ in range(10):
        refusal(database, filed.number, "0" * 16, at, vault)

    access.unlock(database, other.number, other.secret, at=at, vault=vault)


@pytest.fixture
def account(sessions, at):
    with sessions.begin() as session:
        accounts.add(session, "li", PASSWORD, role=Role.OFFICER, unit="住建局", by=ADMIN, at=at)


def test_signing_in_gives_the_actor_until_the_session_ends(database, account, at):
    token = accounts.sign_in(database, "li", PASSWORD, at=at)
    with database.readers() as session:
        assert accounts.signed_in(session, token, at=at) == Actor("li", Role.OFFICER, "住建局")
        with pytest.raises(SignInRefused):
            accounts.signed_in(session, token, at=at + accounts.LASTS)
        with pytest.raises(SignInRefused):
            accounts.signed_in(session, "made-up", at=at)


@pytest.mark.parametrize("name, password", [("li", "wrong password"), ("wang", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_read_the_same(database, account, at, name, password):
    with pytest.raises(SignInRefused) as caught:
        accounts.sign_in(database, name, password, at=at)

    assert "用户名或密码不正确" in str(caught.value)


def test_ten_wrong_passwords_lock_the_name_for_an_hour(database, account, at, monkeypatch):
    monkeypatch.setattr(accounts, "_matches", lambda stored, password: password == PASSWORD)
    for _ in range(10):
        with pytest.raises(SignInRefused):
            accounts.sign_in(database, "li", "wrong password", at=at)

    with pytest.raises(TooMany):
        accounts.sign_in(database, "li", PASSWORD, at=at)
    assert accounts.sign_in(database, "li", PASSWORD, at=at + timedelta(hours=1))


def test_signing_out_deactivating_and_a_new_password_end_the_session(database, account, at):
    ends = {
        "退出": lambda session, token: accounts.sign_out(session, token),
        "改密": lambda session, token: accounts.set_password(session, "li", PASSWORD, by=ADMIN, at=at),
        "停用": lambda session, token: accounts.deactivate(session, "li", by=ADMIN, at=at),
    }
    for end in ends.values():
        token = accounts.sign_in(database, "li", PASSWORD, at=at)
        with database.sessions.begin() as session:
            end(session, token)
        with pytest.raises(SignInRefused), database.readers() as session:
            accounts.signed_in(session, token, at=at)
    with pytest.raises(SignInRefused):
        accounts.sign_in(database, "li", PASSWORD, at=at)


WRONG = {
    "重名": ({"name": "li"}, "已存在"),
    "空名": ({"name": " "}, "用户名"),
    "密码太短": ({"password": "kurz"}, "至少"),
    "承办人没有单位": ({"unit": ""}, "必须属于一个单位"),
    "群众不是工作人员": ({"role": Role.CITIZEN}, "角色"),
}


@pytest.mark.parametrize("change, problem", WRONG.values(), ids=WRONG.keys())
def test_an_unsound_account_is_refused(sessions, account, at, change, problem):
    values = {"name": "wang", "password": PASSWORD, "role": Role.OFFICER, "unit": "住建局", **change}
    name, password = values.pop("name"), values.pop("password")
    with pytest.raises(Invalid, match=problem), sessions.begin() as session:
        accounts.add(session, name, password, **values, by=ADMIN, at=at)


def test_passwords_are_argon2_and_sign_ins_are_on_record(database, account, at):
    accounts.sign_in(database, "li", PASSWORD, at=at)
    with database.readers() as session:
        assert session.get(accounts.Account, "li").secret.startswith("$argon2id$")
        assert ledger.verify(session).checked == 2
