"""Taking a matter down: channels, lawful paths, duplicates; by API, console and the page of a case."""

import re
from html import unescape

import pytest

from benchmarks import duplicates as labelled
from desk import identities, store
from desk.duplicates import LIKELY, likeness
from desk.lifecycle import Role
from desk.ticket_table import State
from retrieval.encode import DEFAULT_ENCODER, Encoder
from tests.builders import a_routing, filed_ticket

COURT = "我不服县法院的判决，请你们改过来"
DRY = {"matter": "村里灌溉水渠堵塞，田里灌不上水", "place": "庙首镇东山村"}
DRY_TOO = {"matter": "水渠淤塞，稻田没水", "place": "庙首镇东山村", "phone": "13900000002"}
LIFT = {"matter": "小区电梯坏了半个月没人修", "place": "旌阳镇阳光花园"}


@pytest.fixture(scope="module")
def encoder():
    return Encoder.load(str(DEFAULT_ENCODER))


@pytest.fixture(autouse=True)
def known_words(parts, encoder):
    parts.searcher.encoder = encoder


@pytest.fixture
def file(database, vault, calendar, at):
    """File another citizen's ticket; gives its number."""

    def filed(matter=DRY["matter"], place=DRY["place"], *, phone="13900000001", hour=8, **more):
        routing = a_routing(more.pop("unit", "住建局"), town="庙首镇")
        person = {"name": "陈某", "phone": phone} if phone else {}
        moment = at.replace(hour=hour)
        receipt = filed_ticket(
            database.sessions, at=moment, calendar=calendar, vault=vault, key=f"{matter}|{phone}|{hour}",
            routing=routing, matter=matter, place=place, person=person, **more,
        )  # fmt: skip
        return receipt.number

    return filed


def read(database, number):
    with database.readers() as session:
        ticket = store.ticket(session, number)
        return ticket, list(ticket.events)


def post(browser, **fields):
    return browser.post("/api/v1/tickets", json={**LIFT, "phone": "13900000005", **fields})


def take(browser, **fields):
    return browser.post("/agent/tickets", data={"key": "k-1", **LIFT, "phone": "13900000005", **fields})


def look(browser, **fields):
    return browser.post("/agent/looks", data=fields).text


def numbers(proposals):
    return [each["number"] for each in proposals]


# ---- lawful paths -------------------------------------------------------------------------------------------------


def test_a_lawful_path_is_told_first_and_filed_when_insisted_on(client, database):
    refused = post(client, matter=COURT)
    filed = post(client, matter=COURT, insist=True)

    assert refused.status_code == 409
    assert refused.json()["error"]["code"] == "excluded"
    assert "上诉" in refused.json()["error"]["message"]
    assert filed.status_code == 201
    _, events = read(database, filed.json()["number"])
    assert "已告知法定途径（诉讼），诉求人仍要提交" in events[0].note
    assert events[0].facts["path"] == "诉讼"


def test_the_console_tells_the_path_and_keeps_what_was_typed(staff, database):
    agent = staff(Role.AGENT)
    refused = take(agent, matter=COURT)
    with database.readers() as session:
        before = store.tickets(session)
    filed = take(agent, matter=COURT, insist="true")

    assert (refused.status_code, before) == (409, [])
    assert COURT in refused.text
    assert 'name="insist"' in refused.text
    assert "国办函〔2025〕66号" in refused.text
    assert "已登记" in filed.text


def test_the_path_is_shown_while_typing(staff):
    agent = staff(Role.AGENT)

    assert "诉讼" in look(agent, matter=COURT)
    assert look(agent, **LIFT).strip() == ""


# ---- channels ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("given", [{"channel": "电话"}, {"channel": "市长信箱", "upstream": "SZ-1"}], ids=str)
def test_a_citizen_claims_no_channel_of_the_staff(client, given):
    assert post(client, **given).status_code == 403


def test_a_letter_keeps_the_moment_it_arrived(staff, database):
    reply = post(staff(Role.AGENT), channel="来信来访", received="2026-11-18T15:20:00")
    ticket, _ = read(database, reply.json()["number"])

    assert (ticket.channel, ticket.received.isoformat()) == ("来信来访", "2026-11-18T15:20:00+08:00")


