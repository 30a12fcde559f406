"""What is kept in the file of a disclosure request besides the request itself. Plain rows without rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class DisclosureItem:
    """One thing asked for in a request that asks for several; kept in one case, answered one by one.

    Attributes:
        ordinal: From 1, in the order of the request.
        ground: Code of a row of knowledge/reasons.yml; empty until decided.
    """

    number: str
    ordinal: int
    wanted: str
    ground: str = ""
    note: str = ""


@dataclass(eq=False)
class Consultation:
    """A third party (第三十二条) or co-organ (第三十四条) asked about a request.

    Attributes:
        kind: 第三方 or 共同制作机关; their silence means opposite things.
        party: Who is asked, sealed.
        consent: 同意, 不同意, 部分同意 or 未答; empty while it is awaited.
        opinion: What was answered, sealed.
    """

    number: str
    kind: str
    party: str
    asked: datetime
    due: datetime
    answered: datetime | None = None
    consent: str = ""
    opinion: str = ""
    id: int | None = None


@dataclass(eq=False)
class SearchRecord:
    """Where and how the information asked for was looked for, and what was found (第三十六条第四项)."""

    number: str
    place: str
    terms: str
    result: str
    by: str
    at: datetime
    id: int | None = None


@dataclass(eq=False)
class Letter:
    """An official letter of a request.

    Attributes:
        template: Key of a file in knowledge/letters.
        ordinal: 文号 within its year and template, taken when it is signed; None while it is a draft.
        addressee: Whom it is written to, sealed.
        fields: What the template was filled with besides the addressee.
        content: The .docx as signed, sealed.
        digest: SHA-256 of the opened content.
    """

    number: str
    template: str
    year: int
    addressee: str
    fields: dict[str, object]
    content: bytes
    digest: str
    made: datetime
    made_by: str
    ordinal: int | None = None
    signed: datetime | None = None
    signed_by: str = ""
    sent: datetime | None = None
    manner: str = ""
    id: int | None = None


@dataclass(eq=False)
class Fee:
    """What a person decided about the 信息处理费 of a request, beside what the tariff would give.

    Attributes:
        method: 按件 or 按量.
        quantity: Items or pages of this request.
        before: Items of the same applicant earlier in the same natural month; 0 for pages.
        drafted, decided: Yuan.
        due: Until when it has to be paid.
    """

    number: str
    method: str
    quantity: int
    before: int
    drafted: int
    decided: int
    reason: str
    by: str
    noticed: datetime
    due: datetime
    paid: datetime | None = None


@dataclass(eq=False)
class Redaction:
    """A 区分处理 of one attachment: what is proposed to be hidden, and who approved it.

    Attributes:
        source, result: Ids of the attachments before and after; *result* is None until approved.
        findings: The places found, sealed JSON.
    """

    number: str
    source: int
    findings: str
    made: datetime
    made_by: str
    result: int | None = None
    approved: datetime | None = None
    approved_by: str = ""
    id: int | None = None


@dataclass(eq=False)
class Proceeding:
    """An 行政复议 or 行政诉讼 over a request.

    Attributes:
        body: The organ or court.
        after_review: A suit brought after an 行政复议.
        result: 维持, 纠正, 其他, or 尚未审结.
    """

    number: str
    kind: str
    body: str
    began: datetime
    after_review: bool = False
    result: str = "尚未审结"
    ended: datetime | None = None
    note: str = ""
    id: int | None = None
