"""The whole file of a request as a Word file: cover, list of everything with its digest."""

from __future__ import annotations

from collections.abc import Sequence

from docx.enum.text import WD_BREAK

from api import paper
from desk.moments import local
from desk.request_file import RequestFile

COLUMNS = ("序号", "时间", "事项", "经办", "内容", "校验值")
LABELS = {
    "name": "姓名或名称",
    "phone": "电话",
    "email": "邮箱",
    "address": "地址",
    "id_kind": "证件种类",
    "id_number": "证件号码",
    "organisation": "统一社会信用代码",
    "representative": "代表人",
    "agent_of": "委托人",
    "original": "申请原文",
}
SHORT = 16  # characters of a digest on paper; the whole one stands in 校验值.txt
SMALL = 9  # points


def cover(of: RequestFile) -> list[tuple[str, str]]:
    """What stands on the cover, in order; names as *of* holds them."""
    request = of.request
    person = [(LABELS[column], text) for column, text in (of.person or {}).items() if column in LABELS]
    parties = [(f"被征求意见人（第{ordinal}份）", name) for ordinal, name in (of.parties or {}).items()]
    return [
        ("编号", request.number),
        ("所需信息", request.wanted),
        ("申请人类别", request.applicant),
        *(person or [("申请人", "不向您显示")]),
        ("渠道", request.channel),
        ("收到日期", f"{local(request.received):%Y-%m-%d}"),
        ("答复期限", f"{local(request.due):%Y-%m-%d %H:%M}"),
        ("承办单位", request.unit),
        ("状态", request.state.value),
        ("结果", request.outcome or "尚未答复"),
        *parties,
        ("件数", f"{len(of.items)} 项"),
        ("全卷校验值", of.digest),
    ]


def lines(of: RequestFile) -> list[Sequence[object]]:
    return [
        (
            ordinal,
            f"{local(item.at):%Y-%m-%d %H:%M}",
            item.what,
            item.who,
            "；".join(part for part in (item.facts, item.words) if part),
            item.digest[:SHORT],
        )
        for ordinal, item in enumerate(of.items, start=1)
    ]


def word(of: RequestFile) -> bytes:
    """Return cover and list as .docx."""
    made = paper.a4()
    paper.centred(made, "政府信息公开申请全卷", font=paper.TITLE, size=26)
    paper.table(made, ("项目", "内容"), cover(of), size=14)
    made.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    paper.centred(made, "卷内目录", font=paper.TITLE, size=18)
    paper.table(made, COLUMNS, lines(of), size=SMALL)
    note = f"校验值为该文件或该条事件记录的 SHA-256，列前 {SHORT} 位。"
    paper.write(made.add_paragraph(), note, size=10.5)
    return paper.saved(made)
