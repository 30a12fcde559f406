"""The written conversations: the real agent and actions, the real application, database, documents and router."""

from __future__ import annotations

import pytest

from bot.agent import Bot
from tests.bot.hall import Hall
from tests.bot.runner import Conversation, Run, conversations
from tests.builders import moment

WRITTEN = conversations()
BEGINS = "2026-11-20 五 10:00"


@pytest.mark.parametrize("conversation", WRITTEN, ids=[conversation.name for conversation in WRITTEN])
def test_conversation(conversation: Conversation, hall: Hall, bot: Bot) -> None:
    hall.clock.now = moment(conversation.at or BEGINS)
    run = Run(hall, bot)
    for turn in conversation.turns:
        wrong = run.take(turn)

        assert not wrong, "\n".join(wrong)
