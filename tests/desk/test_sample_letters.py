"""The seven published answers of 2020, entered as cases: due as the law counts, with the remedies they lacked."""

from datetime import timedelta

import pytest

from desk.disclosure_table import Channel
from desk.errors import Invalid
from desk.moments import day_of
from tests.builders import CHIEF, CLERK, day, moment
from tests.desk.request_desk import GIVEN, REASONS, RequestDesk

OFFICE_NAME, COUNTY = "旌德县人民政府办公室", "旌德县人民政府"
SAMPLES = {
    # received, channel, outcome, in whose name, due
    "NO.1": ("2019-12-31 二", Channel.SIGNED_MAIL, "already_public", OFFICE_NAME, "2020-02-05 三"),
    "NO.2": ("2019-12-19 四", Channel.IN_PERSON, "granted", COUNTY, "2020-01-17 五"),
    "NO.3": ("2020-01-04 六", Channel.WEB, "granted", OFFICE_NAME, "2020-02-07 五"),
    "NO.4": ("2020-04-28 二", Channel.SIGNED_MAIL, "enforcement_file", OFFICE_NAME, "2020-05-28 四"),
    "NO.5": ("2020-07-17 五", Channel.SIGNED_MAIL, "granted", OFFICE_NAME, "2020-08-14 五"),
    "NO.6": ("2020-09-17 四", Channel.SIGNED_MAIL, "granted", OFFICE_NAME, "2020-10-21 三"),
    "NO.7": ("2020-10-15 四", Channel.IN_PERSON, "deliberation", OFFICE_NAME, "2020-11-12 四"),
}
REVIEW = {OFFICE_NAME: "向旌德县人民政府申请行政复议", COUNTY: "向宣城市人民政府申请行政复议"}
COURT = {OFFICE_NAME: "向旌德县人民法院提起", COUNTY: "向宣城市中级人民法院提起"}


@pytest.mark.parametrize("received,channel,code,organ,due", SAMPLES.values(), ids=SAMPLES)
def test_a_published_answer_entered_as_a_case(sessions, calendar, vault, received, channel, code, organ, due):
    desk = RequestDesk(sessions, calendar, vault, at=moment(f"{received} 10:00"))
    number = desk.filed(by=CLERK, channel=channel, wanted="县本级某项政府信息")
    desk.draft_answer(number, code)
    desk.at += timedelta(days=1)
    desk.do(number, "签发答复", by=CHIEF, letter="answer", organ=organ)
    desk.do(number, "送达", manner="EMS")

    assert day_of(desk.case(number).due) == day(due)
    (letter,) = desk.opened(number)
    assert REVIEW[organ] in letter
    assert REASONS[code].basis.replace("、", "")[:6] in letter.replace("、", "")
    assert ("应当先" in letter) is REASONS[code].review_first
    assert (COURT[organ] in letter) is not REASONS[code].review_first
    assert organ in letter.splitlines()


def test_the_other_day_in_no_4_keeps_it_from_being_signed(sessions, calendar, vault):
    desk = RequestDesk(sessions, calendar, vault, at=moment("2020-04-28 二 10:00"))
    number = desk.filed(wanted="2020年4月23日对某医院行政处罚决定书")
    desk.draft_answer(number, "enforcement_file", text="2020年4月21日对某医院行政处罚决定书不予公开。")

    with pytest.raises(Invalid, match="2020年4月23日"):
        desk.do(number, "签发答复", by=CHIEF, letter="answer")

    made = desk.draft(number, "answer")
    assert {"separate", "penalty"} < {each.rule for each in made.findings}  # art. 37 and 20(6), which it left out
    desk.do(number, "退回修改", by=CHIEF, reason="日期与申请不符")
    desk.do(number, "拟答复", ground=REASONS["enforcement_file"], **GIVEN)
    desk.do(number, "签发答复", by=CHIEF, letter="answer")
    assert [each[0] for each in desk.signed(number)] == ["answer"]
