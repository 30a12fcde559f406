"""Letters: their words, what is wrong with them, and signing them once."""

import pytest

from desk import letters, store
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.letter_checks import check
from desk.letter_drafts import listed
from desk.letter_text import LetterText
from knowledge.laws import load_laws
from tests.builders import CHIEF, CITIZEN, CLERK, HEAD
from tests.desk.request_desk import AT, OFFICE, PARTY, REASONS, RequestDesk


@pytest.fixture
def desk(sessions, calendar, vault):
    return RequestDesk(sessions, calendar, vault)


@pytest.mark.parametrize("code", REASONS)
def test_every_outcome_gives_a_letter_that_holds_basis_and_remedy(desk, code):
    made = desk.draft(desk.answered(code), "answer")

    reason = REASONS[code]
    assert made.text.addressee == "李某"
    assert not made.blocked, made.findings
    assert "{" not in made.text.body
    assert ("应当先" in made.text.body) is reason.review_first
    assert ("或者自收到" in made.text.body) is (not reason.review_first or code == "granted_in_part")
    assert "旌德县人民政府申请行政复议" in made.text.body


SAMPLES = {
    # what was asked, what was answered, rule of the finding
    "NO.4 日期不符": (
        "2020年4月23日对某医院行政处罚决定书",
        "县卫健委认为对于申请内容为：“2020年4月21日对某医院行政处罚决定书”决定不予公开。",
        "day",
    ),
    "文件名不符": ("《关于开展垃圾分类工作的通知》", "《关于开展垃圾分类工作的意见》已在网站公开。", "title"),
    "条号不存在": ("预算", "根据《中华人民共和国政府信息公开条例》第五十七条的规定", "article"),
    "项不存在": ("预算", "依据《政府信息公开条例》第三十六条（八）项的规定", "article"),
    "写出电话": ("预算", "请联系13900000001", "personal"),
}


@pytest.mark.parametrize("wanted,body,rule", SAMPLES.values(), ids=SAMPLES)
def test_what_is_wrong_is_named(wanted, body, rule):
    letter = LetterText("政府信息公开答复书", "", "李某", (body,), "旌德县人民政府办公室")

    assert [each.rule for each in check(letter, wanted, laws=load_laws())] == [rule]


SOUND = {
    "同一天": ("2020年4月23日对某医院行政处罚决定书", "2020年4月23日对某医院行政处罚决定书不予公开"),
    "别的事的日子": ("2020年4月23日对某医院行政处罚决定书", "本机关于2020年4月28日收到申请"),
    "存在的条项": ("预算", "依据《中华人民共和国政府信息公开条例》第三十六条第二项、第三十七条"),
    "别的法": ("预算", "依据《某县办法》第九十九条"),
    "单位座机": ("预算", "咨询电话：0563-8022551"),
}


@pytest.mark.parametrize("wanted,body", SOUND.values(), ids=SOUND)
def test_what_is_sound_passes(wanted, body):
    letter = LetterText("政府信息公开答复书", "", "李某", (body,), "旌德县人民政府办公室")

    assert check(letter, wanted, laws=load_laws()) == []


def test_refusing_a_whole_penalty_decision_asks_to_look_again(desk):
    made = desk.draft(desk.answered("enforcement_file", wanted="对某医院的行政处罚决定书"), "answer")

    assert {each.rule for each in made.findings} == {"separate", "penalty"}


def test_the_applicants_letter_may_not_name_a_third_party(desk):
    number = desk.answered("third_party", text=f"{PARTY}不同意公开。")

    with pytest.raises(Invalid, match="不应知道"):
        desk.do(number, "签发答复", by=CHIEF)

    with desk.sessions() as session:
        assert store.disclosure(session, number).state == "待签发"


def test_a_third_party_does_not_learn_who_asks(desk):
    number = desk.filed()
    desk.do(number, "受理")
    desk.do(number, "征求第三方意见", party=PARTY, text="李某申请公开合同价款")

    made = desk.draft(number, "third_party", item=1)

    assert made.text.addressee == PARTY
    assert made.blocked


def test_an_answer_is_signed_with_its_deed_once_and_numbered_by_year(desk):
    first, second = desk.answered("granted"), desk.answered("granted", wanted="另一份合同")
    with pytest.raises(Invalid, match="签发答复"):
        desk.sign(first, "answer")

    desk.do(first, "签发答复", by=CHIEF, letter="answer")
    desk.do(second, "签发答复", by=CHIEF, letter="answer")

    assert desk.signed(first) == [("answer", "NO.〔2026〕1号", "")]
    assert desk.signed(second) == [("answer", "NO.〔2026〕2号", "")]
    with pytest.raises(WrongState):
        desk.sign(first, "answer")
    with pytest.raises(WrongState):  # nor a second answer under another title
        desk.sign(first, "notice")


