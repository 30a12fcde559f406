"""A message written like a form (地点：… 事情：… 电话：…): what stands behind each label."""

from __future__ import annotations

import re

_LABELS = {
    "place": "地点|地址|位置|发生地点|事发地点|事发地",
    "matter": "事项|事情|内容|问题|反映内容|投诉内容|具体情况|情况|事由|问题描述|主要内容",
    "hoped": "希望|要求|诉求|希望结果|期望结果",
    "wanted": "所需信息|申请内容|公开内容|信息名称|文件名称|所需信息内容",
    "name": "姓名|名字|联系人|申请人|反映人|称呼",
    "contact": "电话|手机|手机号|联系电话|联系方式|邮箱",
    "form": "形式|方式|获取形式|获取方式|提供方式|提供形式",
}
_SLOTS = {word: slot for slot, words in _LABELS.items() for word in words.split("|")}
_WORDS = "|".join(sorted(_SLOTS, key=len, reverse=True))
_LABEL = re.compile(
    rf"(?:^|(?<=[\n，。；,;.！!\s]))[0-9一二三四五六]{{0,2}}[、.．]?\s*"
    rf"(?:[【\[]\s*({_WORDS})\s*[】\]][：:]?|({_WORDS})\s*[：:])\s*"
)
LEAST = 2  # labels that make a message a form


def read(text: str) -> dict[str, str]:
    """Slot → words; empty when *text* is no form. What stands before the first label belongs to the matter."""
    found = list(_LABEL.finditer(text))
    if len(found) < LEAST:
        return {}
    ends = [*(match.start() for match in found[1:]), len(text)]
    said: dict[str, str] = {}
    for match, end in zip(found, ends, strict=True):
        said.setdefault(_SLOTS[match[1] or match[2]], text[match.end() : end].strip(" ，,。；;\n"))
    return {slot: words for slot, words in said.items() if words}
