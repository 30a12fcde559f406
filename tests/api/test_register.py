"""The register and the whole file of a request over HTTP: pages, exports, the archive, and what nobody may read."""

import csv
import io
import zipfile
from io import BytesIO

import pytest
from docx import Document

from desk import disclosure_work, ledger, store, uploads
from desk.attachments import add
from desk.case import Details, Effect
from desk.casework import perform
from desk.lifecycle import Role
from knowledge.reasons import load_reasons
from tests.builders import CITIZEN, CLERK, PHONE, filed_disclosure, moment
from tests.files import FILE_NAME, photo

START = moment("2026-11-16 一 09:00")
OFFICE_UNIT = "县政府办"
THIRD = "钱塘某建筑公司"
OPINION = "涉及我公司报价"
NAME = "李甲乙"
REASONS = {reason.code: reason for reason in load_reasons()}
HTML = {"accept": "text/html"}


@pytest.fixture
def number(database, calendar, vault):
    """A request with a photo, a third party that refused, a search and a review; still being handled."""
    sessions = database.sessions
    made = filed_disclosure(
        sessions, at=START, calendar=calendar, vault=vault, wanted="=排水合同", person={"name": NAME, "phone": PHONE}
    ).number
    steps = [
        ("受理", Details()),
        ("检索", Details(manner="合同台账", text="排水", search="有一份")),
        ("征求第三方意见", Details(party=THIRD, text="是否同意公开合同")),
        ("收到第三方意见", Details(consent="不同意公开", text=OPINION)),
        ("登记复议诉讼", Details(kind="行政复议", party="旌德县人民政府")),
        ("复议诉讼结果", Details(item=1, result="维持")),
    ]
    with sessions.begin() as session:
        add(session, made, [uploads.checked(FILE_NAME, photo())], by=CITIZEN, at=START, vault=vault)
        for deed, details in steps:
            disclosure_work.perform(session, made, deed, details, by=CLERK, at=START, calendar=calendar, vault=vault)
    return made


def test_the_register_shows_and_narrows(staff, number):
    office = staff(Role.OFFICE)
    page = office.get("/desk/requests", params={"words": "排水", "channel": "网络"}).text

    assert number in page
    assert "没有符合条件的申请" in office.get("/desk/requests", params={"channel": "传真"}).text
    assert office.get("/desk/requests", params={"since": "2026-13-01"}).status_code == 422
    assert office.get("/desk/requests", params={"late": "也许"}).status_code == 422
    assert NAME not in page


def test_the_register_is_reached_from_the_desk(staff):
    assert "/desk/requests" in staff(Role.OFFICER, unit=OFFICE_UNIT).get("/desk").text
    assert "/desk/requests" not in staff(Role.OFFICER).get("/desk").text


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_the_export_holds_no_person_and_no_formula(staff, number, format):
    reply = staff(Role.AUDITOR).get("/desk/requests/export", params={"format": format})
    text = _unpacked(reply.content)

    assert number in text
    assert all(word not in text for word in (NAME, PHONE, THIRD, OPINION))
    if format == "csv":
        (row,) = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))[1:]
        assert row[4] == "'=排水合同"
        assert row[-1] == "1"


def test_a_person_is_found_over_a_form_of_its_own(staff, number):
    office = staff(Role.OFFICE)
    given = {"column": "name", "value": NAME, "reason": "核对重复"}
    found = office.post("/desk/requests/person", data=given)
    refused = office.post("/desk/requests/person", data=given | {"reason": ""})

    assert number in found.text
    assert "按姓名或名称查找，找到 1 件" in found.text
    assert NAME not in found.text + refused.text
    assert (refused.status_code, "查找理由：必须填写" in refused.text) == (422, True)
    assert staff(Role.AUDITOR).post("/desk/requests/person", data=given).status_code == 403


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
@pytest.mark.parametrize("path", ["", "/export", "/proceedings", "/{number}", "/{number}/file.docx"])
def test_register_and_files_are_not_for_others(staff, number, role, path):
    assert staff(role).get("/desk/requests" + path.format(number=number)).status_code in (403, 404)


