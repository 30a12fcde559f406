"""What is past its time is named; erased only on confirmation; the case and the log stay."""

from datetime import datetime

import pytest

from desk import __main__ as desk
from desk import identities, keys, ledger, retention, store
from desk.commands.retention import KEEPER
from desk.database import connect, sqlite_url
from desk.disclosure_table import Channel
from desk.migrate import migrate
from desk.moments import SHANGHAI
from knowledge.retention import UNDETERMINED, Retention, load_retention
from tests.builders import CLERK, filed_disclosure, moment, walk

RULES = load_retention()
SHELVED = moment("2025-03-03 一 09:00")
BEFORE, AFTER = moment("2026-03-03 二 09:00"), moment("2026-03-04 三 09:00")


def shelved(sessions, calendar, vault, *, key="s-1"):
    """A letter without a contact, registered and put by, and one that is handled."""
    letter = {"channel": Channel.ORDINARY_MAIL, "person": {"name": "李某"}}
    filed_disclosure(sessions, at=SHELVED, calendar=calendar, vault=vault, key=f"{key}-other")
    number = filed_disclosure(sessions, at=SHELVED, calendar=calendar, vault=vault, key=key, **letter).number
    walk(sessions, number, [("登记备查", {"reason": "没有联系方式"}, CLERK, SHELVED)], calendar=calendar)
    return number


def test_a_shelved_request_keeps_its_names_for_one_year(sessions, calendar, vault):
    number = shelved(sessions, calendar, vault)
    with sessions() as session:
        early, late = (retention.expired(session, RULES, at=at) for at in (BEFORE, AFTER))

    assert early == []
    assert [(each.number, each.columns, each.until) for each in late] == [
        (number, ["name"], moment("2026-03-03 二 09:00"))
    ]


def test_erasing_leaves_the_case_and_the_log(sessions, calendar, vault):
    number = shelved(sessions, calendar, vault)
    with sessions.begin() as session:
        found = retention.expired(session, RULES, at=AFTER)
        assert retention.erase(session, found, by=KEEPER, at=AFTER) == 1
    with sessions() as session:
        request = store.disclosure(session, number)
        assert identities.get(session, number, vault=vault) == {}
        assert [event.deed for event in request.events] == ["登记", "登记备查", "清除身份信息"]
        assert request.events[-1].facts == {"fields": ["name"], "term": "1 年"}
        assert ledger.verify(session).finding is None
        assert retention.expired(session, RULES, at=AFTER) == []


@pytest.mark.parametrize(
    "since,months,until",
    [("2024-02-29", 12, "2025-02-28"), ("2025-08-31", 6, "2026-02-28"), ("2025-12-01", 1, "2026-01-01")],
)
def test_months_end_on_the_same_day(since, months, until):
    start = datetime.fromisoformat(since).replace(tzinfo=SHANGHAI)

    assert retention.later(start, months).date().isoformat() == until


def test_what_no_source_gives_is_left_to_the_office():
    terms = {rule.code: rule.term for rule in RULES}

    assert terms["shelved_identity"] == "1 年"
    assert terms["request_file"] == terms["identity"] == UNDETERMINED
    assert (terms["impact_assessment"], terms["logs"]) == ("不少于 3 年", "不少于 6 个月")
    assert all(isinstance(rule, Retention) and rule.source for rule in RULES)


def test_the_command_erases_only_when_told_to(tmp_path, monkeypatch, capsys, calendar):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    for name in ("DATABASE_URL", "PRODUCTION"):
        monkeypatch.delenv(name, raising=False)
    migrate(sqlite_url(tmp_path))
    vault = keys.load_or_create(tmp_path, production=False)
    opened = connect(sqlite_url(tmp_path))
    number = shelved(opened.sessions, calendar, vault)

    def run(*more):
        assert desk.main(["retention", "--at", "2026-03-04T09:00", *more]) == 0
        return capsys.readouterr().out

    looked, dry = run(), run("--confirm", "--dry-run")
    done, again = run("--confirm"), run("--confirm")
    opened.engine.dispose()

    assert f"{number}\t登记备查 2025年3月3日（周一），期满 2026年3月3日（周二）\t拟清除身份信息：name" in looked
    assert "未清除" in looked
    assert "未清除" in dry
    assert "已清除 1 件的 1 项身份信息" in done
    assert "没有保存期满的记录" in again
