"""The yearly report on disclosure: its six parts, what people enter, what stops it, and the year 2020 as printed."""

from io import BytesIO

import pytest
from docx import Document

from api import annual_pages
from api.paper import WORD
from desk import annual_blanks, annual_drafts, annual_figures, annual_text
from desk.annual_days import annual_days
from desk.annual_drafts import AnnualDraft
from desk.annual_figures import Fees, YearFigures
from desk.disclosure_table import Channel
from desk.disclosure_year import YearTable, rows_of
from desk.errors import Invalid, NotAllowed
from desk.lifecycle import Role
from knowledge.reasons import load_reasons
from tests.builders import AUDITOR, CHIEF, CLERK, OFFICE, day, filed_disclosure, moment, walk

HTML = {"accept": "text/html"}
PAGE, FILE = "/office/annual", "/office/annual.docx"
REASONS = {reason.code: reason for reason in load_reasons()}
WRITTEN = {blank.name: f"这里写{blank.label}。" for blank in annual_blanks.BLANKS} | {
    "last_left": "0",
    "issued": "2021-01-20",
    "published": "",
}
# The eight requests of 2020 by the way they came, and how they were answered (disclosure-figures-2020).
CHANNELS_2020 = (Channel.WEB, *(Channel.SIGNED_MAIL,) * 5, *(Channel.IN_PERSON,) * 2)
GROUNDS_2020 = (*("granted",) * 6, "enforcement_file", "forbidden_by_law")


@pytest.fixture
def year_2020(sessions, calendar, vault):
    arrived, answered = moment("2020-08-03 一 09:00"), moment("2020-08-17 一 09:00")
    for n, (channel, code) in enumerate(zip(CHANNELS_2020, GROUNDS_2020, strict=True)):
        number = filed_disclosure(
            sessions, at=arrived, calendar=calendar, vault=vault, key=f"2020-{n}", channel=channel, arrived=arrived,
            confirmed=arrived,
        ).number  # fmt: skip
        draft = {"text": "见答复书", "ground": REASONS[code], "needed": "见附件", "reason": "见答复书"}
        steps = [("受理", {}, CLERK, arrived), ("拟答复", draft, CLERK, answered), ("签发答复", {}, CHIEF, answered)]
        walk(sessions, number, steps, calendar=calendar)


def test_the_year_2020_is_what_the_county_printed(staff, year_2020, known):
    printed = next(each for each in known.documents if each.id == "disclosure-figures-2020").text
    reply = staff(Role.OFFICE).get("/api/v1/reports/disclosure-year", params={"year": 2020}).json()
    rows = {row["事项"]: row for row in reply["rows"]}

    assert "共收到依申请公开8件，其中在线申请1件，信函邮寄申请5件，当面申请2件。予以公开6件，不予公开2件" in printed
    assert reply["lines"][0] == (
        "2020年共收到政府信息公开申请8件，其中在线申请1件，信函邮寄申请5件，当面申请2件；上年结转0件。"
        "办理完毕8件，其中予以公开6件，不予公开2件；结转下年度继续办理0件。"
    )
    assert (rows["本年新收"]["总计"], rows["予以公开"]["总计"], rows["结果合计"]["总计"]) == (8, 6, 8)
    assert rows["不予公开：属于行政执法案卷"]["自然人"] == 1
    assert reply["late"] == {"part": 0, "whole": 8}
    assert reply["mean_working_days"] == 10
    assert reply["table4"]["行政复议"]["总计"] == 0
    assert len(rows) == 4 + len(rows_of(REASONS.values()))


def test_the_page_has_six_parts_and_marks_what_people_must_write(staff, year_2020):
    page = staff(Role.OFFICE).get(PAGE, params={"year": 2020}).text

    for heading in ("一、总体情况", "二、主动公开", "三、收到和处理", "四、政府信息公开行政复议", "五、存在的主要问题"):
        assert heading in page
    assert "六、其他需要报告的事项" in page
    assert "〔待填写：政府信息管理〕" in page
    assert "三、本年度办理结果（三）不予公开：8.属于行政查询事项" in page
    assert "三、本年度办理结果（七）总计" in page
    assert "政府信息公开信息处理费：未收取。" in page


def test_what_was_written_is_kept_and_printed(staff, year_2020, database):
    office = staff(Role.OFFICE)
    given = WRITTEN | {"行政许可·本年处理决定数量": "312", "行政事业性收费·本年收费金额（单位：万元）": "10.5"}
    saved = office.post(PAGE, params={"year": 2020}, data=given)
    paper = Document(BytesIO(office.get(FILE, params={"year": 2020}).content))
    text = "\n".join(each.text for each in paper.paragraphs)

    assert saved.headers["location"].startswith("/office/annual?year=2020")
    assert "这里写政府信息管理。" in text
    assert "〔待填写：成文日期〕" not in text
    assert "2021年1月20日" in text
    assert [cell.text for cell in paper.tables[1].rows[1].cells] == ["行政许可", "312"]
    assert [row.cells[0].text for row in paper.tables[4].rows][-1] == "四、结转下年度继续办理"
    with database.readers() as session:
        draft = annual_drafts.latest(session, 2020)
    assert draft.by == "县政府办县政府办"
    assert "上次由县政府办县政府办于" in office.get(PAGE, params={"year": 2020}).text


