"""A small desk of fixed words behind the same internal door as the real one, to compare two agents over it."""

from __future__ import annotations

import re
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from tests.bot.hall import TOKEN

Json = dict[str, Any]
SLOTS = {"ticket": ["matter", "place", "contact"], "disclosure": ["wanted", "name", "contact", "form"]}
PHONE = re.compile(r"1[3-9][0-9]\*{4}[0-9]{4}|1[3-9][0-9]{9}")
BROKEN_PHONE = re.compile(r"(?<![0-9*])1[3-9][0-9]{5,8}(?![0-9*])")
PLACE = re.compile(r"[\u4e00-\u9fff]{1,3}镇[\u4e00-\u9fff0-9]{0,20}")
NAME = re.compile(r"我(?:姓|叫)([\u4e00-\u9fff]{1,3})")
PREFIX = re.compile(
    r"^(?:我要投诉|提交咨询工单|帮我反映|我要反映问题|我要投诉|投诉|我要申请信息公开|申请公开)[：:，,]?"
)
PATH = {"name": "诉讼", "words": "请通过人民法院的程序解决。", "basis": "国办函〔2025〕66号"}
FORMS = ("电子邮件", "邮寄", "当面领取", "现场查阅")
PASSAGE = {
    "id": "yishenqing#8",
    "document": "yishenqing",
    "title": "旌德县政府信息依申请公开制度",
    "section": "第八条",
    "text": "行政机关收到申请之日起20个工作日内予以答复。",
    "document_no": "",
    "issuer": "旌德县人民政府办公室",
    "date": None,
    "status": "现行有效",
    "url": "/documents/yishenqing#8",
    "score": 0.9,
    "quote": "20个工作日内予以答复",
}


def fake_desk() -> FastAPI:
    app = FastAPI()
    app.state.drafts, app.state.cases, app.state.said = {}, {}, []

    @app.middleware("http")
    async def only_with_token(request: Request, follow: Any) -> Any:
        if request.headers.get("x-bot-token") != TOKEN:
            return error(401, "unauthorised", "没有权限。")
        return await follow(request)

    add_answers(app)
    add_drafts(app, app.state.drafts)
    add_ends(app, app.state.drafts, app.state.cases)
    add_cases(app, app.state.cases)
    return app


def add_answers(app: FastAPI) -> None:
    @app.post("/internal/v1/answer")
    async def answer(body: Json) -> Json:
        known = "依申请" in body["text"] and "天" in body["text"] or "工作日" in body["text"]
        unit = "教体局" if "学" in body["text"] else None
        return {
            "answerable": known,
            "score": 0.9 if known else 0.1,
            "passages": [PASSAGE] if known else [],
            "note": None,
            "topic": unit,
            "unit": None if known else unit,
            "documents": 35,
            "leaders": None,
        }

    @app.post("/internal/v1/handover")
    async def handover(body: Json) -> Json:
        told = {"open": True, "position": 1, "hours": "周一至周五", "matter": ""}
        return {**told, "message": "正在为您转人工，前面还有 1 位。"}

    @app.post("/internal/v1/units")
    async def units(body: Json) -> Json:
        phone = {"label": "办公室", "number": "8024390", "source": "自评材料"}
        known = {
            "政府办": {"name": "县政府办", "full": "旌德县人民政府办公室", "phones": [phone], "address": "政务新区"},
            "住建局": {"name": "住建局", "full": "旌德县住房和城乡建设局", "phones": [], "address": ""},
        }
        return {"units": [unit for name, unit in known.items() if name in body["text"]], "hours": "周一至周五"}


def add_drafts(app: FastAPI, drafts: dict[str, Json]) -> None:
    @app.post("/internal/v1/drafts")
    async def open_draft(body: Json) -> Json:
        open_ = drafts.setdefault(body["session"], {"kind": body["kind"], "slots": {}})
        return fill(open_, body["text"], None, first=True)

    @app.patch("/internal/v1/drafts/{session}")
    async def amend(session: str, body: Json) -> Any:
        if session not in drafts:
            return error(404, "not_found", "没有正在填写的草稿。")
        return fill(drafts[session], body["text"], body["asked"])

    @app.get("/internal/v1/drafts/{session}")
    async def read(session: str) -> Any:
        return shown(drafts[session]) if session in drafts else error(404, "not_found", "没有正在填写的草稿。")

    @app.post("/internal/v1/drafts/{session}/insist")
    async def insist(session: str) -> Json:
        drafts[session]["insisted"] = True
        return shown(drafts[session])


