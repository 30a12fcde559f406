"""``python -m desk notices``: what was not delivered is found, explained and queued again."""

import pytest

from desk import __main__, environment, outbox
from desk.case_records import Notice
from tests.conftest import NOW


@pytest.fixture
def run(database, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def command(*words):
        assert __main__.main(["notices", *words]) == 0
        return capsys.readouterr().out

    return command


@pytest.fixture
def given_up(database):
    with database.sessions.begin() as session:
        for recipient, adapter in (("住建局", "webhook"), ("c" * 64, "wechat")):
            session.add(Notice(1, "JD-20261120-000012", adapter, recipient, "新办件", NOW, NOW))
        session.flush()
        outbox.failed(session, outbox.claim(session, "webhook", at=NOW), "对方应答 HTTP 500", at=NOW, final=True)


def test_the_undelivered_are_listed_with_the_reason(run, given_up):
    said = run("--undelivered")

    assert "住建局\t已放弃，试过 1 次：对方应答 HTTP 500\t新办件" in said
    assert "待送出 1 条，已放弃 1 条" in said
    assert "wechat" not in said


def test_a_conversation_is_not_named(run, given_up):
    assert "c" * 64 not in run()


def test_what_was_given_up_is_queued_again(run, given_up):
    assert "已重新排队 1 条" in run("--retry")
    assert "已放弃 0 条" in run("--undelivered")


@pytest.mark.parametrize(
    "environ, outlets",
    [
        ({}, ("file",)),
        ({"NOTIFY_FILE": "off"}, ()),
        ({"NOTIFY_WEBHOOK_URL": "https://a.example"}, ("file", "webhook")),
        ({"NOTIFY_FILE": "off", "NOTIFY_WEBHOOK_URL": "https://a.example"}, ("webhook",)),
        ({"WECHAT_TOKEN": "token", "WECHAT_TEMPLATE": "template-1"}, ("file", "wechat")),
        ({"WECHAT_TOKEN": "token"}, ("file",)),
    ],
)
def test_the_ways_out_are_those_switched_on(environ, outlets):
    assert environment.read(environ).outlets == outlets
