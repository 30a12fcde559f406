"""/apply without scripts: what is public comes first, errors keep everything, one confirmation files once."""

from __future__ import annotations

import re

import pytest

from desk import identities, store
from desk.identity_documents import code_check_character
from desk.validity import check_character

HTML = {"accept": "text/html"}
ID_NUMBER = "34182519000101000" + check_character("34182519000101000")
CODE = "91341825MA0000000" + code_check_character("91341825MA0000000")
SOMEBODY = {
    "wanted": "某道路工程的招标文件",
    "name": "陈某",
    "id_kind": "居民身份证",
    "id_number": ID_NUMBER,
    "phone": "13900000001",
    "email": "chen@example.com",
    "form": "电子文件",
    "delivery": "电子邮件",
}
COMPANY = {
    **{field: text for field, text in SOMEBODY.items() if not field.startswith("id_")},
    "who": "法人或者其他组织",
    "sort": "商业企业",
    "name": "某某公司",
    "organisation": CODE.lower(),
    "representative": "陈某某",
}


def post(client, step, given, **more):
    return client.post("/apply", data={"step": step, **given, **more}, headers=HTML)


def fields(reply):
    """The hidden fields of the page's first form."""
    form = re.search(r'<form method="post" action="/apply".*?</form>', reply.text, re.DOTALL)[0]
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))


def trouble(reply):
    return dict(re.findall(r'<p class="trouble" id="(\w+)-trouble">(.*?)</p>', reply.text))


def filed(reply):
    found = re.search(r'receipt__number">(GK-[\d-]+)<.*?<code>(\w+)</code>', reply.text, re.DOTALL)
    return found.groups() if found else None


def all_of_them(database):
    with database.readers() as session:
        return store.disclosures(session, unit=None, states=None, limit=10, offset=0)


def test_what_is_public_is_shown_first_and_one_may_apply_all_the_same(client):
    shown = post(client, "look", {"wanted": "依申请公开几天答复"})
    still = post(client, "fill", fields(shown))

    assert "已主动公开，在这里" in shown.text
    assert "20个工作日" in shown.text
    assert "仍要申请" in shown.text
    assert 'name="id_number"' in still.text
    assert "依申请公开几天答复" in still.text


def test_nothing_public_goes_straight_on(client, parts):
    parts.searcher.answerable = False

    assert 'name="id_number"' in post(client, "look", {"wanted": "某道路工程的招标文件"}).text


@pytest.mark.parametrize("given", [SOMEBODY, COMPANY], ids=("公民", "单位"))
def test_a_confirmed_summary_files_once(client, database, vault, given):
    check = post(client, "check", given)
    sent = fields(check)
    first, again = post(client, "send", sent), post(client, "send", sent)
    number, secret = filed(first)
    with database.readers() as session:
        person = identities.get(session, number, vault=vault)
    request = all_of_them(database)[0]

    assert "还没有提交" in check.text
    assert filed(again) == (number, secret)
    assert len(all_of_them(database)) == 1
    assert request.identified
    assert (request.form, request.delivery) == ("电子文件", "电子邮件")
    assert (person.get("id_number"), person.get("organisation")) == (
        (ID_NUMBER, None) if given is SOMEBODY else (None, CODE)
    )
    assert person["name"] == given["name"]


def test_the_receipt_tells_the_last_day_and_how_it_is_counted(client):
    receipt = post(client, "send", fields(post(client, "check", SOMEBODY)))
    number, secret = filed(receipt)
    tracked = client.post("/track", data={"number": number, "secret": secret}, headers=HTML)

    assert "怎么算的" in receipt.text
    assert "sheet__day--due" in receipt.text
    assert 'action="/track/calendar"' in receipt.text
    assert receipt.headers["cache-control"] == "no-store"
    assert tracked.status_code == 200
    assert "提交身份证明" not in re.sub(r"<li>.*?</li>", "", tracked.text, flags=re.DOTALL)


