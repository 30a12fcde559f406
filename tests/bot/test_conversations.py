"""The written conversations, against the real model and actions with a small desk."""

from __future__ import annotations

import uuid

import pytest
from fastapi import FastAPI

from bot.agent import Bot
from tests.bot.runner import Conversation, Heard, conversations, faults

WRITTEN = conversations()


@pytest.mark.parametrize("conversation", WRITTEN, ids=[conversation.name for conversation in WRITTEN])
async def test_conversation(conversation: Conversation, bot: Bot, desk: FastAPI) -> None:
    sender = uuid.uuid4().hex
    for turn in conversation.turns:
        said = await bot.say(sender, turn["say"])
        draft = desk.state.drafts.get(sender)
        heard = Heard(
            intent=said.intent,
            text="\n".join(message.text for message in said.messages),
            buttons=[button["title"] for message in said.messages for button in message.buttons],
            custom={kind for message in said.messages for kind in message.custom},
            form=draft["slots"] if draft else None,
            filed=sum(case["session"] == sender for case in desk.state.cases.values()),
        )

        assert not faults(turn, heard), f"{turn['say'][:40]}\n{heard}"
        assert heard.text
