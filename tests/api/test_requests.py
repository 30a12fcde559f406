"""Disclosure requests at the officer's desk: registered, consulted about, answered by letter, read by the applicant."""

import re
from io import BytesIO

import pytest
from docx import Document

from desk import identities, store
from desk.disclosure_table import State
from desk.lifecycle import Role
from tests.api.fakes import a_passage
from tests.builders import PHONE, filed_disclosure, filed_ticket
from tests.files import photo
from tests.files import word as a_word_file

PARTY = "旌德县某建材有限公司"
WANTED = "本县2024年度排水管网改造合同"
LETTER = {
    "key": "k" * 16,
    "channel": "平常信函",
    "wanted": WANTED,
    "applicant": "自然人",
    "name": "李某",
    "phone": PHONE,
}


@pytest.fixture
def clerk(staff):
    return staff(Role.OFFICER, unit="县政府办")


@pytest.fixture
def chief(staff):
    return staff(Role.HEAD, unit="县政府办")


@pytest.fixture
def filed(database, at, calendar, vault):
    return filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault, wanted=WANTED)


def read(database, number):
    with database.readers() as session:
        case = store.disclosure(session, number)
        return case, list(case.events)


def do(browser, case, deed, **fields):
    return browser.post(f"/desk/cases/{case}/{deed}", data={"deed": deed, **fields})


def done(browser, number, deed, **fields):
    reply = do(browser, number, deed, **fields)
    assert reply.status_code == 303, re.findall(r'role="alert">.*?</div>', reply.text)


def drafted(browser, number, **fields):
    done(browser, number, "受理")
    given = {"code": "granted", "text": "特此答复。", "needed": "见附件", **fields}
    done(browser, number, "拟答复", **given)


def test_a_letter_is_registered_confirmed_and_answered_by_a_letter_the_applicant_opens(clerk, chief, client, database):
    receipt = clerk.post("/desk/requests/new", data={**LETTER, "arrived": "2026-11-18T15:00"})
    number = re.search(r"GK-\d{8}-\d{6}", receipt.text).group()
    secret = re.search(r"<code>(.+?)</code>", receipt.text).group(1)
    assert "与申请人确认之日" in receipt.text
    done(clerk, number, "确认收到", text="11月20日电话确认")
    drafted(clerk, number)
    done(chief, number, "签发答复", letter="answer", organ="旌德县人民政府")

    assert "文书</h2>" not in client.post("/track", data={"number": number, "secret": secret}).text
    done(clerk, number, "送达", manner="EMS")
    page = client.post("/track", data={"number": number, "secret": secret}).text
    letter = re.search(r'name="letter" value="(\d+)"', page).group(1)
    file = client.post("/track/letter", data={"number": number, "secret": secret, "letter": letter})

    paragraphs = [each.text for each in Document(BytesIO(file.content)).paragraphs]
    assert paragraphs[:3] == ["政府信息公开答复书", "NO.〔2026〕1号", "李某："]
    assert any("宣城市人民政府申请行政复议" in each for each in paragraphs)
    assert paragraphs[-2:] == ["旌德县人民政府", "2026年11月20日"]
    assert read(database, number)[0].state is State.DELIVERED


def test_the_applicants_letters_over_the_api_need_the_secret_in_a_header(clerk, chief, client, filed):
    drafted(clerk, filed.number)
    done(chief, filed.number, "签发答复")
    path = f"/api/v1/disclosures/{filed.number}/letters"
    secret = {"X-Case-Secret": filed.secret}

    assert client.get(path).status_code == 401
    assert client.get(path, headers=secret).json() == {"letters": []}
    done(clerk, filed.number, "送达", manner="当面")
    (letter,) = client.get(path, headers=secret).json()["letters"]
    assert (letter["title"], letter["document_no"]) == ("政府信息公开告知书", "公开告知〔2026〕1号")
    assert client.get(f"{path}/{letter['id']}", headers=secret).content.startswith(b"PK")
    assert client.get(f"{path}/99", headers=secret).status_code == 404


