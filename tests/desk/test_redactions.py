"""区分处理 of a request's papers: proposed by one, approved by another, on record without a word of it."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from docx import Document
from sqlalchemy import select

from desk import attachments, enclosures, ledger, redact, redactions, store, tables, uploads
from desk.disclosure_tables import redactions as table
from desk.errors import Changed, Invalid, NotAllowed, NotFound, WrongState
from desk.lifecycle import Actor, Role
from desk.redaction import Choices, proposed
from knowledge.reasons import load_reasons
from tests.builders import ADMIN, AGENT, AUDITOR, CHIEF, CITIZEN, CLERK, HEAD, OFFICE, OFFICER, filed_disclosure, walk
from tests.desk import pdf_papers, word_papers
from tests.desk.word_papers import ID, NAME, PHONE
from tests.files import photo

WORD = uploads.checked("武松某处罚决定书.docx", word_papers.everywhere())
WORDS = (NAME, ID, PHONE)
PART = next(each for each in load_reasons() if each.code == "granted_in_part")


@pytest.fixture
def number(sessions, at, calendar, vault):
    return filed_disclosure(sessions, at=at, calendar=calendar, vault=vault).number


@pytest.fixture
def desk(database, number, at, vault):
    return Desk(database, number, at, vault)


class Desk:
    """The deeds in transactions of their own, as the edge does them."""

    def __init__(self, database, number, at, vault):
        self.database, self.number, self.at, self.vault = database, number, at, vault

    def add(self, upload=WORD, by=CLERK):
        with self.database.sessions.begin() as session:
            kept = attachments.add(session, self.number, [upload], by=by, at=self.at, vault=self.vault)
            return kept[0].ordinal

    def source(self, ordinal=1, by=CLERK):
        with self.database.readers() as session:
            return redactions.source(session, self.number, ordinal, by=by, vault=self.vault)

    def propose(self, ordinal=1, by=CLERK):
        found = self.source(ordinal, by)
        wanted = proposed(redact.read(found.media, found.content, Choices()))
        with self.database.sessions.begin() as session:
            redactions.propose(session, found, wanted, by=by, at=self.at, vault=self.vault)

    def choices(self, ordinal=1):
        with self.database.readers() as session:
            return redactions.choices(redactions.latest(session, self.number, ordinal), self.vault)

    def change(self, wanted, by=CLERK, ordinal=1, seen=None):
        seen = seen or self.choices(ordinal).version
        with self.database.sessions.begin() as session:
            redactions.change(session, self.number, ordinal, wanted, seen=seen, by=by, at=self.at, vault=self.vault)

    def approve(self, by=CHIEF, ordinal=1, seen=None, looked=True):
        seen = seen or self.choices(ordinal).version
        with self.database.readers() as session:
            wanted = redactions.check_approver(session, self.number, ordinal, seen=seen, by=by, vault=self.vault)
        burnt = redactions.burnt(self.source(ordinal, by), wanted, looked=looked)
        with self.database.sessions.begin() as session:
            return redactions.approve(session, burnt, by=by, at=self.at, vault=self.vault)

    def seen(self, by):
        with self.database.readers() as session:
            request = store.disclosure(session, self.number)
            return [each.ordinal for each in attachments.listed(session, request, by=by, vault=self.vault)]

    def opened(self, ordinal, by):
        with self.database.readers() as session:
            return attachments.read(session, self.number, ordinal, by=by, vault=self.vault)

    def events(self):
        with self.database.readers() as session:
            assert ledger.verify(session).finding is None
            return list(store.disclosure(session, self.number).events)

    def answer(self, calendar):
        drafted = {"text": "现将处理后的文件提供给您。", "ground": PART, "needed": "他人的姓名、电话"}
        steps = [("受理", {}, CLERK, self.at), ("拟答复", drafted, CLERK, self.at), ("签发答复", {}, CHIEF, self.at)]
        walk(self.database.sessions, self.number, steps, calendar=calendar)


def test_from_proposal_to_a_result_that_holds_none_of_the_words(desk):
    desk.add()
    desk.propose()
    result = desk.approve()
    found, content = desk.opened(result, CHIEF)
    event = next(each for each in desk.events() if each.deed == redactions.APPROVE)

    assert result == 2
    assert found.media == WORD.media
    assert not any(word in text.text for word in WORDS for text in Document(BytesIO(content)).paragraphs)
    assert event.facts == {
        "source": 1,
        "result": 2,
        "digest": uploads.Upload("", found.media, content).digest,
        "counts": {"姓名": 4, "电话": 1, "证件号码": 2},
        "pages": [],
        "proposed_by": CLERK.name,
        "approved_by": CHIEF.name,
    }


def test_no_word_is_in_the_log_nor_readable_in_the_table(desk):
    desk.add()
    desk.propose()
    desk.change(desk.choices().chosen({0}, own="某单位", pages=(), with_pictures=True))
    desk.approve()
    with desk.database.readers() as session:
        rows = [str(row) for each in (tables.events, table) for row in session.execute(select(each))]

    assert not [row for row in rows for word in (*WORDS, "某单位") if word in row]
    assert {each.deed for each in desk.events()} >= {"提出区分处理", "修改区分处理", "区分处理"}


def test_the_applicant_is_given_the_result_once_answered_and_never_the_original(desk, calendar):
    desk.add()
    with desk.database.sessions.begin() as session:
        enclosures.choose(session, desk.number, 1, out=False, by=CLERK, at=desk.at)
    desk.propose()
    before = desk.seen(CITIZEN)
    desk.approve()
    drafted = desk.seen(CITIZEN)
    desk.answer(calendar)
    found, _ = desk.opened(2, CITIZEN)

    assert (before, drafted, desk.seen(CITIZEN)) == ([], [], [2])
    assert found.name == "附件1区分处理件.docx"
    with pytest.raises(NotFound):
        desk.opened(1, CITIZEN)


def test_a_request_that_was_withdrawn_gives_nothing(desk, calendar):
    desk.add()
    desk.propose()
    desk.approve()
    steps = [("撤回", {"reason": "不需要了"}, CITIZEN, desk.at), ("归档", {}, CLERK, desk.at)]
    walk(desk.database.sessions, desk.number, steps, calendar=calendar)

    assert desk.seen(CITIZEN) == []


@pytest.mark.parametrize(
    "by, refusal",
    [
        pytest.param(CLERK, NotAllowed, id="提出的人"),
        pytest.param(Actor(CLERK.name, Role.HEAD, "县政府办"), NotAllowed, id="提出的人换了角色"),
        pytest.param(Actor("另一经办", Role.OFFICER, "县政府办"), NotAllowed, id="别的承办人"),
        pytest.param(HEAD, NotFound, id="外单位负责人"),
        pytest.param(AUDITOR, NotAllowed, id="审计"),
        pytest.param(ADMIN, NotFound, id="管理员"),
        pytest.param(AGENT, NotAllowed, id="坐席"),
        pytest.param(CITIZEN, NotAllowed, id="申请人"),
    ],
)
def test_who_may_not_approve(desk, by, refusal):
    desk.add()
    desk.propose()
    with pytest.raises(refusal):
        desk.approve(by)

    assert desk.seen(CHIEF) == [1]


@pytest.mark.parametrize("by", [CHIEF, AUDITOR, AGENT, OFFICER, HEAD, ADMIN], ids=lambda by: by.name)
def test_who_may_not_propose(desk, by):
    desk.add()
    with pytest.raises((NotAllowed, NotFound)):
        desk.propose(by=by)

    assert desk.events()[-1].deed == "添加附件"


def test_whoever_chose_last_does_not_approve(desk):
    desk.add()
    desk.propose()
    desk.change(desk.choices().chosen({0}, own="", pages=(), with_pictures=True), by=OFFICE)
    with pytest.raises(NotAllowed, match="提出区分处理的人"):
        desk.approve(OFFICE)

    assert desk.approve(CHIEF) == 2


def test_what_was_not_seen_is_not_approved(desk):
    desk.add()
    desk.propose()
    seen = desk.choices().version
    desk.change(desk.choices().chosen((), own="", pages=(), with_pictures=True))
    with pytest.raises(Changed, match="修改区分处理"):
        desk.approve(seen=seen)
    with pytest.raises(Changed):
        desk.change(desk.choices(), seen=seen, by=OFFICE)

    assert desk.choices().words == ()


def test_a_change_while_it_was_burnt_in_is_noticed(desk):
    desk.add()
    desk.propose()
    burnt = redactions.burnt(desk.source(), desk.choices(), looked=True)
    desk.change(desk.choices().chosen((), own="", pages=(), with_pictures=True))
    with pytest.raises(Changed), desk.database.sessions.begin() as session:
        redactions.approve(session, burnt, by=CHIEF, at=desk.at, vault=desk.vault)

    assert desk.seen(CHIEF) == [1]


def test_two_approving_at_once_make_one_result(desk):
    desk.add()
    desk.propose()
    seen = desk.choices().version

    def attempt(by):
        try:
            return desk.approve(by, seen=seen)
        except WrongState:
            return None

    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(attempt, (CHIEF, OFFICE, CHIEF, OFFICE)))

    assert sorted(made, key=str) == [2, None, None, None]
    assert desk.seen(CHIEF) == [1, 2]
    assert [each.deed for each in desk.events()].count(redactions.APPROVE) == 1


def test_a_second_one_replaces_the_first(desk, calendar):
    desk.add()
    desk.propose()
    desk.change(desk.choices().chosen((), own="", pages=(), with_pictures=True))
    desk.approve()
    desk.propose()
    desk.change(desk.choices().chosen(range(9), own="", pages=(), with_pictures=True))
    desk.approve()
    with pytest.raises(Invalid, match="重新作区分处理"), desk.database.sessions.begin() as session:
        enclosures.choose(session, desk.number, 2, out=False, by=CLERK, at=desk.at)
    desk.answer(calendar)

    assert desk.seen(CITIZEN) == [3]


def test_results_take_no_place_of_files(desk):
    for each in range(attachments.MOST_FILES - 1):
        desk.add(uploads.Upload(f"{each}.docx", WORD.media, word_papers.plain(f"申请人：{NAME}第{each}份")))
    desk.propose()
    desk.approve()

    assert desk.add(uploads.checked("最后.docx", word_papers.plain("最后"))) == 10


def test_what_the_person_added_is_hidden_everywhere(desk):
    desk.add()
    desk.propose()
    desk.change(desk.choices().chosen((), own="信访材料\n\n信 访", pages=(), with_pictures=True))
    _, content = desk.opened(desk.approve(), CHIEF)

    assert Document(BytesIO(content)).sections[0].header.paragraphs[0].text == f"{NAME}████"


@pytest.mark.parametrize("own", ["某", "1"])
def test_a_word_too_short_to_mean_anything_is_refused(own):
    with pytest.raises(Invalid, match="至少 2 个字"):
        Choices().chosen((), own=own, pages=(), with_pictures=True)


def test_a_scan_is_approved_by_one_who_looked(desk):
    desk.add(uploads.Upload("扫描件.pdf", uploads.papers.PDF, pdf_papers.scanned()))
    desk.propose()
    with pytest.raises(Invalid, match="已看过"):
        desk.approve(looked=False)

    assert desk.approve() == 2


@pytest.mark.parametrize(
    "upload, by, named",
    [
        pytest.param(uploads.checked("照片.jpg", photo()), CLERK, "支持 Word", id="照片"),
        pytest.param(uploads.Upload("坏.pdf", uploads.papers.PDF, b"%PDF-1.4 %%EOF"), CLERK, "已损坏", id="坏 PDF"),
        pytest.param(WORD, CITIZEN, "申请人自己", id="申请人的材料"),
    ],
)
def test_a_file_that_cannot_be_redacted_is_refused(desk, upload, by, named):
    desk.add(upload, by=by)
    with pytest.raises(Invalid, match=named):
        desk.propose()

    assert desk.events()[-1].deed == "添加附件"


def test_a_result_is_no_original(desk):
    desk.add()
    desk.propose()
    desk.approve()
    with pytest.raises(Invalid, match="从原件"):
        desk.propose(2)


def test_nothing_is_done_twice_or_after_the_answer(desk, calendar):
    desk.add()
    desk.propose()
    with pytest.raises(WrongState, match="待批准"):
        desk.propose()
    desk.answer(calendar)
    for deed in (desk.approve, lambda: desk.change(desk.choices()), lambda: desk.propose(desk.add())):
        with pytest.raises(WrongState):
            deed()


def test_without_a_proposal_there_is_nothing_to_approve(desk, number, sessions, vault):
    desk.add()
    with pytest.raises(NotFound), sessions() as session:
        redactions.check_approver(session, number, 1, seen="", by=CHIEF, vault=vault)
