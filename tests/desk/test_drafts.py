"""What a draft takes over from each message, what it still asks, and how it reads back."""

import pytest

from desk import conversations, draft_store, identities, store
from desk.disclosure_table import Channel
from desk.drafts import Draft, DraftKind, restore
from desk.errors import Invalid, NotFound
from desk.facts import Facts, Problem
from desk.intake import Reader
from desk.places import Gazetteer
from tests.builders import PHONE, a_routing

READER = Reader(Gazetteer([]))


def a_draft(*messages, kind=DraftKind.TICKET):
    draft = Draft(kind)
    for message in messages:
        draft.fill(message)
    return draft


def test_everything_said_at_once_is_not_asked_again():
    draft = a_draft(Facts(matter="电梯坏了", place="阳光花园3栋", phone=PHONE, name="陈"))

    assert draft.missing() == []


@pytest.mark.parametrize(
    "kind, missing",
    [(DraftKind.TICKET, ["matter", "place", "contact"]), (DraftKind.DISCLOSURE, ["wanted", "name", "contact", "form"])],
)
def test_slots_are_asked_in_order(kind, missing):
    assert Draft(kind).missing() == missing


def test_anonymity_counts_as_contact_of_a_ticket_until_a_phone_is_given():
    draft = a_draft(Facts(anonymous=True))
    assert draft.value("contact") == "匿名"

    draft.fill(Facts(phone=PHONE))

    assert draft.slots()["contact"] == "139****0001"
    assert not draft.anonymous


def test_a_disclosure_request_cannot_be_anonymous():
    draft = Draft(DraftKind.DISCLOSURE)
    (problem,) = draft.fill(Facts(anonymous=True), asked="contact")

    assert "第二十九条" in problem.message
    assert "contact" in draft.missing()


REPLACED = {
    # earlier, message, asked, place afterwards
    "更正": (Facts(place="三溪镇", corrected=frozenset({"place"})), "contact", "三溪镇"),
    "被问到": (Facts(place="三溪镇"), "place", "三溪镇"),
    "答别的问题时提到": (Facts(place="三溪镇", phone=PHONE), "contact", "白地镇"),
    "确认时重说": (Facts(place="三溪镇"), None, "三溪镇"),
}


@pytest.mark.parametrize("message, asked, place", REPLACED.values(), ids=REPLACED.keys())
def test_a_place_is_replaced_only_when_meant(message, asked, place):
    draft = a_draft(Facts(place="白地镇"))
    draft.fill(message, asked=asked)

    assert draft.place == place


def test_a_matter_that_comes_unasked_is_added():
    draft = a_draft(Facts(matter="电梯坏了"), Facts(matter="晚上还很吵"), Facts(matter="电梯坏了"))

    assert draft.matter == "电梯坏了；晚上还很吵"


def test_what_was_asked_but_not_understood_is_a_problem():
    unread = Draft(DraftKind.TICKET).fill(Facts(), asked="contact")
    wrong = Draft(DraftKind.TICKET).fill(Facts(problems=(Problem("contact", "少一位"),)), asked="contact")

    assert [problem.slot for problem in unread] == ["contact"]
    assert wrong == [Problem("contact", "少一位")]


def test_nothing_shown_holds_personal_data():
    draft = a_draft(Facts(matter=f"电梯坏了，打 {PHONE} 联系", place="阳光花园", phone=PHONE, name="陈某某"))
    shown = draft.summary() + str(draft.slots())

    assert PHONE not in shown
    assert "陈某某" not in shown
    assert "139****0001" in shown


def test_a_draft_survives_sealing():
    draft = a_draft(Facts(matter="电梯坏了", phone=PHONE, confidential=True))

    assert restore(draft.plain()) == draft


@pytest.fixture
def talk(sessions, at):
    with sessions.begin() as session:
        return conversations.open_conversation(session, channel="网页", at=at)[1].id


def put(sessions, talk, draft, at, vault):
    with sessions.begin() as session:
        draft_store.put(session, talk, draft, at=at, vault=vault)


FULL = Facts(matter="电梯坏了", place="阳光花园", phone=PHONE, name="陈某某")


def file(sessions, talk, at, calendar, vault):
    with sessions.begin() as session:
        return draft_store.file(
            session, talk, routing=a_routing(), channel="网页", at=at, calendar=calendar, vault=vault
        )


