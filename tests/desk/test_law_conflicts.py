"""Where the county's rules of 2020 depart from the Regulation of 2019 the lawful behaviour is built, point by point.

《依申请公开制度（修订）》 against 《政府信息公开条例》（国务院令第711号）; see docs/decisions/0083.
"""

import pytest

from desk import reminders
from desk.consulting import consultations
from desk.disclosure_table import Channel, Deed, State
from desk.errors import Invalid
from tests.builders import CHIEF, CITIZEN, moment
from tests.desk.request_desk import GIVEN, PARTY, REASONS, RequestDesk


@pytest.fixture
def desk(sessions, calendar, vault):
    return RequestDesk(sessions, calendar, vault)


@pytest.fixture
def accepted(desk):
    number = desk.filed()
    desk.do(number, "受理")
    return number


def test_1_no_special_need_is_asked_for(desk):
    """County art. 2: 生产、生活、科研等特殊需要; art. 27 knows no such condition."""
    number = desk.filed(wanted="2019年部门预算")
    desk.do(number, "受理")

    assert desk.case(number).state is State.HANDLING
    assert not [reason.name for reason in REASONS.values() if "特殊需要" in reason.words + reason.name]


def test_2_the_purpose_is_optional_and_no_ground(desk):
    """County art. 5: 用途描述; art. 29 does not ask for it."""
    silent, told = desk.filed(), desk.filed(purpose="写论文")
    for number in (silent, told):
        desk.draft_answer(number, "granted")

    assert desk.draft(silent, "answer").text.paragraphs[1:] == desk.draft(told, "answer").text.paragraphs[1:]
    assert "写论文" not in desk.draft(told, "answer").text.body


def test_3_neither_signature_nor_address_is_required(desk):
    """County art. 5: 签名或者盖章, 通信地址; art. 29: name, identity proof, contact."""
    number = desk.filed(person={"name": "李某", "email": "someone@example.com"})

    assert desk.case(number).state is State.RECEIVED


RECEIPTS = {Channel.WEB: State.RECEIVED, Channel.SIGNED_MAIL: State.RECEIVED, Channel.IN_PERSON: State.RECEIVED,
            Channel.FAX: State.UNCONFIRMED, Channel.ORDINARY_MAIL: State.UNCONFIRMED}  # fmt: skip


@pytest.mark.parametrize("channel", RECEIPTS)
def test_4_the_day_of_receipt_is_that_of_article_31(desk, channel):
    """County art. 5: arrival at the server or of the fax; art. 31: the day both sides confirm."""
    number = desk.filed(channel=channel)
    assert desk.case(number).state is RECEIPTS[channel]
    if channel in (Channel.FAX, Channel.ORDINARY_MAIL):
        desk.at = moment("2026-11-24 二 09:00")
        desk.do(number, "确认收到", text="电话确认")

        assert desk.case(number).received == desk.at


def test_5_without_proof_of_identity_a_supplement_is_asked_not_refused(desk):
    """County art. 6: 不予受理; art. 30: once, within 7 working days."""
    number = desk.filed()
    assert not desk.case(number).identified

    desk.do(number, "要求补正", text="请提供身份证明", days=10)

    assert desk.case(number).state is State.SUPPLEMENT
    assert not [reason.name for reason in REASONS.values() if "身份" in reason.name]


def test_6_nobody_has_to_appear_and_an_organisation_needs_no_power_of_attorney(desk):
    """County art. 6: 当面核验, 授权委托书 of every organisation; the Regulation knows neither."""
    number = desk.filed(applicant="商业企业", person={"name": "旌德县某商贸有限公司", "phone": "13900000001"})
    desk.draft_answer(number, "granted")
    desk.do(number, "签发答复", by=CHIEF)

    assert desk.case(number).state is State.ANSWERED


def test_7_several_things_in_one_request_are_split_inside_and_never_returned(desk, accepted):
    """County art. 7, 10(2): 一事一申请, else 退回; no ground to return."""
    desk.do(accepted, "拆分事项", text="合同价款\n招标文件")
    desk.do(accepted, "定事项结果", item=1, ground=REASONS["granted"], text="见附件1")
    desk.do(accepted, "定事项结果", item=2, ground=REASONS["not_found"], text="经检索没有")
    desk.do(accepted, "拟答复", ground=REASONS["granted_in_part"], **GIVEN)

    assert "“2019年县本级部门预算公开情况”。现答复如下：" in desk.draft(accepted, "answer").text.body
    assert "（一）关于“合同价款”：见附件1。" in desk.draft(accepted, "answer").text.paragraphs
    assert not [deed for deed in Deed if "退回" in deed.value and deed is not Deed.REJECT]