def test_proceedings_are_listed_with_the_days_the_law_gives(staff, number):
    page = staff(Role.OFFICE).get("/desk/requests/proceedings").text

    assert number in page
    assert "12月1日前可以起诉" in page
    assert "《行政诉讼法》第四十五条" in page


SEES_APPLICANT = {"经办": (Role.OFFICER, True), "县政府办": (Role.OFFICE, True), "审计": (Role.AUDITOR, False)}


@pytest.mark.parametrize("role,names", SEES_APPLICANT.values(), ids=SEES_APPLICANT)
def test_the_whole_file_lists_everything_and_masks_names(staff, number, role, names):
    browser = staff(role, unit="" if role is Role.AUDITOR else OFFICE_UNIT)
    page = browser.get(f"/desk/requests/{number}").text
    word = _unpacked(browser.get(f"/desk/requests/{number}/file.docx").content)

    for text in (page, word):
        assert all(
            what in text for what in ("登记", "检索", "征求第三方意见", "添加附件", "复议诉讼结果", "全卷校验值")
        )
        assert all(word not in text for word in (NAME, PHONE, THIRD, OPINION))
        assert ("李**" in text, "钱******" in text) == (names, names)
    assert ("file.zip" in page) == names


def test_the_archive_is_taken_with_a_reason_and_on_record(staff, number, database):
    clerk = staff(Role.OFFICER, unit=OFFICE_UNIT)
    reply = clerk.post(f"/desk/requests/{number}/file.zip", data={"reason": "归档"})
    with zipfile.ZipFile(BytesIO(reply.content)) as archive:
        names = archive.namelist()
        cover = "".join(
            cell.text for row in Document(BytesIO(archive.read("全卷.docx"))).tables[0].rows for cell in row.cells
        )
        sums = archive.read("校验值.txt").decode()
    with database.readers() as session:
        request = store.disclosure(session, number)
        last = [(event.deed, event.note) for event in request.events[-2:]]
        picture = next(event.facts["digest"] for event in request.events if event.deed == "添加附件")
        assert ledger.verify(session).finding is None

    assert names == ["全卷.docx", "附件/附件1.jpg", "校验值.txt"]
    assert NAME in cover
    assert THIRD in cover
    assert f"{picture}  附件/附件1.jpg" in sums
    assert last == [("查看身份", "归档"), ("调取全卷", "归档")]


def test_the_archive_is_refused_without_reason_or_right(staff, number, database):
    refused = staff(Role.OFFICE).post(f"/desk/requests/{number}/file.zip", data={"reason": " "})
    auditor = staff(Role.AUDITOR).post(f"/desk/requests/{number}/file.zip", data={"reason": "检查"})

    assert (refused.status_code, "必须填写" in refused.text) == (422, True)
    assert auditor.status_code == 403
    with database.readers() as session:
        assert store.disclosure(session, number).events[-1].deed == "复议诉讼结果"


def test_letters_stand_in_the_file_with_their_numbers(staff, number, app, database, calendar, vault):
    with database.sessions.begin() as session:
        request = store.disclosure(session, number)
        perform(session, number, "拟答复", _draft(), by=CLERK, at=START, calendar=calendar)
        request.record("签发文书", _signed(), by=CLERK, at=START)
        ledger.write(session, request)
    page = staff(Role.OFFICE).get(f"/desk/requests/{number}").text

    assert "政府信息不予公开告知书" in page
    assert "文号：旌政公开〔2026〕1号" in page


def _draft():
    ground = REASONS["third_party"]
    return Details(text="不予公开", ground=ground, needed="已征求意见，第三方不同意", reason="损害第三方权益")


def _signed():
    return Effect(facts={"title": "政府信息不予公开告知书", "document_no": "旌政公开〔2026〕1号", "digest": "a" * 64})


def _unpacked(file):
    if not file.startswith(b"PK"):
        return file.decode("utf-8")
    with zipfile.ZipFile(BytesIO(file)) as parts:
        return "".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
