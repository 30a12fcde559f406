"""/office: every figure opens its cases, decisions are made there, and each role sees what it may."""

import re
from datetime import timedelta
from html import unescape

import pytest

from desk import outbox, store
from desk.case import Details
from desk.case_records import Notice
from desk.casework import perform
from desk.lifecycle import Role
from retrieval.encode import DEFAULT_ENCODER, Encoder
from tests.builders import CITIZEN, HEAD, OFFICE, OFFICER, a_routing, filed_ticket

HTML = {"accept": "text/html"}
HOUR = timedelta(hours=1)
LAMPS = tuple(f"{place}的路灯坏了好几天，晚上走路看不见" for place in ("和平路", "解放街", "北门桥"))
ASKED = {"days": 2, "reason": "等配件", "basis": "《流程》四", "told": True}


@pytest.fixture(autouse=True)
def encoder(parts):
    parts.searcher.encoder = Encoder.load(str(DEFAULT_ENCODER))


@pytest.fixture
def file(database, vault, calendar, at):
    def filed(*deeds, **given):
        """File a ticket, then do (deed, details, actor), an hour apart; gives its number."""
        key = given.pop("key", given.get("matter", "电梯"))
        number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, key=key, **given).number
        for hours, (deed, details, by) in enumerate(deeds, 1):
            with database.sessions.begin() as session:
                perform(session, number, deed, Details(**details), by=by, at=at + hours * HOUR, calendar=calendar)
        return number

    return filed


SIGN = ("签收", {}, OFFICER)
ASK = ("申请延期", ASKED, OFFICER)
ANSWER = [
    SIGN,
    ("拟复", {"text": "已修好。", "told": True, "manner": "电话", "basis": "《流程》三"}, OFFICER),
    ("审核通过", {}, HEAD),
    ("答复", {}, OFFICE),
]


@pytest.fixture
def office(file, staff):
    """The page over cases of every sort, and a browser to open its links."""
    file(*ANSWER, ("评价", {"rating": "满意"}, CITIZEN))
    file(SIGN, ASK, key="延期")
    file(SIGN, ("退回", {"reason": "无此职责", "basis": "三定方案", "unit": "民政局"}, OFFICER), key="退回")
    file(SIGN, ("催办", {"text": "请快些"}, CITIZEN), key="催办", channel="微信")
    file(key="未转", matter="拖欠工资三个月", routing=a_routing("民政局", town="", type="求助", sure=False))
    file(key="保密", matter=LAMPS[0], confidential=True)
    for matter in LAMPS:
        file(matter=matter)
    browser = staff(Role.OFFICE)
    browser.get("/office/topics", headers=HTML)  # as the page itself does once it is there
    return browser, unescape(browser.get("/office", headers=HTML).text)


def counts(page):
    """(link, number) of every figure of the page."""
    heads = re.findall(r'<a (?:class="heap__head" )?href="(/office/cases[^"]*)"><b>(\d+)</b>', page)
    return [*heads, *re.findall(r'<a href="(/office/cases[^"]*)">(\d+)</a>', page)]


def test_every_figure_opens_exactly_its_cases(office):
    browser, page = office
    links = counts(page)
    axes = ("unit=", "town=", "kind=", "channel=", "week=", "returned_by=", "watch=", "topic=", "what=extensions")

    assert all(any(axis in link for link, _ in links) for axis in axes)
    for link, count in links:
        listed = browser.get(link, headers=HTML)
        assert (listed.status_code, listed.text.count("data-row>")) == (200, int(count)), link


def test_the_ranking_names_numerator_and_denominator(office):
    _, page = office
    row = re.search(r'<th scope="row">住建局.*?</tr>', page, re.S).group()

    assert "件数少" in row
    assert re.sub(r"<[^>]+>|\s+", " ", row).split() == [
        *("住建局", "件数少", "8", "100%", "1", "/", "1", "100%", "1", "/", "1"),
        *("0.0", "1", "件", "0", "1", "1"),
    ]


def test_like_matters_are_one_topic_without_the_confidential_one(office):
    browser, page = office
    topics = re.search(r'<ol class="topics">(.*?)</ol>', page, re.S).group(1).split("<li>")
    [lamps] = [topic for topic in topics if "路灯" in topic]
    link, count = re.search(r'href="([^"]*topic=[^"]*)">(\d+)<', lamps).groups()

    assert count == "3"
    assert [matter for matter in LAMPS if matter in browser.get(link, headers=HTML).text] == list(LAMPS)


def test_an_old_link_to_a_topic_says_what_to_do(office):
    browser, _ = office
    reply = browser.get("/office/cases?topic=JD-20200101-000011", headers=HTML)

    assert reply.status_code == 422
    assert "请回到督办台再打开" in reply.text


def test_pictures_say_in_words_what_they_show(office):
    _, page = office
    said = re.search(r'role="img" aria-label="([^"]*)"', page).group(1)

    assert "11月16日起的一周收到 9 件，已答复 1 件，按时答复率 100%" in said


