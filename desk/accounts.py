"""Staff accounts and their signed-in sessions."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from desk import access, ledger, tables
from desk.database import Database
from desk.errors import Invalid, SignInRefused
from desk.events import Event
from desk.lifecycle import Actor, Role
from desk.records import Account, SignIn

HASHER = PasswordHasher()
# Verified when the name is unknown, so that the answer takes as long as for a wrong password.
NOBODY = HASHER.hash(secrets.token_hex(16))
LASTS = timedelta(hours=10)
SHORTEST = 10
STAFF = (Role.AGENT, Role.OFFICER, Role.HEAD, Role.OFFICE, Role.AUDITOR, Role.ADMIN)
IN_UNIT = (Role.OFFICER, Role.HEAD)


def add(session: Session, name: str, password: str, *, role: Role, unit: str, by: Actor, at: datetime) -> Account:
    """Raises Invalid: the name is taken, the password short, or 承办人 and 单位负责人 without a unit."""
    if not name.strip() or len(name) > 60:
        raise Invalid("用户名", "应为 1 至 60 字")
    if role not in STAFF:
        raise Invalid("角色", f"应为：{'、'.join(each.value for each in STAFF)}")
    if role in IN_UNIT and not unit:
        raise Invalid("单位", f"{role.value}必须属于一个单位")
    _check(password)
    if session.get(Account, name) is not None:
        raise Invalid("用户名", f"「{name}」已存在")
    account = Account(name, role.value, unit, HASHER.hash(password), at)
    session.add(account)
    session.flush()
    _note(session, "新建账号", name, by=by, at=at)
    return account


def set_password(session: Session, name: str, password: str, *, by: Actor, at: datetime) -> None:
    """Also ends every session of the account. Raises Invalid."""
    _check(password)
    account = _get(session, name)
    account.secret = HASHER.hash(password)
    _end_all(session, name)
    _note(session, "修改密码", name, by=by, at=at)


def deactivate(session: Session, name: str, *, by: Actor, at: datetime) -> None:
    """The account stays, for the log's sake, but cannot sign in. Raises Invalid."""
    _get(session, name).active = False
    _end_all(session, name)
    _note(session, "停用账号", name, by=by, at=at)


def sign_in(database: Database, name: str, password: str, *, at: datetime) -> str:
    """Return a token for the browser. Opens its own transactions, see ``access.unlock``.

    Raises:
        SignInRefused: unknown, wrong or deactivated alike.
        TooMany: ten failures within an hour for this name.
    """
    subject = f"登录|{name[:60]}"
    with database.readers.begin() as session:
        access.refuse_after(session, subject, "登录", at=at)
        account = session.get(Account, name)
    right = _matches(account.secret if account else NOBODY, password)
    if account is None or not right or not account.active:
        access.fail(database, subject, at=at)
        raise SignInRefused
    token = secrets.token_urlsafe(32)
    with database.sessions.begin() as session:
        session.execute(delete(tables.sign_ins).where(tables.sign_ins.c.expires <= at))
        session.add(SignIn(_digest(token), name, at, at + LASTS))
        session.flush()
        _note(session, "登录", name, by=actor(account), at=at)
    return token


def signed_in(session: Session, token: str, *, at: datetime) -> Actor:
    """Raises SignInRefused: no such session, or it has expired."""
    found = session.get(SignIn, _digest(token))
    account = session.get(Account, found.account) if found is not None and found.expires > at else None
    if account is None or not account.active:
        raise SignInRefused
    return actor(account)


def sign_out(session: Session, token: str) -> None:
    session.execute(delete(tables.sign_ins).where(tables.sign_ins.c.digest == _digest(token)))


def names(session: Session, roles: Collection[Role]) -> list[str]:
    """Who may sign in with one of *roles*."""
    columns = tables.accounts.c
    wanted = select(columns.name).where(columns.active, columns.role.in_([role.value for role in roles]))
    return list(session.execute(wanted.order_by(columns.name)).scalars())


def actor(account: Account) -> Actor:
    return Actor(account.name, Role(account.role), account.unit)


def _matches(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except VerificationError:
        return False


def _get(session: Session, name: str) -> Account:
    found: Account | None = session.get(Account, name)
    if found is None:
        raise Invalid("用户名", f"没有账号「{name}」")
    return found


def _end_all(session: Session, name: str) -> None:
    session.execute(delete(tables.sign_ins).where(tables.sign_ins.c.account == name))


def _check(password: str) -> None:
    if len(password) < SHORTEST:
        raise Invalid("密码", f"至少 {SHORTEST} 个字符")


def _note(session: Session, deed: str, name: str, *, by: Actor, at: datetime) -> None:
    event = Event("", deed, at, by.name, by.role.value, by.unit, facts={"account": name})
    ledger.add(session, [event])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