def test_without_a_choice_the_answer_is_the_letter_its_ground_names_and_leaves_with_the_delivery(desk):
    number = desk.answered("not_found")
    with pytest.raises(NotAllowed):
        desk.do(number, "签发答复", by=CLERK)

    desk.do(number, "签发答复", by=CHIEF)
    desk.do(number, "送达", manner="EMS")

    assert desk.signed(number) == [("notice_result", "信息告知〔2026〕1号", "EMS")]


@pytest.mark.parametrize("letter", ["notice_refusal", "supplement"])
def test_an_answer_is_given_in_no_other_letter(desk, letter):
    number = desk.answered("granted")

    with pytest.raises(Invalid):
        desk.do(number, "签发答复", by=CHIEF, letter=letter)

    assert desk.signed(number) == []


def test_whose_name_stands_below_decides_where_to_turn(desk):
    number = desk.answered("enforcement_file")

    made = desk.draft(number, "answer", organ="旌德县人民政府")

    assert made.text.organ == "旌德县人民政府"
    assert "宣城市人民政府申请行政复议" in made.text.body
    assert "向旌德县人民政府申请" not in made.text.body
    with pytest.raises(Invalid, match="落款机关"):
        desk.draft(number, "answer", organ="旌德县某局")


def test_an_extension_is_granted_together_with_its_notice(desk):
    number = desk.filed()
    desk.do(number, "受理")
    desk.do(number, "申请延期", reason="材料分散", days=20)
    with pytest.raises(Invalid, match="送达方式"):
        desk.do(number, "同意延期", by=CHIEF, told=True)
    assert desk.signed(number) == []

    desk.do(number, "同意延期", by=CHIEF, told=True, manner="电子邮件")

    assert desk.signed(number) == [("extension", "延期〔2026〕1号", "电子邮件")]


def test_only_a_third_party_that_refused_is_told_of_the_decision_to_publish(desk):
    number = desk.filed()
    desk.do(number, "受理")
    desk.do(number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
    desk.do(number, "征求第三方意见", party="旌德县另一公司", text="合同价款可否公开")
    desk.do(number, "收到第三方意见", item=1, consent="不同意公开", text="含客户名单")
    desk.do(number, "收到第三方意见", item=2, consent="同意公开")

    assert desk.offered(number) == [("third_party", 1), ("third_party", 2), ("third_told", 1)]
    with pytest.raises(Invalid, match="请填写"):
        desk.sign(number, "third_told", item=1)
    made = desk.draft(number, "third_told", item=1, matter="合同总价，公众对工程造价有重大关切")
    assert not made.blocked
    assert "对工程造价有重大关切" in made.text.body


def test_the_delivery_receipt_is_filled_in_by_hand(desk):
    number = desk.answered("granted")
    assert ("delivery", 0) not in desk.offered(number)
    desk.do(number, "签发答复", by=CHIEF)

    made = desk.draft(number, "delivery")

    assert made.text.paragraphs[0] == "送达文书：《政府信息公开告知书》公开告知〔2026〕1号"
    with pytest.raises(Invalid, match="当事人填写"):
        desk.sign(number, "delivery")


def test_a_letter_before_its_deed_is_refused(desk):
    with pytest.raises(Invalid, match="要求补正"):
        desk.draft(desk.filed(), "supplement")


def test_the_applicant_opens_a_letter_once_it_was_sent(desk):
    number = desk.answered("granted")
    desk.do(number, "签发答复", by=CHIEF)
    with desk.sessions() as session:
        (letter,) = listed(session, number)

    def open_it(by):
        with desk.sessions.begin() as session:
            return letters.opened(session, number, letter.id, office=OFFICE, by=by, at=AT, vault=desk.vault)[1]

    with pytest.raises(NotFound):
        open_it(CITIZEN)
    desk.do(number, "送达", manner="EMS")

    assert "李某：" in open_it(CITIZEN).decode()
    with pytest.raises(NotFound):
        open_it(HEAD)


def test_a_letter_leaves_once_and_in_some_manner(desk):
    number = desk.filed()
    desk.do(number, "要求补正", text="请写明年度", days=10)
    letter_id, _ = desk.sign(number, "supplement")

    def leave(manner):
        with desk.sessions.begin() as session:
            letters.send(session, number, letter_id, manner=manner, by=CLERK, at=AT)

    with pytest.raises(Invalid, match="送达方式"):
        leave(" ")
    leave("EMS")
    with pytest.raises(WrongState):
        leave("当面")
    with pytest.raises(WrongState):
        desk.sign(number, "supplement")


def test_nothing_of_a_letter_lies_open_in_the_database(desk):
    number = desk.answered("granted")
    desk.do(number, "签发答复", by=CHIEF)

    with desk.sessions.begin() as session:
        (row,) = listed(session, number)
        assert "李某" not in row.addressee
        assert "答复".encode() not in row.content
        assert [event.deed for event in store.disclosure(session, number).events][-1] == "签发文书"