@pytest.mark.parametrize(
    "change, field, words",
    [
        ({"id_number": ID_NUMBER[:16] + "9" + ID_NUMBER[17]}, "id_number", "校验不符"),
        ({"id_number": ""}, "id_number", "第二十九条"),
        ({"id_number": "1", "id_kind": "护照"}, "id_number", "护照"),
        ({"wanted": " "}, "wanted", "第二十九条"),
        ({"wanted": "字" * 5001}, "wanted", "最多 5000 字，现在是 5001 字"),
        ({"name": ""}, "name", "第二十九条"),
        ({"name": "陈" * 61}, "name", "最多 60 字"),
        ({"email": "chen.example.com"}, "email", "缺少 @"),
        ({"email": "chen@example"}, "email", "格式不对"),
        ({"phone": "1390000"}, "phone", "11 位"),
        ({"phone": "", "email": ""}, "phone", "至少填写一项"),
        ({"email": ""}, "email", "选了电子邮件"),
        ({"delivery": "邮寄"}, "address", "选了邮寄"),
        ({"form": "口头转述"}, "form", "请选择提供形式"),
        ({"form": "", "delivery": ""}, "delivery", "请选择领取"),
        ({"purpose": "字" * 501}, "purpose", "最多 500 字"),
        ({"who": "法人或者其他组织", "sort": "商业企业"}, "organisation", "统一社会信用代码"),
        ({"who": "法人或者其他组织", "organisation": CODE[:17] + "I"}, "organisation", "不会出现的字符"),
        ({"who": "法人或者其他组织", "organisation": CODE}, "sort", "请选择单位类别"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(client, database, change, field, words):
    given = {**SOMEBODY, **change}
    for step in ("check", "send"):
        reply = post(client, step, given)

        assert reply.status_code == 422
        assert words in trouble(reply)[field]
        assert all(
            text in reply.text for name, text in given.items() if name not in ("id_number", "organisation", "form")
        )
    assert all_of_them(database) == []


def test_numbers_of_identity_are_never_shown_again(client):
    wrong = ID_NUMBER[:16] + "9" + ID_NUMBER[17]
    pages = [
        post(client, "check", {**SOMEBODY, "id_number": wrong}),
        kept := post(client, "check", {**SOMEBODY, "name": ""}),
        post(client, "check", SOMEBODY),
        post(client, "check", COMPANY),
    ]
    for page in pages:
        assert not any(number in page.text for number in (wrong, ID_NUMBER, CODE, CODE.lower()))
    assert "**************" + ID_NUMBER[-4:] in kept.text


def test_a_proof_given_once_is_not_asked_again(client):
    kept = post(client, "check", {**SOMEBODY, "name": ""})
    sealed = re.search(r'name="sealed" value="([^"]+)"', kept.text)[1]
    again = post(client, "check", {**SOMEBODY, "id_number": "", "sealed": sealed})
    as_company = post(client, "check", {**COMPANY, "organisation": "", "sealed": sealed})

    assert "还没有提交" in again.text
    assert "organisation" in trouble(as_company)


@pytest.mark.parametrize("sealed", ["x", "k1:AAAA", "k1:" + "A" * 60, "：：", "1:=="])
def test_a_forged_proof_is_none(client, sealed):
    reply = post(client, "check", {**SOMEBODY, "id_number": "", "sealed": sealed})

    assert "id_number" in trouble(reply)


def test_several_things_stay_one_request_and_personal_data_in_them_is_masked(client, database):
    wanted = "某道路工程的招标文件\n经办人13900000002的批复"
    post(client, "send", fields(post(client, "check", {**SOMEBODY, "wanted": wanted})))

    assert [request.wanted for request in all_of_them(database)] == [wanted.replace("13900000002", "139****0002")]


def test_the_purpose_is_never_needed(client):
    assert "填不填" in post(client, "fill", SOMEBODY).text
    assert "purpose" not in trouble(post(client, "check", {}))


def test_the_page_works_while_search_is_still_loading(client, parts):
    parts.searcher = None

    assert 'name="id_number"' in post(client, "look", {"wanted": "某文件"}).text


def test_by_telephone_is_explained(client):
    page = client.get("/apply").text

    assert "电话里只能咨询" in page
    assert "口头" in page
    assert "第十七条" in page