def test_an_extension_is_granted_on_the_page(office, database):
    browser, page = office
    number = re.search(r'action="/office/extensions/([^"]+)"', page).group(1)
    reply = browser.post(f"/office/extensions/{number}", data={"deed": "同意延期"}, headers=HTML)

    assert (reply.status_code, reply.headers["location"]) == (303, "/office")
    assert "/office/extensions/" not in browser.get("/office", headers=HTML).text
    with database.readers() as session:
        assert store.ticket(session, number).extension == 2


@pytest.mark.parametrize(
    "typed,said",
    [({"deed": "不同意延期"}, "不同意的理由：必须填写"), ({"deed": "撤回"}, "意见：应为")],
    ids=["没有理由", "别的动作"],
)
def test_a_refused_decision_changes_nothing_and_says_why(office, database, typed, said):
    browser, page = office
    number = re.search(r'action="/office/extensions/([^"]+)"', page).group(1)
    reply = browser.post(f"/office/extensions/{number}", data=typed, headers=HTML)

    assert reply.status_code == 422
    assert said in reply.text
    with database.readers() as session:
        assert store.ticket(session, number).events[-1].deed == "申请延期"


def test_the_auditor_reads_and_decides_nothing(office, staff):
    _, page = office
    number = re.search(r'action="/office/extensions/([^"]+)"', page).group(1)
    auditor = staff(Role.AUDITOR)
    seen = unescape(auditor.get("/office", headers=HTML).text)

    assert "等配件" in seen
    assert "/office/extensions/" not in seen
    assert "路灯" in seen
    assert auditor.post(f"/office/extensions/{number}", data={"deed": "同意延期"}, headers=HTML).status_code == 403


def test_the_administrator_sees_sizes_and_no_content(office, staff):
    administrator = staff(Role.ADMIN)
    seen = unescape(administrator.get("/office", headers=HTML).text)

    assert "延期待批" in seen
    assert "/office/cases" not in seen
    assert not any(words in seen for words in ("路灯", "等配件", "拖欠工资三个月", "电梯"))
    assert administrator.get("/office/cases?what=extensions", headers=HTML).status_code == 403


def test_the_page_is_there_before_the_encoder_is(staff, file, parts):
    file()
    parts.searcher = None
    browser = staff(Role.OFFICE)

    assert browser.get("/office", headers=HTML).status_code == 200
    assert "正在加载" in browser.get("/office/topics", headers=HTML).text


def test_a_long_list_comes_in_pages(staff, file, monkeypatch):
    monkeypatch.setattr("api.office_pages.AT_ONCE", 2)
    numbers = [file(key=f"{n}") for n in range(3)]
    browser = staff(Role.OFFICE)
    first, second = (browser.get(f"/office/cases?page={page}", headers=HTML).text for page in (1, 2))

    assert [number for number in numbers if number in first] + [
        number for number in numbers if number in second
    ] == numbers
    assert "3 件" in first
    assert 'aria-current="page">第 2 页' in second


@pytest.mark.parametrize("query", ["what=none", "watch=无", "week=x", "kind=无", "page=0"])
def test_what_cannot_be_listed_is_refused(staff, query):
    assert staff(Role.OFFICE).get(f"/office/cases?{query}", headers=HTML).status_code == 422


def test_the_topics_come_after_the_page_and_are_kept_for_the_next(file, staff):
    for matter in LAMPS:
        file(matter=matter)
    browser = staff(Role.OFFICE)
    first = browser.get("/office", headers=HTML).text
    browser.get("/office/topics", headers=HTML)
    second = browser.get("/office", headers=HTML).text

    assert 'data-later="/office/topics?year=2026&amp;quarter=4"' in first
    assert '<ol class="topics">' not in first
    assert '<ol class="topics">' in second


@pytest.fixture
def unsent(database, file, at):
    """A webhook that did not answer until it was given up."""
    number = file()
    with database.sessions.begin() as session:
        session.add(Notice(1, number, "webhook", "住建局", "有新的转办件", at, None, 8, None, "对方没有应答"))
    return number


def test_what_was_not_delivered_is_listed_with_its_reason_and_sent_again(staff, unsent, database):
    browser = staff(Role.OFFICE)
    page = browser.get("/office", headers=HTML).text
    again = browser.post("/office/notices/retry", headers=HTML)
    with database.readers() as session:
        counts = outbox.counts(session)

    assert all(words in page for words in ("1 条已放弃", "对方没有应答", "试过 8 次", f"/desk/cases/{unsent}"))
    assert again.headers["location"] == "/office#unsent"
    assert (counts.waiting, counts.given_up) == (1, 0)


def test_only_the_office_and_the_administrator_send_again(staff, unsent, database):
    refused = staff(Role.AUDITOR).post("/office/notices/retry", headers=HTML)
    page = staff(Role.ADMIN).get("/office", headers=HTML).text
    with database.readers() as session:
        counts = outbox.counts(session)

    assert refused.status_code == 403
    assert counts.given_up == 1
    assert "对方没有应答" in page
    assert "/desk/cases/" not in page
