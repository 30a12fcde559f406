"""Who reads what, asserted on every body: no other unit's case, no hidden reporter, no sender's file name or place.

Every GET route of the application is asked by everybody, as it stands and with each of its queries; a new route is
covered by itself, or fails here until its parameters are named.
"""

import re
import shutil
import zipfile
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import product
from urllib.parse import unquote, urlencode

import numpy as np
import pytest
from fastapi.dependencies.utils import get_flat_dependant
from fastapi.testclient import TestClient

from api import inbox, letter_word
from api.parts import Parts
from desk import access, attachments, exports, leader_sessions, letters, store, uploads
from desk.database import connect, sqlite_url
from desk.filings import Filed
from desk.letter_drafts import Choice
from desk.letter_office import Office
from desk.lifecycle import Role
from desk.supervision import QUESTIONS
from desk.ticket_table import TicketType
from desk.tickets import LEADER
from knowledge.catalogue import Catalogue
from tests.api.fakes import FakeBot, FakeRouter, FakeSearcher
from tests.builders import (
    AGENT,
    CHIEF,
    CITIZEN,
    CLERK,
    OFFICE,
    OFFICER,
    a_leader_plan,
    a_routing,
    filed_disclosure,
    filed_ticket,
    walk,
)
from tests.conftest import NOW
from tests.files import AUTHOR, FILE_NAME, PLACE, photo

REPORTER = "欧阳暗记"
LEAD, HELPER, FOREIGN = "住建局", "城管执法局", "人社局"
ANONYMOUS, MERGED = "桂塘戊", "枫桥己"  # words of two of the cases
OPEN_TO_ALL = "对所有人公开的页面，不读案件"
# Routes nobody has to be asked about, each with its reason.
UNASKED = {
    "/static": "随程序发布的文件",
    "/wechat": "没有签名的一律同一个 403；见 test_wechat.py",
    "/wechat/": "同上",
    "/openapi.json": "接口说明，由代码生成",
    "/live": "不断的流，只说“有变化”，不带内容；见 test_live.py",
}
# What a route is asked besides its path; words that come near every matter below.
WORDS = "小区电梯坏了"
YEAR: dict[str, str] = {"year": "2026"}
QUARTER = {**YEAR, "quarter": "4"}
DAYS = {"from": "2026-01-01", "to": "2026-12-31"}
# Found by words in every state; not by words, so that requests are found too; and narrowed as a unit would not be.
LISTED: list[dict[str, str]] = [
    *({"view": view} for view in inbox.VIEWS),
    {"view": "find", "words": WORDS},
    {"view": "find", "unit": FOREIGN},
    {"view": "find", "town": "旌阳镇", "kind": "咨询", "since": "2026-01-01"},
]
BEHIND: list[dict[str, str]] = [
    *({**QUARTER, "what": question} for question in QUESTIONS),
    {**QUARTER, "unit": FOREIGN, "town": "旌阳镇"},
]
QUERIES: dict[str, list[dict[str, str]]] = {
    "/api/v1/search": [{"q": WORDS}],
    "/api/v1/similar": [{"q": WORDS, "k": "20"}],
    "/api/v1/routing": [{"text": WORDS}],
    "/api/v1/intent": [{"text": WORDS}],
    "/api/v1/tickets": [{"town": "旌阳镇", "limit": "200"}],
    "/api/v1/reports/quarter": [{**QUARTER, "format": format} for format in ("json", "csv")],
    "/api/v1/reports/score": [{**YEAR, "format": format} for format in ("json", "csv")],
    "/api/v1/reports/disclosure-year": [{**YEAR, "format": format} for format in ("json", "csv")],
    "/api/v1/reports/talk": [{**DAYS, "format": format} for format in ("json", "csv")],
    "/desk": LISTED,
    "/desk/list": LISTED,
    "/desk/export": [{**query, "format": format} for query in LISTED for format in ("csv", "xlsx")],
    "/desk/score": [YEAR],
    "/desk/cases/{number}": LISTED[-3:],
    "/desk/cases/{number}/duplicates": [{"part": "true"}],
    "/desk/requests": [{"words": "排水管网", "unit": "县政府办"}],
    "/desk/requests/export": [{"words": "排水管网", "unit": "县政府办", "format": "csv"}],
    "/office": [QUARTER],
    "/office/talk": [DAYS],
    "/office/topics": [QUARTER],
    "/office/cases": BEHIND,
    "/office/export": [{**query, "format": "csv"} for query in BEHIND] + [{**QUARTER, "format": "xlsx"}],
    "/office/annual": [{**YEAR, "note": "加注"}],
    "/office/annual.docx": [{**YEAR, "note": "加注"}],
    "/office/bulletin": [{**QUARTER, "note": "加注"}],
    "/office/bulletin.docx": [{**QUARTER, "note": "加注"}],
    "/office/score": [YEAR],
}
# Queries that tell nobody more: which page, what is written above it, what is shown first, or a narrower list.
HARMLESS = {
    *("page", "limit", "offset", "after", "k"),
    *("done", "saved", "signed", "number", "next", "embed", "mark"),
    *("kind", "state", "since", "until", "supervised", "repeated", "issuer", "scope"),
    *("channel", "week", "returned_by", "watch", "topic"),
    *("applicant", "outcome", "ground", "late"),
    *("item", "organ"),  # what a letter is drawn up about, and in whose name
}


