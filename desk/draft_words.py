"""How a draft reads: which slots are asked and shown, what they are called, what is said when one cannot be used."""

from __future__ import annotations

from enum import StrEnum

from desk.facts import FORMS

ANONYMOUS = "匿名"


class DraftKind(StrEnum):
    TICKET = "ticket"
    DISCLOSURE = "disclosure"


# Asking order. A disclosure request asks no identity number here: a page does (docs/decisions/0003).
ASKED = {
    DraftKind.TICKET: ("matter", "place", "contact"),
    DraftKind.DISCLOSURE: ("wanted", "name", "contact", "form"),
}
SHOWN = {
    DraftKind.TICKET: ("type", "matter", "place", "wanted", "name", "contact", "wish"),
    DraftKind.DISCLOSURE: ASKED[DraftKind.DISCLOSURE],
}
LABELS = {
    DraftKind.TICKET: {
        "type": "类型",
        "matter": "事项",
        "place": "地点",
        "wanted": "希望结果",
        "name": "称呼",
        "contact": "联系方式",
        "wish": "公开意愿",
    },
    DraftKind.DISCLOSURE: {"wanted": "所需信息", "name": "姓名或名称", "contact": "联系方式", "form": "获取形式"},
}
UNREAD = {  # where asking once more would not tell what was wrong
    "contact": "没有认出电话号码。请留一个 11 位手机号或带区号的座机；不愿留的，说“匿名”。",
    "form": f"请选择获取形式：{'、'.join(FORMS)}。",
}
SUPPLIED = {  # what was chosen in one word → form of supply, way it comes
    "电子邮件": ("电子文件", "电子邮件"),
    "邮寄": ("纸质文件", "邮寄"),
    "当面领取": ("纸质文件", "当面领取"),
}
HIDDEN, PUBLIC = "对承办单位保密", "同意公开诉求和答复，隐去个人信息"
NO_ANONYMOUS = "申请公开须留姓名和联系方式（《政府信息公开条例》第二十九条），不能匿名。"
NOT_FOUND = "没有找到“{words}”，什么也没有去掉。请照着原话说要去掉哪一句，例如“把最后一句去掉”。"