def test_a_moment_to_come_is_refused_and_nothing_filed(staff, database):
    reply = post(staff(Role.AGENT), channel="来信来访", received="2026-11-21T15:20:00")

    assert reply.status_code == 422
    assert "不能晚于现在" in reply.json()["error"]["message"]
    with database.readers() as session:
        assert store.tickets(session) == []


def test_the_number_of_another_platform_is_filed_once(staff):
    agent = staff(Role.AGENT)
    passed_on = {"channel": "市长信箱", "upstream": "SZ-7", "received": "2026-11-19T09:00:00"}
    first, again = post(agent, **passed_on).json(), post(agent, **passed_on).json()
    changed = post(agent, **passed_on, wanted="尽快修好")
    typed = take(agent, **{**passed_on, "received": "2026-11-19T09:00"}, wanted="尽快修好")

    assert first["number"] == again["number"]
    assert changed.status_code == typed.status_code == 422
    assert f"市长信箱 SZ-7 已登记为 {first['number']}" in changed.json()["error"]["message"]
    assert first["number"] in typed.text


def test_the_console_files_by_the_chosen_channel(staff, database):
    agent = staff(Role.AGENT)
    take(agent, channel="省长热线", upstream="SZRX-1", received="2026-11-19T16:30", publishable="true")
    with database.readers() as session:
        (ticket,) = store.tickets(session)

    assert (ticket.channel, ticket.upstream, ticket.publishable) == ("省长热线", "SZRX-1", True)
    assert ticket.received.isoformat() == "2026-11-19T16:30:00+08:00"


def test_to_stay_hidden_and_to_be_published_exclude_each_other(client):
    reply = post(client, confidential=True, publishable=True)

    assert reply.status_code == 422
    assert "公开意愿" in reply.json()["error"]["message"]


# ---- duplicates and repeats ----------------------------------------------------------------------------------------


def test_the_same_matter_by_others_is_proposed_while_typing(staff, file):
    number, elsewhere = file(), file(LIFT["matter"], LIFT["place"], phone="13900000003")
    text = look(staff(Role.AGENT), **DRY_TOO)

    assert f'name="merge" value="{number}"' in text
    assert elsewhere not in text


def test_a_call_is_merged_when_it_is_taken_down(staff, file, database):
    number = file()
    page = take(staff(Role.AGENT), **DRY_TOO, merge=number).text
    with database.readers() as session:
        (merged,) = store.tickets(session, states=[State.MERGED])
        main = store.ticket(session, number)
        came = [event for event in main.events if event.deed == "并来"]

    assert merged.merged_into == number
    assert [event.facts["number"] for event in came] == [merged.number]
    assert f"同一件事已经有人反映（{number}）" in page


def test_a_call_cannot_be_merged_and_answered_at_once(staff, file, database):
    number = file()
    reply = "渠道已于今天清淤，恢复供水。住建局"
    refused = take(staff(Role.AGENT), **DRY_TOO, merge=number, reply=reply)

    assert refused.status_code == 422
    with database.readers() as session:
        assert [ticket.number for ticket in store.tickets(session)] == [number]


def test_the_same_citizen_again_is_proposed_by_telephone(staff, file):
    mine = file(phone="13900000002")
    text = look(staff(Role.AGENT), **DRY_TOO)

    assert f'name="repeat_of" value="{mine}"' in text
    assert 'name="merge"' not in text


def test_a_repeat_is_linked_and_the_handler_sees_it(staff, file, database):
    mine = file(phone="13900000002")
    agent = staff(Role.AGENT)
    take(agent, **DRY_TOO, repeat_of=mine, unit="住建局")
    with database.readers() as session:
        again = next(ticket for ticket in store.tickets(session) if ticket.number != mine)
    shown = staff(Role.OFFICER).get(f"/desk/cases/{again.number}").text

    assert again.repeat_of == mine
    assert f"/desk/cases/{mine}" in shown


def test_duplicates_of_a_filed_ticket_are_listed(staff, file):
    number = file()
    other = file(DRY_TOO["matter"], phone="13900000002", hour=9)
    again = file("水渠还是堵着，田里没有水", phone="13900000002", hour=10)
    found = staff(Role.AGENT).get(f"/api/v1/tickets/{again}/duplicates").json()

    assert numbers(found["same_matter"]) == [number]
    assert numbers(found["repeats"]) == [other]


