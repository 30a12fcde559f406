"""Names of people in official papers: after a label, before a form of address, in a row, or as jieba reads them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from desk.keywords import names
from desk.people import SURNAME

OFFICIAL = "履职的工作人员，一般应当公开"
LABELLED = "前面的称谓"
GUESSED = "像是姓名"

_LABELS = (
    "申请人|被申请人|第三人|当事人|联系人|委托人|受托人|代理人|法定代表人|法人代表|负责人|经营者|姓名|户主|户名|收款人|开户人|"
    "投诉人|举报人|反映人|来访人|信访人|来电人|诉求人|被处罚人|违法行为人|受害人|被害人|证人|见证人|死者|伤者|患者|监护人|家属|"
    "村民|居民|职工|员工|学生|业主|业户|农户|租户|承租人|出租人|房主|户|车主|驾驶人|驾驶员|司机|买方|卖方|甲方|乙方|丙方|"
    "出借人|借款人|继承人|被继承人|配偶|丈夫|妻子|其妻|其夫|父亲|母亲|其父|其母|儿子|女儿|其子|其女|兄弟|收件人|签收人|受送达人|"
    "参保人|退休人员|低保户|脱贫户|我叫|名叫|我是|本人|男子|女子|老人|原告|被告|上诉人|复议申请人|曾用名|收到|邻居|询问|传唤"
)
_POSTS = (
    "书记|县长|局长|镇长|乡长|主任|科长|股长|所长|处长|部长|队长|院长|站长|校长|经办人|签发人|审核人|审批人|承办人|"
    "执法人员|办案人员|记录人|记录员|工作人员|核稿|主办人|协办人|检查人员"
)
_ADDRESSES = (
    "先生|女士|小姐|师傅|老师|医生|同志|同学|阿姨|大爷|大妈|老人|夫妇|一家|等人|等[0-9一二三四五六七八九十]+[人户名]"
)
_GIVEN = r"[一-鿿]"
_ENDS = (
    r"(?=$|[^一-鿿]|于|因|向|与|和|及|对|在|的|等|不|称|提|系|为|是|同|已|住|电|男|女|身|到|来|从|将|把|被|其|通|申|"
    r"反|要|认|签|出|作|购|所|名|家|户|你|诉|先生|女士|代|自|主|参|现|曾|拒|没|未|有|以|按|经|说|希|请|愿|使|欠|也|均|并|承)"
)
_NOT_GIVEN = r"(?![称的是为向于因已被将把与和及等请认要不]|人员|单位|部门|个人|委员|提出|承包|申请|联系)"
# Two given characters are tried before one; blanks pad short names in tables (陈　某).
_SURNAME = rf"(?:(?<![关对由位至属处])于|(?!于){SURNAME})"
_NAME = rf"{_SURNAME}(?:(?:{_NOT_GIVEN}{_GIVEN}){{1,2}}|[ ]{{1,4}}{_GIVEN}){_ENDS}"
_FOREIGN = r"[一-鿿]{2,8}(?:·[一-鿿]{2,10})+"
_SIGN = r"(?:\([^()]{0,6}\))?[:： 、]{0,4}(?:是|为|叫)?"
_LABELLED = re.compile(rf"(?:{_LABELS}){_SIGN}(?P<name>{_NAME}|{_FOREIGN})")
_IN_OFFICE = re.compile(
    rf"(?:{_POSTS}){_SIGN}(?P<name>{_NAME})|(?P<before>{_SURNAME}{_GIVEN}{{1,2}})(?=(?:副)?(?:{_POSTS}))"
)
_ADDRESSED = re.compile(rf"(?P<name>{_SURNAME}{_GIVEN}{{0,2}}?)(?={_ADDRESSES})")
_UNNAMED = re.compile(rf"(?P<name>{_SURNAME}某(?:某|[甲乙丙丁])?)")
_DOTTED = re.compile(rf"(?P<name>{_FOREIGN})")
_IN_ROW = re.compile(rf"(?:、|和|与|及|,)(?P<name>{_NAME})")
_WORDS = (
    "杜绝|齐全|蓝天|蓝图|阳光|温馨|党组|党委|单位.?|解读|顾问|方案|方面|方式|方法|计划|管理|管负责|安全|安排|时间|时候|成立|成绩|"
    "曾用.?|应当|应该|相关|有关"
)
_TAILS = "性|制|委|书|桥|溪|局|办|站|村|镇|路|处理|执行|监察|负责|管理|建设"
_SOUND = re.compile(rf"(?!(?:{_LABELS}|{_POSTS}|{_ADDRESSES}|{_WORDS})$)(?:{_SURNAME}[一-鿿]{{0,3}}|{_FOREIGN})")
_GUESSABLE = re.compile(rf"(?!(?:[一-鿿]{{1,2}}(?:{_TAILS}))$).{{2,4}}")
_POST_BEFORE = re.compile(rf"(?:{_POSTS}){_SIGN}$")
_LABEL_BEFORE = re.compile(rf"(?:{_LABELS}){_SIGN}$")


@dataclass(frozen=True)
class Named:
    """A name and where it stands; *why* says what gave it away, OFFICIAL for people named by their post."""

    start: int
    end: int
    why: str


def find(text: str) -> list[Named]:
    """Return the names in *text* (folded), in order; of overlapping ones the better founded."""
    read = {start: end for start, end in names(text) if _GUESSABLE.fullmatch(text[start:end])}
    found: list[Named] = []
    for each in (*_told(text), *(Named(start, end, _why(text, start)) for start, end in read.items())):
        whole = replace(each, end=max(each.end, read.get(each.start, 0)))  # 卢俊义主持 ends where jieba says
        if _SOUND.fullmatch(text[whole.start : whole.end].replace(" ", "")) and not _overlaps(whole, found):
            found.append(whole)
            found += _row(text, whole, found)
    return sorted(found, key=lambda each: each.start)


def _told(text: str) -> Iterator[Named]:
    """Names that what stands around them gives away, the best founded first."""
    for pattern, why in (
        (_LABELLED, LABELLED),
        (_DOTTED, "带间隔号的姓名"),
        (_IN_OFFICE, OFFICIAL),
        (_UNNAMED, "以“某”代称的姓名"),
        (_ADDRESSED, "后面的称呼"),
    ):
        for match in pattern.finditer(text):
            group = "name" if match.groupdict().get("name") else "before"
            yield Named(match.start(group), match.end(group), why)


def _why(text: str, start: int) -> str:
    """What stands before a name that jieba read."""
    before = text[max(0, start - 8) : start]
    if _POST_BEFORE.search(before):
        return OFFICIAL
    return LABELLED if _LABEL_BEFORE.search(before) else GUESSED


def _overlaps(named: Named, known: list[Named]) -> bool:
    return any(named.start < each.end and each.start < named.end for each in known)


def _row(text: str, first: Named, known: list[Named]) -> Iterator[Named]:
    """Names that follow *first* in a row: 甲某、乙某和丙某."""
    at = first.end
    while match := _IN_ROW.match(text, at):
        named = Named(match.start("name"), match.end("name"), first.why)
        if not _overlaps(named, known):
            yield named
        at = match.end()
