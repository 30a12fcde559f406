"""Case numbers, secrets, and what a disclosure request asks for."""

from __future__ import annotations

import re

from desk.digits import half_width
from desk.numbers import CROCKFORD, PATTERN, normal_secret

SECRET_LENGTH = 16
_NUMBER = re.compile(r"(JD|GK)[\s-]*(\d{8})[\s-]*(\d{6})(?!\d)", re.IGNORECASE | re.ASCII)
_SECRET = re.compile(r"(?<![0-9A-Za-z-])(?:[0-9A-Za-z]{4}[ -]?){3}[0-9A-Za-z]{4}(?![0-9A-Za-z])")
_SECRET_SAID = re.compile(r"(?:查询码|查询密码|密码|口令)(?:是|为|：|:)?\s*([0-9A-Za-z -]{16,24})")
_INFORMATION = (
    r"信息|文件|资料|预算|决算|报告|公告|名单|台账|合同|协议|批复|标准|方案|规划|清单|档案|数据|明细|账目|材料|证明|票据|图纸|记录|纪要|"
    r"通知|依据|情况|办法|结果|补偿款?|公示|手续|审批"
)
_ASKS = (
    re.compile(
        r"(?:申请|要求|请求|希望|想要?|请|依法|要)(?:一次|一下|再次)?(?:你们|贵单位|贵局|贵机关|政府|县里|依申请)?(?:依法)?(?:公开|获取|提供|查阅)(?:一下|下)?(?P<what>.+)"
    ),
    re.compile(r"(?:申请|想要?|要)(?:查看|看看?|查|调取|复印|索取|拿到?)(?:一下|下|一份)?(?P<what>.+)"),
    re.compile(r"(?:申请|公开)(?:的)?(?:内容|信息|事项)(?:是|为|：|:)(?P<what>.+)"),
    re.compile(r"^(?:请|麻烦)?(?:给我)?公开(?:一下|下)(?:你们|贵单位)?(?:发|出|印发)?的?(?P<what>.+)"),
)
_ONLY_THE_WISH = re.compile(
    r"^(?:政府|一下|一个|一份|一些|有关|相关|公开|的|信息|文件|资料|申请|一条|点|个|份|些|吗|吧|呢|啊|了|\s)*$"
)
_STOP = re.compile(
    r"[。；;！!？?\n]|[，,](?=(?:我|本人|请|麻烦|电话|手机|联系|谢谢|邮箱|邮寄|到现场|自己|当面|最好|希望|以|用|发|寄|要纸|电子|纸质|书面|快递|现场|当面|形式|方式|姓名))"
)
_FORM_WORDS = (
    ("现场查阅", re.compile(r"现场查阅|当面查阅|查阅|到现场看|过去看|当场看")),
    ("当面领取", re.compile(r"当面|自己(?:来|去)?(?:拿|取|领)|来取|去取|自取|上门(?:拿|取)|现场(?:拿|取|领)|窗口领")),
    ("电子邮件", re.compile(r"电子邮件|邮件|邮箱|电子版|电子档|电子件|电子形式|e-?mail|pdf|扫描件", re.IGNORECASE)),
    (
        "邮寄",
        re.compile(r"邮寄|寄(?:给|到|来|过来|一份)|快递|挂号信|EMS|纸质|纸版|书面|打印(?:出来|件)?", re.IGNORECASE),
    ),
)


def number(text: str) -> str | None:
    """Return the case number in *text* in its canonical spelling, whether or not its check digit is right."""
    match = _NUMBER.search(half_width(text))
    if match is None:
        return None
    told = f"{match[1].upper()}-{match[2]}-{match[3]}"
    return told if PATTERN.fullmatch(told) else None


def secret(text: str) -> str | None:
    """Return the 16-character secret of a case in *text*.

    Unless 查询码 or the like is said before it, it must hold both letters and digits, or it could be a bank card.
    """
    flat = _NUMBER.sub(" ", half_width(text))
    said = _SECRET_SAID.search(flat)
    told = [normal_secret(said.group(1))] if said else []
    told += [normal_secret(match.group()) for match in _SECRET.finditer(flat) if _mixed(match.group())]
    return next((code for code in told if len(code) == SECRET_LENGTH and set(code) <= set(CROCKFORD)), None)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where case numbers and secrets stand in *text*."""
    flat = half_width(text)
    numbers = [match.span() for match in _NUMBER.finditer(flat)]
    rest = _NUMBER.sub(lambda match: " " * len(match.group()), flat)
    return numbers + [match.span() for match in _SECRET.finditer(rest) if _mixed(match.group())]


def wanted(text: str) -> str | None:
    """Return the information *text* asks to be disclosed, without the request itself; None when it names none."""
    flat = half_width(text)
    for pattern in _ASKS:
        match = pattern.search(flat)
        if match is None:
            continue
        what = _STOP.split(text[match.start("what") : match.end("what")], maxsplit=1)[0].strip(" ，,:：、的")
        if not _ONLY_THE_WISH.match(what) and (pattern is not _ASKS[1] or re.search(_INFORMATION, what)):
            return what
    return None


def form(text: str) -> str | None:
    """Return the one of ``FORMS`` in which the answer is wanted; paper without more means by post."""
    for name, words in _FORM_WORDS:
        if words.search(text):
            return name
    return None


def _mixed(code: str) -> bool:
    return any(c.isdigit() for c in code) and any(c.isalpha() for c in code)