def add_ends(app: FastAPI, drafts: dict[str, Json], cases: dict[str, Json]) -> None:
    @app.post("/internal/v1/drafts/{session}/skip")
    async def skip(session: str) -> Json:
        drafts.pop(session, None)
        return {"next": None}

    @app.delete("/internal/v1/drafts/{session}", status_code=204)
    async def drop(session: str) -> None:
        drafts.pop(session, None)

    @app.post("/internal/v1/drafts/{session}/file")
    async def file(session: str) -> Json:
        draft = drafts.pop(session)
        number = f"{'JD' if draft['kind'] == 'ticket' else 'GK'}-20260105-{len(cases) + 1:06d}"
        cases[number] = {"session": session, "state": "转办", "kind": draft["kind"], "slots": draft["slots"]}
        return {
            "kind": draft["kind"],
            "number": number,
            "secret": "ABCD1234EFGH5678",
            "unit": "住建局",
            "type": "投诉",
            "town": None,
            "due": "2026-01-08T17:30:00+08:00",
            "due_words": "1月8日（周四）17:30前",
        }


def add_cases(app: FastAPI, cases: dict[str, Json]) -> None:
    @app.post("/internal/v1/cases/status")
    async def status(body: Json) -> Any:
        return found(body)

    @app.post("/internal/v1/cases/own")
    async def own(body: Json) -> Any:
        numbers = [number for number, case in cases.items() if case["session"] == body["session"]]
        opened = [found({"session": body["session"], "number": number, "secret": None}) for number in numbers]
        about = [cases[number]["slots"].get("matter", "")[:6] for number in numbers]
        return {"cases": [{**case, "about": words} for case, words in zip(opened, about, strict=True)][::-1]}

    @app.post("/internal/v1/cases/deed")
    async def deed(body: Json) -> Any:
        case = found(body)
        if not isinstance(case, dict):
            return case
        if body["deed"] == "撤回":
            cases[body["number"]]["state"] = "已撤回"
        app.state.said.append((body["deed"], body["number"], body["text"]))
        return {**case, "said": f"已{body['deed']}，{body['rating'] or body['text']}"}

    def found(body: Json) -> Any:
        own = [number for number, case in cases.items() if case["session"] == body["session"]]
        body["number"] = body["number"] or (own[-1] if own else None)
        case = cases.get(body["number"])
        if case is None or (case["session"] != body["session"] and body["secret"] != "ABCD1234EFGH5678"):
            return error(404, "not_found", "编号或查询码不对，请核对后再查。")
        withdrawn = case["state"] == "已撤回"
        return {
            "number": body["number"],
            "kind": case["kind"],
            "state": case["state"],
            "handler": "住建局",
            "due": "2026-01-08T17:30:00+08:00",
            "due_words": "1月8日（周四）17:30前",
            "extended": None,
            "next": "等待承办单位签收。",
            "offers": [] if withdrawn else ["催办", "补充", "撤回", "评价"],
            "events": [{"at": "2026-01-05 10:00", "deed": "登记", "note": ""}],
        }


def error(status: int, code: str, message: str) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status_code=status)


def fill(draft: Json, text: str, asked: str | None, *, first: bool = False) -> Json:
    slots, kind = draft["slots"], draft["kind"]
    slots |= found_in(text, kind)
    broken = "contact" not in found_in(text, kind) and BROKEN_PHONE.search(text)
    problems = [{"slot": "contact", "message": "手机号应为 11 位，例如 13900000000。"}] if broken else []
    said = PREFIX.sub("", text).strip()
    if first and len(said) >= 6:
        slots.setdefault("matter" if kind == "ticket" else "wanted", said)
    if asked in SLOTS[kind] and asked != "contact" and said:
        slots[asked] = said
    if asked is None and not first and said:
        slots["matter"] = slots.get("matter", "") + "；" + said
    return shown(draft, problems)


def found_in(text: str, kind: str) -> dict[str, str]:
    phone, name, place = PHONE.search(text), NAME.search(text), PLACE.search(text)
    form = next((form for form in FORMS if form in text), None)
    anonymous = kind == "ticket" and "匿名" in text
    contact = phone[0][:3] + "****" + phone[0][-4:] if phone else "匿名" if anonymous else None
    ticket = {"place": place[0] if place else None} if kind == "ticket" else {"form": form}
    found = {"contact": contact, "name": name[1] if name else None, **ticket}
    return {slot: value for slot, value in found.items() if value}


def shown(draft: Json, problems: list[Json] | None = None) -> Json:
    slots = draft["slots"]
    wanted = slots.get("wanted", "")
    return {
        "kind": draft["kind"],
        "slots": dict(slots),
        "missing": [slot for slot in SLOTS[draft["kind"]] if slot not in slots],
        "problems": problems or [],
        "summary": "\n".join(f"{name} {value}" for name, value in slots.items()),
        "published": [PASSAGE] if "考评" in wanted else [],
        "path": PATH if "判决" in slots.get("matter", "") and not draft.get("insisted") else None,
        "leaders": None,
        "parts": [],
        "after": "",
        "earlier": None,
    }