@dataclass(frozen=True)
class Planted:
    """One case of the world, with what must not get about.

    Attributes:
        word: Stands in its matter and nowhere else.
        units: Whose people may see it.
        hidden: Those people may not know who filed it.
        pictures: Sealed and cleaned bytes of its photo and the preview.
    """

    receipt: Filed
    word: str
    units: tuple[str, ...]
    hidden: bool
    pictures: tuple[bytes, ...] = field(repr=False)

    @property
    def number(self) -> str:
        return self.receipt.number

    @property
    def anonymous(self) -> bool:
        return self.word == ANONYMOUS

    @property
    def filer_told(self) -> bool:
        """Whether the unit in charge may ask who filed it."""
        return not (self.hidden or self.anonymous or self.word == MERGED)

    @property
    def person(self) -> tuple[str, str]:
        return f"{REPORTER}{self.word}", _phone(self.word)


@dataclass(frozen=True)
class Viewer:
    """Somebody who asks; *own* are the numbers of a citizen's own cases."""

    role: Role
    unit: str = ""
    own: str = ""

    def sees(self, case: Planted) -> bool:
        if self.role is Role.CITIZEN:
            return case.number == self.own
        if self.role in (Role.OFFICER, Role.HEAD):
            return self.unit in case.units
        return self.role is not Role.ADMIN

    def knows_filer(self, case: Planted) -> bool:
        """A unit only of its own cases: one merged into such a case is not its own."""
        if self.role in (Role.OFFICER, Role.HEAD):
            return case.filer_told and self.unit == case.units[0]
        return not case.anonymous and self.role in (Role.AGENT, Role.OFFICE)

    def sees_pictures(self, case: Planted) -> bool:
        return self.sees(case) and not (case.hidden and self.role in (Role.OFFICER, Role.HEAD, Role.AUDITOR))

    def sees_file_names(self, case: Planted) -> bool:
        return self.sees(case) and self.role in (Role.CITIZEN, Role.AGENT, Role.OFFICE)


@dataclass
class World:
    """*session* is the number of a 领导接听 session, in which one of the cases was taken."""

    session: str
    cases: dict[str, Planted] = field(default_factory=dict)

    def forbidden(self, viewer: Viewer) -> dict[str, str]:
        """Words no body may hold for *viewer*, each with what it would give away."""
        found = {AUTHOR: "照片的作者", PLACE: "照片的拍摄地点", REPORTER: "诉求人姓名"}
        for name, case in self.cases.items():
            found |= {case.person[1]: f"{name}的电话"}
            if not viewer.sees(case):
                found |= {case.word: f"{name}的内容", case.receipt.secret: f"{name}的查询码"}
                found |= {case.number: f"{name}的编号"}
            if not viewer.sees_file_names(case):
                found |= {_file_name(case.word): f"{name}的文件名"}
            if not viewer.sees_pictures(case):
                found |= {_as_text(each): f"{name}的照片" for each in case.pictures}
                found |= {_as_base64(each): f"{name}的照片" for each in case.pictures}
        return found


