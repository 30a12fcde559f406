"""Files sent before the case is filed: sealed while they wait, the case's own afterwards, gone when nothing comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from desk import attachments, conversations, draft_files, draft_store, store, talk_tables, uploads
from desk.drafts import Draft, DraftKind
from desk.errors import Invalid, NotFound
from desk.facts import Facts
from tests.builders import CITIZEN, PHONE, a_routing
from tests.files import FILE_NAME, PDF, photo

PHOTO = uploads.checked(FILE_NAME, photo())
PAPER = uploads.checked("收据.pdf", PDF)
FULL = Facts(matter="电梯坏了", place="阳光花园", phone=PHONE, name="陈某某")


@pytest.fixture
def talk(sessions, at):
    with sessions.begin() as session:
        return conversations.open_conversation(session, channel="网页", at=at)[1].id


def add(sessions, talk, *files, at, vault):
    with sessions.begin() as session:
        return draft_files.add(session, talk, files, at=at, vault=vault)


def waiting(sessions, talk, vault):
    with sessions() as session:
        return [(each.name, each.media) for each in draft_files.listed(session, talk, vault)]


def test_what_waits_is_sealed_and_listed_in_order(sessions, talk, at, vault):
    add(sessions, talk, PHOTO, PAPER, PHOTO, at=at, vault=vault)
    with sessions() as session:
        rows = session.execute(select(talk_tables.draft_files)).all()

    assert waiting(sessions, talk, vault) == [(FILE_NAME, "image/jpeg"), ("收据.pdf", "application/pdf")]
    assert all(FILE_NAME not in row.name and PHOTO.content not in row.content for row in rows)


def test_filing_makes_them_attachments(sessions, talk, at, calendar, vault):
    add(sessions, talk, PHOTO, PAPER, at=at, vault=vault)
    draft = Draft(DraftKind.TICKET)
    draft.fill(FULL)
    with sessions.begin() as session:
        draft_store.put(session, talk, draft, at=at, vault=vault)
    with sessions.begin() as session:
        filed = draft_store.file(
            session, talk, routing=a_routing(), channel="网页", at=at, calendar=calendar, vault=vault
        )
    with sessions() as session:
        case = store.case(session, filed.number)
        kept = attachments.listed(session, case, by=CITIZEN, vault=vault)
        _, content = attachments.read(session, filed.number, 2, by=CITIZEN, vault=vault)

    assert [each.name for each in kept] == [FILE_NAME, "收据.pdf"]
    assert kept[0].preview
    assert content == PAPER.content
    assert waiting(sessions, talk, vault) == []


def test_one_is_removed_by_its_own_conversation_only(sessions, talk, at, vault):
    (photo_, _) = add(sessions, talk, PHOTO, PAPER, at=at, vault=vault)
    with sessions.begin() as session:
        _, other = conversations.open_conversation(session, channel="网页", at=at)
        with pytest.raises(NotFound):
            draft_files.remove(session, other.id, photo_.id)
        draft_files.remove(session, talk, photo_.id)

    assert waiting(sessions, talk, vault) == [("收据.pdf", "application/pdf")]


def test_no_more_than_a_case_may_have_and_then_none_of_them(sessions, talk, at, vault):
    many = [uploads.checked(f"{n}.png", photo((n, 0, 0), kind="PNG")) for n in range(attachments.MOST_FILES + 1)]
    add(sessions, talk, many[0], at=at, vault=vault)
    with pytest.raises(Invalid, match="最多 9 个"):
        add(sessions, talk, *many[1:], at=at, vault=vault)

    assert len(waiting(sessions, talk, vault)) == 1


def test_after_seven_days_without_a_filing_they_are_gone(sessions, talk, at, vault):
    add(sessions, talk, PHOTO, at=at, vault=vault)
    add(sessions, talk, PAPER, at=at + timedelta(days=1), vault=vault)
    with sessions.begin() as session:
        assert draft_files.expire(session, at=at + timedelta(days=7)) == 0
        assert draft_files.expire(session, at=at + timedelta(days=7, minutes=1)) == 1

    assert waiting(sessions, talk, vault) == [("收据.pdf", "application/pdf")]
