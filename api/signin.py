"""Staff sign-in: who the browser's cookie belongs to, and the pages that give and take the cookie."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from api.deps import Configured, Now, Reading, Tx
from api.errors import NotSignedIn
from api.shield import STAFF_COOKIE
from api.templating import page
from desk import accounts, handover_care
from desk.errors import SignInRefused, TooMany
from desk.lifecycle import Actor, Role

router = APIRouter(include_in_schema=False)

HOME = {
    Role.AGENT: "/agent",
    Role.OFFICER: "/desk",
    Role.HEAD: "/desk",
    Role.OFFICE: "/office",
    Role.AUDITOR: "/office",
    Role.ADMIN: "/office",
}


def maybe_staff(request: Request, session: Reading, at: Now) -> Actor | None:
    """Return who is signed in, or None."""
    token = request.cookies.get(STAFF_COOKIE)
    if not token:
        return None
    try:
        return accounts.signed_in(session, token, at=at)
    except SignInRefused:
        return None


def staff(actor: Annotated[Actor | None, Depends(maybe_staff)]) -> Actor:
    if actor is None:
        raise NotSignedIn
    return actor


MaybeStaff = Annotated[Actor | None, Depends(maybe_staff)]
Staff = Annotated[Actor, Depends(staff)]


def local_path(wanted: str) -> str:
    """Return *wanted* if it is a path of this site, else nothing: a sign-in must not send people elsewhere."""
    plain = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if plain else ""


def to_sign_in(request: Request) -> RedirectResponse:
    """Come back to the same list and filters: no address holds a secret."""
    asked = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return RedirectResponse(sign_in_address(asked), status_code=303)


def sign_in_address(back: str) -> str:
    return f"/sign-in?next={quote(back)}" if back else "/sign-in"


@router.get("/sign-in")
def ask(request: Request, next: str = "") -> Response:
    return page(request, "sign_in.html", next=local_path(next), name="", problem="")


@router.post("/sign-in")
def sign_in(
    request: Request,
    settings: Configured,
    at: Now,
    name: Annotated[str, Form(max_length=60)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
    next: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    database = request.app.state.database
    try:
        token = accounts.sign_in(database, name.strip(), password, at=at)
    except (SignInRefused, TooMany) as refusal:
        status = 429 if isinstance(refusal, TooMany) else 401
        shown = {"next": local_path(next), "name": name, "problem": str(refusal)}
        return page(request, "sign_in.html", status=status, **shown)
    with database.readers() as session:
        actor = accounts.signed_in(session, token, at=at)
    reply = RedirectResponse(local_path(next) or HOME[actor.role], status_code=303)
    reply.set_cookie(
        STAFF_COOKIE,
        token,
        max_age=int(accounts.LASTS.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.production,
    )
    return reply


@router.post("/sign-out")
def sign_out(request: Request, session: Tx, by: MaybeStaff, at: Now) -> Response:
    token = request.cookies.get(STAFF_COOKIE)
    if token:
        accounts.sign_out(session, token)
    if by is not None:
        handover_care.leave(session, by.name, at=at)
    reply = RedirectResponse("/sign-in", status_code=303)
    reply.delete_cookie(STAFF_COOKIE)
    return reply
