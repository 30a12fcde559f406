"""Every lawful outcome, for persons and organisations, by every channel: from the filing to the archive."""

from datetime import timedelta

import pytest

from desk import filing, issuing, letters, store
from desk.case import Details
from desk.database import connect, sqlite_url
from desk.disclosure_table import Channel, State
from tests.builders import CHIEF, CITIZEN, CLERK, PHONE, a_disclosure_filing
from tests.desk.request_desk import AT, GIVEN, OFFICE, PARTY, PRESS, REASONS

WAITING = (Channel.ORDINARY_MAIL, Channel.FAX)
ONLINE = (Channel.WEB, Channel.WECHAT)
APPLICANTS = {
    "自然人": {"applicant": "自然人", "person": {"name": "李某", "phone": PHONE}},
    "组织": {"applicant": "商业企业", "person": {"name": "旌德县某商贸有限公司", "phone": PHONE, "agent_of": "李某"}},
}


@pytest.fixture(scope="module")
def sessions(migrated, tmp_path_factory):
    """One database for all: what is tested is each life by itself."""
    folder = tmp_path_factory.mktemp("outcomes")
    (folder / "desk.db").write_bytes(migrated.read_bytes())
    opened = connect(sqlite_url(folder))
    yield opened.sessions
    opened.engine.dispose()


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("applicant", APPLICANTS)
def test_every_outcome_runs_from_the_filing_to_the_archive(sessions, calendar, vault, channel, applicant):
    with sessions.begin() as session:
        for code in REASONS:
            _live(session, code, channel, APPLICANTS[applicant], calendar, vault)


def _live(session, code, channel, applicant, calendar, vault):
    common = {"calendar": calendar, "vault": vault}
    by = CITIZEN if channel in ONLINE else CLERK
    wanted = a_disclosure_filing(channel=channel, wanted=f"{code}的信息", **applicant)
    number = filing.file_disclosure(
        session, wanted, key=f"{code}|{channel}|{applicant['applicant']}", by=by, at=AT, **common
    ).number

    def do(deed, by=CLERK, at=AT, **details):
        return issuing.perform(session, number, deed, Details(**details), press=PRESS, by=by, at=at, **common)

    if channel in WAITING:
        assert store.disclosure(session, number).state is State.UNCONFIRMED
        do("确认收到", text="电话确认")
    do("受理")
    if REASONS[code].consulted:
        do("征求第三方意见", party=PARTY, text="可否公开")
        do("收到第三方意见", consent="不同意公开", text="商业秘密")
    do("拟答复", ground=REASONS[code], **GIVEN)
    do("签发答复", by=CHIEF)
    do("送达", manner="EMS")
    case = do("归档", at=AT + timedelta(days=1))

    assert (case.state, case.outcome, case.row) == (State.ARCHIVED, REASONS[code].outcome, REASONS[code].row)
    assert [each.verdict for each in case.events if each.verdict] == ["按时", "按时"]
    (letter,) = letters.seen(session, number, office=OFFICE, by=CITIZEN)
    assert letter.fields["title"] == REASONS[code].letter
    _, content = letters.opened(session, number, letter.id, office=OFFICE, by=CITIZEN, at=AT, vault=vault)
    text = content.decode()
    assert f"{applicant['person']['name']}：" in text
    assert "申请行政复议" in text
    assert PARTY not in text
    assert ("应当先" in text) is REASONS[code].review_first


def test_there_are_as_many_outcomes_as_the_yearly_report_counts():
    assert len(REASONS) == 23
