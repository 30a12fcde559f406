"""Citizens who talk to a bot: each has a conversation of its own and waits a while between messages."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

import aiohttp
import httpx

TALKS = (
    ("您好", "申请公开信息多久能答复？", "三级审核是哪三级？", "谢谢"),
    ("我要投诉，三溪镇老街的路灯坏了一个月没人修", "电话13900000001", "确认", "我的工单办到哪了"),
    ("咨询类的工单几天办结？", "可以延期几次？", "公租房怎么申请", "再见"),
    ("我要申请公开2019年部门预算", "算了不办了", "转办给谁由谁定？", "谢谢"),
)
SEED = 7
LONGEST_WAIT = aiohttp.ClientTimeout(total=60)


class Failed(Exception):
    """The bot gave no answer."""


@dataclass(frozen=True)
class Heard:
    """What a message was answered with; *inside* are the milliseconds the server says it took, if it says so."""

    texts: list[str]
    inside: float | None = None


class Conversation(Protocol):
    async def say(self, text: str) -> Heard:
        """Raises Failed."""


Begin = Callable[[aiohttp.ClientSession], Conversation]


class Citizen:
    """A conversation with the service."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self._http, self._session = http, ""

    async def say(self, text: str) -> Heard:
        async with self._http.post("/api/v1/chat", json={"text": text, "session": self._session}) as reply:
            if reply.status != httpx.codes.OK:
                raise Failed(reply.status)
            body = await reply.json()
        self._session = body["session"]
        return Heard([said["text"] for said in body["replies"]], body["took_ms"])


@dataclass
class Seen:
    """Milliseconds, in order of arrival: as the citizen waited, and inside the server; *seconds* in all."""

    waited: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    failures: int = 0
    seconds: float = 0.0
    began: float = field(default_factory=time.monotonic)

    @property
    def rate(self) -> float:
        """Messages answered per second."""
        return len(self.waited) / self.seconds

    def add(self, other: Seen) -> None:
        self.waited += other.waited
        self.inside += other.inside
        self.failures += other.failures
        self.seconds += other.seconds


def chat(base: str, *, citizens: int, every_s: float, for_s: float, begin: Begin = Citizen) -> Seen:
    """Let *citizens* each send a message every *every_s* seconds for *for_s* seconds."""
    return asyncio.run(_all(base, citizens, every_s, begin, lambda seen: time.monotonic() - seen.began < for_s))


def messages(base: str, count: int, *, citizens: int) -> Seen:
    """Let *citizens* send *count* messages and a few more without pause; every talk is of another sender."""
    return asyncio.run(_all(base, citizens, 0.0, Citizen, lambda seen: len(seen.waited) + seen.failures < count))


async def _all(base: str, citizens: int, every_s: float, begin: Begin, goes_on: Callable[[Seen], bool]) -> Seen:
    seen, dice = Seen(), random.Random(SEED)
    async with aiohttp.ClientSession(base, timeout=LONGEST_WAIT) as http:
        talks = (TALKS[one % len(TALKS)] for one in range(citizens))
        await asyncio.gather(
            *(_talk(lambda: begin(http), talk, dice.uniform(0, every_s), every_s, goes_on, seen) for talk in talks)
        )
    seen.seconds = time.monotonic() - seen.began
    return seen


async def _talk(
    begin: Callable[[], Conversation],
    talk: tuple[str, ...],
    first_s: float,
    every_s: float,
    goes_on: Callable[[Seen], bool],
    seen: Seen,
) -> None:
    """Have *talk* again and again, each time in a new conversation."""
    await asyncio.sleep(first_s)
    while goes_on(seen):
        conversation = begin()
        for text in talk:
            began = time.perf_counter()
            try:
                heard = await conversation.say(text)
            except (Failed, aiohttp.ClientError, TimeoutError):
                seen.failures += 1
            else:
                seen.waited.append((time.perf_counter() - began) * 1000)
                seen.inside += [] if heard.inside is None else [heard.inside]
            await asyncio.sleep(max(0.0, every_s - (time.perf_counter() - began)))


def search(base: str, questions: list[str]) -> list[float]:
    """Return the milliseconds the searcher took for each question, one after the other."""
    with httpx.Client(base_url=base, timeout=60) as client:
        return [client.get("/api/v1/search", params={"q": one}).json()["took_ms"] for one in questions]