def test_8_a_supplement_is_asked_within_seven_days_once_with_a_period_and_restarts_the_clock(desk):
    """County art. 10(2) has no limit, no period and no restart; art. 30 has all three."""
    number = desk.filed()
    with pytest.raises(Invalid, match="合理期限"):
        desk.do(number, "要求补正", text="请写明年度", days=0)
    desk.do(number, "要求补正", text="请写明年度", days=10)
    desk.at = moment("2026-11-30 一 09:00")
    desk.do(number, "补正", by=CITIZEN, text="2024年度")
    assert desk.case(number).counted_from == desk.at
    with pytest.raises(Invalid, match="一次性"):
        desk.do(number, "要求补正", text="再补", days=5)

    late = desk.filed()
    desk.at = moment("2026-12-10 四 09:00")
    with pytest.raises(Invalid, match="7 个工作日"):
        desk.do(late, "要求补正", text="请写明年度", days=10)


@pytest.mark.parametrize("code", ["internal_affairs", "deliberation", "enforcement_file"])
def test_9_internal_and_process_information_is_refused_only_with_a_reason_of_its_own(desk, accepted, code):
    """County art. 3: 一般不属于; art. 16: the organ may refuse, case by case."""
    with pytest.raises(Invalid, match="裁量理由"):
        desk.do(accepted, "拟答复", ground=REASONS[code], **{**GIVEN, "reason": " "})

    desk.do(accepted, "拟答复", ground=REASONS[code], **{**GIVEN, "reason": "尚在讨论，公开会影响决策"})
    assert "公开会影响决策" in desk.draft(accepted, "answer").text.body


def test_10_what_does_not_exist_was_searched_for_and_the_letter_says_where(desk, accepted):
    """County art. 10(4): 不存在; art. 36(4): after a search."""
    with pytest.raises(Invalid, match="检索记录"):
        desk.do(accepted, "拟答复", ground=REASONS["not_found"], **{**GIVEN, "search": ""})
    desk.do(accepted, "检索", manner="档案室目录", text="排水管网", search="没有")

    desk.do(accepted, "拟答复", ground=REASONS["not_found"], **{**GIVEN, "search": ""})
    assert "以“排水管网”在档案室目录检索，没有" in desk.draft(accepted, "answer").text.body


def test_11_research_is_no_ground_to_refuse(desk):
    """County art. 10(5) restricts 课题研究; art. 35 and 38 only."""
    number = desk.filed(purpose="课题研究")
    desk.draft_answer(number, "granted")

    assert desk.case(number).state is State.DRAFTED
    assert not [reason.name for reason in REASONS.values() if "课题" in reason.words + reason.name]


def test_12_a_repeated_request_is_answered_that_it_is_not_handled_again(desk, accepted):
    """County art. 10(7): 可以不重复答复; art. 36(6): the applicant is told."""
    told = "GK-20250901-000012，2025年9月28日答复"
    desk.do(accepted, "拟答复", ground=REASONS["repeated"], **{**GIVEN, "needed": told})
    desk.do(accepted, "签发答复", by=CHIEF)
    desk.do(accepted, "送达", manner="EMS")

    (letter,) = desk.opened(accepted)
    assert told in letter
    assert "不予重复处理" in letter


def test_13_a_joint_makers_silence_is_consent_after_15_working_days(desk, sessions, calendar, accepted):
    """County art. 10(6) knows no such step; art. 34: 15 working days, silence is consent."""
    desk.do(accepted, "征求共同制作机关意见", party="旌德县某局", text="共同印发的文件可否公开")
    assert consultations(desk.case(accepted))[0].until == moment("2026-12-11 五 17:30")

    with sessions.begin() as session:
        reminders.run(session, at=moment("2026-12-14 一 09:00"), calendar=calendar)

    assert [each.consent for each in consultations(desk.case(accepted))] == ["同意公开"]
    assert desk.case(accepted).state is State.HANDLING


def test_14_asking_stops_the_clock_and_every_answer_says_where_to_turn(desk, accepted):
    """County: no stopped clock, no art. 35 and 39, no remedies; art. 33(3), 35, 39, 51."""
    before = desk.case(accepted).due
    desk.do(accepted, "征求第三方意见", party=PARTY, text="可否公开")
    desk.at = moment("2026-11-25 三 09:00")
    desk.do(accepted, "收到第三方意见", consent="同意公开")

    assert (before, desk.case(accepted).due) == (moment("2026-12-18 五 17:30"), moment("2026-12-23 三 17:30"))
    told = desk.case(accepted).clock(desk.calendar)
    assert told["words"][0] == "2026年11月20日（周五）至2026年11月25日（周三）：征求第三方意见，其间 3 个工作日不计。"
    assert told["paused"][-1] == "2026-11-25"
    desk.do(accepted, "拟答复", ground=REASONS["granted"], **GIVEN)
    assert "六十日内" in desk.draft(accepted, "answer").text.body
    assert {reason.basis for reason in REASONS.values()} >= {"第三十五条", "第三十九条第一款", "第三十九条第二款"}
