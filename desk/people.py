"""Who is speaking: name, wish to stay unnamed, and numbers that were meant as a telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from desk.digits import half_width, spoken_digits
from desk.masking import Found

_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范"
    "金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄"
    "聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕"
    "屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙"
    "荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝萧丘裘荀蔺晁阙冼粟"
    "赖洪辜廉奚邸冀屠郜郁揭鄢竺栗匡鞠荆谌胥"
)
_DOUBLE = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|司徒|夏侯"
SURNAME = rf"(?:{_DOUBLE}|[{_SURNAMES}])"
_FULL_NAME = rf"{SURNAME}[一-鿿]{{1,2}}"
_GIVEN = r"[^\W的人民工户们者主员长机生村镇县市区家东里司是该有]"  # 我是司机, 我是江村的 are no names
_END = r"(?=$|[，。,.;；！!？?\s]|电话|手机|联系|住|家住|是|，)"
_SAID = (
    re.compile(
        rf"(?:我叫|名叫|(?:名字|姓名)[^，。]{{0,6}}[，,](?:应该)?(?:是|叫)|(?:名字|姓名)(?:应该是|改成|改为)|我的?名字(?:是|叫)|姓名(?:是|叫)?[:：]?|联系人(?:是)?[:：]?|申请人(?:是)?[:：]?)\s*({_FULL_NAME}){_END}"
    ),
    re.compile(rf"(?:[我俺]|^|[，。,.；;\s])姓({SURNAME})(?:[，。,.；;\s]|$|[叫名])"),
    re.compile(rf"[我俺]姓({SURNAME})"),
    re.compile(rf"我是(?:村民|居民|业主|家长)?({SURNAME}{_GIVEN}{{1,2}}){_END}"),
    re.compile(rf"免贵姓({SURNAME})"),
    re.compile(rf"(?:叫我|喊我|称呼我?)(?:老|小)?({SURNAME}(?:先生|女士|师傅|阿姨|大姐|大哥|老师|同志)){_END}"),
    re.compile(rf"我是({SURNAME}(?:先生|女士|师傅|阿姨|大姐|大哥|老师))"),
    re.compile(rf"(?:叫|喊)我(?:老|小)({SURNAME})(?:就|吧|$|[，。,.\s])"),
)
_TITLE = "先生|女士|师傅|阿姨|大姐|大哥|老师"
_CALLED = rf"{SURNAME}(?:{_TITLE}|{_GIVEN}{{1,2}})"
_LAST = re.compile(rf"(?:^|[，。,.；;！!\s（(])({_CALLED})[，。,：: ）)]{{0,2}}(?:电话|手机)?[：: ]?$")
_NEXT = re.compile(rf"^[，。, ]{{0,2}}[（(]?({_CALLED})(?=$|[，。,.；;！!\s）)])")
_BARE = re.compile(rf"(?:姓)?({_FULL_NAME}|{SURNAME}(?:先生|女士|师傅|阿姨|大姐|大哥|老师)?)")
_UNNAMED = re.compile(
    r"匿名|(?:不(?:想|愿意?|要|方便|便|用)?|别)(?:留|透露|提供|说|公开|写|登记)(?:我的?|本人的?|个人)?(?:真实)?(?:姓名|名字|名|身份|电话|联系方式|信息|个人信息)|"
    r"(?:名字|姓名|电话|联系方式)(?:就)?(?:不(?:留|说|写|提供)了?|保密不留)"
)
_NAMED = re.compile(r"不(?:用|要|需要|想|必)?匿名|(?:可以|愿意)实名|实名(?:举报|反映|投诉)")
_SECRET = re.compile(
    r"(?:请|希望|要|帮我?|一定)?(?:给我|替我|为我)?保密|(?:别|不要|不能)(?:让|叫|给).{0,10}(?:知道|看到)|(?:别|不要|不能)(?:告诉|跟).{1,10}(?:是我|我)|别说是我|保护.{0,4}隐私|不(?:要|能|想)(?:让|叫|给).{0,10}知道|怕(?:被)?(?:打击)?报复"
)
_WORDS = r"(?:我的|这个|这件|本次|上面的)*(?:诉求|问题|反映的事|内容|工单|答复|回复|留言|这件事)"
_PUBLISHED = re.compile(
    rf"(?:同意|愿意|可以)(?:把|将)?(?:{_WORDS}(?:和答复)?)?(?:在网上|对外)?公开(?:{_WORDS}(?:和答复)?|答复)?(?=$|[，。,.；;！!]|吧|的?$)"
)
_UNPUBLISHED = re.compile(
    rf"(?:不同意|不愿意?|不要|不想|别)(?:把|将)?(?:{_WORDS})?(?:在网上|对外)?公开(?:{_WORDS})?(?=$|[，。,.；;！!]|吧|出去)"
)
_MEANT = re.compile(
    r"(?:电话|手机号?码?|号码|联系方式|座机|打给?我?)(?:是|为|改成|改为|换成|：|:)?\s*([0-9][0-9 -]{3,24})"
)
_ONLY_NUMBER = re.compile(r"\D{0,6}([0-9][0-9 -]{2,24})\D{0,4}")


def name(text: str) -> str | None:
    """Return the name the speaker gives: in full, with a title (陈女士), or the surname alone (我姓陈)."""
    flat = half_width(text)
    for pattern in _SAID:
        if match := pattern.search(flat):
            return match.group(1)
    return None


def beside(text: str, found: Sequence[Found]) -> str | None:
    """Return the name written right before or after a telephone number (李某某 13900000001)."""
    flat = half_width(text)
    for item in found:
        if item.kind in ("phone", "landline", "email") and (
            match := _NEXT.search(flat[item.end :]) or _LAST.search(flat[: item.start])
        ):
            return match.group(1)
    return None


def bare_name(answer: str) -> str | None:
    """Return *answer* if it is nothing but a name, as after 请问您怎么称呼."""
    match = _BARE.fullmatch(answer)
    return match.group(1) if match else None


def anonymous(text: str) -> bool | None:
    """True for 匿名 or 不想留名, False for 不用匿名 or 实名, None when nothing is said about it."""
    if _NAMED.search(text):
        return False
    return True if _UNNAMED.search(text) else None


def confidential(text: str) -> bool | None:
    """True when the speaker wants to stay hidden from those concerned, else None."""
    return True if _SECRET.search(text) else None


def publishable(text: str) -> bool | None:
    """True when the speaker agrees that question and answer are published, False when not, None when not said."""
    if _UNPUBLISHED.search(text):
        return False
    return True if _PUBLISHED.search(text) else None


def spoken_phone(text: str, *, bare: bool) -> str | None:
    """Return digits meant as a telephone though they are no valid one; with *bare* the text may be just digits."""
    flat = spoken_digits(text) if bare else half_width(text)
    match = _MEANT.search(flat) or (_ONLY_NUMBER.fullmatch(flat) if bare else None)
    return match.group(1).strip() if match else None
