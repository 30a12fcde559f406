"""Laying a form aside and taking it up again, here or elsewhere, told by the words.

No intent of its own (the eighteen are fixed): laying aside is understood within a form only, taking up as ``affirm``,
and the action that hears it reads it with what is here.
"""

from __future__ import annotations

import re

_POLITE = r"(?:那|我|先|暂时|就|请|麻烦|好的?|嗯|行|这个|表|单子|，|,|\s)*"
_LATER = r"(?:等会儿?|等一下|等下|待会儿?|一会儿?|晚点儿?|回头|过会儿?|过一会儿?|改天|明天|下次|有空|有时间|回家|到家)"
_END = r"(?:吧|了|啊|哈|再说|，|,|。|！|\s)*"
PAUSING = re.compile(
    rf"{_POLITE}(?:暂停|停一下|停一停|放一放|放一下|放着|搁着|搁一下|存着|存一下|保存|不填了?等会|不急着填)(?:一下|填写|不填)?{_END}|"
    rf"{_POLITE}{_LATER}(?:我)?(?:再|接着|继续)(?:来)?(?:填|写|弄|说|办|提交|提){_END}|"
    rf"{_POLITE}(?:先|暂时)+不(?:填|写|弄)了?[，,]?{_LATER}?(?:我)?(?:再|接着|继续)?(?:填|写|弄|说|来)?{_END}|"
    rf"{_POLITE}(?:放着|搁着|存着)[，,]?{_LATER}?(?:我)?再?(?:填|写|弄|说|来)?{_END}|"
    rf"{_POLITE}(?:有事|要忙|在忙|没空|不方便)[，,]?{_LATER}?(?:我)?(?:再|接着|继续)(?:填|写|弄|说|来){_END}"
)
RESUMING = re.compile(
    rf"{_POLITE}(?:继续|接着|接着来|往下)(?:填写?|写|弄|办|来|上次的?|刚才的?|之前的?|没填完的|那份|工单|申请|表|的|吧|{_END})*"
)
_WHERE = r"(?:手机|电脑|设备|别?的?地方|渠道|微信|网页|平板)"
_OTHER = rf"(?:换(?:个|一个|到|台)?{_WHERE}上?|(?:到|去|在|用){_WHERE}(?:上|里|那边)?)"
ELSEWHERE = re.compile(rf"{_OTHER}.{{0,6}}(?:接着|继续|再)(?:填|写|弄|办)|(?:要|给我|来)?一?个?续填码{_END}$")
CODE = re.compile(r"续填码?(?:是|：|:|\s)*((?:[0-9A-Za-z][\s-]?){7}[0-9A-Za-z])\s*$")
VOID = re.compile(rf"{_POLITE}(?:作废|上次的?不要了|把?(?:上次|那份|之前)的?(?:作废|删掉|删了|取消)){_END}")


def pauses(text: str) -> bool:
    return PAUSING.fullmatch(text.strip()) is not None


def resumes(text: str) -> bool:
    """Whether *text* only says to go on."""
    return RESUMING.fullmatch(text.strip()) is not None


def goes_elsewhere(text: str) -> bool:
    """Whether *text* asks for a code to go on somewhere else."""
    return ELSEWHERE.search(text) is not None


def code(text: str) -> str | None:
    """The 续填码 that *text* brings."""
    found = CODE.search(text.strip())
    return found.group(1) if found else None


def going_on(text: str) -> bool:
    return resumes(text) or goes_elsewhere(text) or code(text) is not None
