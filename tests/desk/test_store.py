"""Filing, sealing and migrating, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import func, select, text, update
from sqlalchemy.exc import DBAPIError

from desk import case_words, identities, ledger, numbers, reminders, store, tables
from desk.errors import Invalid
from tests.builders import (
    AGENT,
    HEAD,
    OFFICE,
    OFFICER,
    PHONE,
    a_routing,
    filed_disclosure,
    filed_ticket,
    moment,
    walk,
)


def counts(database):
    with database.readers() as session:
        return tuple(
            session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (tables.tickets, tables.events, tables.identities)
        )


def test_the_migrated_tables_are_the_mapped_ones(either):
    with either.engine.connect() as connection:
        words = case_words.index.name  # made of each database's own, beside the mapped tables
        only = {
            "compare_type": True,
            "include_name": lambda name, kind, _: kind != "table" or not name.startswith(words),
        }
        context = MigrationContext.configure(connection, opts=only)

        assert compare_metadata(context, tables.metadata) == []


def test_a_filing_stores_case_identity_and_events_together(either, at, calendar, vault):
    filed = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)

    assert numbers.valid(filed.number)
    assert filed.due_words == "11月25日（周三）17:30前"
    assert counts(either) == (1, 2, 2)
    with either.readers() as session:
        ticket = store.ticket(session, filed.number)
        assert [event.deed for event in ticket.events] == ["登记", "转办"]
        assert (ticket.received, ticket.due) == (at, moment("2026-11-25 三 17:30"))
        assert ticket.calendar_version == calendar.version
        assert identities.cases_of(session, phone=PHONE, vault=vault) == [filed.number]


def test_the_same_key_files_once(either, at, calendar, vault):
    first = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    again = filed_ticket(either.sessions, at=at + timedelta(days=1), calendar=calendar, vault=vault)

    assert again == first
    assert counts(either)[0] == 1


def test_the_same_key_for_something_else_is_refused(either, at, calendar, vault):
    filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    with pytest.raises(Invalid, match="内容不同"):
        filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, matter="别的事")

    assert counts(either)[0] == 1


def test_twenty_at_once_with_one_key_make_one_case(either, at, calendar, vault):
    with ThreadPoolExecutor(20) as pool:
        receipts = list(
            pool.map(lambda _: filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault), range(20))
        )

    assert len(set(receipts)) == 1
    assert counts(either) == (1, 2, 2)


def test_twenty_at_once_with_their_own_keys_make_twenty_numbers(either, at, calendar, vault):
    with ThreadPoolExecutor(20) as pool:
        receipts = list(
            pool.map(
                lambda n: filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, key=f"t-{n}"), range(20)
            )
        )

    assert len({receipt.number for receipt in receipts}) == 20
    assert len({receipt.secret for receipt in receipts}) == 20
    with either.readers() as session:
        assert ledger.verify(session).finding is None


def test_a_fault_at_any_statement_leaves_nothing_or_everything(either, at, calendar, vault):
    """Fail the filing at its 1st, 2nd, … statement; afterwards the retry must find exactly one whole case."""
    seen = {"count": 0, "fail_at": 0}

    def fault(*_):
        seen["count"] += 1
        if seen["count"] == seen["fail_at"]:
            raise ConnectionError("断开")

    sqlalchemy_event.listen(either.engine, "before_cursor_execute", fault)
    for fail_at in range(1, 60):
        seen.update(count=0, fail_at=fail_at)
        try:
            filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
        except ConnectionError:
            assert counts(either) == (0, 0, 0)
        else:
            break
    sqlalchemy_event.remove(either.engine, "before_cursor_execute", fault)

    assert fail_at > 8
    assert counts(either) == (1, 2, 2)


@pytest.mark.parametrize("statement", ["UPDATE events SET note = 'x'", "DELETE FROM events"])
def test_the_database_itself_refuses_to_change_events(either, at, calendar, vault, statement):
    filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    with pytest.raises(DBAPIError, match="只能追加"), either.sessions.begin() as session:
        session.execute(text(statement))

    assert counts(either)[1] == 2


def test_an_unsure_routing_waits_for_an_agent(either, at, calendar, vault):
    filed = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault, routing=a_routing(sure=False))
    with either.readers() as session:
        assert store.ticket(session, filed.number).state.value == "登记"
        assert store.tickets(session, unit="住建局") == []

    walk(either.sessions, filed.number, [("转办", {"unit": "住建局"}, AGENT, at)], calendar=calendar)

    with either.readers() as session:
        assert [ticket.number for ticket in store.tickets(session, unit="住建局")] == [filed.number]


def steps(at):
    return [
        ("签收", {}, OFFICER, at),
        ("拟复", {"text": "已更换电梯主机，今日恢复运行。", "told": True}, OFFICER, at),
        ("审核通过", {}, HEAD, at),
        ("答复", {}, OFFICE, at),
        ("回访", {"text": "电话回访，已解决", "told": True}, AGENT, at),
        ("办结", {}, AGENT, at),
        ("归档", {}, OFFICE, at),
    ]


def test_a_whole_life_is_recorded_and_sealed(either, at, calendar, vault):
    filed = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    walk(either.sessions, filed.number, steps(at), calendar=calendar)

    with either.readers() as session:
        audit = ledger.verify(session)
        ticket = store.ticket(session, filed.number)
        sequence = [event.sequence for event in ticket.events]
    assert (audit.checked, audit.finding) == (9, None)
    assert sequence == list(range(1, 10))
    assert ticket.state.value == "归档"


def test_a_refused_deed_writes_nothing(either, at, calendar, vault):
    filed = filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    with pytest.raises(Invalid):
        walk(either.sessions, filed.number, [("不存在的动作", {}, OFFICER, at)], calendar=calendar)

    assert counts(either)[1] == 2


WRONG_DEEDS = {
    "没有这个动作": ("不存在的动作", {}),
    "没有这个单位": ("转办", {"unit": "月球局"}),
    "太长": ("转办", {"unit": "住建局", "reason": "长" * 5001}),
}


@pytest.mark.parametrize("deed, details", WRONG_DEEDS.values(), ids=WRONG_DEEDS.keys())
def test_a_senseless_deed_is_refused(database, at, calendar, vault, deed, details):
    filed = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, routing=a_routing(sure=False))
    with pytest.raises(Invalid):
        walk(database.sessions, filed.number, [(deed, details, AGENT, at)], calendar=calendar)


WRONG_FILINGS = {
    "没有事项": {"matter": " "},
    "没有地点": {"place": ""},
    "没有联系方式": {"person": {"name": "陈某"}},
    "一万字": {"matter": "路" * 10_000},
    "渠道太长": {"channel": "长" * 41},
    "诉求太长": {"wanted": "长" * 5001},
}


@pytest.mark.parametrize("change", WRONG_FILINGS.values(), ids=WRONG_FILINGS.keys())
def test_an_unsound_filing_takes_no_number(database, at, calendar, vault, change):
    with pytest.raises(Invalid):
        filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, **change)

    assert counts(database) == (0, 0, 0)
    assert filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number.endswith("-000012")


WRONG_REQUESTS = {
    "没有内容": {"wanted": ""},
    "没有姓名": {"person": {"phone": PHONE}},
    "没有联系方式": {"person": {"name": "李某"}},
    "没有这类申请人": {"applicant": "火星人"},
    "获取形式太长": {"form": "长" * 41},
    "到达时间在将来": {"arrived": moment("2027-01-04 一 09:00"), "confirmed": moment("2027-01-04 一 09:00")},
}


@pytest.mark.parametrize("change", WRONG_REQUESTS.values(), ids=WRONG_REQUESTS.keys())
def test_an_unsound_request_is_refused(database, at, calendar, vault, change):
    with pytest.raises(Invalid):
        filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault, **change)


def test_disclosures_are_filed_once_too(either, at, calendar, vault):
    first = filed_disclosure(either.sessions, at=at, calendar=calendar, vault=vault)
    again = filed_disclosure(either.sessions, at=at, calendar=calendar, vault=vault)

    assert first == again
    assert first.number.startswith("GK-20261120-")
    assert first.due_words == "12月18日（周五）17:30前"


def test_reminders_are_in_the_book_once_whatever_the_database(either, at, calendar, vault):
    filed_ticket(either.sessions, at=at, calendar=calendar, vault=vault)
    runs = []
    for _ in range(2):
        with either.sessions.begin() as session:
            runs.append(
                [sent.kind for sent in reminders.run(session, at=moment("2026-12-01 二 09:00"), calendar=calendar)]
            )

    assert runs == [["认领超期", "提醒", "上报"], []]


TAMPERINGS = {
    "改内容": update(tables.events).where(tables.events.c.sequence == 2).values(note="改了"),
    "删中间": tables.events.delete().where(tables.events.c.sequence == 1),
    "删末尾": tables.events.delete().where(tables.events.c.sequence == 2),
    "改校验值": update(tables.events).where(tables.events.c.sequence == 1).values(digest="0" * 64),
}


@pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_past_the_triggers_is_found(database, at, calendar, vault, tampering):
    filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    with database.sessions.begin() as session:
        session.execute(text("DROP TRIGGER events_no_update"))
        session.execute(text("DROP TRIGGER events_no_delete"))
        session.execute(tampering)

    with database.readers() as session:
        assert ledger.verify(session).finding is not None


def test_a_log_cut_back_with_its_head_is_found_by_the_kept_digest(database, at, calendar, vault):
    filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)
    with database.readers() as session:
        kept = ledger.verify(session)
        first = session.execute(select(tables.events.c.digest).where(tables.events.c.sequence == 1)).scalar_one()
    with database.sessions.begin() as session:
        session.execute(text("DROP TRIGGER events_no_delete"))
        session.execute(tables.events.delete().where(tables.events.c.sequence == 2))
        session.execute(update(tables.chain).values(sequence=1, digest=first))

    with database.readers() as session:
        assert ledger.verify(session).finding is None
        assert ledger.verify(session, known=(kept.checked, kept.head)).finding is not None
