"""Citizens who talk to the server: each has a conversation of its own and waits a while between messages."""

from __future__ import annotations

import asyncio
import random
import time
from dataclasses import dataclass, field

import httpx

TALKS = (
    ("您好", "申请公开信息多久能答复？", "三级审核是哪三级？", "谢谢"),
    ("我要投诉，三溪镇老街的路灯坏了一个月没人修", "电话13900000001", "确认", "我的工单办到哪了"),
    ("咨询类的工单几天办结？", "可以延期几次？", "公租房怎么申请", "再见"),
    ("我要申请公开2019年部门预算", "算了不办了", "转办给谁由谁定？", "谢谢"),
)
SEED = 7


@dataclass
class Seen:
    """Milliseconds, in order of arrival: as the citizen waited, and inside the server."""

    waited: list[float] = field(default_factory=list)
    inside: list[float] = field(default_factory=list)
    failures: int = 0


def chat(base: str, *, citizens: int, every_s: float, for_s: float) -> Seen:
    """Let *citizens* each send a message every *every_s* seconds for *for_s* seconds."""
    return asyncio.run(_all(base, citizens, every_s, for_s))


async def _all(base: str, citizens: int, every_s: float, for_s: float) -> Seen:
    seen, until, dice = Seen(), time.monotonic() + for_s, random.Random(SEED)
    async with httpx.AsyncClient(base_url=base, timeout=60) as client:
        await asyncio.gather(
            *(
                _citizen(client, TALKS[one % len(TALKS)], dice.uniform(0, every_s), every_s, until, seen)
                for one in range(citizens)
            )
        )
    return seen


async def _citizen(
    client: httpx.AsyncClient, talk: tuple[str, ...], first_s: float, every_s: float, until: float, seen: Seen
) -> None:
    await asyncio.sleep(first_s)
    while time.monotonic() < until:
        session = None
        for text in talk:
            began = time.perf_counter()
            reply = await client.post("/api/v1/chat", json={"text": text, **({"session": session} if session else {})})
            took_s = time.perf_counter() - began
            if reply.status_code == 200:
                session = reply.json()["session"]
                seen.waited.append(took_s * 1000)
                seen.inside.append(reply.json()["took_ms"])
            else:
                seen.failures += 1
            await asyncio.sleep(max(0.0, every_s - took_s))


def search(base: str, questions: list[str]) -> list[float]:
    """Return the milliseconds the searcher took for each question, one after the other."""
    with httpx.Client(base_url=base, timeout=60) as client:
        return [client.get("/api/v1/search", params={"q": one}).json()["took_ms"] for one in questions]
