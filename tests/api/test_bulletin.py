"""The quarterly bulletin over HTTP: what is printed, what stops it, what people write, and who may."""

import shutil
from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from api import bulletin_pages, bulletin_word
from api.paper import INSTEAD, WORD
from desk import bulletin_text, bulletins
from desk.bulletin_blanks import BLANKS
from desk.bulletin_text import HEADER
from desk.database import connect, sqlite_url
from desk.lifecycle import Role
from desk.printed import PrintedRow, PrintedTable
from desk.quarters import Figures, QuarterTable
from knowledge.units import names_of
from tests.builders import PHONE, filed_ticket, moment

HTML = {"accept": "text/html"}
PAGE, FILE = "/office/bulletin", "/office/bulletin.docx"
SECOND, THIRD = {"year": 2020, "quarter": 2}, {"year": 2020, "quarter": 3}
WRITTEN = {blank.name: f"这里写{blank.label}。" for blank in BLANKS} | {
    "issued": "2020-10-20",
    "number": "政办〔2020〕52号",
}


@pytest.fixture(scope="session")
def printed(known):
    return {q: bulletins.read(next(d for d in known.documents if d.id == f"bulletin-2020-q{q}")) for q in (2, 3)}


@pytest.fixture(scope="session")
def both_quarters(tmp_path_factory, migrated, known, calendar, vault, printed):
    """A database file with the cases of both printed tables, to be copied."""
    folder = tmp_path_factory.mktemp("quarters")
    shutil.copy(migrated, folder / "desk.db")
    opened = connect(sqlite_url(folder))
    with opened.sessions.begin() as session:
        for quarter, table in printed.items():
            bulletins.load(session, table, 2020, quarter, units=known.units, calendar=calendar, vault=vault)
            bulletins.load_direct(session, table, 2020, quarter, calendar=calendar, vault=vault)
    opened.engine.dispose()
    return folder / "desk.db"


@pytest.fixture
def loaded(database, both_quarters, tmp_path):
    database.engine.dispose()
    shutil.copy(both_quarters, tmp_path / "desk.db")


def read(reply):
    assert reply.headers["content-type"] == WORD, reply.text
    return Document(BytesIO(reply.content))


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def words(paper):
    return "\n".join(paragraph.text for paragraph in paper.paragraphs)


@pytest.mark.parametrize("quarter", [2, 3])
def test_the_word_file_has_the_rows_of_the_printed_table_in_its_order(staff, loaded, printed, known, quarter):
    """Names as the directory has them, figures and order as printed; the ordinals are counted anew."""
    reply = staff(Role.OFFICE).get(FILE, params={"year": 2020, "quarter": quarter, "note": bulletin_pages.NOTED})
    header, total, *rows = cells(read(reply).tables[0])
    names = names_of(known.units)
    wanted = [
        (names[row.unit.removeprefix("县")].name, [str(value or "") for value in row.figures.values()])
        for row in printed[quarter].rows
    ]
    given = [(names[row[1].removeprefix("县").removesuffix("政府")].name, row[2:]) for row in rows]
    summed = sum((row.figures for row in printed[quarter].rows), Figures())

    assert tuple(header) == HEADER
    assert given == wanted
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(wanted) + 1)]
    assert total == ["", "合计", *(str(value) for value in summed.values())]


def test_the_text_names_the_figures_of_the_printed_one(staff, loaded):
    browser = staff(Role.OFFICE)
    second = words(read(browser.get(FILE, params={**SECOND, "note": bulletin_pages.NOTED})))
    third = words(read(browser.get(FILE, params=THIRD)))

    assert "4-6月份，县12345热线直办12件，转办127件，反馈并办结139件，反馈率：100%（127/127）" in second
    assert (
        "其中，城管执法局（21件）、旌阳镇（13件）、卫健委（10件）、住建局（9件）、公安局（8件）、庙首镇（7件）"
        in second
    )
    assert "7-9月份，县12345热线直办0件，转办201件，反馈并办结201件" in third
    assert "提交问题数22条，单位回复22条。按时认领率：100%（22/22），按时回复率：100%（22/22）。" in third


def test_the_paper_has_the_countys_form(staff, loaded):
    browser = staff(Role.OFFICE)
    assert browser.post(PAGE, params=THIRD, data=WRITTEN).status_code == 303
    paper = read(browser.get(FILE, params=THIRD))
    lines = [paragraph.text for paragraph in paper.paragraphs]
    section = paper.sections[0]

    assert lines[:2] == ["旌德县人民政府办公室文件", "政办〔2020〕52号"]
    assert lines[2].startswith("旌德县人民政府办公室关于2020年第三季度政务公开及“12345”政府服务热线")
    assert lines[3] == "各镇人民政府，县直有关单位："
    assert lines[lines.index("旌德县人民政府办公室") + 1] == "2020年10月20日"
    assert [line for line in lines if "待填写" in line] == []
    assert all(f"这里写{b.label}。" in lines for b in BLANKS if b.name not in ("issued", "number"))
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    assert paper.tables[0].rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_fonts_are_named_with_what_stands_in_for_them(staff, loaded):
    paper = read(staff(Role.OFFICE).get(FILE, params=THIRD))
    fonts = next(part.blob.decode() for part in paper.part.package.iter_parts() if "fontTable" in part.partname)

    assert all(f'"{name}"><w:altName w:val="{other}"' in fonts for name, other in INSTEAD.items())
    assert {run._r.rPr.rFonts.get(qn("w:eastAsia")) for line in paper.paragraphs for run in line.runs if run.text} == {
        "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312",
    }  # fmt: skip