def test_a_unit_is_proposed_nothing_hidden_and_nothing_of_other_units(staff, file):
    number = file(hour=10)
    mine = file(DRY_TOO["matter"], phone="13900000002")
    foreign = file("水渠堵了，田里没水", phone="13900000003", unit="公安局")
    hidden = file("灌溉的水渠堵了，稻田没水", phone="13900000001", confidential=True)
    officer, agent = staff(Role.OFFICER), staff(Role.AGENT)
    seen = officer.get(f"/api/v1/tickets/{number}/duplicates")
    page = officer.get(f"/desk/cases/{number}/duplicates").text
    all_of_it = agent.get(f"/api/v1/tickets/{number}/duplicates").json()

    assert numbers(seen.json()["same_matter"]) == [mine]
    assert seen.json()["repeats"] == []
    assert foreign not in page + seen.text
    assert hidden not in page + seen.text
    assert "并入这一件" not in page
    assert {foreign, mine} <= set(numbers(all_of_it["same_matter"]))
    assert numbers(all_of_it["repeats"]) == [hidden]


def test_a_unit_learns_nothing_through_a_hidden_ticket_of_its_own(staff, file):
    file()
    hidden = file(DRY_TOO["matter"], phone="13900000001", hour=10, confidential=True)
    found = staff(Role.OFFICER).get(f"/api/v1/tickets/{hidden}/duplicates").json()

    assert found["same_matter"] == found["repeats"] == []


def test_another_unit_may_not_ask(staff, file):
    assert staff(Role.OFFICER, unit="公安局").get(f"/api/v1/tickets/{file()}/duplicates").status_code == 404


@pytest.mark.parametrize("decision,state", [("并入", "已并入"), ("不是同一件事", "待签收"), ("重复反映", "待签收")])
def test_a_decision_on_the_page_is_kept_and_not_asked_again(staff, file, database, decision, state):
    earlier, later = file(), file(DRY_TOO["matter"], phone="13900000002", hour=9)
    office = staff(Role.OFFICE)
    before = office.get(f"/desk/cases/{later}/duplicates", params={"part": True}).text
    done = office.post(f"/desk/cases/{later}/duplicates", data={"other": earlier, "decision": decision})
    after = office.get(f"/desk/cases/{later}/duplicates").text
    ticket, events = read(database, later)

    assert earlier in before
    assert done.status_code == 303
    assert ticket.state.value == state
    assert events[-1].deed == decision
    assert earlier not in after


def test_a_refused_decision_says_why(staff, file):
    earlier, later = file(), file(DRY_TOO["matter"], phone="13900000002", hour=9)
    reply = staff(Role.OFFICE).post(f"/desk/cases/{earlier}/duplicates", data={"other": later, "decision": "重复反映"})

    assert reply.status_code == 422
    assert "收到得更晚" in unescape(re.search(r'role="alert"><p>(.*?)</p>', reply.text, re.S)[1])


def test_an_earlier_number_of_somebody_else_is_refused(client, file):
    number = file(phone="13900000001")

    assert post(client, repeat_of=number).status_code == 422
    assert post(client, repeat_of=number, phone="139 0000 0001").status_code == 201


def test_telephones_are_kept_in_one_spelling(client, database, vault):
    number = post(client, phone="139 0000-0005").json()["number"]
    with database.readers() as session:
        assert identities.cases_of(session, phone="13900000005", vault=vault) == [number]


def test_most_pairs_about_the_same_thing_are_proposed(encoder):
    samples = labelled.samples()
    where, vectors = labelled.places(samples), encoder.encode([sample.matter for sample in samples])
    proposed = {sort: [] for sort in (labelled.SAME, labelled.HARD, labelled.ACROSS)}
    for pair in labelled.pairs(samples):
        cosine = float(vectors[pair.one] @ vectors[pair.other])
        proposed[pair.sort].append(likeness(cosine, where[pair.one], where[pair.other], days=20) >= LIKELY)
    shares = {sort: sum(found) / len(found) for sort, found in proposed.items()}

    assert shares[labelled.SAME] > 0.75
    assert shares[labelled.HARD] < 0.3
    assert shares[labelled.ACROSS] < 0.001
