"""Citizens on WeChat: an encrypted account under an even load, timed from the delivery's arrival to its last byte.

The platform's side is as WeChat's: it hangs up after five seconds and sends again, three times.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import numpy as np

from api.wechat.crypto import Cipher, signature
from api.wechat.outgoing import SILENCE, cdata
from benchmarks.server import running

ACCOUNT, TOKEN, KEY, APP_ID = (
    "gh_jingde12345",
    "benchToken",
    "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
    "wx00000000",
)
ENVIRON = {"WECHAT_TOKEN": TOKEN, "WECHAT_AES_KEY": KEY, "WECHAT_APP_ID": APP_ID}
CITIZENS, EVERY_S = 200, 0.1
CUT_S, TRIES, LIMIT_S = 5.0, 4, 4.5
TALKS = (  # a number answers the last reply's choices
    ("您好", "申请公开信息多久能答复？", "三级审核是哪三级？", "谢谢"),
    ("我要投诉，三溪镇老街的路灯坏了一个月没人修", "13900000001", "确认", "查一下我的办理进度", "1"),
    ("咨询类的工单几天办结？", "那投诉呢", "可以延期几次？", "公租房怎么申请", "1", "匿名", "取消填写"),
    ("我要反映问题", "小区电梯坏了半个月", "旌阳镇阳光花园小区3栋", "1", "1", "催办"),
    ("我要申请公开2019年部门预算", "算了不办了", "转办给谁由谁定？", "转人工", "再见"),
    ("领导接听是什么时候", "县里明年公交线路怎么调？", "不用了", "谢谢"),
)


@dataclass
class Seen:
    """Attributes:
    seconds: Of each delivery that was answered.
    silent: Messages answered with "success": their answer went another way.
    resent: Deliveries after the first. *faults*: messages at whose end the citizen saw the platform's error.
    """

    seconds: list[float] = field(default_factory=list)
    silent: int = 0
    resent: int = 0
    faults: int = 0


def report(prepared: Path, seconds: float) -> list[str]:
    """Lines of Markdown, measured with the models in *prepared*; raises RuntimeError when no service starts."""
    with running(prepared, **ENVIRON) as server:
        asyncio.run(_load(server.base, 10.0))  # first answers load what later ones share
        before = server.resident_mib()
        seen = asyncio.run(_load(server.base, seconds))
        after = server.resident_mib()
    p50, p95, p99 = np.percentile(seen.seconds, [50, 95, 99])
    over = sum(took > LIMIT_S for took in seen.seconds)
    return [
        f"公众号安全模式（加密），{CITIZENS} 人，每秒 {1 / EVERY_S:g} 条，{seconds:g} 秒，从送达到答复的最后一个字节：",
        "",
        "| p50 | p95 | p99 | 最长 | 条数 |",
        "|---|---|---|---|---|",
        f"| {_ms(p50)} | {_ms(p95)} | {_ms(p99)} | {_ms(max(seen.seconds))} | {len(seen.seconds)} |",
        "",
        f"- 超过 {LIMIT_S:g} 秒的：{over}；四秒内没有答完、改走客服消息或下一次答复的：{seen.silent}",
        f"- 平台重发：{seen.resent}；群众看到“该公众号提供的服务出现故障”：{seen.faults}",
        f"- 常驻内存：开始 {before:.0f} MiB，结束 {after:.0f} MiB",
    ]


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f} ms"


async def _load(base: str, seconds: float) -> Seen:
    """One message every ``EVERY_S``, from the next citizen each time, whether or not earlier ones are answered."""
    seen, began, platform = Seen(), time.monotonic(), Platform()
    citizens = [itertools.cycle(TALKS[n % len(TALKS)]) for n in range(CITIZENS)]
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=100)
    async with httpx.AsyncClient(base_url=base, timeout=CUT_S, limits=limits) as http, asyncio.TaskGroup() as tasks:
        for ordinal in range(int(seconds / EVERY_S)):
            await asyncio.sleep(max(0.0, began + ordinal * EVERY_S - time.monotonic()))
            citizen = ordinal % CITIZENS
            xml = platform.message(f"oBench{citizen:04}", next(citizens[citizen]))
            tasks.create_task(platform.deliver(http, xml, seen))
    return seen


class Platform:
    def __init__(self) -> None:
        self._cipher, self._numbers = Cipher(KEY, APP_ID), itertools.count(time.time_ns())

    def message(self, openid: str, content: str) -> bytes:
        return (
            f"<xml><ToUserName>{cdata(ACCOUNT)}</ToUserName><FromUserName>{cdata(openid)}</FromUserName>"
            f"<CreateTime>{int(time.time())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
            f"<Content>{cdata(content)}</Content><MsgId>{next(self._numbers)}</MsgId></xml>"
        ).encode()

    async def deliver(self, http: httpx.AsyncClient, xml: bytes, seen: Seen) -> None:
        for attempt in range(TRIES):
            seen.resent += attempt > 0
            began = time.perf_counter()
            try:
                reply = await http.post("/wechat", **self._request(xml))
            except httpx.TransportError:
                continue
            seen.seconds.append(time.perf_counter() - began)
            if reply.status_code == 200:
                seen.silent += reply.content == SILENCE
                return
        seen.faults += 1

    def _request(self, xml: bytes) -> dict[str, object]:
        stamp, nonce, encrypted = str(int(time.time())), str(next(self._numbers)), self._cipher.encrypt(xml)
        query = {
            "signature": signature(TOKEN, stamp, nonce),
            "timestamp": stamp,
            "nonce": nonce,
            "encrypt_type": "aes",
            "msg_signature": signature(TOKEN, stamp, nonce, encrypted),
        }
        body = f"<xml><ToUserName>{cdata(ACCOUNT)}</ToUserName><Encrypt>{cdata(encrypted)}</Encrypt></xml>"
        return {"params": query, "content": body.encode()}
