"""Words of a citizen who waits for a person and wants one no longer."""

from __future__ import annotations

import re

PERSON = r"(?:人工客服|人工|客服|排队|等待|坐席)"
NO = r"(?:不用|不要|不需要|不必|先不|不想|不|别|取消|停止)再?"
WAIT = r"(?:转|找|等|排|要)"
TAIL = r"(?:吧|啦|了)?(?:，?谢谢)?[。！!~]?"
CLEAR = re.compile(rf"(?:算了|那就?)?，?我?{NO}(?:{WAIT}?{PERSON}|{WAIT})了?{TAIL}")
BARE = re.compile(rf"(?:不用|不必|不需要|算|不要)(?:了|啦){TAIL}")


def meant(text: str, *, filling: bool) -> bool:
    """While a form is open (*filling*) a bare 不用了 is an answer to it."""
    return bool(CLEAR.fullmatch(text) or (not filling and BARE.fullmatch(text)))
