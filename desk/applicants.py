"""Which column of the yearly report an applicant belongs to, by the name it gives; people stay people."""

from __future__ import annotations

import re

from desk.filings import APPLICANTS

NATURAL = APPLICANTS[0]
_SORTS = (  # the first that fits; a law firm is also called 律师事务所有限…, a research firm 研究院有限公司
    ("法律服务机构", re.compile(r"律师事务所|法律服务所")),
    ("商业企业", re.compile(r"(?:公司|厂|商行|商店|超市|酒店|企业)$")),
    ("科研机构", re.compile(r"(?:研究院|研究所|大学|学院|科学院)$")),
    ("社会公益组织", re.compile(r"(?:协会|学会|基金会|商会|联合会|促进会|志愿服务队|志愿者协会)$")),
    ("其他", re.compile(r"(?:合作社|委员会|村委会|居委会|农场|学校|中学|小学|医院|局|中心)$")),
)
_BEFORE = re.compile(r"^(?:我们|本)?(?:单位|公司)?(?:名称|名字)?(?:是|叫做?|为)?[:：]?\s*")
_NAME = re.compile(r"[一-鿿A-Za-z0-9（）()·]{4,60}")
SHORTEST = 4  # characters: nobody is called 厂 or 局


def sort(name: str) -> str:
    """One of APPLICANTS; what is not surely an organisation is a person."""
    if len(name) < SHORTEST:
        return NATURAL
    return next((sort for sort, ends in _SORTS if ends.search(name)), NATURAL)


def organisation(answer: str) -> str | None:
    """Return the name of an organisation if *answer* is nothing else, as after 请告诉我申请人姓名或单位名称."""
    name = _BEFORE.sub("", answer)
    return name if _NAME.fullmatch(name) and sort(name) != NATURAL else None
