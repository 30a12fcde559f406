"""Adding and opening a case's files over HTTP and on the pages: refusals change nothing, nothing leaks on the way."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from api import shield
from desk import uploads
from desk.lifecycle import Role
from tests.builders import filed_disclosure, filed_ticket
from tests.files import AUTHOR, FILE_NAME, PDF, PLACE, bomb, photo, word, zipped

PHOTO = photo()
WRONG = "0000000000000000"


@pytest.fixture
def filed(database, at, calendar, vault):
    """A receipt of a ticket routed to 住建局."""

    def file(**overrides):
        return filed_ticket(
            database.sessions, at=at, calendar=calendar, vault=vault, key=str(sorted(overrides)), **overrides
        )

    return file


def url(receipt, kind="tickets"):
    return f"/api/v1/{kind}/{receipt.number}/attachments"


def secret(receipt):
    return {"X-Case-Secret": receipt.secret}


def form(*contents, name=FILE_NAME):
    return [("file", (name, content, "image/jpeg")) for content in contents]


def test_a_citizen_adds_lists_and_opens(client, filed):
    receipt = filed()
    added = client.post(url(receipt), files=form(PHOTO, PDF), headers=secret(receipt))
    listed = client.get(url(receipt), headers=secret(receipt)).json()["attachments"]
    opened = client.get(f"{url(receipt)}/1", headers=secret(receipt))
    paper = client.get(f"{url(receipt)}/2", headers=secret(receipt))

    assert added.status_code == 201
    assert added.json()["attachments"] == listed
    assert [(one["title"], one["name"], one["media"]) for one in listed] == [
        ("附件1.jpg", FILE_NAME, "image/jpeg"),
        ("附件2.pdf", FILE_NAME, "application/pdf"),
    ]
    assert opened.content.startswith(b"\xff\xd8")
    assert AUTHOR.encode() not in opened.content
    assert PLACE.encode() not in opened.content
    assert opened.headers["content-disposition"].startswith("inline")
    assert paper.headers["content-disposition"].startswith("attachment")
    for reply in (opened, paper):
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["content-security-policy"].startswith("sandbox")
        assert "no-store" in reply.headers["cache-control"]
        assert "陈" not in str(reply.headers)
    assert client.get(f"/api/v1/tickets/{receipt.number}", headers=secret(receipt)).json()["attachments"] == listed


@pytest.mark.parametrize(
    "contents, status, named",
    [
        pytest.param([b"MZ\x90\x00" + b"\0" * 600], 422, "不接收这种文件", id="改名的程序"),
        pytest.param([b"<svg onload='alert(1)'/>"], 422, "不接收这种文件", id="带脚本的 SVG"),
        pytest.param([bomb()], 422, "万像素", id="一亿像素"),
        pytest.param([b""], 422, "空的", id="空文件"),
        pytest.param([PHOTO[:300]], 422, "不完整", id="截断的图片"),
        pytest.param([PDF + b"\0" * 11 * uploads.MB], 422, "10 MB", id="11 MB"),
        pytest.param([PHOTO, b"MZ\x90\x00" + b"\0" * 600], 422, "不接收这种文件", id="一个好一个坏"),
        pytest.param([PDF] * 10, 422, "9 个", id="十个"),
        pytest.param([b"\0" * shield.MAX_UPLOAD], 413, "30 MB", id="整个请求太大"),
        pytest.param([], 422, "file", id="没有文件"),
    ],
)
def test_a_refused_upload_says_why_and_changes_nothing(client, filed, contents, status, named):
    receipt = filed()
    before = client.get(f"/api/v1/tickets/{receipt.number}", headers=secret(receipt)).json()
    reply = client.post(url(receipt), files=form(*contents), headers=secret(receipt))

    assert reply.status_code == status
    assert named in reply.json()["error"]["message"]
    assert client.get(f"/api/v1/tickets/{receipt.number}", headers=secret(receipt)).json() == before


def test_a_form_of_unknown_length_is_counted_while_it_arrives(client, filed):
    receipt = filed()
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n'
    sent = []

    def endless():
        yield head
        for _ in range(100):
            sent.append(uploads.MB)
            yield b"\0" * uploads.MB

    headers = secret(receipt) | {"content-type": "multipart/form-data; boundary=x"}
    reply = client.post(url(receipt), content=endless(), headers=headers)

    assert reply.status_code == 413


def test_elsewhere_a_form_stays_small(client):
    assert client.post("/track", files=form(b"\0" * 70_000)).status_code == 413
    assert client.post("/api/v1/tickets", files=form(b"\0" * 70_000)).status_code == 413


def test_a_large_body_that_is_no_form_is_refused_even_here(client, filed):
    receipt = filed()
    reply = client.post(url(receipt), content=b'{"file": "' + b"a" * 70_000, headers=secret(receipt))

    assert reply.status_code == 413


def test_two_at_the_same_time_are_both_kept_and_the_same_one_once(client, filed):
    receipt = filed()
    contents = [PHOTO, photo("red"), PHOTO, photo("red")]
    with ThreadPoolExecutor(4) as pool:
        replies = list(
            pool.map(lambda one: client.post(url(receipt), files=form(one), headers=secret(receipt)), contents)
        )

    assert {reply.status_code for reply in replies} == {201}
    assert len(client.get(url(receipt), headers=secret(receipt)).json()["attachments"]) == 2


def test_a_path_in_the_file_name_is_dropped(client, filed):
    receipt = filed()
    reply = client.post(url(receipt), files=form(PDF, name="..\\..\\a/\u202egpj.exe.pdf"), headers=secret(receipt))

    assert reply.json()["attachments"][0]["name"] == "gpj.exe.pdf"


def test_without_the_secret_there_is_nothing(client, filed):
    receipt, other = filed(), filed(matter="别的事情")
    client.post(url(receipt), files=form(PHOTO), headers=secret(receipt))
    asked = [
        client.get(url(receipt)),
        client.get(f"{url(receipt)}/1", headers={"X-Case-Secret": WRONG}),
        client.get(f"{url(receipt)}/1", headers=secret(other)),
        client.get(f"{url(receipt)}/2", headers=secret(receipt)),
        client.get(f"{url(receipt, 'disclosures')}/1", headers=secret(receipt)),
        client.post(url(receipt), files=form(PDF), headers={"X-Case-Secret": WRONG}),
        client.get(f"{url(receipt)}/0", headers=secret(receipt)),
        client.get(f"/api/v1/secrets/{receipt.number}/attachments", headers=secret(receipt)),
    ]

    assert [reply.status_code for reply in asked] == [401, 404, 404, 404, 404, 404, 422, 422]


def test_a_request_for_information_takes_files_too(client, database, at, calendar, vault):
    receipt = filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault)
    reply = client.post(url(receipt, "disclosures"), files=form(word(), name="委托书.docx"), headers=secret(receipt))

    assert reply.status_code == 201
    assert client.get(f"{url(receipt, 'disclosures')}/1", headers=secret(receipt)).content.startswith(b"PK")


def test_each_look_at_a_hidden_file_is_on_record_and_a_release_ends_that(client, staff, filed):
    receipt = filed(confidential=True)
    client.post(url(receipt), files=form(PHOTO), headers=secret(receipt))
    agent, officer = staff(Role.AGENT), staff(Role.OFFICER)
    hidden = officer.get(f"{url(receipt)}/1")
    opened = agent.get(f"{url(receipt)}/1")
    deeds = [event["deed"] for event in agent.get(f"/api/v1/tickets/{receipt.number}").json()["events"]]
    refused = officer.post(f"{url(receipt)}/1/release", json={"reason": "想看"})
    released = agent.post(f"{url(receipt)}/1/release", json={"reason": "照片里只有路面"})
    seen = officer.get(f"{url(receipt)}/1")
    agent.get(f"{url(receipt)}/1")
    after = [event["deed"] for event in agent.get(f"/api/v1/tickets/{receipt.number}").json()["events"]]

    assert (hidden.status_code, opened.status_code, refused.status_code) == (404, 200, 403)
    assert deeds[-1] == "查看附件"
    assert (released.status_code, seen.status_code) == (200, 200)
    assert after == [*deeds, "附件转承办单位"]


def hidden_fields(receipt):
    return {"number": receipt.number, "secret": receipt.secret}


def nothing_chosen(receipt):
    """What a browser sends when no file was chosen: one without a name."""
    parts = {**hidden_fields(receipt), 'file"; filename="': ""}
    body = "".join(
        f'--x\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n' for name, value in parts.items()
    )
    return {"content": f"{body}--x--\r\n", "headers": {"content-type": "multipart/form-data; boundary=x"}}


def test_on_track_files_are_added_and_opened_by_form(client, filed):
    receipt = filed()
    added = client.post("/track/attachments", data=hidden_fields(receipt), files=form(PHOTO))
    opened = client.post("/track/attachment", data=hidden_fields(receipt) | {"ordinal": "1"})
    refused = client.post("/track/attachments", data=hidden_fields(receipt), files=form(b"MZ" + b"\0" * 99))
    nobody = client.post("/track/attachments", data=hidden_fields(receipt) | {"secret": WRONG}, files=form(PHOTO))
    none = client.post("/track/attachments", **nothing_chosen(receipt))

    assert "已添加附件" in added.text
    assert "附件1.jpg" in added.text
    assert 'src="data:image/jpeg;base64,' in added.text
    assert opened.content.startswith(b"\xff\xd8")
    assert (refused.status_code, nobody.status_code) == (422, 404)
    assert "不接收这种文件" in refused.text
    assert "附件1.jpg" in refused.text
    assert receipt.number not in re.sub(r'value="[^"]*"', "", nobody.text)
    assert "请选择" in none.text
    assert "frame-ancestors 'self' https://www.example.gov.cn" in added.headers["content-security-policy"]


def test_on_the_case_page_staff_add_open_and_release(client, staff, filed):
    receipt = filed(confidential=True)
    client.post(url(receipt), files=form(PHOTO), headers=secret(receipt))
    page = f"/desk/cases/{receipt.number}"
    agent, officer = staff(Role.AGENT), staff(Role.OFFICER)
    added = officer.post(f"{page}/attachments", files=form(PDF, name="维修单.pdf"))
    before = officer.get(page).text
    refused = agent.post(f"{page}/attachments/1/release", data={"reason": " "})
    agent.post(f"{page}/attachments/1/release", data={"reason": "照片里只有路面"})

    assert added.status_code == 303
    assert "附件2.pdf" in before
    assert "附件1.jpg" not in before
    assert FILE_NAME not in officer.get(page).text
    assert FILE_NAME in agent.get(page).text
    assert refused.status_code == 422
    assert "转出理由" in refused.text
    assert "附件1.jpg" in officer.get(page).text
    assert officer.get(f"{page}/attachments/1").content.startswith(b"\xff\xd8")
    assert officer.post(f"{page}/attachments", files=form(zipped({"a": "b"}))).status_code == 422
