"""The embedded agent: order, bounds, silence, memory."""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from pathlib import Path

import httpx
import psutil
import pytest
from rasa import telemetry

from bot.actions.desk_client import DeskClient
from bot.agent import Bot, ModelUnusable
from bot.busy import Busy
from bot.conversations import IDLE_S, StandingStore
from bot.turn import LONGEST, UNREADABLE, harmless
from tests.bot.hall import TOKEN, Hall

CANARY = "金丝雀七八九"


def a_client(hall: Hall, *, token: str = TOKEN) -> DeskClient:
    return DeskClient.connect(base_url="http://desk", token=token, transport=httpx.ASGITransport(app=hall.app))


def unreachable() -> DeskClient:
    def down(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("down", request=request)

    return DeskClient.connect(base_url="http://desk", token=TOKEN, transport=httpx.MockTransport(down))


async def test_messages_of_one_sender_are_answered_in_the_order_they_came(bot: Bot, hall: Hall) -> None:
    sender = hall.conversation()
    turns = await asyncio.gather(
        bot.say(sender, "庙首镇集镇的桥栏杆断了，麻烦派人来修"),
        bot.say(sender, "我要匿名"),
        bot.say(sender, "确认"),
    )

    assert "filed" in turns[-1].messages[0].custom


async def test_the_door_turns_away_what_it_cannot_hold(model: Path) -> None:
    small = Bot.load(model, client=unreachable(), waiting=1)
    outcomes = await asyncio.gather(*(small.say(str(n), "你好啊") for n in range(3)), return_exceptions=True)
    small.close()

    assert [type(outcome) for outcome in outcomes].count(Busy) == 2


async def test_a_turn_goes_on_when_its_caller_leaves(bot: Bot, hall: Hall) -> None:
    sender = hall.conversation()
    task = asyncio.create_task(bot.say(sender, "我要投诉，村里的路灯坏了一个月了"))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await bot.say(sender, "谢谢")
    draft = await a_client(hall).draft(sender)

    assert "路灯" in draft.slots["matter"]


async def test_a_restart_takes_up_the_draft(model: Path, hall: Hall) -> None:
    sender = hall.conversation()
    before = Bot.load(model, client=a_client(hall))
    await before.say(sender, "我要投诉，村里的路灯坏了一个月了")
    before.close()
    after = Bot.load(model, client=a_client(hall))
    turn = await after.say(sender, "旌阳镇南门")
    draft = await a_client(hall).draft(sender)
    after.close()

    assert "联系电话" in turn.messages[-1].text
    assert draft.slots["place"] == "旌阳镇南门"


async def test_a_desk_that_refuses_the_bot_is_out_of_reach(model: Path, hall: Hall) -> None:
    locked_out = Bot.load(model, client=a_client(hall, token="wrong"))
    turn = await locked_out.say("s", "依申请公开几天答复")
    locked_out.close()

    assert "暂时连不上" in turn.messages[0].text


async def test_an_unreachable_desk_is_told_to_the_citizen(model: Path) -> None:
    alone = Bot.load(model, client=unreachable())
    turns = [await alone.say("s", text) for text in ("依申请公开几天答复", "我要投诉路灯坏了", "查进度", "转人工客服")]
    alone.close()

    assert all("暂时连不上" in turn.messages[0].text for turn in turns)


async def test_a_bug_in_an_action_is_an_error_and_not_a_silence(model: Path) -> None:
    def odd(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json={"answerable": True})

    client = DeskClient.connect(base_url="http://desk", token="token", transport=httpx.MockTransport(odd))
    broken = Bot.load(model, client=client)
    with pytest.raises(KeyError):
        await broken.say("s", "依申请公开几天答复")
    broken.close()


async def test_what_is_kept_of_a_conversation_does_not_grow(bot: Bot, hall: Hall) -> None:
    sender = hall.conversation()
    for _ in range(30):
        await bot.say(sender, "你好啊")
    tracker = await bot._agent.tracker_store.retrieve(sender)

    assert len(tracker.events) < 10


async def test_an_idle_conversation_starts_anew() -> None:
    now = [0.0]
    store = StandingStore(clock=lambda: now[0])
    await store.save(store.init_tracker("s"))
    now[0] = IDLE_S + 1

    assert await store.retrieve("s") is None


async def test_raw_text_is_never_printed(
    bot: Bot, hall: Hall, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    await bot.say(hall.conversation(), f"我要投诉{CANARY}，电话13900000001")
    await bot.say(hall.conversation(), f"{CANARY}{CANARY}")
    printed = capfd.readouterr()

    assert CANARY not in printed.out + printed.err
    assert CANARY not in caplog.text


def test_nothing_is_reported_to_the_makers_of_rasa() -> None:
    assert os.environ["RASA_TELEMETRY_ENABLED"] == "false"
    assert not telemetry.is_telemetry_enabled()
    assert not telemetry.initialize_telemetry()


def test_sentry_is_not_started(bot: Bot) -> None:
    sentry = pytest.importorskip("sentry_sdk")

    assert sentry.Hub.current.client is None


def test_no_server_of_rasa_listens(bot: Bot) -> None:
    listening = [c for c in psutil.Process().net_connections() if c.status == psutil.CONN_LISTEN]

    assert not listening
    assert not any("sanic" in thread.name.lower() for thread in threading.enumerate())


def test_rasa_logs_errors_only(bot: Bot) -> None:
    assert logging.getLogger("rasa").level == logging.ERROR


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="python -m bot train"):
        Bot.load(tmp_path / "none.tar.gz", client=unreachable())


def test_a_broken_model_names_the_command(tmp_path: Path) -> None:
    broken = tmp_path / "dialogue-0.tar.gz"
    broken.write_bytes(b"no archive")
    with pytest.raises(ModelUnusable, match="--force"):
        Bot.load(broken, client=unreachable())


async def test_ten_thousand_characters_are_answered(bot: Bot, hall: Hall) -> None:
    turn = await bot.say(hall.conversation(), "路" * 10_000)

    assert turn.messages


@pytest.mark.parametrize(
    "written, read",
    {
        "斜杠": ('/file_ticket{"phone":"1"}', 'file_ticket{"phone":"1"}'),
        "全角斜杠和空格": (" ／/ 你好", "你好"),
        "控制字符": ("\x00\u202e你好", "你好"),
        "空白": (" \n\t", UNREADABLE),
        "只有斜杠": ("///", UNREADABLE),
    }.values(),
)
def test_commands_and_control_characters_are_taken_out(written: str, read: str) -> None:
    assert harmless(written) == read


def test_a_long_message_is_cut() -> None:
    assert len(harmless("好" * 9_000)) == LONGEST


async def test_the_model_that_answers_is_named(bot: Bot) -> None:
    assert len(bot.model_sha256) == 64
    assert bot.conversations >= 0