def _phone(word: str) -> str:
    return f"139000{ord(word[-1]):05d}"


def _file_name(word: str) -> str:
    return f"{word}{FILE_NAME}"


def _as_text(content: bytes) -> str:
    """A piece from the middle of a picture, where no two are alike, as a body that is no text is read below."""
    return content[len(content) // 2 :][:60].decode("latin-1")


def _as_base64(content: bytes) -> str:
    """The same piece as it stands inside a page."""
    start = len(content) // 2 // 3 * 3
    return b64encode(content[start : start + 60]).decode()


@pytest.fixture(autouse=True)
def guessing_never_rests(monkeypatch):
    """Every address is really asked with the wrong secret."""
    monkeypatch.setattr(access, "MOST", 1_000_000)


class AllAlike:
    """An encoder to which everything means the same, so that a search by meaning finds every case there is."""

    fingerprint, dim = "all-alike", 1

    def encode(self, texts):
        return np.ones((len(texts), 1), dtype=np.float32)


@pytest.fixture(scope="module")
def database(migrated, tmp_path_factory):
    """One world for all who look at it."""
    folder = tmp_path_factory.mktemp("isolation")
    shutil.copy(migrated, folder / "desk.db")
    opened = connect(sqlite_url(folder))
    yield opened
    opened.engine.dispose()


@pytest.fixture
def parts():
    searcher = FakeSearcher()
    searcher.encoder, searcher.passages = AllAlike(), ()
    return Parts(searcher=searcher, bot=FakeBot(), router=FakeRouter())


@pytest.fixture(scope="module")
def world(database, calendar, vault):
    """Cases of every sort, each with a reporter, a phone and a photo; what a unit wrote is among them."""
    with database.sessions.begin() as session:
        hours = {"starts": NOW - timedelta(minutes=30), "ends": NOW + timedelta(minutes=30)}
        before = NOW - timedelta(days=2)
        held = leader_sessions.plan(session, a_leader_plan(**hours), by=OFFICE, at=before)
        leader_sessions.announce(session, held.number, by=OFFICE, at=before)
        heard = {"session": held.number, "topic": held.topics[0], "issue": "电梯维修"}
        taken = {"leader_session": held.id, "heard": heard}
        built = World(held.number)

    def ticket(name, word, units, *, hidden=False, **more):
        receipt = filed_ticket(
            database.sessions,
            at=NOW,
            calendar=calendar,
            vault=vault,
            key=name,
            matter=f"{WORDS}半个月没人修{word}",
            place=f"旌阳镇{word}小区",
            person={} if more.get("anonymous") else {"name": f"{REPORTER}{word}", "phone": _phone(word)},
            routing=a_routing(units[0]),
            **more,
        )
        plant(name, receipt, word, units, hidden)

    def plant(name, receipt, word, units, hidden):
        upload = uploads.checked(_file_name(word), photo(noise=True))
        with database.sessions.begin() as session:
            attachments.add(session, receipt.number, [upload], by=CITIZEN, at=NOW, vault=vault)
        built.cases[name] = Planted(receipt, word, units, hidden, (upload.content, upload.preview))

    ticket("普通件", "松溪甲", (LEAD,))
    ticket("协办件", "柏岭乙", (LEAD, HELPER))
    ticket("保密件", "竹坞丙", (LEAD,), hidden=True, confidential=True)
    ticket("举报件", "梅坦丁", (LEAD,), hidden=True, kind=TicketType.REPORT)
    ticket("匿名件", ANONYMOUS, (LEAD,), anonymous=True)
    ticket("并入件", MERGED, (LEAD,))
    ticket("外单位件", "杉坪庚", (FOREIGN,))
    ticket("外单位保密件", "桐湾辛", (FOREIGN,), hidden=True, confidential=True)
    ticket("领导接听件", "樱岭子", (LEAD,), channel=LEADER, **taken)
    request = filed_disclosure(
        database.sessions,
        at=NOW,
        calendar=calendar,
        vault=vault,
        wanted="排水管网改造合同樟村壬",
        person={"name": f"{REPORTER}樟村壬", "phone": _phone("樟村壬")},
    )
    plant("公开申请", request, "樟村壬", ("县政府办",), False)
    steps = {
        "普通件": [("签收", {}, OFFICER), ("补充", {"text": "早晚都停"}, CITIZEN), ("催办", {}, CITIZEN)],
        "协办件": [("请协办", {"unit": HELPER, "text": "请查占道情况"}, AGENT)],
        "并入件": [("并入", {"number": built.cases["普通件"].number, "reason": "同一部电梯"}, AGENT)],
    }
    asked = {"text": "请写明年度", "days": 5}
    walk(database.sessions, request.number, [("要求补正", asked, CLERK, NOW)], calendar=calendar)
    with database.sessions.begin() as session:
        letters.sign(
            session, request.number, Choice("supplement"), office=Office.of(Catalogue.load()), by=CHIEF, at=NOW,
            vault=vault, render=letter_word.word,
        )  # fmt: skip
    for name, done in steps.items():
        walk(database.sessions, built.cases[name].number, [(*step, NOW) for step in done], calendar=calendar)
    return built


def _routes(app):
    """Path and names of its parameters, of every route that answers GET."""
    found = [route for route in app.routes if "GET" in (getattr(route, "methods", None) or ())]
    return {route.path: re.findall(r"{(\w+)}", route.path) for route in found}


def _addresses(app, world):
    """Every address to ask: each route with each of the values its parameters may take."""
    numbers = [*(case.number for case in world.cases.values()), world.session]
    values = {
        "number": numbers,
        "kind": ["tickets", "disclosures"],
        "ordinal": ["1", "2"],
        "document_id": ["disclosure-rules"],
        "session_id": ["anybody"],
        "handover": ["1"],
        "key": ["supplement", "delivery"],
        "letter_id": ["1"],
        "page": ["1"],
        "page_number": ["1"],
    }
    for path, names in _routes(app).items():
        if path in UNASKED:
            continue
        unknown = set(names) - set(values)
        assert not unknown, f"{path}：请在这里给出参数 {unknown} 的取值，或写明为什么不用问"
        for given in product(*(values[name] for name in names)):
            address = path.format(**dict(zip(names, given, strict=True)))
            yield address
            yield from (f"{address}?{urlencode(query)}" for query in QUERIES.get(path, ()))


def _text(reply):
    """All a reply says, headers and body."""
    return unquote(str(reply.headers)) + _unpacked(reply.content)


def _unpacked(body):
    """*body* as text, and what is packed inside a Word or Excel file."""
    parts = [body]
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as package:
            parts = [package.read(name) for name in package.namelist()]
    return "".join(_decoded(part) for part in parts)


def _decoded(part):
    try:
        return part.decode()
    except UnicodeDecodeError:
        return part.decode("latin-1")


VIEWERS = {
    "主办经办": Viewer(Role.OFFICER, LEAD),
    "主办负责人": Viewer(Role.HEAD, LEAD),
    "协办经办": Viewer(Role.OFFICER, HELPER),
    "外单位经办": Viewer(Role.OFFICER, FOREIGN),
    "受理申请的经办": Viewer(Role.OFFICER, "县政府办"),
    "坐席": Viewer(Role.AGENT),
    "县政府办": Viewer(Role.OFFICE, "县政府办"),
    "审计": Viewer(Role.AUDITOR),
    "管理员": Viewer(Role.ADMIN),
}


@pytest.mark.parametrize("name", VIEWERS)
def test_no_page_nor_call_tells_staff_what_is_not_theirs(app, staff, world, name):
    viewer = VIEWERS[name]
    browser = staff(viewer.role, unit=viewer.unit)
    said = _asked(app, world, browser, {})

    assert _leaks(said, world.forbidden(viewer)) == []
    whole = "".join(said.values())
    for case in world.cases.values():
        assert (case.word in whole) == viewer.sees(case)
        if viewer.role is not Role.AUDITOR:
            assert (_as_text(case.pictures[0]) in whole) == viewer.sees_pictures(case)
        assert _opened(browser, case) == viewer.knows_filer(case)

    called, looked = _looked_up(browser, world.cases["外单位件"])
    assert called == (viewer.role in (Role.AGENT, Role.OFFICE))
    assert called or not looked


def test_every_query_of_every_route_is_asked_or_harmless(app):
    """A new query parameter is one more way to ask."""
    for route in app.routes:
        if "GET" in (getattr(route, "methods", None) or ()) and hasattr(route, "dependant"):
            known = {parameter.alias for parameter in get_flat_dependant(route.dependant).query_params}
            asked = {name for query in QUERIES.get(route.path, ()) for name in query}

            assert route.path in UNASKED or known - asked - HARMLESS == set(), f"{route.path}：请写上怎么问"
            assert asked - known == set(), f"{route.path}：没有这些参数"


@pytest.mark.parametrize("name", ["普通件", "保密件", "并入件", "公开申请"])
def test_no_page_nor_call_tells_a_citizen_of_others(app, client, world, name):
    own = world.cases[name]
    viewer = Viewer(Role.CITIZEN, own=own.number)
    said = _asked(app, world, client, {"X-Case-Secret": own.receipt.secret})
    tracked = {
        f"/track {case.number}": _tracked(client, case.number, own.receipt.secret) for case in world.cases.values()
    }

    assert _leaks(said | tracked, world.forbidden(viewer)) == []
    assert own.word in said[f"/api/v1/{_kind(own)}/{own.number}"]
    assert own.word in tracked[f"/track {own.number}"]
    assert _as_text(own.pictures[0]) in said[f"/api/v1/{_kind(own)}/{own.number}/attachments/1"]


def test_nobody_reads_anything_without_secret_or_sign_in(app, client, world):

    assert _leaks(_asked(app, world, client, {}), world.forbidden(Viewer(Role.CITIZEN))) == []


def test_no_export_names_a_person_or_a_file(database, world):
    with database.readers() as session:
        sheets = "".join(_unpacked(exports.sheet(session, name)) for name in exports.SHEETS)

    forbidden = world.forbidden(Viewer(Role.OFFICE))
    assert [what for word, what in forbidden.items() if word in sheets] == []
    assert all(FILE_NAME not in sheets and case.receipt.secret not in sheets for case in world.cases.values())
    assert world.cases["普通件"].word in sheets


def test_the_log_holds_no_person_and_no_file_name(database, world):
    with database.readers() as session:
        told = "".join(
            f"{event.note}{event.facts}"
            for case in world.cases.values()
            for event in store.case(session, case.number).events
        )

    assert REPORTER not in told
    assert FILE_NAME not in told


def _kind(case):
    return "disclosures" if case.number.startswith("GK") else "tickets"


def _asked(app, world, browser: TestClient, headers):
    """What every address says to *browser*, its status first."""
    said = {}
    for address in _addresses(app, world):
        reply = browser.get(address, headers=headers | {"accept": "text/html"})
        said[address] = f"{reply.status_code} {_text(reply)}"
    return said


def _opened(browser, case):
    """Whether *browser* can find out who filed *case*, on the page or by a call."""
    page = browser.post(f"/desk/cases/{case.number}/identity", data={"reason": "核实诉求"})
    call = browser.post(f"/api/v1/{_kind(case)}/{case.number}/identity", json={"reason": "核实诉求"})
    return case.person[1] in _text(page) + _text(call)


def _looked_up(browser, case):
    """Whether the console finds *case* by its caller's number, and by its matter."""
    called = browser.post("/agent/caller", data={"phone": case.person[1]})
    looked = browser.post("/agent/looks", data={"matter": WORDS, "place": f"旌阳镇{case.word}小区"})
    return case.word in _text(called), case.number in _text(looked)


def _tracked(client, number, secret):
    reply = client.post("/track", data={"number": number, "secret": secret})
    return f"{reply.status_code} {_text(reply)}"


def _leaks(said, forbidden):
    """What was given away where; an address that breaks has not been asked and counts as well.

    Whoever names a case himself may be told that there is none of this number.
    """
    broken = [f"{address}：{text[:3]}" for address, text in said.items() if text.startswith("5")]
    return broken + [
        f"{address}：{what}"
        for address, text in said.items()
        for word, what in forbidden.items()
        if word in text and word not in address
    ]
