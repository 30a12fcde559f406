"""区分处理 over HTTP and on pages that need no script: who sees what, and that nothing of the words gets out."""

from io import BytesIO

import pytest
from docx import Document

from desk.lifecycle import Role
from tests.builders import filed_disclosure
from tests.desk import pdf_papers, word_papers
from tests.desk.word_papers import ID, NAME, PHONE
from tests.files import photo

WORDS = (NAME, ID, PHONE)
TEXT = f"申请人：{NAME}，电话{PHONE}。"


@pytest.fixture
def number(database, at, calendar, vault):
    return filed_disclosure(database.sessions, at=at, calendar=calendar, vault=vault).number


@pytest.fixture
def clerk(staff):
    return staff(Role.OFFICER, unit="县政府办")


@pytest.fixture
def chief(staff):
    return staff(Role.HEAD, unit="县政府办")


@pytest.fixture
def url(number):
    return f"/api/v1/disclosures/{number}/redactions"


@pytest.fixture
def page(number):
    return f"/desk/cases/{number}/redactions"


@pytest.fixture
def add(clerk, number):
    def added(content=None, name="材料.docx"):
        files = {"file": (name, content or word_papers.everywhere())}
        assert clerk.post(f"/api/v1/disclosures/{number}/attachments", files=files).status_code == 201

    return added


def test_from_a_proposal_to_the_result(clerk, chief, add, url, number):
    add()
    made = clerk.post(url, json={"source": 1})
    version, findings = made.json()["version"], made.json()["findings"]
    changed = clerk.post(f"{url}/1", json={"version": version, "hide": range_of(findings), "own": "信访材料"})
    seen = chief.get(f"{url}/1").json()
    approved = chief.post(f"{url}/1/approval", json={"version": seen["version"]})
    file = chief.get(f"/api/v1/disclosures/{number}/attachments/2").content
    line = chief.get(url).json()["redactions"][0]

    assert (made.status_code, changed.status_code, approved.status_code) == (201, 200, 200)
    assert set(WORDS) <= {each["words"] for each in findings}
    assert (made.json()["may_change"], made.json()["may_approve"]) == (True, False)
    assert (seen["may_change"], seen["may_approve"]) == (False, True)
    assert approved.json() == {"result": 2}
    assert Document(BytesIO(file)).sections[0].header.paragraphs[0].text == "███████"
    assert not [word for word in WORDS if word in str(seen["preview"]) + str(line)]
    assert (line["source"], line["result"], line["approved_by"]) == (1, 2, "单位负责人县政府办")


def range_of(findings):
    return list(range(len(findings)))


def test_the_pages_do_the_same_without_scripts(clerk, chief, add, page, number):
    add()
    listed = clerk.get(page).text
    before = clerk.get(f"{page}/1").text
    proposed = clerk.post(f"{page}/1/proposal")
    shown = clerk.get(f"{page}/1").text
    saved = clerk.post(f"{page}/1", data={"version": version_of(shown), "hide": ["0"], "own": "信访材料"})
    after = chief.get(f"{page}/1").text
    approved = chief.post(f"{page}/1/approval", data={"version": version_of(after)})
    done = clerk.get(f"{page}/1").text

    assert "附件1.docx" in listed
    assert "查找并提出区分处理" in before
    assert [each.status_code for each in (proposed, saved, approved)] == [303] * 3
    assert f"<mark>{NAME}</mark>" in shown
    assert "批准并生成处理件" not in shown
    assert "信访材料" in after
    assert "批准并生成处理件" in after
    assert "已批准" in done
    assert "附件2" in done
    assert f"/desk/cases/{number}/redactions" in clerk.get(f"/desk/cases/{number}").text


def version_of(text):
    return text.split('name="version" value="')[1].split('"')[0]


