"""Table 3 over lives of every sort, table 4, and the year 2020 as the county printed it."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk import disclosure_year, proceedings
from desk.case import Details
from desk.casework import perform
from desk.disclosure_table import Channel, Deed
from desk.disclosure_year import Life, Turn, counted, rows_of
from desk.filings import APPLICANTS
from desk.moments import SHANGHAI
from desk.proceedings import KINDS, PENDING, Proceeding
from knowledge.reasons import load_reasons
from tests.builders import CHIEF, CITIZEN, CLERK, CLOCK, a_disclosure, filed_disclosure, moment, walk

REASONS = {reason.code: reason for reason in load_reasons()}
ROWS = rows_of(REASONS.values())
FIRST_YEAR, LAST_YEAR = 2024, 2028
AFTER = datetime(LAST_YEAR + 1, 1, 1, tzinfo=SHANGHAI)


def test_every_row_of_the_official_table_is_there_in_its_order():
    groups = Counter(row.partition("：")[0] for row in ROWS)

    assert list(groups.items()) == [
        ("予以公开", 1), ("部分公开", 1), ("不予公开", 8), ("无法提供", 3), ("不予处理", 5), ("其他处理", 3),
    ]  # fmt: skip
    assert ROWS[2] == "不予公开：属于国家秘密"
    assert ROWS[-1] == "其他处理：其他"
    assert [name for name, _ in disclosure_year.YearTable(2026, {}, {}, {}).lines(ROWS)] == [
        "本年新收", "上年结转", *ROWS, "结果合计", "结转下年度",
    ]  # fmt: skip


@st.composite
def a_life(draw):
    """Received on any day, then finished and taken up again any number of times, over years."""
    gaps = st.integers(0, 400).map(lambda days: timedelta(days=days))
    at = datetime(FIRST_YEAR, 1, 1, tzinfo=SHANGHAI) + timedelta(days=draw(st.integers(0, 4 * 365)))
    received, turns = at, []
    for ordinal in range(draw(st.integers(0, 5))):
        at += draw(gaps)
        turns.append(Turn(at, "" if ordinal % 2 else draw(st.sampled_from(ROWS))))
    return Life("GK", draw(st.sampled_from(APPLICANTS)), "网络", received, turns)


def open_at(life, end):
    """Whether it is carried over at *end*, said another way: it was never finished at the end of a year up to then."""
    ends = [datetime(year, 1, 1, tzinfo=SHANGHAI) for year in range(FIRST_YEAR + 1, end.year + 1)]
    states = [[turn for turn in life.turns if turn.at < one] for one in ends]
    return not any(turns and turns[-1].row for turns in states)


@given(st.lists(a_life(), max_size=12))
def test_nothing_is_lost_between_years_whatever_happens(of):
    tables = {year: counted(of, year, at=AFTER) for year in range(FIRST_YEAR, LAST_YEAR + 1)}

    for year, table in tables.items():
        end = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
        assert table.contradictions() == []
        assert table.received == Counter(life.applicant for life in of if life.received.year == year)
        assert table.carried_out == Counter(life.applicant for life in of if life.received < end and open_at(life, end))
        assert table.carried_in == (tables[year - 1].carried_out if year > FIRST_YEAR else {})
    done = sum(sum(table.outcomes.values()) for table in tables.values())
    assert done + sum(tables[LAST_YEAR].carried_out.values()) == len(of)


def reopened(sessions, calendar, vault, answers):
    """One request answered in 2025 and, corrected by a 复议, again at *answers*; returns its number."""
    filed = moment("2025-09-01 一 09:00")
    number = filed_disclosure(sessions, at=filed, calendar=calendar, vault=vault).number
    draft = {"text": "不予公开", "ground": REASONS["deliberation"], "reason": "讨论过程"}
    again = {"text": "予以公开", "ground": REASONS["granted"], "needed": "随函提供"}
    review = {"kind": "行政复议", "party": "旌德县人民政府"}
    steps = [
        ("受理", {}, CLERK), ("拟答复", draft, CLERK), ("签发答复", {}, CHIEF), ("登记复议诉讼", review, CLERK),
    ]  # fmt: skip
    walk(sessions, number, [(*step, filed) for step in steps], calendar=calendar)
    redone = [
        ("复议诉讼结果", {"item": 1, "result": "纠正"}, CLERK),
        ("重新办理", {"reason": "复议决定书：责令重新答复"}, CLERK),
        ("拟答复", again, CLERK),
        ("签发答复", {}, CHIEF),
    ]
    return walk(sessions, number, [(*step, answers) for step in redone], calendar=calendar).number


@pytest.mark.parametrize(
    "answers,row",
    [
        pytest.param("2025-11-03 一 09:00", "予以公开", id="同一年纠正，计最后的结果"),
        pytest.param("2026-01-05 一 09:00", "不予公开：属于四类过程性信息", id="次年纠正，不重复计"),
    ],
)
def test_a_corrected_answer_is_counted_once(sessions, calendar, vault, answers, row):
    reopened(sessions, calendar, vault, moment(answers))
    at = moment("2026-06-01 一 09:00")
    with sessions() as session:
        old, new = (disclosure_year.year_table(session, year, at=at) for year in (2025, 2026))

    assert dict(old.outcomes) == {(row, "自然人"): 1}
    assert (new.outcomes, new.carried_in, new.carried_out) == ({}, {}, {})


def test_a_request_is_taken_up_again_once_for_each_correction(sessions, calendar, vault):
    at = moment("2025-11-03 一 09:00")
    number = reopened(sessions, calendar, vault, at)

    with pytest.raises(Exception, match="须先登记复议或者诉讼的结果"), sessions.begin() as session:
        perform(session, number, "重新办理", Details(reason="再来"), by=CLERK, at=at, calendar=calendar)


def test_the_clock_restarts_when_it_is_handled_anew(calendar):
    request = a_disclosure(extension=20, events=[])
    at = moment("2026-11-20 五 10:00")
    steps = [
        (Deed.ACCEPT, Details(), CLERK),
        (Deed.DRAFT, Details(text="不公开", ground=REASONS["deliberation"], reason="讨论过程"), CLERK),
        (Deed.ANSWER, Details(), CHIEF),
        (Deed.PROCEED, Details(kind="行政复议", party="旌德县人民政府"), CLERK),
        (Deed.PROCEED_END, Details(item=1, result="纠正"), CLERK),
        (Deed.REDO, Details(reason="复议决定书"), CLERK),
    ]
    for deed, details, by in steps:
        request.do(deed, details, by=by, at=at, calendar=calendar)

    assert request.due == moment("2026-12-18 五 17:30")
    assert request.extension == 0


def test_lapsed_shelved_and_withdrawn_requests_have_their_rows(sessions, calendar, vault):
    start, later = moment("2026-03-02 一 09:00"), moment("2026-05-06 三 09:00")
    numbers = [
        filed_disclosure(sessions, at=start, calendar=calendar, vault=vault, key=f"g-{n}", **more).number
        for n, more in enumerate(({}, {}, {"channel": Channel.ORDINARY_MAIL, "person": {"name": "李某"}}, {}))
    ]
    fee = {"method": "按件", "quantity": 11, "amount": 100, "reason": "数量明显超过合理范围"}
    lives = (
        [("要求补正", {"text": "写明文号", "days": 5}, CLERK, start), ("逾期不补正", {}, CLOCK, later)],
        [("受理", {}, CLERK, start), ("收费通知", fee, CLERK, start), ("逾期不缴费", {}, CLOCK, later)],
        [("登记备查", {"reason": "没有联系方式"}, CLERK, start)],
        [("撤回", {}, CITIZEN, start)],
    )
    for number, steps in zip(numbers, lives, strict=True):
        walk(sessions, number, steps, calendar=calendar)
    with sessions() as session:
        table = disclosure_year.year_table(session, 2026, at=moment("2026-06-01 一 09:00"))

    assert {row: count for (row, _), count in table.outcomes.items()} == {ROWS[-3]: 1, ROWS[-2]: 1, ROWS[-1]: 2}


def test_a_letter_whose_receipt_nobody_confirmed_is_not_received_yet(sessions, calendar, vault):
    at = moment("2026-12-31 四 09:00")
    letter = {"channel": Channel.ORDINARY_MAIL}
    number = filed_disclosure(sessions, at=at, calendar=calendar, vault=vault, **letter).number
    later = moment("2027-01-04 一 09:00")

    with sessions() as session:
        assert disclosure_year.lives(session, until=later) == []
    walk(sessions, number, [("确认收到", {"text": "电话确认"}, CLERK, later)], calendar=calendar)
    with sessions() as session:
        assert not disclosure_year.year_table(session, 2026, at=later + timedelta(days=1)).received
        assert disclosure_year.year_table(session, 2027, at=later + timedelta(days=1)).received == {"自然人": 1}


def test_table_4_counts_what_was_pending_in_the_year():
    def began(text, kind, result=PENDING, ended=None):
        return Proceeding("GK", 1, kind, "某机关", moment(text), result, moment(ended) if ended else None)

    of = [
        began("2025-11-03 一 09:00", KINDS[0], "纠正", "2026-01-12 一 09:00"),
        began("2025-03-03 一 09:00", KINDS[0], "维持", "2025-04-01 二 09:00"),
        began("2026-02-02 一 09:00", KINDS[1]),
        began("2026-03-02 一 09:00", KINDS[2], "其他", "2027-01-11 一 09:00"),
    ]
    first, end = disclosure_year.bounds(2026, at=AFTER)

    assert proceedings.table(of, first, end) == {
        "行政复议": {"维持": 0, "纠正": 1, "其他": 0, "尚未审结": 0, "总计": 1},
        "未经复议直接起诉": {"维持": 0, "纠正": 0, "其他": 0, "尚未审结": 1, "总计": 1},
        "复议后起诉": {"维持": 0, "纠正": 0, "其他": 0, "尚未审结": 1, "总计": 1},
    }


@pytest.mark.parametrize(
    "ended,until",
    [
        pytest.param("2026-11-02 一 10:00", "2026-11-17 二", id="第十五日"),
        pytest.param("2026-11-06 五 10:00", "2026-11-23 一", id="届满日是周末，顺延"),
        pytest.param("2026-09-18 五 10:00", "2026-10-08 四", id="届满日在国庆，顺延"),
    ],
)
def test_a_suit_follows_a_review_within_fifteen_days(calendar, ended, until):
    review = Proceeding("GK", 1, KINDS[0], "旌德县人民政府", moment("2026-08-03 一 09:00"), "维持", moment(ended))

    assert review.sue_until(calendar) == moment(f"{until} 09:00").date()
    assert Proceeding("GK", 1, KINDS[1], "法院", review.began, "维持", review.ended).sue_until(calendar) is None