@pytest.mark.parametrize(
    "wrong,problem",
    [
        ({"issued": "2021-13-01"}, "成文日期：应为"),
        ({"last_left": "三"}, "应为件数"),
        ({"行政处罚·本年处理决定数量": "约300"}, "应为数字"),
        ({"problems": "长" * 3001}, "不能超过 3000 字"),
    ],
)
def test_what_is_no_figure_is_refused_and_nothing_lost(staff, database, wrong, problem):
    reply = staff(Role.OFFICE).post(PAGE, params={"year": 2020}, data=WRITTEN | wrong)

    assert reply.status_code == 422
    assert problem in reply.text
    assert "这里写监督保障。" in reply.text
    with database.readers() as session:
        assert annual_drafts.latest(session, 2020) == AnnualDraft()


def test_figures_that_contradict_each_other_are_printed_only_with_a_note(staff, year_2020):
    office = staff(Role.OFFICE)
    office.post(PAGE, params={"year": 2020}, data=WRITTEN | {"last_left": "2"})
    refused = office.get(FILE, params={"year": 2020})
    noted = office.get(FILE, params={"year": 2020, "note": annual_pages.NOTED})
    page = office.get(PAGE, params={"year": 2020}, headers=HTML).text

    assert refused.status_code == 422
    assert "上年年报所载结转下年度 2 件 ≠ 本年上年结转 0 件" in refused.json()["error"]["message"]
    assert noted.headers["content-type"] == WORD
    assert "〔核对说明〕" in "\n".join(each.text for each in Document(BytesIO(noted.content)).paragraphs)
    assert 'class="official no-print"' in page
    api = office.get("/api/v1/reports/disclosure-year", params={"year": 2020, "format": "docx"})
    assert api.status_code == 422


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
def test_the_report_is_the_county_offices(staff, role):
    browser = staff(role)

    assert browser.get(PAGE, params={"year": 2020}).status_code == 403
    assert browser.post(PAGE, params={"year": 2020}, data=WRITTEN).status_code == 403


def test_only_the_county_office_writes(sessions, at):
    with pytest.raises(NotAllowed), sessions.begin() as session:
        annual_drafts.save(session, 2020, WRITTEN, {}, by=AUDITOR, at=at)
    with pytest.raises(Invalid), sessions.begin() as session:
        annual_drafts.save(session, 2020, {"issued": "昨天"}, {}, by=OFFICE, at=at)


def test_an_unbalanced_table_is_named_on_paper():
    table = YearTable(2026, {"自然人": 3}, {"自然人": 1}, {("予以公开", "自然人"): 2}, {"自然人": 1})
    figures = YearFigures(table, {}, {"予以公开": 2}, 2, 1, 31, Fees(2, 300, 100), _no_proceedings())
    report = annual_text.compose(figures, AnnualDraft(), rows_of(REASONS.values()))
    texts = [each.text for part in report.parts for each in part.body if hasattr(each, "text")]

    assert report.problems == ["自然人：新收 3 + 上年结转 1 ≠ 结果合计 2 + 结转下年度 1"]
    assert any("平均15.5个工作日" in text and "逾期答复1件（1/2）" in text for text in texts)
    assert "政府信息公开信息处理费：发出收费通知2件，应收300元，实收100元。" in texts


def _no_proceedings():
    return {kind: {**dict.fromkeys(annual_text.COLUMNS, 0), "总计": 0} for kind in annual_text.KINDS}


def test_fees_count_what_was_asked_and_paid_in_the_year(sessions, calendar, vault):
    at = moment("2026-03-02 一 09:00")
    fee = {"method": "按件", "quantity": 12, "amount": 200, "reason": "数量明显超过合理范围"}
    for n, paying in enumerate(([("缴费", {}, CLERK, at)], [])):
        number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault, key=f"f-{n}").number
        walk(sessions, number, [("受理", {}, CLERK, at), ("收费通知", fee, CLERK, at), *paying], calendar=calendar)
    with sessions() as session:
        figures = annual_figures.year_figures(session, 2026, at=moment("2026-06-01 一 09:00"), calendar=calendar)

    assert figures.fees == Fees(2, 400, 200)
    assert figures.mean_days is None
    assert annual_text.time_words(figures) == "本年没有作出答复。"


@pytest.mark.parametrize(
    "today,published,left",
    [
        ("2027-01-04 一", False, [27, 86]),
        ("2027-02-01 一", False, [-1, 58]),
        ("2027-03-31 三", False, [-59, 0]),
        ("2027-03-31 三", True, []),
        ("2026-11-20 五", False, []),
    ],
)
def test_the_report_is_due_on_two_days(today, published, left):
    due = annual_days(day(today), published=published)

    assert [each.left for each in due] == left
    assert all(each.year == 2026 for each in due)


def test_the_office_is_reminded_until_the_report_is_public(app, staff, sessions):
    january = moment("2027-01-04 一 09:00")
    app.state.clock = lambda: january
    office = staff(Role.OFFICE)
    before = office.get("/office").text
    with sessions.begin() as session:
        annual_drafts.save(session, 2026, {"published": "2027-01-04"}, {}, by=OFFICE, at=january)

    assert "1月31日前，各部门" in before
    assert "还有 27 天" in before
    assert "1月31日前" not in office.get("/office").text
