"""The files of a case: kept whole or not at all, sealed, on record, and open only to those who may know."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from desk import attachments, ledger, store, tables, uploads
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.lifecycle import Actor, Role
from desk.ticket_table import TicketType
from desk.vault import SealBroken
from tests.builders import (
    ADMIN,
    AGENT,
    AUDITOR,
    CHIEF,
    CITIZEN,
    HEAD,
    OFFICE,
    OFFICER,
    filed_disclosure,
    filed_ticket,
    walk,
)
from tests.files import FILE_NAME, PDF, photo

STRANGER = Actor("外单位经办", Role.OFFICER, "城管执法局")
PHOTO = uploads.checked(FILE_NAME, photo())
PAPER = uploads.checked("收据.pdf", PDF)


@pytest.fixture
def ticket(sessions, at, calendar, vault):
    def filed(**overrides):
        key = str(sorted(overrides.items()))
        return filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key=key, **overrides).number

    return filed


@pytest.fixture
def add(sessions, at, vault):
    def added(number, *given, by=CITIZEN):
        with sessions.begin() as session:
            return [row.ordinal for row in attachments.add(session, number, given, by=by, at=at, vault=vault)]

    return added


@pytest.fixture
def seen(database, vault):
    """Ordinals *by* is listed."""

    def listed(number, by):
        with database.readers() as session:
            found = attachments.listed(session, store.case(session, number), by=by, vault=vault)
        return [each.ordinal for each in found]

    return listed


@pytest.fixture
def opened(database, vault):
    def read(number, ordinal, by):
        with database.readers() as session:
            return attachments.read(session, number, ordinal, by=by, vault=vault)

    return read


def deeds(sessions, number):
    with sessions() as session:
        return [event.deed for event in store.case(session, number).events]


def test_what_was_added_comes_back_and_is_sealed_and_on_record(sessions, ticket, add, opened, vault):
    number = ticket()
    add(number, PHOTO, PAPER)
    found, content = opened(number, 1, CITIZEN)

    assert (found.title, found.name, found.media, content) == ("附件1.jpg", FILE_NAME, "image/jpeg", PHOTO.content)
    with sessions() as session:
        row = session.execute(select(tables.attachments)).first()
        last = store.case(session, number).events[-1]
        assert ledger.verify(session).finding is None
    assert PHOTO.content[:40] not in row.content
    assert FILE_NAME not in row.name
    assert (last.deed, last.facts["ordinal"], last.facts["digest"]) == ("添加附件", 2, PAPER.digest)
    with pytest.raises(SealBroken):
        vault.open_bytes(row.content, table="attachments", row=f"{number}|2", column="content")


def test_the_same_content_is_kept_once(sessions, ticket, add, seen):
    number = ticket()

    assert add(number, PHOTO, PAPER) == [1, 2]
    assert add(number, PAPER, PHOTO, PHOTO) == [2, 1, 1]
    assert seen(number, CITIZEN) == [1, 2]
    assert deeds(sessions, number).count("添加附件") == 2


@pytest.mark.parametrize(
    "kept, given, named",
    [
        pytest.param(9, 1, "最多 9 个", id="第十个"),
        pytest.param(5, 5, "最多 9 个", id="一次加到十个"),
        pytest.param(2, 2, "30 MB", id="合计太大"),
    ],
)
def test_what_does_not_fit_changes_nothing(sessions, ticket, add, seen, kept, given, named):
    number = ticket()
    size = 9 * uploads.MB if named == "30 MB" else 10
    many = [uploads.Upload("", uploads.papers.PDF, bytes([each]) * size) for each in range(kept + given)]
    add(number, *many[:kept])
    with pytest.raises(Invalid, match=named):
        add(number, *many[kept:])

    assert len(seen(number, OFFICE)) == kept
    assert deeds(sessions, number).count("添加附件") == kept


def test_ten_at_once_fill_nine_places(ticket, add, seen):
    number = ticket()
    many = [uploads.Upload("", uploads.papers.PDF, bytes([each])) for each in range(10)]

    def attempt(upload):
        try:
            return add(number, upload)
        except Invalid:
            return []

    with ThreadPoolExecutor(10) as pool:
        kept = sorted(sum(pool.map(attempt, many), []))

    assert kept == seen(number, CITIZEN) == list(range(1, 10))


# Who sees the citizen's photo (1) and the unit's (2) before the answer.
ORDINARY = {CITIZEN: [1], AGENT: [1, 2], OFFICE: [1, 2], OFFICER: [1, 2], HEAD: [1, 2], AUDITOR: [1, 2]}
HIDDEN = {**ORDINARY, OFFICER: [2], HEAD: [2], AUDITOR: [2]}


@pytest.mark.parametrize("by", ORDINARY, ids=lambda by: by.role.value)
@pytest.mark.parametrize(
    "overrides, expected",
    [({}, ORDINARY), ({"confidential": True}, HIDDEN), ({"kind": TicketType.REPORT}, HIDDEN)],
    ids=["普通", "保密", "举报"],
)
def test_who_is_shown_what(ticket, add, seen, opened, overrides, expected, by):
    number = ticket(**overrides)
    add(number, PHOTO)
    add(number, PAPER, by=OFFICER)

    assert seen(number, by) == expected[by]
    for ordinal in {1, 2} - set(expected[by]):
        with pytest.raises(NotFound):
            opened(number, ordinal, by)


@pytest.mark.parametrize("by", [STRANGER, ADMIN], ids=["外单位", "管理员"])
def test_others_neither_open_nor_add(ticket, add, opened, by):
    number = ticket()
    add(number, PHOTO)
    with pytest.raises(NotFound):
        opened(number, 1, by)
    with pytest.raises(NotFound):
        add(number, PAPER, by=by)


def test_a_unit_reads_no_sender_in_the_name(ticket, add, opened):
    number = ticket()
    add(number, PHOTO)

    assert opened(number, 1, OFFICER)[0].name == ""
    assert opened(number, 1, AGENT)[0].name == FILE_NAME


def test_a_hidden_photo_has_no_preview_for_the_offices(database, ticket, add, vault):
    number = ticket(confidential=True)
    add(number, PHOTO)
    with database.readers() as session:
        case = store.case(session, number)
        previews = {
            by.role: attachments.listed(session, case, by=by, vault=vault)[0].preview for by in (CITIZEN, AGENT, OFFICE)
        }

    assert [bool(preview) for preview in previews.values()] == [True, False, False]


def test_released_it_is_shown_to_the_unit_with_the_reason_on_record(sessions, ticket, add, seen, at):
    number = ticket(confidential=True)
    add(number, PHOTO)
    for by, reason, refusal in ((OFFICER, "看看", NotAllowed), (AGENT, " ", Invalid)):
        with pytest.raises(refusal), sessions.begin() as session:
            attachments.release(session, number, 1, reason=reason, by=by, at=at)
    assert seen(number, OFFICER) == []
    with sessions.begin() as session:
        attachments.release(session, number, 1, reason="只有路面，联系 13900000001", by=AGENT, at=at)
    with pytest.raises(Invalid, match="已经可以"), sessions.begin() as session:
        attachments.release(session, number, 1, reason="再来", by=AGENT, at=at)

    assert seen(number, OFFICER) == [1]
    with sessions() as session:
        event = store.case(session, number).events[-1]
    assert event.deed == "附件转承办单位"
    assert "只有路面" in event.note
    assert "13900000001" not in event.note


def test_retyped_as_a_report_its_files_are_hidden_again(sessions, ticket, add, seen):
    number = ticket()
    add(number, PHOTO)
    with sessions.begin() as session:
        store.ticket(session, number).kind = TicketType.REPORT

    assert seen(number, OFFICER) == []


def test_the_citizen_sees_the_units_photo_with_the_answer_and_adds_none_after_it(
    ticket, add, seen, sessions, at, calendar
):
    number = ticket()
    add(number, PHOTO)
    add(number, PAPER, by=OFFICER)
    steps = [("签收", {}, OFFICER, at), ("拟复", {"text": "已修好。"}, OFFICER, at), ("审核通过", {}, HEAD, at)]
    walk(sessions, number, steps, calendar=calendar)
    assert seen(number, CITIZEN) == [1]
    walk(sessions, number, [("答复", {}, OFFICE, at)], calendar=calendar)

    assert seen(number, CITIZEN) == [1, 2]
    with pytest.raises(WrongState):
        add(number, PAPER)


def test_the_auditor_only_looks(ticket, add):
    with pytest.raises(NotAllowed):
        add(ticket(), PHOTO, by=AUDITOR)


def test_the_files_of_a_merged_ticket_are_handled_with_the_leading_one(
    sessions, ticket, add, seen, opened, at, calendar
):
    main, number = ticket(), ticket(matter="电梯又坏了")
    add(number, PHOTO)
    walk(sessions, number, [("并入", {"number": main, "reason": "同一部电梯"}, AGENT, at)], calendar=calendar)
    add(number, PAPER)

    assert seen(main, OFFICER) == [1, 2]
    assert opened(number, 2, OFFICER)[1] == PAPER.content
    assert seen(main, CITIZEN) == []
    with pytest.raises(NotFound):
        opened(number, 1, STRANGER)


def test_proofs_that_come_with_a_request_stay_with_its_own_unit(sessions, add, seen, at, calendar, vault):
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number
    add(number, PHOTO)
    helper = Actor("协助经办", Role.OFFICER, "财政局")
    with sessions.begin() as session:
        store.disclosure(session, number).assigned_unit = "财政局"

    assert seen(number, helper) == []
    assert seen(number, CHIEF) == [1]
    assert seen(number, AUDITOR) == []
