"""Earlier tickets on the same matter: near in meaning, and only those the asker may see."""

import numpy as np
import pytest

from api.similar import Matters
from desk.lifecycle import Role
from retrieval.encode import DEFAULT_ENCODER, Encoder
from tests.builders import AGENT, PHONE, a_routing, filed_disclosure, filed_ticket, walk

DRY = "村里灌溉水渠堵塞，田里灌不上水"
DRY_TOO = "水渠淤塞，稻田没水"
NOISE = "工地夜里十二点还在施工，噪音很大"
ASKED = "水渠堵了，田里没水"


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load(str(DEFAULT_ENCODER))


@pytest.fixture
def file(database, vault, calendar, at):
    """File a ticket on *matter*; gives its number."""

    def filed(matter, **more):
        key = more.pop("key", matter)
        return filed_ticket(
            database.sessions, at=at, calendar=calendar, vault=vault, key=key, matter=matter, **more
        ).number

    return filed


@pytest.fixture
def ask(staff, parts, encoder):
    """Ask as a role; gives the tickets."""
    parts.searcher.encoder = encoder

    def asked(role=Role.AGENT, words=ASKED, **more):
        reply = staff(role, **more).get("/api/v1/similar", params={"q": words})
        assert reply.status_code == 200, reply.text
        return reply.json()["tickets"]

    return asked


def test_what_is_near_in_meaning_is_found_nearest_first(ask, file):
    file(NOISE)
    near = [file(DRY), file(DRY_TOO)]
    found = ask()

    assert [each["number"] for each in found] == sorted(
        near, key=lambda number: -{e["number"]: e["score"] for e in found}[number]
    )
    assert found[0]["score"] >= found[1]["score"]
    assert set(found[0]) == {"number", "type", "unit", "state", "received", "matter", "reply", "url", "score"}


def test_the_matter_is_masked(ask, file):
    file(f"{DRY}，我电话{PHONE}")

    assert PHONE not in ask()[0]["matter"]


def test_a_confidential_ticket_is_shown_to_nobody(ask, file):
    file(DRY, confidential=True)

    assert ask() == []
    assert ask(Role.OFFICE) == []


def test_a_unit_sees_its_own_tickets_only(ask, file):
    own = file(DRY, routing=a_routing("农业农村水利局"))
    file(DRY_TOO)

    assert [each["number"] for each in ask(Role.OFFICER, unit="农业农村水利局")] == [own]


def test_who_sees_no_case_sees_none_here(ask, file):
    file(DRY)

    assert ask(Role.ADMIN) == []


def test_the_public_is_turned_away(client, file):
    file(DRY)

    assert client.get("/api/v1/similar", params={"q": ASKED}).status_code == 401


def test_a_reply_is_shown_once_it_was_given(ask, file, database, calendar, at):
    number = file(DRY, routing=a_routing(sure=False))
    reply = "水渠已于今日疏通，田里可以正常放水。"
    before = ask()[0]["reply"]
    walk(database.sessions, number, [("直接答复", {"text": reply}, AGENT, at)], calendar=calendar)

    assert before == ""
    assert ask(Role.OFFICE)[0]["reply"] == reply


class Counting:
    def __init__(self, encoder):
        self._encoder, self.fingerprint, self.dim, self.encoded = encoder, encoder.fingerprint, encoder.dim, []

    def encode(self, texts):
        self.encoded += texts
        return self._encoder.encode(texts)


def test_only_what_was_filed_meanwhile_is_encoded(file, database, encoder, vault, calendar, at):
    matters, counting = Matters(), Counting(encoder)
    first = file(DRY)
    with database.readers() as session:
        matters.nearest(session, counting, ASKED)
    filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)
    second = file(DRY_TOO)
    with database.readers() as session:
        found = matters.nearest(session, counting, ASKED)

    assert counting.encoded == [DRY, ASKED, DRY_TOO, ASKED]
    assert {number for number, _ in found} == {first, second}


def test_another_model_encodes_everything_anew(file, database, encoder):
    matters, other = Matters(), Counting(encoder)
    other.fingerprint = "another"
    number = file(DRY)
    with database.readers() as session:
        matters.nearest(session, encoder, ASKED)
        found = matters.nearest(session, other, ASKED)

    assert other.encoded == [DRY, ASKED]
    assert [each for each, _ in found] == [number]


def test_nearness_is_the_cosine(file, database, encoder):
    file(DRY)
    with database.readers() as session:
        ((_, cosine),) = Matters().nearest(session, encoder, ASKED)

    np.testing.assert_allclose(cosine, float(np.dot(*encoder.encode([DRY, ASKED]))), atol=1e-6)