@pytest.mark.parametrize(
    "data, named",
    [
        pytest.param({"own": "某"}, "至少 2 个字", id="词太短"),
        pytest.param({"pages": "第一页"}, "请写页码", id="页码不是数字"),
        pytest.param({"pages": "0、900"}, "1 至 80", id="没有这一页"),
        pytest.param({"version": "old"}, "刚才有变化", id="别人改过"),
    ],
)
def test_a_refused_change_says_why_and_keeps_what_was_typed(clerk, add, page, data, named):
    add(pdf_papers.scanned(), "扫描件.pdf")
    clerk.post(f"{page}/1/proposal")
    version = version_of(clerk.get(f"{page}/1").text)
    reply = clerk.post(f"{page}/1", data={"version": version, **data})

    assert reply.status_code in (409, 422)
    assert named in reply.text
    assert data.get("own", "") in reply.text
    assert version_of(clerk.get(f"{page}/1").text) == version


def test_pages_of_a_pdf_are_looked_at_as_pictures(clerk, chief, add, page, url):
    add(pdf_papers.scanned(2), "扫描件.pdf")
    clerk.post(f"{page}/1/proposal")
    version = version_of(clerk.get(f"{page}/1").text)
    clerk.post(f"{page}/1", data={"version": version, "pages": "1-2"})
    picture = chief.get(f"{page}/1/pages/2")
    shown = chief.get(f"{url}/1").json()
    unseen = chief.post(f"{page}/1/approval", data={"version": shown["version"]})

    assert picture.headers["content-type"] == "image/jpeg"
    assert "no-store" in picture.headers["cache-control"]
    assert (shown["pages"], shown["page_count"], shown["unsearched"]) == ([1, 2], 2, True)
    assert chief.get(f"{url}/1/pages/3").status_code == 422
    assert (unseen.status_code, "已看过" in unseen.text) == (422, True)
    assert chief.post(f"{page}/1/approval", data={"version": shown["version"], "looked": "true"}).status_code == 303


def test_a_text_is_hidden_and_not_kept(clerk, url, page, number):
    first = clerk.post(f"{url}/text", json={"text": TEXT}).json()
    second = clerk.post(f"{url}/text", json={"text": TEXT, "hide": [], "own": "申请人"}).json()
    shown = clerk.post(f"{page}/text", data={"text": TEXT}).text
    again = clerk.post(f"{page}/text", data={"text": TEXT, "before": TEXT, "hide": ["1"]}).text

    assert first["text"] == "申请人：███，电话███████████。"
    assert second["text"] == f"███：{NAME}，电话{PHONE}。"
    assert "申请人：███，电话███████████。" in shown
    assert f"申请人：{NAME}，电话███████████。" in again
    assert "区分处理" not in str(clerk.get(f"/api/v1/disclosures/{number}").json()["events"])


def test_what_cannot_be_redacted_is_refused_with_what_to_do(clerk, add, url):
    add(photo(), "照片.jpg")
    reply = clerk.post(url, json={"source": 1})

    assert (reply.status_code, "另存为 PDF" in reply.json()["error"]["message"]) == (422, True)
    assert clerk.post(url, json={"source": 2}).status_code == 404


@pytest.mark.parametrize(
    "role, unit, status",
    [
        pytest.param(Role.OFFICER, "住建局", 404, id="外单位"),
        pytest.param(Role.AGENT, "", 403, id="坐席"),
        pytest.param(Role.AUDITOR, "", 403, id="审计"),
        pytest.param(Role.ADMIN, "", 404, id="管理员"),
    ],
)
def test_others_see_nothing_of_it(clerk, staff, client, add, url, page, role, unit, status):
    add()
    clerk.post(url, json={"source": 1})
    other = staff(role, unit=unit)
    asked = [other.get(url), other.get(f"{url}/1"), other.get(f"{url}/1/pages/1"), other.post(url, json={"source": 1})]
    asked += [other.post(f"{url}/text", json={"text": TEXT})]

    assert {each.status_code for each in asked} == {status}
    assert other.get(page).status_code in (403, 404)
    assert client.get(f"{url}/1").status_code == 401
