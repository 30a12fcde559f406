"""Every address of the service that answers with a page, and who opens it on what."""

from __future__ import annotations

from dataclasses import dataclass

from tests.e2e.county import LONG, County

LAMPS, LIFT, NOISE, TIP = "路灯不亮，希望尽快修", "小区电梯坏了半个月没人修", "工地夜间施工噪音大", "河道边倾倒建筑垃圾"

# Answered with a file, with data for a script, or with a part of one of the pages below.
NO_PAGES = {
    "/healthz", "/readyz", "/metrics", "/widget.js", "/live", "/wechat", "/wechat/",
    "/office/bulletin.docx", "/office/annual.docx", "/office/export", "/desk/export", "/desk/requests/export",
    "/desk/requests/{number}/file.docx", "/agent/sessions/{number}/report.docx",
    "/desk/cases/{number}/attachments/{ordinal}", "/desk/cases/{number}/redactions/{ordinal}/pages/{page_number}",
    "/agent/queue", "/agent/queue/{handover}/words", "/agent/sessions/{number}/now", "/desk/list", "/office/now",
    "/office/topics",
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """*who* signs in, or "" for anybody; *route* is the address as the application declares it."""

    who: str
    route: str
    path: str


def visits(county: County) -> list[Visit]:
    tickets, requests = county.tickets, county.requests
    found = [
        *(("", path, path) for path in ("/", "/ask", "/apply", "/track", "/documents", "/sessions", "/sign-in")),
        ("", "/", "/?embed=1"),
        ("", "/styleguide", "/styleguide"),
        ("", "/docs", "/docs"),
        ("", "/documents/{document_id}", "/documents/disclosure-rules"),
        ("", "/documents/{document_id}", "/documents/bulletin-2020-q2"),
        ("", "/sessions/{number}", "/sessions/LT-2026-1"),
        ("", "404", "/nowhere"),
        *(("zuoxi", path, path) for path in ("/agent", "/desk", "/agent/sessions", "/desk/requests/new")),
        ("zuoxi", "/agent/sessions/{number}", "/agent/sessions/LT-2026-1"),
        *(("zuoxi", "/agent/queue/{handover}", f"/agent/queue/{number}") for number in (1, 2)),
        ("zuoxi", "/agent/queue/{handover}", f"/agent/queue/{county.handover}"),
        ("zuoxi", "/desk/cases/{number}", f"/desk/cases/{tickets['unsure']}"),
        ("zhujian", "/desk", "/desk"),
        *(("zhujian", "/desk/cases/{number}", f"/desk/cases/{tickets[about]}") for about in (LONG, LAMPS, LIFT)),
        ("zhujian", "/desk/cases/{number}/duplicates", f"/desk/cases/{tickets[LIFT]}/duplicates"),
        ("zhujian", "403", "/office"),
        ("zhujian-head", "/desk/score", "/desk/score"),
        ("zhujian-head", "/desk/cases/{number}", f"/desk/cases/{tickets[NOISE]}"),
        ("xianban", "/office", "/office"),
        ("xianban", "/office", "/office?year=2026&quarter=3"),
        ("xianban", "/office/talk", "/office/talk"),
        ("xianban", "/office/cases", "/office/cases?what=received"),
        ("xianban", "/office/bulletin", "/office/bulletin?year=2026&quarter=3"),
        ("xianban", "/office/score", "/office/score?year=2026"),
        ("xianban", "/office/annual", "/office/annual?year=2026"),
        ("xianban", "/agent/sessions/{number}", "/agent/sessions/LT-2026-3"),
        ("xianban", "/desk/cases/{number}", f"/desk/cases/{tickets[TIP]}"),
        ("xianban", "/desk/requests/proceedings", "/desk/requests/proceedings"),
        ("gongkai", "/desk/requests", "/desk/requests"),
        ("gongkai", "/desk/requests/{number}", f"/desk/requests/{requests['sent']}"),
        *(("gongkai", "/desk/cases/{number}", f"/desk/cases/{requests[about]}") for about in ("fresh", "consulting")),
        ("gongkai", "/desk/cases/{number}/redactions", f"/desk/cases/{requests['fresh']}/redactions"),
        ("gongkai", "/desk/cases/{number}/redactions/{ordinal}", f"/desk/cases/{requests['fresh']}/redactions/1"),
        ("gongkai-head", "/desk/cases/{number}", f"/desk/cases/{requests['drafted']}"),
        ("gongkai-head", "/desk/cases/{number}/letters/drafts/{key}",
         f"/desk/cases/{requests['drafted']}/letters/drafts/answer"),
        ("shenji", "/desk/requests", "/desk/requests"),
        ("guanli", "/office", "/office"),
    ]  # fmt: skip
    return [Visit(*each) for each in found]
