"""What is kept in the file of a disclosure request besides the request itself. Plain rows without rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


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

    def is_(self, template: str, item: int) -> bool:
        return self.template == template and self.fields["item"] == item


@dataclass(eq=False)
class Redaction:
    """A 区分处理 of one attachment: what is proposed to be hidden, and who approved it.

    Attributes:
        source, result: Ordinals of the attachments before and after; *result* is None until approved.
        findings: What was found and chosen, sealed JSON.
        made, made_by: Of what is chosen: the proposal or its last change.
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