def test_filing_twice_gives_the_same_receipt_and_one_case(sessions, talk, at, calendar, vault):
    put(sessions, talk, a_draft(FULL), at, vault)

    first, second = (file(sessions, talk, at, calendar, vault) for _ in range(2))

    assert first == second
    with sessions() as session:
        assert len(store.tickets(session)) == 1
        assert conversations.linked(session, talk) == [first.number]
        assert identities.get(session, first.number, vault=vault) == {"name": "陈某某", "phone": PHONE}
        assert draft_store.get(session, talk, vault=vault) is None


def test_a_new_draft_after_filing_becomes_a_case_of_its_own(sessions, talk, at, calendar, vault):
    put(sessions, talk, a_draft(FULL), at, vault)
    first = file(sessions, talk, at, calendar, vault)
    put(sessions, talk, a_draft(FULL), at, vault)

    assert file(sessions, talk, at, calendar, vault).number != first.number


def test_an_unfinished_draft_is_not_filed(sessions, talk, at, calendar, vault):
    put(sessions, talk, a_draft(Facts(matter="电梯坏了")), at, vault)

    with pytest.raises(Invalid, match="地点"):
        file(sessions, talk, at, calendar, vault)


def test_without_a_draft_nothing_is_filed(sessions, talk, at, calendar, vault):
    with pytest.raises(NotFound):
        file(sessions, talk, at, calendar, vault)


def test_a_stored_draft_is_ciphertext(sessions, talk, at, vault, tmp_path):
    put(sessions, talk, a_draft(FULL), at, vault)
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))

    assert PHONE.encode() not in stored
    assert "电梯".encode() not in stored


WISHES = {  # said in turn → hidden, published, read back
    "要求保密": (("请保密",), True, False, "公开意愿：对承办单位保密"),
    "同意公开": (("同意公开诉求和答复",), False, True, "公开意愿：同意公开"),
    "先公开后保密": (("同意公开", "还是请保密"), True, False, "对承办单位保密"),
    "先保密后公开": (("请保密", "算了，我同意公开"), False, True, "同意公开"),
    "不同意公开": (("同意公开", "不同意公开"), False, False, ""),
    "要求别人公开不算": (("要求物业公开账目",), False, False, ""),
}


@pytest.mark.parametrize("said,hidden,published,words", WISHES.values(), ids=WISHES)
def test_wishes_to_stay_hidden_or_be_published_are_read_back(said, hidden, published, words):
    draft = Draft(DraftKind.TICKET)
    for text in ("我要投诉小区电梯坏了半个月没人修", *said):
        draft.fill(READER.read(text))
    filing = draft.ticket(channel="网页")

    assert (filing.confidential, filing.publishable) == (hidden, published)
    assert words in draft.summary()


def test_the_result_hoped_for_is_read_back_and_filed():
    draft = Draft(DraftKind.TICKET)
    draft.fill(READER.read("小区电梯坏了半个月没人修，希望下周前修好"))

    assert "希望结果：希望下周前修好" in draft.summary()
    assert draft.ticket(channel="网页").wanted == "希望下周前修好"
    assert "希望下周前修好" in draft.matter


@pytest.mark.parametrize(
    "chosen, form, delivery",
    [
        ("电子邮件", "电子文件", "电子邮件"),
        ("邮寄", "纸质文件", "邮寄"),
        ("当面领取", "纸质文件", "当面领取"),
        ("现场查阅", "现场查阅", ""),
    ],
)
def test_one_word_says_form_and_delivery(chosen, form, delivery):
    draft = Draft(DraftKind.DISCLOSURE, wanted="某文件", name="陈某", phone="13900000001", form=chosen)
    filing = draft.disclosure(channel=Channel.WEB)

    assert (filing.form, filing.delivery, filing.applicant) == (form, delivery, "自然人")


def test_an_organisation_is_read_back_as_one():
    draft = Draft(DraftKind.DISCLOSURE, wanted="某文件", name="某某建材有限公司", phone="13900000001", form="邮寄")

    assert "申请人类别：商业企业" in draft.summary()
    assert draft.disclosure(channel=Channel.WEB).applicant == "商业企业"
