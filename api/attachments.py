"""/api/v1/{tickets,disclosures}/{number}/attachments: add files to a case, list them, open one, show it to the unit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, File, Path, Request, UploadFile
from fastapi.responses import Response
from pydantic import Field

from api.cases import Body, Caller, Number
from api.deps import Keys, Now, Reading, Tx, upload_allowance
from api.downloads import named
from api.signin import Staff
from api.text import clean
from desk import attachments, numbers, pictures, store, uploads
from desk.attachments import MOST_FILES
from desk.database import Database
from desk.errors import Invalid, NotFound
from desk.lifecycle import Actor
from desk.redactions import MOST_ORDINAL
from desk.uploads import ALLOWED, MB, MOST_BYTES, Upload
from desk.vault import Vault

Kind = Annotated[Literal["tickets", "disclosures"], Path(description="工单或公开申请")]
Ordinal = Annotated[int, Path(ge=1, le=MOST_ORDINAL, description="第几个附件")]
Files = Annotated[
    list[UploadFile],
    File(alias="file", description=f"{ALLOWED}；每个最多 {MOST_BYTES // MB} MB，一件最多 {MOST_FILES} 个"),
]

# A browser runs nothing in a file, whatever is in it, and hands it to no other site.
# The styles are those of the browser's own page around a picture.
APART = {
    "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "private, no-store",
}


def of_kind(kind: Kind, number: Number) -> None:
    """Raises NotFound for the number of a case of the other kind."""
    if number.startswith(numbers.DISCLOSURE) != (kind == "disclosures"):
        raise NotFound("办件", number)


router = APIRouter(prefix="/api/v1/{kind}/{number}/attachments", tags=["附件"], dependencies=[Depends(of_kind)])


class Release(Body):
    reason: str = Field(..., min_length=1, max_length=500, description="为什么这份附件不会暴露诉求人，计入办理记录")


@router.post("", status_code=201, dependencies=[Depends(upload_allowance)])
def add(request: Request, number: Number, file: Files, by: Caller, at: Now, keys: Keys) -> dict[str, Any]:
    """给一件在办的工单或公开申请添加附件。内容按文件开头的字节识别；图片重新编码，拍摄地点等信息不保留。全部收下，或一个也不收。"""
    kept(request.app.state.database, number, file, by=by, at=at, vault=keys)
    with request.app.state.database.readers() as session:
        found = attachments.listed(session, store.case(session, number), by=by, vault=keys)
    return {"attachments": [each.told() for each in found]}


@router.get("")
def list_attachments(number: Number, by: Caller, session: Reading, keys: Keys) -> dict[str, Any]:
    """列出可以看到的附件。发送人起的文件名只给群众本人、坐席和县政府办看。"""
    case = store.case(session, number)
    found = attachments.listed(session, case, by=by, vault=keys)
    return {"attachments": [each.told() for each in found]}


@router.get("/{ordinal}", response_class=Response)
def read(request: Request, number: Number, ordinal: Ordinal, by: Caller, at: Now, keys: Keys) -> Response:
    """打开一个附件。不向承办单位显示的，每次打开都计入办理记录。"""
    return served(request.app.state.database, number, ordinal, by=by, at=at, vault=keys)


@router.post("/{ordinal}/release")
def release(
    number: Number, ordinal: Ordinal, wanted: Release, by: Staff, tx: Tx, at: Now, keys: Keys
) -> dict[str, Any]:
    """把保密工单或举报的一个附件转给承办单位：须由坐席或县政府办写明它不会暴露诉求人。"""
    attachments.release(tx, number, ordinal, reason=clean(wanted.reason), by=by, at=at)
    return list_attachments(number, by, tx, keys)


def kept(database: Database, number: str, files: Sequence[UploadFile], *, by: Actor, at: Now, vault: Vault) -> None:
    """Check *files* first, without holding the database, then keep all of them or none. Raises DeskError."""
    checked = chosen(files)
    with database.sessions.begin() as session:
        attachments.add(session, number, checked, by=by, at=at, vault=vault)


def chosen(files: Sequence[UploadFile]) -> list[Upload]:
    """The files of a form, cleaned; a form without any sends one that has no name. Raises Invalid."""
    given = [file for file in files if file.filename or file.size]
    if not given:
        raise Invalid("附件", "请选择要添加的文件")
    if len(given) > MOST_FILES:
        raise Invalid("附件", f"一件最多 {MOST_FILES} 个附件")
    return [uploads.checked(clean(file.filename or ""), file.file.read(MOST_BYTES + 1)) for file in given]


def served(database: Database, number: str, ordinal: int, *, by: Actor, at: Now, vault: Vault) -> Response:
    """Return the file, after recording the look if the unit may not see it. Raises NotFound."""
    with database.readers() as session:
        found, content = attachments.read(session, number, ordinal, by=by, vault=vault)
    if found.hidden and by.role in attachments.HOTLINE:
        with database.sessions.begin() as session:
            attachments.note_reading(session, number, ordinal, by=by, at=at)
    place = "inline" if found.media in pictures.FORMATS else "attachment"
    return Response(content, media_type=found.media, headers={**named(place, found.title), **APART})
