"""Pictures citizens send: fetched at once, as WeChat keeps them three days only, and kept with the conversation."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.wechat.client import Failed, WeChat
from desk import draft_files, draft_store
from desk.errors import Invalid
from desk.uploads import Upload, checked
from desk.vault import Vault

GOT = "收到图片，会附在您的诉求里。"
WHAT_ABOUT = "请说说是什么事。"
NOT_GOT = "图片没有取到，请再发一次；也可以先用文字说明。"
NO_PICTURES = "公众号还没有开通收图片，请用文字说明是什么事。"
NAME = "微信图片"
WAITS_S = (0.0, 1.0, 4.0)  # before each try
AT_ONCE = 4  # pictures; more wait, so that a slow WeChat holds up nothing else
Told = Callable[[Session], str]


class Pictures:
    def __init__(self, client: WeChat | None, *, vault: Vault, clock: Callable[[], datetime]) -> None:
        self._client, self._vault, self._clock = client, vault, clock
        self._workers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="wechat-media")

    def close(self) -> None:
        self._workers.shutdown(wait=False, cancel_futures=True)

    async def fetched(self, media_id: str, conversation: str) -> Told:
        """What, called in the transaction of the reply, keeps the picture and returns what to tell the citizen."""
        if self._client is None:
            return lambda _: NO_PICTURES
        content = await self._content(self._client, media_id)
        if content is None:
            return lambda _: NOT_GOT
        try:
            upload = await run_in_threadpool(checked, NAME, content)
        except Invalid as error:
            words = f"{error}。"
            return lambda _: words
        return partial(self._kept, upload, conversation)

    async def _content(self, client: WeChat, media_id: str) -> bytes | None:
        loop = asyncio.get_running_loop()
        for wait_s in WAITS_S:
            await asyncio.sleep(wait_s)
            try:
                return await loop.run_in_executor(self._workers, client.media, media_id)
            except Failed as failed:
                if failed.final:
                    break
        return None

    def _kept(self, upload: Upload, conversation: str, session: Session) -> str:
        try:
            with session.begin_nested():
                draft_files.add(session, conversation, [upload], at=self._clock(), vault=self._vault)
        except Invalid as error:
            return f"{error}。"
        return GOT if draft_store.get(session, conversation, vault=self._vault) else GOT + WHAT_ABOUT
