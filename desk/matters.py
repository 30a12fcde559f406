"""What a message is about: the words left when contact data, courtesies and the mere wish to complain are gone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk import people
from desk.masking import Found
from desk.references import spans

_CLAUSES = re.compile(r"[^，。；！？\n,;!?]+[，。；！？\n,;!?]*")
_DATA = "\ufffc"  # stands where personal data was
_CHANNEL = r"查询码|查询密码|编号|工单号?"
_CHANNEL += r"|电话|手机号码?|手机|号码|座机|联系方式|邮箱|电子邮箱|微信号?|微信同号?|QQ号?|身份证号码?|身份证"
_CONTACT = re.compile(
    rf"(?:[我俺咱]的?|本人的?|家里的?)?(?:联系)?(?:{_CHANNEL})?(?:号码?)?"
    rf"(?:是|为|：|:|改成|改为|换成|打|发到?|寄到?)?[ ]*"
    rf"(?:{_DATA}[ 、和或/]*)+(?:联系我|找我|打给我|随时联系|就行|即可|都行|吧|谢谢)?"
)
_LEFT_CONTACT = re.compile(
    rf"(?:请|可以|有事|有结果|有消息|麻烦|请您|打|电话|回电|随时|方便的话|到时候?|就|联系|回复|通知|我|到|的|给|是|在|或|和|、|{_DATA}|\s)*"
)
_OPENER = re.compile(
    r"(?:(?:你|您)们?好|喂|哎|那个|请问|在吗|对了|就是那个事|就那个?事|那个?事情?|不好意思|哦|嗯|麻烦(?:你|您)?(?:一下|了)?|谢谢(?:你|您)?们?|多谢|拜托了?|辛苦了?|打扰(?:一下|了)?|"
    r"(?:我|本人|俺)?(?:想|要|来|就是|是来|需要|准备|打算|帮我)*(?:投诉|举报|反映|反应|求助|建议|表扬|咨询|报修|登记|查询|查|催|提|说|问|办|提交|申请)"
    r"(?:一下|下|一个|一件|个|点|一?条)*(?:事情|事|问题|情况|建议|意见|工单|诉求|投诉|信息公开|政府信息公开|依申请公开|政府信息)?|"
    r"12345|热线|同志|师傅|美女|领导|小助手|机器人|吗|吧|呢|啊|呀|的|了|\s)+"
)
_LEAD_IN = re.compile(
    r"^(?:(?:你|您)们?好|喂|哎|不好意思打扰了|请问一?下?|麻烦问一?下|匿名(?:反映|投诉|举报)|"
    r"(?:我|帮我?|给我)(?:想|要|来)?(?:反映|投诉|举报|说|问|咨询|提)(?:一下|下|一?个|一?件)?(?:事情?|问题|情况)?)"
    r"[，,。:：、\s]*(?=.{4})"
)
_ANOTHER = re.compile(
    r"(?:(?:哦|啊)?对了[，,]?)?(?:还有|另外(?:还有)?|此外|再有)(?:一?(?:件|个|桩|点)(?:事情?|问题|情况)?)[，,:：是\s]*|"
    r"(?:第[二三四]|其[二三四次]|[二三四](?:是|、|来))(?:件事|个问题|个|件|点)?(?:情?是)?[，,:：、\s]*|"
    r"(?:顺便|另外)(?:再)?(?:反映|投诉|举报|问|咨询|说|提)(?:一下|下|一?个|一?件)?(?:事情?|问题|情况)?[，,:：\s]*|"
    r"(?<![0-9])[2-4][、.．)）](?![0-9])\s*|[②③④]\s*"
)
_FIRST = re.compile(
    r"^(?:[两二三四几2-4](?:件|个|桩)(?:事情?|问题|情况)?[，,：:、\s]*)?(?:(?:第一|首先|其一|一是|一来)(?:件事|个问题|个|件|点)?(?:是)?[，,:：、\s]*|[1①][、.．)）]?(?![0-9])\s*)?"
)
_AS_PHRASE = re.compile(r"^[第其二三四]")
_HOPED = re.compile(
    r"(?:^|[，。；！？\n,;!?：:])\s*((?:我们?|本人)?(?:也|还|并|更)?(?:希望|要求|恳请|恳求|请求|盼望?|诉求是|诉求[：:])(?!过|了)[^，。；！？\n,;!?]{2,120})"
)
LEAST = 6  # characters a matter of its own has
SHORT_WISH = 14  # characters; a longer clause about names and secrecy says something of the matter too


def matter(text: str, found: Sequence[Found]) -> str | None:
    """Return what *text* is about, or None if it holds nothing but contact data and courtesies."""
    marked, at = [], 0
    for start, end in sorted([*((item.start, item.end) for item in found), *spans(text)]):
        if start >= at:
            marked += [text[at:start], _DATA]
            at = end
    clauses = [match.group() for match in _CLAUSES.finditer("".join([*marked, text[at:]]))]
    kept = [left for clause in clauses if (left := _kept(clause))]
    said = _LEAD_IN.sub("", "".join(kept)).strip().rstrip("，,；;、 ")
    return said or None


def says_nothing(text: str) -> bool:
    """Whether *text* holds courtesies and pointing words only (就是那个事啊)."""
    return _OPENER.fullmatch(text) is not None


def hoped(said: str | None) -> str | None:
    """Return the result the speaker hopes for (希望尽快修好), the last one said, or None."""
    found = [match.group(1) for match in _HOPED.finditer(said or "")]
    return found[-1] if found else None


def parts(said: str | None) -> tuple[str, ...]:
    """Return the matters the speaker counts in *said* (还有一件事…, 第二…, 2、…), each long enough to stand alone."""
    if not said:
        return ()
    cuts = [match for match in _ANOTHER.finditer(said) if _counts(said, match)]
    pieces, at = [], 0
    for cut in cuts:
        pieces.append(said[at : cut.start()])
        at = cut.end()
    pieces = [_FIRST.sub("", piece).strip(" ，,。；;、\n") for piece in [*pieces, said[at:]]]
    return tuple(pieces) if len(pieces) > 1 and all(len(piece) >= LEAST for piece in pieces) else (said,)


def _counts(said: str, cut: re.Match[str]) -> bool:
    """第二 and 二是 count matters only when a first was counted, and at the head of a clause."""
    if not _AS_PHRASE.match(cut.group()):
        return True
    before = said[: cut.start()]
    return before[-1:] in "，。；,; \n" and re.search(r"第一|首先|其一|一是|一来", before) is not None


def _kept(clause: str) -> str:
    """Return what of *clause* belongs to the matter; contact data inside a sentence that says more is cut out."""
    bare = clause.strip("，。；！？\n,;!? ")
    if people.name(bare) and len(bare) <= 12:
        return ""
    if len(bare) <= SHORT_WISH and _wish(bare):
        return ""
    if _OPENER.fullmatch(bare):
        return ""
    if _DATA not in bare:
        return clause
    if _LEFT_CONTACT.fullmatch(_CONTACT.sub(_DATA, bare)):
        return ""
    rest = _CONTACT.sub("", clause).replace(_DATA, "")
    return "" if _OPENER.fullmatch(rest.strip("，。；！？\n,;!? ")) else rest


def _wish(bare: str) -> bool:
    """Whether the clause says how the speaker wants to be treated."""
    return any(read(bare) is not None for read in (people.anonymous, people.confidential, people.publishable))
