"""Pages are told of changes: to cases they may see by number, to others not at all."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager

import httpx
import pytest
import uvicorn

from api import live as live_module
from api.shield import STAFF_COOKIE
from desk import accounts, changes, conversations, handovers
from desk.errors import Changed
from desk.lifecycle import Actor, Role
from tests.api.served import free_port
from tests.builders import ADMIN, AGENT, CLOCK, HEAD, OFFICE, OFFICER, a_routing, filed_ticket, walk

OTHER = Actor("经办乙", Role.OFFICER, "交运局")
PATIENCE_S = 20


@pytest.fixture
def ticket(sessions, at, calendar, vault):
    return filed_ticket(sessions, at=at, calendar=calendar, vault=vault).number


def head(sessions):
    with sessions() as session:
        return changes.head(session)


def told(sessions, by, after):
    with sessions() as session:
        return changes.heard(session, by=by, after=after, until=changes.head(session))


def test_a_change_is_named_to_those_who_see_the_case_and_kept_from_the_others(sessions, ticket, calendar, at):
    before = head(sessions)
    walk(sessions, ticket, [("签收", {}, OFFICER, at)], calendar=calendar)

    for by in (OFFICER, HEAD, OFFICE, AGENT):
        assert told(sessions, by, before) == changes.Heard({ticket}, any=True)
    assert told(sessions, OTHER, before) == changes.Heard(set(), any=False)
    assert told(sessions, ADMIN, before) == changes.Heard(set(), any=True)


def test_a_unit_hears_that_a_case_left_it_but_no_number(sessions, ticket, calendar, at):
    back = {"reason": "不属本单位职责", "basis": "三定方案", "unit": "交运局"}
    walk(sessions, ticket, [("签收", {}, OFFICER, at), ("退回", back, OFFICER, at)], calendar=calendar)
    before = head(sessions)
    walk(sessions, ticket, [("再派", {"unit": "交运局"}, OFFICE, at)], calendar=calendar)

    assert told(sessions, OFFICER, before) == changes.Heard(set(), any=True)
    assert told(sessions, OTHER, before) == changes.Heard({ticket}, any=True)


def test_signing_in_is_no_change_of_a_case(sessions, at):
    before = head(sessions)
    with sessions.begin() as session:
        accounts.add(session, "新账号", "long-enough-word", role=Role.AGENT, unit="", by=ADMIN, at=at)

    assert head(sessions) == before + 1
    assert told(sessions, OFFICE, before) == changes.Heard(set(), any=False)


def test_who_was_away_for_long_looks_at_everything_anew(sessions, ticket, monkeypatch):
    monkeypatch.setattr(changes, "FAR_BEHIND", 0)

    assert told(sessions, OTHER, 0) == changes.Heard((), any=True)


def test_what_somebody_else_did_meanwhile_is_said_before_anything_is_overwritten(sessions, ticket, calendar, at):
    seen = walk(sessions, ticket, [("签收", {}, OFFICER, at)], calendar=calendar).events[-1].sequence
    case = walk(sessions, ticket, [("催办", {}, OFFICE, at), ("提醒", {}, CLOCK, at)], calendar=calendar)

    changes.refuse_if_changed(case, seen, by=OFFICE)
    changes.refuse_if_changed(case, case.events[-1].sequence, by=OFFICER)
    with pytest.raises(Changed, match="督办甲于 10:00 进行了「催办」。您写的内容还在"):
        changes.refuse_if_changed(case, seen, by=OFFICER)


@contextmanager
def served(app):
    """The application on a socket of its own: a stream without end cannot be read in process."""
    port = free_port()
    config = uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    app.state.live.look_s = 0.05
    app.state.stopping = lambda: server.should_exit
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + PATIENCE_S
        while not server.started and time.monotonic() < until:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)
        assert not thread.is_alive(), "a stream kept the server from stopping"


@contextmanager
def listening(address, browser, **headers):
    """Yields an iterator over (event, id, data)."""
    cookies = {STAFF_COOKIE: browser.cookies[STAFF_COOKIE]}
    with (
        httpx.Client(timeout=PATIENCE_S) as client,
        client.stream("GET", f"{address}/live", headers=headers, cookies=cookies) as answer,
    ):
        assert answer.status_code == 200, answer.read()
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield _messages(answer)


def _messages(answer):
    fields = {}
    for line in answer.iter_lines():
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif fields:
            yield fields.get("event", ""), fields.get("id", ""), json.loads(fields.get("data", "{}"))
            fields = {}


def test_a_listener_is_told_of_its_cases_and_never_of_others(app, staff, sessions, ticket, calendar, vault, at):
    mine, foreign = staff(Role.OFFICER), staff(Role.OFFICER, unit="交运局")
    routing = a_routing("交运局")
    with served(app) as address, listening(address, mine) as heard, listening(address, foreign) as other:
        next(heard), next(other)
        walk(sessions, ticket, [("签收", {}, OFFICER, at)], calendar=calendar)
        theirs = filed_ticket(sessions, at=at, calendar=calendar, vault=vault, key="t-2", routing=routing).number
        kind, last, data = next(heard)
        assert (kind, data) == ("changed", {"numbers": [ticket]})
        assert next(other)[::2] == ("changed", {"numbers": [theirs]})
        assert int(last) > 0


def test_after_a_break_the_browser_goes_on_where_it_was(app, staff, sessions, ticket, calendar, at):
    browser = staff(Role.OFFICER)
    before = head(sessions)
    walk(sessions, ticket, [("签收", {}, OFFICER, at)], calendar=calendar)

    with served(app) as address, listening(address, browser, **{"Last-Event-ID": str(before)}) as heard:
        assert next(heard)[1] == str(before)
        assert next(heard)[::2] == ("changed", {"numbers": [ticket]})


def test_agents_hear_of_the_queue_and_units_do_not(app, staff, sessions, at):
    with served(app) as address, listening(address, staff(Role.AGENT)) as heard:
        next(heard)
        with sessions.begin() as session:
            _, conversation = conversations.open_conversation(session, channel="网页", at=at)
            handovers.ask(session, conversation, "要人工", at=at)
        assert next(heard)[::2] == ("queue", {})


def test_whoever_is_signed_out_hears_no_more(app, staff, monkeypatch):
    monkeypatch.setattr(live_module, "HEARTBEAT_S", 0.1)
    browser = staff(Role.OFFICER)
    with served(app) as address, listening(address, browser) as heard:
        next(heard)
        browser.post("/sign-out")
        assert [kind for kind, _, _ in heard] == ["gone"]


def test_a_person_holds_only_so_many_connections(app, staff, monkeypatch):
    monkeypatch.setattr(live_module, "MOST", 1)
    browser = staff(Role.OFFICER)
    cookies = {STAFF_COOKIE: browser.cookies[STAFF_COOKIE]}
    with served(app) as address, listening(address, browser) as heard:
        next(heard)
        refused = httpx.get(f"{address}/live", cookies=cookies)

    assert (refused.status_code, "retry-after" in refused.headers) == (429, True)


def test_citizens_hear_nothing(client):
    assert client.get("/live").status_code == 401