def test_names_of_those_asked_are_sealed_by_the_page_and_shown_on_record(clerk, chief, database, vault, filed):
    done(clerk, filed.number, "受理")
    done(clerk, filed.number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
    with database.readers() as session:
        assert identities.parties(session, filed.number, vault=vault) == {"party_1": PARTY}

    page = f"/desk/cases/{filed.number}"
    assert PARTY not in clerk.get(page).text
    assert PARTY not in clerk.post(f"{page}/parties", data={"reason": " "}).text
    assert PARTY in clerk.post(f"{page}/parties", data={"reason": "核对征求意见对象"}).text
    assert [event.note for event in read(database, filed.number)[1] if event.deed == "查看被征求意见人"] == [
        "核对征求意见对象"
    ]


def test_a_complaint_becomes_a_ticket_from_the_page_and_only_the_router_numbers_it(clerk, database, filed):
    done(clerk, filed.number, "受理")
    reply = do(clerk, filed.number, "转为工单", text="小区物业乱收费", told="true", number="JD-20261120-999999")

    ticket = re.search(r"JD-\d{8}-\d{6}", reply.text).group()
    assert ticket != "JD-20261120-999999"
    assert re.search(r"查询码 <code>\w{4}", reply.text)
    assert read(database, filed.number)[1][-1].facts == {"ticket": ticket}


def test_a_letter_that_names_a_third_party_is_not_signed(clerk, chief, database, filed):
    done(clerk, filed.number, "受理")
    done(clerk, filed.number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
    done(clerk, filed.number, "收到第三方意见", consent="不同意公开", text="含客户名单")
    done(clerk, filed.number, "拟答复", code="third_party", text=f"{PARTY}不同意。", needed="已书面征求")
    preview = chief.get(f"/desk/cases/{filed.number}/letters/drafts/notice_refusal").text

    reply = do(chief, filed.number, "签发答复")

    assert "收件人不应知道" in preview
    assert 'formaction="/desk/cases' in preview
    assert (reply.status_code, "收件人不应知道" in reply.text) == (422, True)
    assert read(database, filed.number)[0].state is State.DRAFTED


def test_whoever_reads_a_letter_is_on_record_once_a_day(clerk, database, filed):
    done(clerk, filed.number, "要求补正", text="请写明年度", days="10")
    path = f"/desk/cases/{filed.number}/letters/drafts/supplement"

    assert "李*：" in clerk.get(path).text
    for _ in range(2):
        file = clerk.post(f"{path}/word", data={}).content
    assert "李某：" in [each.text for each in Document(BytesIO(file)).paragraphs]

    looks = [event.facts for event in read(database, filed.number)[1] if event.deed == "查看文书"]
    assert looks == [{"title": "政府信息公开申请补正通知书"}]


def test_the_head_signs_a_notice_on_its_page_and_the_clerk_sends_it(clerk, chief, database, filed):
    done(clerk, filed.number, "要求补正", text="请写明年度", days="10")
    sign = f"/desk/cases/{filed.number}/letters/drafts/supplement/sign"

    assert clerk.post(sign, data={}).status_code == 403
    assert chief.post(sign, data={}).status_code == 303
    letter = re.search(r"/letters/(\d+)/send", clerk.get(f"/desk/cases/{filed.number}").text).group(1)
    send = f"/desk/cases/{filed.number}/letters/{letter}/send"
    assert clerk.post(send, data={"manner": " "}).status_code == 422
    assert clerk.post(send, data={"manner": "EMS"}).status_code == 303
    assert clerk.post(send, data={"manner": "EMS"}).status_code == 409


def test_nobody_else_makes_or_reads_letters(staff, clerk, filed):
    done(clerk, filed.number, "要求补正", text="请写明年度", days="10")
    path = f"/desk/cases/{filed.number}/letters/drafts/supplement"

    assert staff(Role.OFFICER).get(path).status_code == 404
    assert staff(Role.AUDITOR).get(path).status_code == 403
    assert staff(Role.AGENT).get(path).status_code == 403
    assert staff(Role.AUDITOR, unit="x").get(f"/desk/cases/{filed.number}").status_code == 200


def test_only_files_listed_for_the_answer_reach_the_applicant(clerk, chief, client, filed):
    page = f"/desk/cases/{filed.number}"
    for name, content in (("内部底稿.jpg", photo()), ("合同（区分处理后）.docx", a_word_file())):
        sent = clerk.post(f"{page}/attachments", files=[("file", (name, content, "application/octet-stream"))])
        assert sent.status_code == 303
    assert clerk.post(f"{page}/attachments/2/enclose", data={}).status_code == 303
    drafted(clerk, filed.number)
    done(chief, filed.number, "签发答复")
    done(clerk, filed.number, "送达", manner="当面")

    secret = {"X-Case-Secret": filed.secret}
    path = f"/api/v1/disclosures/{filed.number}"
    listed = client.get(f"{path}/attachments", headers=secret).json()["attachments"]
    assert [each["ordinal"] for each in listed] == [2]
    assert client.get(f"{path}/attachments/1", headers=secret).status_code == 404
    (letter,) = client.get(f"{path}/letters", headers=secret).json()["letters"]
    file = client.get(f"{path}/letters/{letter['id']}", headers=secret).content
    assert "附件：1. 合同（区分处理后）" in [each.text for each in Document(BytesIO(file)).paragraphs]


def test_earlier_requests_of_the_applicant_and_published_passages_are_proposed(
    clerk, chief, database, at, calendar, vault, filed, parts
):
    parts.searcher.passages = (a_passage(1),)
    drafted(clerk, filed.number)
    done(chief, filed.number, "签发答复")
    again = filed_disclosure(
        database.sessions, at=at.replace(hour=11), calendar=calendar, vault=vault, key="g-2", wanted=WANTED + "文本"
    )

    page = clerk.get(f"/desk/cases/{again.number}").text

    assert "可能重复" in page
    assert f"{filed.number}，2026年11月20日" in page
    assert "本月此前 1 件" in page
    assert "可能已经主动公开" in page


REGISTERED = {
    # what was typed, the day of receipt, the state
    "当面": ({"channel": "当面", "arrived": "2026-11-18T15:00"}, "2026-11-18", State.RECEIVED),
    "口头": ({"channel": "口头"}, "2026-11-20", State.RECEIVED),
    "挂号信": ({"channel": "挂号信函", "arrived": "2026-11-17T09:00"}, "2026-11-17", State.RECEIVED),
    "平信已确认": (
        {"channel": "平常信函", "arrived": "2026-11-17T09:00", "confirmed": "2026-11-19T09:00"},
        "2026-11-19",
        State.RECEIVED,
    ),
    "传真未确认": ({"channel": "传真", "arrived": "2026-11-19T09:00"}, "2026-11-19", State.UNCONFIRMED),
}


@pytest.mark.parametrize("typed,received,state", REGISTERED.values(), ids=REGISTERED)
def test_what_came_on_paper_is_registered_with_its_day_of_receipt(clerk, database, typed, received, state):
    reply = clerk.post("/desk/requests/new", data={**LETTER, **typed})
    case, events = read(database, re.search(r"GK-\d{8}-\d{6}", reply.text).group())

    assert (case.received.date().isoformat(), case.state) == (received, state)
    assert events[0].actor == "承办人县政府办"


def test_several_lines_are_one_request_with_items(clerk, database):
    reply = clerk.post("/desk/requests/new", data={**LETTER, "channel": "当面", "wanted": "合同价款\n\n招标文件"})
    case, _ = read(database, re.search(r"GK-\d{8}-\d{6}", reply.text).group())

    assert [item["wanted"] for item in case.items] == ["合同价款", "招标文件"]


BAD = {
    "电话不受理": ({"channel": "电话"}, "不受理申请"),
    "网络由系统登记": ({"channel": "网络"}, "申请方式"),
    "日期不存在": ({"arrived": "2026-02-30T09:00"}, "收到时间"),
    "到达晚于现在": ({"channel": "当面", "arrived": "2026-11-21T09:00"}, "不能晚于现在"),
    "确认早于到达": ({"arrived": "2026-11-19T09:00", "confirmed": "2026-11-18T09:00"}, "不能早于到达"),
    "没有姓名": ({"name": ""}, "姓名"),
    "没有内容": ({"wanted": " "}, "所需政府信息"),
    "两行相同": ({"wanted": "合同\n合同"}, "两项相同"),
    "校验码不符": ({"id_kind": "居民身份证", "id_number": "341825190001010000"}, "居民身份证"),
    "没有这类申请人": ({"applicant": "外星人"}, "申请人类别"),
}


@pytest.mark.parametrize("typed,named", BAD.values(), ids=BAD)
def test_a_registration_that_cannot_be_right_is_refused_and_keeps_what_was_typed(clerk, database, typed, named):
    reply = clerk.post("/desk/requests/new", data={**LETTER, **typed})

    assert reply.status_code == 422
    assert named in reply.text
    assert (typed.get("wanted") or WANTED).strip() in reply.text
    assert 'value="' + "k" * 16 in reply.text
    with database.readers() as session:
        assert store.disclosures(session) == []


def test_sent_twice_it_is_registered_once(clerk, database):
    for _ in range(2):
        assert clerk.post("/desk/requests/new", data=LETTER).status_code == 200
    with database.readers() as session:
        assert len(store.disclosures(session)) == 1


def test_a_call_registers_nothing_and_says_why(staff, database):
    agent = staff(Role.AGENT)

    assert "电话只作咨询" in agent.get("/desk/requests/new").text
    assert agent.post("/desk/requests/new", data=LETTER).status_code == 403
    assert staff(Role.OFFICER).get("/desk/requests/new").status_code == 403


def test_a_tickets_page_knows_nothing_of_letters(staff, database, at, calendar, vault):
    ticket = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault)

    page = staff(Role.OFFICER).get(f"/desk/cases/{ticket.number}").text

    assert 'id="letters"' not in page
    assert "列为答复附件" not in page
