"""/track without scripts: what each deed says afterwards, what is asked once more, what another citizen never shows."""

from __future__ import annotations

import re

import pytest

from tests.builders import AGENT, HEAD, OFFICE, OFFICER, filed_disclosure, filed_ticket, moment, walk

HTML = {"accept": "text/html"}
FRIDAY = moment("2026-11-20 五 10:00")
REPLY = {"text": "电梯已修好并验收。", "told": True, "manner": "电话"}
ANSWERED = [
    ("签收", {}, OFFICER, FRIDAY),
    ("拟复", REPLY, OFFICER, FRIDAY),
    ("审核通过", {}, HEAD, FRIDAY),
    ("答复", {}, OFFICE, FRIDAY),
]


@pytest.fixture
def file(database, calendar, vault):
    """File a ticket of another citizen each time; returns its receipt."""
    count = iter(range(100))

    def filed(**overrides):
        key = f"t-{next(count)}"
        return filed_ticket(database.sessions, at=FRIDAY, calendar=calendar, vault=vault, key=key, **overrides)

    return filed


@pytest.fixture
def go(database, calendar):
    """Do steps on the case of a receipt."""

    def on(receipt, *steps):
        return walk(database.sessions, receipt.number, steps, calendar=calendar)

    return on


def track(client, receipt, **more):
    return client.post("/track", data={"number": receipt.number, "secret": receipt.secret, **more}, headers=HTML)


def status(reply):
    """What the page says was done."""
    found = re.search(r'role="status"><p>(?:<svg.*?</svg>)?(.*?)</p>', reply.text, re.DOTALL)
    return found[1].strip() if found else ""


def state(reply):
    return re.search(r'class="state__word">(.*?)<', reply.text)[1]


def test_urging_says_what_it_did_and_the_second_of_a_day_that_it_is_folded(client, file):
    receipt = file()
    first, second = track(client, receipt, deed="催办"), track(client, receipt, deed="催办", text="还没人来")

    assert status(first) == "已催办，已提醒住建局抓紧办理，并记入办理过程。答复期限仍是11月25日（周三）17:30前。"
    assert "今天已经催办过" in status(second)
    assert "还没人来" in second.text


def test_withdrawing_is_asked_once_more_with_the_words_kept(client, file):
    receipt = file()
    asked = track(client, receipt, deed="撤回", reason="已经修好了")
    kept = track(client, receipt)
    done = track(client, receipt, deed="撤回", reason="已经修好了", agreed="true")

    assert "确定撤回" in asked.text
    assert 'value="已经修好了"' in asked.text
    assert state(asked) == state(kept) == "待签收"
    assert (state(done), status(done)) == ("已撤回", "已撤回，本件不再办理。以后需要时可以重新提交。")


def test_dissatisfied_is_done_again_once_and_then_goes_to_the_county_office(client, file, go):
    receipt = file()
    go(receipt, *ANSWERED)
    first = track(client, receipt, deed="评价", rating="不满意", text="又坏了")
    go(receipt, *ANSWERED[1:])
    second = track(client, receipt, deed="评价", rating="非常不满意")

    assert "已退回住建局重新办理一次，最晚11月25日（周三）17:30前答复" in status(first)
    assert state(first) == "办理中"
    assert "将由县政府办核查后办结" in status(second)


def test_satisfied_is_thanked(client, file, go):
    receipt = file()
    go(receipt, *ANSWERED)

    assert status(track(client, receipt, deed="评价", rating="满意")) == "感谢您的评价：满意。"


def test_a_refused_form_keeps_its_words_and_stays_open(client, file, go):
    receipt = file()
    go(receipt, *ANSWERED)
    refused = track(client, receipt, deed="评价", text="想说的话在这里")

    assert refused.status_code == 422
    assert "想说的话在这里" in refused.text
    assert re.search(r'data-deed="评价" open', refused.text)


def test_an_extension_is_told_with_its_reason_and_the_date_before(client, file, go):
    receipt = file()
    wanted = {"reason": "配件在途，联系 13900000009", "basis": "《流程》四", "days": 2, "told": True}
    go(receipt, ("签收", {}, OFFICER, FRIDAY), ("申请延期", wanted, OFFICER, FRIDAY))
    asked = track(client, receipt)
    go(receipt, ("同意延期", {"reason": "同意"}, OFFICE, FRIDAY))
    granted = track(client, receipt).text

    assert "配件在途" not in asked.text
    assert "已延期 2 个工作日，原期限 11月25日（周三）17:30前。理由：配件在途" in granted
    assert "13900000009" not in granted
    assert "11月27日（周五）17:30前" in granted


def test_a_merged_ticket_shows_how_the_other_stands_and_nothing_of_its_citizen(client, file, go):
    main = file(matter="金丝雀投诉电梯", place="金丝雀小区", person={"name": "金某", "phone": "13900000008"})
    own = file(matter="我们楼电梯也坏了")
    go(main, ("补充", {"text": "金丝雀补充"}, AGENT, FRIDAY))
    go(own, ("并入", {"number": main.number, "reason": "同一部电梯"}, AGENT, FRIDAY))
    go(main, ("签收", {}, OFFICER, FRIDAY), ("催办", {"text": "金丝雀催办"}, AGENT, FRIDAY))
    page = track(client, own).text

    assert "现在由<b>住建局</b>办理" in page
    assert "合并办理的工单" in page
    assert "11月25日（周三）17:30前" in page
    assert "我们楼电梯也坏了" in page
    assert "金丝雀" not in page
    assert "金某" not in page
    assert main.number not in page


def test_the_due_date_as_a_calendar_file(client, file):
    receipt = file()
    reply = client.post("/track/calendar", data={"number": receipt.number, "secret": receipt.secret})
    lines = reply.content.decode().split("\r\n")

    assert reply.headers["content-disposition"] == f'attachment; filename="{receipt.number}.ics"'
    assert reply.headers["content-type"] == "text/calendar; charset=utf-8"
    assert "DTSTART;VALUE=DATE:20261125" in lines
    assert lines[0] == "BEGIN:VCALENDAR"
    assert receipt.secret not in reply.text


def test_no_calendar_file_without_the_secret(client, file):
    reply = client.post("/track/calendar", data={"number": file().number, "secret": "0" * 16}, headers=HTML)

    assert reply.status_code == 404


def test_the_secret_is_in_no_address_of_the_page(client, file):
    receipt = file()
    page = track(client, receipt).text

    assert not [link for link in re.findall(r'(?:href|src|action)="([^"]*)"', page) if receipt.secret in link]


def test_supplying_a_disclosure_request_says_the_new_date(client, database, calendar, vault, go):
    receipt = filed_disclosure(database.sessions, at=FRIDAY, calendar=calendar, vault=vault)
    clerk = OFFICE
    go(receipt, ("要求补正", {"text": "请写明年度", "days": 5}, clerk, FRIDAY))
    supplied = track(client, receipt, deed="补正", text="2019年度")

    assert status(supplied).startswith("已收到您的补正，答复期限从今天重新计算：")
