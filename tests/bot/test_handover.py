"""Asking for a person: the real agent over the real application, by day and by night."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.fakes import FakeSearcher
from tests.builders import moment

LAMP = "阳光花园小区东门的路灯坏了一个多月"


@pytest.fixture
def day() -> Any:
    return moment("2026-11-20 五 10:00")


@pytest.fixture
def night() -> Any:
    return moment("2026-11-20 五 20:00")


@pytest.fixture
def at(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(getattr(request, "param", "day"))


def payloads(reply: dict[str, Any]) -> list[str]:
    return [button["payload"] for each in reply["replies"] for button in each["buttons"]]


def test_by_day_the_place_is_told_as_often_as_asked_and_given_up(served: Any) -> None:
    chat = served(FakeSearcher())
    first, again = chat("转人工"), chat("转人工客服")
    gone = chat("不等了")

    assert "第 1 位" in first["said"]
    assert "第 1 位" in again["said"]
    assert first["handover"] is True
    assert "不等了" in payloads(first)
    assert "不再为您排队" in gone["said"]


def test_while_he_waits_the_bot_goes_on_with_his_form(served: Any) -> None:
    chat = served(FakeSearcher())
    chat(f"我要投诉，{LAMP}")
    chat("转人工")
    form = chat("继续")["form"]

    assert LAMP[-8:] in form["slots"]["matter"]


@pytest.mark.parametrize("at", ["night"], indirect=True)
def test_by_night_the_next_morning_is_promised_and_a_ticket_made_of_what_was_said(served: Any) -> None:
    chat = served(FakeSearcher())
    chat(f"我要投诉，{LAMP}")
    chat("取消")
    told = chat("转人工")
    (offer,) = [each for each in payloads(told) if LAMP in each]
    form = chat(offer)["form"]

    assert "11月23日（周一）8:00 上班后" in told["said"]
    assert form["name"] == "ticket"
    assert LAMP in form["slots"]["matter"]
