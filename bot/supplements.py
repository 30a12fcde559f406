"""补充：what a citizen adds to a case already filed, told by the words it begins with.

No intent of its own (the eighteen are fixed): such a message is about a filed case, so it is understood as
``query_status``, and the action that takes it reads it with ``supplement``.
"""

from __future__ import annotations

import re

REFERENCE = r"(?:(?:JD|GK)-?[0-9]{8}-?[0-9A-Z]{4,10}|(?:[0-9A-Z]{4}[ -]?){3}[0-9A-Z]{4}(?![0-9A-Z]))"
_AROUND = rf"(?:{REFERENCE}|您好|你好|请|麻烦|帮我|那个|对了|另外|还有|给|对|为|关于|编号|单号|工单|申请|投诉|这件|那件|上次|刚才|的|事|件|查询码|密码|是|我|[\s，,。:：])*"  # noqa: E501
_HOW = r"(?:一下|一点|一些|几句|一句|两句|说明|情况|内容|信息|线索|点)"
_END = r"(?:\s*[：:，,。]\s*|\s*$)"
CUES = (  # 补充：…; 我想补充一下，…
    re.compile(rf"{_AROUND}(?:再|还)?(?:要|想|需要)?(?:再|还)?补充{REFERENCE}?{_HOW}*{_END}", re.IGNORECASE),
    re.compile(rf"{_AROUND}(?:(?:再|还)?(?:要|想|需要)再?|再)补充(?:{REFERENCE}|{_HOW})+", re.IGNORECASE),
)
QUESTION_LENGTH = 10  # a question this short asks how to do it
ASKING = re.compile(r"[?？]|[吗呢]$|怎么|如何|哪[里儿]")
NOTE_HEAD = re.compile(
    rf"^(?:催办|撤回|评价|补充|查询)?(?:\s|[：:，,；;。]|编号|查询码|密码|{REFERENCE})*", re.IGNORECASE
)


def supplement(text: str) -> str | None:
    """Return the words *text* adds to a case: empty when it only says that it wants to, None when it does not."""
    cue = next((found for cue in CUES if (found := cue.match(text))), None)
    if cue is None:
        return None
    words = text[cue.end() :].strip(" ，,。：:\n")
    return "" if len(words) <= QUESTION_LENGTH and ASKING.search(words) else words


def note(text: str) -> str:
    """*text* without the deed and the number and secret it begins with: those are no words for the unit."""
    return re.sub(REFERENCE, "", NOTE_HEAD.sub("", text), flags=re.IGNORECASE).strip(" ，,。：:；;\n")
