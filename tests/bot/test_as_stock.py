"""The embedded agent says what Rasa itself says with the same model, the same actions and the same desk.

On the other side nothing is ours: Rasa's agent, its graph runner, its rule policy, its tracker store, its remote
actions with their JSON, and the SDK's executor. Only the socket between them is left out.
"""

from __future__ import annotations

import json
import re
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from rasa.core.agent import Agent
from rasa.core.channels import CollectingOutputChannel, UserMessage
from rasa.core.policies.rule_policy import RulePolicy
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig
from rasa_sdk.executor import ActionExecutor

from benchmarks.load import TALKS
from bot.actions import wiring
from bot.actions.desk_client import DeskClient
from bot.agent import Bot
from bot.rules import IntentRules
from tests.bot.fake_desk import fake_desk
from tests.bot.hall import TOKEN, Door

MORE = (
    (
        "我要投诉，村里的路灯坏了一个月了",
        "依申请公开几天答复",
        "旌阳镇南门",
        "着火了快来人",
        "139****0001",
        "不对",
        "确认",
    ),
    ("😀😀", "asdf", "哈哈", "转人工客服"),
    ("我要申请公开2019年部门预算", "我叫陈某", "139****0001", "电子邮件", "确认", "撤回", "满意"),
)
NUMBER = re.compile(r"(?:JD|GK)-[0-9]{8}-[0-9]{6}")  # one after the other, whoever files
LISTEN, REQUESTED = "action_listen", "requested_slot"


class Executed(EndpointConfig):
    """An action server without a server: what Rasa would send goes through JSON into the SDK's executor and back."""

    def __init__(self, client: DeskClient) -> None:
        super().__init__("http://actions/webhook")
        self._client, self._executor = client, ActionExecutor()
        self._executor.register_package("bot.actions")

    async def request(self, *_: Any, json: dict[str, Any], **__: Any) -> Any:  # type: ignore[override]  # only what RemoteAction sends
        with wiring.using(self._client):
            return through_json(await self._executor.run(through_json(json)))


def without_number(said: str) -> str:
    return NUMBER.sub("…", said.strip())


def through_json(value: Any) -> Any:
    return json.loads(json.dumps(value))


@pytest.fixture(scope="module")
def desk() -> FastAPI:
    """A desk of fixed words: secrets, and cases filed before, would tell one side from the other."""
    return fake_desk()


@pytest.fixture(autouse=True)
def led_to_the_small_desk(door: Door, desk: FastAPI) -> None:
    door.app = desk


@pytest.fixture(scope="module")
def stock(model: Path, desk: FastAPI) -> Agent:
    client = DeskClient.connect(base_url="http://desk", token=TOKEN, transport=httpx.ASGITransport(app=desk))
    return Agent.load(str(model), action_endpoint=Executed(client))


@pytest.mark.parametrize("talk", [*TALKS, *MORE], ids=lambda talk: talk[0][:12])
async def test_both_say_the_same(bot: Bot, stock: Agent, talk: tuple[str, ...]) -> None:
    ours, theirs = uuid.uuid4().hex, uuid.uuid4().hex

    for text in talk:
        embedded = [said.text for said in (await bot.say(ours, text)).messages if said.text]
        said = await stock.handle_message(UserMessage(text, CollectingOutputChannel(), theirs))
        heard = [part["text"] for part in said or () if "text" in part]

        assert [without_number(each) for each in heard] == [without_number(each) for each in embedded]


def test_no_rule_here_is_about_the_words_of_a_message(bot: Bot) -> None:
    domain = bot._agent.domain
    rules = next(
        node._component
        for node in bot._agent.processor.graph_runner._nodes.values()
        if isinstance(node._component, RulePolicy)
    )
    states = [
        [ActionExecuted(LISTEN), *loop, UserUttered("好的", {"name": intent, "confidence": 1.0})]
        for intent in domain.intents
        for loop in ([], *([ActiveLoop(form), SlotSet(REQUESTED, "matter")] for form in domain.form_names))
    ]

    assert isinstance(rules, IntentRules)
    for events in states:
        tracker = DialogueStateTracker.from_events("s", events, domain.slots)
        assert RulePolicy._find_action_from_rules(rules, tracker, domain, True)[0] is None
        assert rules._find_action_from_rules(tracker, domain, True)[0] is None
