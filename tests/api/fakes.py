"""An agent, a searcher and a router of a few lines each."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np

from retrieval.filters import Filters
from tests.builders import a_routing

PUBLIC = Filters()


@dataclass
class FakeMessage:
    text: str = ""
    buttons: list[dict[str, str]] = field(default_factory=list)
    custom: dict[str, Any] = field(default_factory=dict)


@dataclass
class FakeTurn:
    intent: str
    messages: list[FakeMessage]


@dataclass
class FakeBot:
    """Answers with what it heard, or with what *script* says for the words."""

    script: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    heard: list[tuple[str, str]] = field(default_factory=list)
    forgotten: list[str] = field(default_factory=list)
    intent: str = "chitchat"
    wait_s: float = 0.0

    async def say(self, sender: str, text: str, *, channel: str) -> FakeTurn:
        self.heard.append((sender, text))
        await asyncio.sleep(self.wait_s)
        said = self.script.get(text, [{"text": f"您说：{text}"}])
        return FakeTurn(self.intent, [FakeMessage(**message) for message in said])

    async def parse(self, text: str) -> Any:
        return SimpleNamespace(intent=self.intent, confidence=0.9, entities=[])

    async def forget(self, sender: str) -> None:
        self.forgotten.append(sender)


class FakeEncoder:
    """Finds every two texts alike in meaning."""

    fingerprint, dim = "fake", 1

    def encode(self, texts: Sequence[str]) -> Any:
        return np.ones((len(texts), 1), dtype=np.float32)


@dataclass
class FakeSearcher:
    answerable: bool = True
    encoder: FakeEncoder = field(default_factory=FakeEncoder)
    filters: list[Filters] = field(default_factory=list)
    passages: tuple[Any, ...] = ()

    def search(self, query: str, *, k: int = 5, filters: Filters = PUBLIC) -> Any:
        self.filters.append(filters)
        words = {"quote": "20个工作日", "key": "20个工作日"}
        hits = [SimpleNamespace(passage=a_passage(number), score=0.9, **words) for number in range(k)]
        return SimpleNamespace(
            query=query,
            answerable=self.answerable,
            score=0.9 if self.answerable else 0.1,
            hits=hits,
            quote="20个工作日",
            note=None,
            topic=None,
            documents=35,
        )


class FakeRouter:
    def route(self, matter: str, *, place: str = "") -> Any:
        return a_routing()


def a_passage(number: int) -> Any:
    return SimpleNamespace(
        id=f"disclosure-rules#p{number}",
        document="disclosure-rules",
        title="依申请公开制度",
        section="第八条",
        text="应当自收到申请之日起20个工作日内予以答复",
        quotable="应当自收到申请之日起20个工作日内予以答复",
        document_no="",
        issuer="旌德县人民政府办公室",
        date=None,
        status="现行有效",
        url=f"/documents/disclosure-rules#p{number}",
        audience="public",
    )
