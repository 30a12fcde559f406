"""Letters: their words, what is wrong with them, and signing them once."""

from itertools import count

import pytest

from desk import disclosure_work, letters, store
from desk.case import Details
from desk.errors import Invalid, NotAllowed, NotFound, WrongState
from desk.letter_checks import check
from desk.letter_text import LetterText, Wording
from desk.letters import Office
from knowledge.laws import load_laws
from knowledge.letters import load_letters
from knowledge.reasons import load_reasons
from knowledge.remedies import load_remedies
from tests.builders import CHIEF, CITIZEN, CLERK, HEAD, filed_disclosure, moment

AT = moment("2026-11-20 五 10:00")
REASONS = {reason.code: reason for reason in load_reasons()}
OFFICE = Office(load_letters(), Wording(REASONS, load_remedies()["县政府部门"], "旌德县人民政府办公室"), load_laws())
KEYS = count()
PARTY = "旌德县某建材有限公司"


def plain(text):
    return "\n".join([text.title, text.number, f"{text.addressee}：", *text.paragraphs, text.organ]).encode()


@pytest.fixture
def desk(sessions, calendar, vault):
    return Desk(sessions, calendar, vault)


class Desk:
    """Does deeds and makes letters, each in a transaction of its own."""

    def __init__(self, sessions, calendar, vault):
        self.sessions, self.calendar, self.vault = sessions, calendar, vault

    def filed(self, **overrides):
        key = f"g-{next(KEYS)}"
        filed = filed_disclosure(self.sessions, at=AT, calendar=self.calendar, vault=self.vault, key=key, **overrides)
        return filed.number

    def do(self, number, deed, by=CLERK, **details):
        with self.sessions.begin() as session:
            return disclosure_work.perform(
                session, number, deed, Details(**details), by=by, at=AT, calendar=self.calendar, vault=self.vault
            )

    def draft(self, number, key, by=CLERK, **more):
        with self.sessions.begin() as session:
            return letters.draft(session, number, key, office=OFFICE, by=by, vault=self.vault, **more)

    def sign(self, number, key, by=CHIEF, **more):
        with self.sessions.begin() as session:
            made = letters.sign(
                session, number, key, office=OFFICE, by=by, at=AT, vault=self.vault, render=plain, **more
            )
            return made.id, made.fields

    def answered(self, code, wanted="本县2024年度排水管网改造合同", **details):
        number = self.filed(wanted=wanted)
        self.do(number, "受理")
        reason = REASONS[code]
        if reason.consulted:
            self.do(number, "征求第三方意见", party=PARTY, text="合同价款可否公开")
            self.do(number, "收到第三方意见", consent="不同意公开", text="含客户名单")
        given = {"text": "特此答复。", "search": "未检索到", "reason": "尚在讨论", "needed": "见附件"}
        self.do(number, "拟答复", ground=reason, **{**given, **details})
        return number


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
        desk.sign(number, "answer")


def test_a_third_party_does_not_learn_who_asks(desk):
    number = desk.filed()
    desk.do(number, "受理")
    desk.do(number, "征求第三方意见", party=PARTY, text="李某申请公开合同价款")

    made = desk.draft(number, "third_party", item=1)

    assert made.text.addressee == PARTY
    assert made.blocked


def test_a_letter_is_signed_once_by_the_head_and_numbered_by_year(desk):
    first, second = desk.answered("granted"), desk.answered("granted", wanted="另一份合同")
    with pytest.raises(NotAllowed):
        desk.sign(first, "answer", by=CLERK)

    assert desk.sign(first, "answer")[1]["number"] == "NO.〔2026〕1号"
    assert desk.sign(second, "answer")[1]["number"] == "NO.〔2026〕2号"
    with pytest.raises(WrongState):
        desk.sign(first, "answer")


def test_a_letter_before_its_deed_is_refused(desk):
    with pytest.raises(Invalid, match="要求补正"):
        desk.draft(desk.filed(), "supplement")


def test_the_applicant_opens_a_letter_once_it_was_sent(desk):
    number = desk.answered("granted")
    letter_id, _ = desk.sign(number, "answer")

    def open_it(by):
        with desk.sessions.begin() as session:
            return letters.opened(session, number, letter_id, office=OFFICE, by=by, vault=desk.vault)[1]

    with pytest.raises(NotFound):
        open_it(CITIZEN)
    with desk.sessions.begin() as session:
        letters.send(session, number, letter_id, manner="EMS", by=CLERK, at=AT)

    assert "李某：" in open_it(CITIZEN).decode()
    with pytest.raises(NotFound):
        open_it(HEAD)


def test_nothing_of_a_letter_lies_open_in_the_database(desk):
    number = desk.answered("granted")
    desk.sign(number, "answer")

    with desk.sessions.begin() as session:
        (row,) = letters.listed(session, number)
        assert "李某" not in row.addressee
        assert "答复".encode() not in row.content
        assert [event.deed for event in store.disclosure(session, number).events][-1] == "签发文书"