def test_what_nobody_wrote_is_marked(staff, loaded):
    paper = read(staff(Role.AUDITOR).get(FILE, params=THIRD))
    marked = [run.text for line in paper.paragraphs for run in line.runs if run.font.highlight_color]

    assert len(marked) == len(BLANKS) - 2  # the opening has its usual words, the contact may be left out
    assert all("待填写" in text for text in marked)


def test_contradictions_stop_the_printing_until_the_office_says_so(staff, loaded):
    browser = staff(Role.OFFICE)
    refused = browser.get(FILE, params=SECOND, headers=HTML)
    noted = words(read(browser.get(FILE, params={**SECOND, "note": bulletin_pages.NOTED})))

    assert refused.status_code == 422
    for problem in ("各行相加为 13，合计印作 0", "正文为 37", "序号 24 用了 2 次", "附件1：附件目录印作“第一季度”"):
        assert problem in refused.text
        assert problem in browser.get(PAGE, params=SECOND).text
        assert problem in noted
    assert "〔核对说明〕" in noted


def test_the_page_prints_the_paper_only_without_contradictions_or_with_their_note(staff, loaded):
    browser = staff(Role.OFFICE)
    stopped = browser.get(PAGE, params=SECOND).text
    agreed = browser.get(PAGE, params={**SECOND, "note": bulletin_pages.NOTED}).text
    clean = browser.get(PAGE, params=THIRD).text

    assert ("official no-print" in stopped, "official no-print" in agreed, "official no-print" in clean) == (
        True, False, False,
    )  # fmt: skip
    assert ("〔核对说明〕" in stopped, "〔核对说明〕" in agreed, "〔核对说明〕" in clean) == (False, True, False)


def test_a_typed_figure_that_was_not_counted_stops_it_too(staff, loaded):
    browser = staff(Role.OFFICE)
    browser.post(PAGE, params=THIRD, data={**WRITTEN, "remarks": "县12345热线转办200件，办得不错。"})
    refused = browser.get(FILE, params=THIRD)

    assert refused.status_code == 422
    assert "热线办理：存在的问题：写有转办 200，统计为 201" in refused.json()["error"]["message"]


def test_a_table_that_cannot_be_true_is_named_in_the_paper(known):
    at = moment("2020-12-31 四 17:00")
    table = QuarterTable(2020, 4, at, {"住建局": Figures(1, 2, 3, 1, 0, 0)}, 0, 0, 0)
    bulletin = bulletin_text.compose(table, {}, units=known.units)
    printed = words(Document(BytesIO(bulletin_word.word(bulletin))))

    assert "住建局：反馈 2 多于转办 1" in bulletin.problems
    assert all(problem in printed for problem in bulletin.problems)


@pytest.mark.parametrize("quarter", [2, 3])
def test_our_own_bulletin_passes_the_checks_of_the_published_ones(loaded, database, known, quarter):
    with database.readers() as session:
        table = bulletin_pages.statistics.quarter_table(session, 2020, quarter, at=moment("2020-12-31 四 17:00"))
    bulletin = bulletin_text.compose(table, WRITTEN, units=known.units)

    assert bulletin.problems == []
    assert _as_printed(bulletin).contradictions() == []


def _as_printed(bulletin):
    """Read the finished bulletin the way a published one is read, so that the same checks hold for it."""
    figures = [Figures(*(int(cell or 0) for cell in row[2:])) for row in bulletin.rows]
    return PrintedTable(
        title=bulletin.title,
        rows=[PrintedRow(row[0], row[1], each) for row, each in zip(bulletin.rows[1:], figures[1:], strict=True)],
        total=figures[0],
        text=bulletins.figures_in("\n".join(paragraph.text for paragraph in bulletin.paragraphs)),
        annexes={str(n): name for n, name in enumerate(bulletin.annexes, start=1)},
    )


def test_the_worst_are_named_with_their_figures(staff, database, calendar, vault):
    filed_ticket(database.sessions, at=moment("2026-11-02 一 09:00"), calendar=calendar, vault=vault)
    page = staff(Role.OFFICE).get(PAGE, params={"year": 2026, "quarter": 4}).text

    assert "存在逾期的单位：住建局逾期未办理1件、逾期已办理0件。" in page
    assert "截至2026年11月20日10:00" in page
    assert "本季度尚未结束" in page


def test_a_refused_text_is_not_lost(staff, loaded):
    browser = staff(Role.OFFICE)
    reply = browser.post(PAGE, params=THIRD, data={**WRITTEN, "issued": "十月", "demands": "限期整改"}, headers=HTML)

    assert reply.status_code == 422
    assert "成文日期：应为 2020-07-20 这样的日期" in reply.text
    assert "限期整改" in reply.text
    assert "限期整改" not in browser.get(PAGE, params=THIRD).text


def test_the_form_has_a_field_for_every_blank():
    assert set(bulletin_pages.written()) == {blank.name for blank in BLANKS}


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER, Role.HEAD, Role.ADMIN])
@pytest.mark.parametrize("path", [PAGE, FILE])
def test_the_bulletin_is_not_for_everybody(staff, role, path):
    assert staff(role).get(path, params=THIRD).status_code == 403


def test_the_auditor_reads_and_does_not_write(staff, loaded):
    browser = staff(Role.AUDITOR)

    assert "保存并排版" not in browser.get(PAGE, params=THIRD).text
    assert browser.post(PAGE, params=THIRD, data=WRITTEN).status_code == 403


def test_no_page_holds_personal_data(staff, database, calendar, vault, at):
    filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault, matter=f"漏水，电话 {PHONE}")

    assert PHONE not in staff(Role.OFFICE).get(PAGE).text
