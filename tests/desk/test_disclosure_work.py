"""Names of those asked are sealed beside the log; a complaint in a request's clothes becomes a ticket."""

import pytest

from desk import disclosure_work, identities, store
from desk.case import Details
from desk.errors import Invalid
from desk.events import Event
from tests.builders import CLERK, PHONE, a_routing, filed_disclosure, moment

AT = moment("2026-11-20 五 10:00")
PARTY, WORDS = "旌德县某建材有限公司", "含客户名单"


@pytest.fixture
def number(sessions, calendar, vault):
    filed = filed_disclosure(sessions, at=AT, calendar=calendar, vault=vault)
    _do(sessions, filed.number, "受理", calendar, vault)
    return filed.number


def _do(sessions, number, deed, calendar, vault, **details):
    with sessions.begin() as session:
        return disclosure_work.perform(
            session, number, deed, Details(**details), by=CLERK, at=AT, calendar=calendar, vault=vault
        )


def test_who_was_asked_and_what_they_said_is_sealed_and_not_in_the_log(sessions, number, calendar, vault):
    _do(sessions, number, "征求第三方意见", calendar, vault, party=PARTY, text="合同价款可否公开")
    _do(sessions, number, "收到第三方意见", calendar, vault, consent="不同意公开", text=WORDS)

    with sessions.begin() as session:
        assert identities.parties(session, number, vault=vault) == {"party_1": PARTY, "opinion_1": WORDS}
        assert not {"party_1", "opinion_1"} & identities.get(session, number, vault=vault).keys()
        log = " ".join(f"{event.note}{event.facts}" for event in session.query(Event))
    assert PARTY not in log
    assert WORDS not in log


def _to_ticket(sessions, number, calendar, vault, **details):
    with sessions.begin() as session:
        return disclosure_work.to_ticket(
            session,
            number,
            Details(**{"text": "小区物业乱收费", "told": True, **details}),
            routing=a_routing(),
            by=CLERK,
            at=AT,
            calendar=calendar,
            vault=vault,
        )


def test_a_complaint_goes_on_as_a_ticket_once(sessions, number, calendar, vault):
    first = _to_ticket(sessions, number, calendar, vault)
    again = _to_ticket(sessions, number, calendar, vault)

    assert again == first
    with sessions.begin() as session:
        ticket, request = store.ticket(session, first.number), store.disclosure(session, number)
        assert (ticket.channel, ticket.matter) == ("依申请公开转办", "小区物业乱收费")
        assert identities.get(session, first.number, vault=vault)["phone"] == PHONE
        assert (request.state, request.events[-1].facts) == ("办理中", {"ticket": first.number})


def test_without_the_applicants_consent_nothing_is_filed(sessions, number, calendar, vault):
    with pytest.raises(Invalid, match="申请人同意"):
        _to_ticket(sessions, number, calendar, vault, told=False)

    with sessions.begin() as session:
        assert store.tickets(session) == []
