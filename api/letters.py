"""/api/v1/disclosures/{number}/letters: the letters of a request, to be made, signed, sent and read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Path
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from api import paper
from api.cases import Body, Caller, Number
from api.deps import Keys, Letters, Now, Reading, Tx
from api.downloads import PRIVATE, download
from api.signin import Staff
from api.text import clean
from desk import letter_drafts, letters, store
from desk.disclosure_records import Letter
from desk.errors import NotAllowed
from desk.issuing import Press
from desk.letter_drafts import Choice, Draft
from desk.lifecycle import Actor, Role

router = APIRouter(prefix="/api/v1/disclosures/{number}/letters", tags=["公开文书"])

LetterId = Annotated[int, Path(ge=1, description="文书的序号")]


class ChosenLetter(Body):
    letter: str = Field(..., min_length=1, max_length=14, description="哪种文书，见 knowledge/letters.yml")
    item: int = Field(0, ge=0, le=99, description="写给被征求意见人的，是第几份征求意见书")
    organ: str = Field("", max_length=40, description="落款机关，决定救济途径")
    matter: str = Field("", max_length=2000, description="由制作文书的人填写的内容")

    def choice(self) -> Choice:
        return Choice(clean(self.letter), self.item, clean(self.organ), clean(self.matter))


class Sending(Body):
    manner: str = Field(..., min_length=1, max_length=60, description="送达方式：EMS、当面、电子邮件……")


@router.get("")
def list_letters(number: Number, by: Caller, session: Reading, keys: Keys, press: Letters) -> dict[str, Any]:
    """列出文书：申请人看到发给自己的，承办人另看到现在可以制作的和检查出的问题。"""
    request = store.disclosure(session, number)
    found: dict[str, Any] = {
        "letters": [told(each) for each in letters.seen(session, number, office=press.office, by=by)]
    }
    if by.role is not Role.CITIZEN and letter_drafts.may_make(request, by):
        drafts = letter_drafts.available(session, number, office=press.office, by=by, vault=keys)
        found["available"] = [_told_draft(each) for each in drafts]
    return found


@router.post("/drafts")
def read_draft(
    number: Number, wanted: ChosenLetter, by: Staff, tx: Tx, at: Now, keys: Keys, press: Letters
) -> dict[str, Any]:
    """按现在的办理情况写出一份文书，供核对；查看计入办理记录。"""
    made = letter_drafts.draft(tx, number, wanted.choice(), office=press.office, by=by, vault=keys)
    letters.note_reading(tx, number, made.text.title, by=by, at=at)
    text = made.text
    words = {"addressee": text.addressee, "paragraphs": text.paragraphs, "attachments": text.attachments}
    return {**_told_draft(made), **words, "organ": text.organ}


@router.post("", status_code=201)
def sign(
    number: Number, wanted: ChosenLetter, by: Staff, tx: Tx, at: Now, keys: Keys, press: Letters
) -> dict[str, Any]:
    """负责人签发：编文号、写日期。有未改正的问题不能签发；答复文书随「签发答复」签发。"""
    made = letters.sign(tx, number, wanted.choice(), office=press.office, by=by, at=at, vault=keys, render=press.render)
    return told(made)


@router.post("/{letter_id}/sent")
def send(number: Number, letter_id: LetterId, wanted: Sending, by: Staff, tx: Tx, at: Now) -> dict[str, Any]:
    """记下文书已经发出；邮寄的以交邮之日为准。"""
    return told(letters.send(tx, number, letter_id, manner=clean(wanted.manner), by=by, at=at))


@router.get("/{letter_id}", response_class=Response)
def read(number: Number, letter_id: LetterId, by: Caller, tx: Tx, at: Now, keys: Keys, press: Letters) -> Response:
    """申请人下载发给自己的文书（.docx），凭请求头 X-Case-Secret。"""
    if by.role is not Role.CITIZEN:
        raise NotAllowed(by.role.value, "不留记录地查看文书")
    return opened(tx, number, letter_id, by, at, keys, press)


@router.post("/{letter_id}/file", response_class=Response)
def read_as_staff(
    number: Number, letter_id: LetterId, by: Staff, tx: Tx, at: Now, keys: Keys, press: Letters
) -> Response:
    """工作人员下载签发的文书；文书中有收件人姓名，查看计入办理记录。"""
    return opened(tx, number, letter_id, by, at, keys, press)


def opened(session: Session, number: str, letter_id: int, by: Actor, at: Now, keys: Keys, press: Press) -> Response:
    letter, content = letters.opened(session, number, letter_id, office=press.office, by=by, at=at, vault=keys)
    return file(f"{letter.fields['title']}{letter.fields['number']}", content)


def file(name: str, content: bytes) -> Response:
    return download(content, f"{name}.docx", paper.WORD, headers=PRIVATE)


def told(letter: Letter) -> dict[str, Any]:
    """As plain values; to whom it is written stays sealed."""
    return {
        "id": letter.id,
        "letter": letter.template,
        "title": letter.fields["title"],
        "document_no": letter.fields["number"],
        "organ": letter.fields["organ"],
        "item": letter.fields["item"],
        "signed": letter.signed.isoformat() if letter.signed else None,
        "signed_by": letter.signed_by,
        "sent": letter.sent.isoformat() if letter.sent else None,
        "manner": letter.manner,
        "digest": letter.digest,
    }


def _told_draft(made: Draft) -> dict[str, Any]:
    return {
        "letter": made.choice.key,
        "item": made.choice.item,
        "title": made.text.title,
        "blocked": made.blocked,
        "filled_by_hand": made.filled_by_hand,
        "findings": [{"rule": each.rule, "level": each.level, "message": each.message} for each in made.findings],
    }
