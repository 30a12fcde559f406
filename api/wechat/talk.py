"""What each kind of message leads to: a turn of the dialogue, a file, a place, a greeting, a farewell, or silence."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api import limits as allowed
from api.chat import LONGEST
from api.errors import TooMany
from api.limits import Limits
from api.text import clean
from api.wechat import incoming as kinds
from api.wechat.dialogue import Dialogue
from api.wechat.jobs import Closing, Job
from api.wechat.outgoing import SILENCE
from api.wechat.pictures import Pictures
from api.wechat.words import GO_ON, Words, chosen, numbered
from desk import outbox, wechat_users
from desk.notices import WECHAT
from knowledge.wechat_menu import Menu

WELCOME = "感谢关注。这里是旌德县 12345 政务助手：政策规定、反映问题、信息公开、办理进度，都可以直接发文字或语音给我。"
TYPE = "这段语音没有识别出文字，请打字告诉我。紧急情况请直接拨打 110、119、120。"
NOT_READ = "视频和链接我看不了，请用文字说说是什么事，也可以发照片。"
EMPTY = "请写出您想问的或要反映的事。"
TOO_LONG = f"内容太长：一次最多 {LONGEST} 字，请分几次发送。"
TOO_MANY = "您发得太快了，刚才这条没有处理，{wait}紧急情况请直接拨打 110、119、120。"
WHAT_ABOUT = "收到位置：{place}。要反映这里的什么事？"
ELSEWHERE = "收到位置，但没有地名。请打字告诉我地点，说到镇、村（社区）、路名或小区。"
DELIVERED = "success"
Handler = Callable[[Job], Awaitable[None]]


class Talk:
    def __init__(self, dialogue: Dialogue, closing: Closing, *, pictures: Pictures, limits: Limits, menu: Menu) -> None:
        self._dialogue, self._closing, self._say = dialogue, closing, closing.say
        self._pictures, self._limits, self._menu = pictures, limits, menu
        self._handlers: dict[str, Handler] = {
            kinds.TEXT: self._text,
            kinds.VOICE: self._voice,
            kinds.IMAGE: self._image,
            kinds.LOCATION: self._location,
            kinds.VIDEO: self._not_read,
            kinds.SHORT_VIDEO: self._not_read,
            kinds.LINK: self._not_read,
        }
        self._events: dict[str, Handler] = {
            kinds.SUBSCRIBE: self._subscribe,
            kinds.UNSUBSCRIBE: self._unsubscribe,
            kinds.CLICK: self._menu_words,
            kinds.SCAN: self._menu_words,
            kinds.TEMPLATE_SENT: self._template_sent,
        }

    async def answer(self, job: Job) -> None:
        """Do what the message asks; afterwards the inbox holds its reply."""
        is_event = job.message.kind == kinds.EVENT
        handlers, name = (self._events, job.message.event) if is_event else (self._handlers, job.message.kind)
        await handlers.get(name, self._silent)(job)

    async def _text(self, job: Job) -> None:
        words = clean(job.message.text)
        if not words or len(words) > LONGEST:
            await self._say(job, Words(TOO_LONG if words else EMPTY))
            return
        try:
            self._limits.take(allowed.MESSAGES, job.user)
        except TooMany as error:
            await self._say(job, Words(TOO_MANY.format(wait=str(error).partition("，")[2])))
            return
        standing = await self._dialogue.standing(job)
        if words == GO_ON and standing.offer.rest:
            await self._say(job, Words(standing.offer.rest, standing.offer.choices))
            return
        await self._dialogue.turn(job, standing, chosen(words, standing.offer.choices) or words)

    async def _voice(self, job: Job) -> None:
        if clean(job.message.recognition):
            await self._text(replace(job, message=replace(job.message, text=job.message.recognition)))
        else:
            await self._say(job, Words(TYPE))

    async def _image(self, job: Job) -> None:
        standing = await self._dialogue.standing(job)
        told = await self._pictures.fetched(job.message.media_id, standing.conversation)
        await self._closing.do(job, lambda session: Words(told(session)))

    async def _location(self, job: Job) -> None:
        place, standing = place_words(job.message), await self._dialogue.standing(job)
        if not place:
            await self._say(job, Words(ELSEWHERE))
        elif await self._dialogue.fills_ticket(standing):
            await self._dialogue.place(job, standing, place)
        else:
            await self._say(job, Words(WHAT_ABOUT.format(place=place)), place=place)

    async def _not_read(self, job: Job) -> None:
        await self._say(job, Words(NOT_READ))

    async def _subscribe(self, job: Job) -> None:
        """By a code of the menu's, its words are said at once."""
        words = self._menu.words(job.message.event_key)
        if words:
            await self._dialogue.turn(job, await self._dialogue.standing(job), words, before=WELCOME)
        else:
            await self._say(job, numbered(WELCOME, [(item.name, item.words) for item in self._menu.doors]))

    async def _menu_words(self, job: Job) -> None:
        words = self._menu.words(job.message.event_key)
        if words:
            await self._dialogue.turn(job, await self._dialogue.standing(job), words)
        else:
            await self._silent(job)

    async def _unsubscribe(self, job: Job) -> None:
        for conversation in await run_in_threadpool(self._leave, job):
            await self._dialogue.forget(conversation)

    async def _template_sent(self, job: Job) -> None:
        message = job.message

        def note(session: Session) -> Words:
            if message.status != DELIVERED and message.event_key:
                outbox.bounced(session, WECHAT, message.event_key, f"微信回执：{message.status[:60]}")
            return Words()

        await self._closing.do(job, note)

    async def _silent(self, job: Job) -> None:
        await self._say(job, Words())

    def _leave(self, job: Job) -> list[str]:
        closing, vault = self._closing, self._closing.vault
        with closing.database.sessions.begin() as session:
            at = closing.clock()
            gone = wechat_users.leave(session, job.message.sender, silence=SILENCE, at=at, vault=vault)
            closing.settle(session, job, Words())
            return gone


def place_words(message: kinds.Incoming) -> str:
    """The label with its coordinates (GCJ-02, as WeChat's maps have them); "" without a label."""
    label = clean(message.label)
    if not label or message.latitude is None or message.longitude is None:
        return label
    return f"{label}（北纬{message.latitude:.5f}，东经{message.longitude:.5f}）"
