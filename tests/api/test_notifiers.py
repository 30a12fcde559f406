"""Each adapter against a real other side: a file, a full disk, a web server, one that behaves like WeChat's."""

import hashlib
import hmac
import json
import resource
from dataclasses import replace

import pytest

from api.notifiers.file import FileNotifier
from api.notifiers.notifier import NotSent
from api.notifiers.webhook import WebhookNotifier
from api.notifiers.wechat import THING, WeChatNotifier, shortened
from api.wechat.account import Account
from api.wechat.client import WeChat
from desk.outbox import Outgoing
from tests.api.peers import peer
from tests.api.wechat_api import WeChatApi
from tests.conftest import NOW

SECRET = "sixteen-letters-or-more"
WORDS = "您的工单JD-20261120-000012最晚11月25日（周三）17:30前答复：住建局已签收，正在办理。"
NOTICE = Outgoing(7, 1, "JD-20261120-000012", "签收", "住建局", WORDS, NOW)


def lines(folder):
    return [json.loads(line) for line in (folder / "notices-2026-11.jsonl").read_text("utf-8").splitlines()]


# ---- file -----------------------------------------------------------------------------------------------------------


def test_a_line_holds_what_is_documented(tmp_path):
    FileNotifier(tmp_path / "outbox").send(NOTICE)

    assert lines(tmp_path / "outbox") == [
        {
            "id": 7,
            "number": "JD-20261120-000012",
            "event": "签收",
            "recipient": "住建局",
            "words": NOTICE.words,
            "at": "2026-11-20T10:00:00+08:00",
        }
    ]


def test_half_a_line_left_by_a_killed_process_is_cut_off(tmp_path):
    notifier = FileNotifier(tmp_path)
    notifier.send(NOTICE)
    with (tmp_path / "notices-2026-11.jsonl").open("ab") as file:
        file.write(b'{"id": 8, "wor')
    notifier.send(replace(NOTICE, id=9))

    assert [line["id"] for line in lines(tmp_path)] == [7, 9]


def test_a_full_disk_is_told_and_leaves_whole_lines(tmp_path):
    notifier = FileNotifier(tmp_path)
    notifier.send(NOTICE)
    size = (tmp_path / "notices-2026-11.jsonl").stat().st_size
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, before[1]))
    try:
        with pytest.raises(NotSent, match="写文件失败"):
            notifier.send(replace(NOTICE, id=8))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    notifier.send(replace(NOTICE, id=9))

    assert [line["id"] for line in lines(tmp_path)] == [7, 9]


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "outbox").write_text("in the way")

    with pytest.raises(NotSent, match="写文件失败"):
        FileNotifier(tmp_path / "outbox").send(NOTICE)


# ---- webhook --------------------------------------------------------------------------------------------------------


def test_the_receiver_can_check_who_sent_it_and_when():
    with peer() as there:
        WebhookNotifier(f"{there.url}/hook", SECRET, clock=lambda: 1_790_000_000.5).send(NOTICE)
    (asked,) = there.asked
    signed = hmac.new(SECRET.encode(), b"1790000000." + asked.body, hashlib.sha256).hexdigest()

    assert asked.headers["x-notice-signature"] == f"sha256={signed}"
    assert asked.headers["x-notice-timestamp"] == "1790000000"
    assert asked.headers["x-notice-id"] == str(asked.json["id"]) == "7"
    assert asked.json["words"] == NOTICE.words


@pytest.mark.parametrize("status", [302, 404, 500])
def test_no_other_status_counts_as_taken_and_no_redirect_is_followed(status):
    with peer(answer=lambda asked: (status, {})) as there, pytest.raises(NotSent, match=str(status)):
        WebhookNotifier(there.url, SECRET).send(NOTICE)

    assert len(there.asked) == 1


def test_nobody_there_and_no_answer_are_told_without_the_address():
    with peer() as there:
        there.released.clear()
        with pytest.raises(NotSent, match="没有应答") as hanging:
            WebhookNotifier(there.url, SECRET, timeout_s=0.2).send(NOTICE)
    with pytest.raises(NotSent, match="没有应答") as gone:
        WebhookNotifier(there.url, SECRET).send(NOTICE)

    assert "127.0.0.1" not in str(hanging.value) + str(gone.value)


# ---- WeChat ---------------------------------------------------------------------------------------------------------


def a_wechat(there, *, openid="openid-1", clock=lambda: 0.0):
    account = Account("token", app_id="wx0123456789abcdef", app_secret="app-secret", template="template-1")
    client = WeChat(account.app_id, account.app_secret, url=there.url, clock=clock)
    return WeChatNotifier(account, client, {"住建局": openid}.get)


def test_a_notice_goes_out_as_the_template_with_one_token_for_many():
    with peer(answer=WeChatApi()) as there:
        notifier = a_wechat(there)
        notifier.send(NOTICE)
        notifier.send(NOTICE)
    token, first, second = there.asked

    assert token.json == {
        "grant_type": "client_credential",
        "appid": "wx0123456789abcdef",
        "secret": "app-secret",
        "force_refresh": False,
    }
    assert first.path == second.path == "/cgi-bin/message/subscribe/bizsend?access_token=token-1"
    assert first.json == {
        "touser": "openid-1",
        "template_id": "template-1",
        "data": {
            "character_string1": {"value": "JD-20261120-000012"},
            "thing2": {"value": "最晚11月25日17:30前答复：住建…"},
        },
    }


def test_a_token_that_ended_is_asked_for_anew_once():
    with peer(answer=WeChatApi(codes=[42001, 0])) as there:
        a_wechat(there).send(NOTICE)

    assert [asked.path.rpartition("=")[2] for asked in there.asked if "bizsend" in asked.path] == ["token-1", "token-2"]


def test_a_token_is_renewed_before_it_ends():
    now = [0.0]
    with peer(answer=WeChatApi(clock=lambda: now[0])) as there:
        notifier = a_wechat(there, clock=lambda: now[0])
        notifier.send(NOTICE)
        now[0] = 7200 - 299
        notifier.send(NOTICE)

    assert there.asked[-1].path.endswith("token-2")


@pytest.mark.parametrize(
    "codes, final",
    {"用户退订": ([43101], True), "系统繁忙": ([-1], False), "令牌两次都不行": ([42001, 42001], False)}.values(),
)
def test_a_refusal_says_whether_to_try_again(codes, final):
    with peer(answer=WeChatApi(codes=codes)) as there, pytest.raises(NotSent) as refused:
        a_wechat(there).send(NOTICE)

    assert refused.value.final is final


def test_a_conversation_without_a_user_is_never_tried_again():
    with peer(answer=WeChatApi()) as there, pytest.raises(NotSent, match="没有绑定") as refused:
        a_wechat(there, openid=None).send(NOTICE)

    assert refused.value.final
    assert there.asked == []


@pytest.mark.parametrize("answer", [(500, {}), (200, {"errcode": 40013})])
def test_no_token_is_told_without_the_secret(answer):
    with peer(answer=lambda asked: answer) as there, pytest.raises(NotSent) as refused:
        a_wechat(there).send(NOTICE)

    assert "app-secret" not in str(refused.value)


def test_words_fit_the_field():
    assert len(shortened(NOTICE.words, NOTICE.number)) <= THING
    assert shortened("您的工单JD-1已办结。", "JD-1") == "已办结。"
