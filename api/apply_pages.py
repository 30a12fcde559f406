"""/apply: a request for government information in three steps, without JavaScript: what, who and how, check and send.

All answers come from the one address and nothing typed is in it. The proof of identity is never shown again: between
two steps it travels sealed.
"""

from __future__ import annotations

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from api import apply_form, cases, countdown, limits
from api.apply_form import Application, application
from api.cases import CITIZEN
from api.deps import Buckets, Calendar, Keys, Loaded, Measured, Network, Now, Tx
from api.published import published
from api.templating import page
from desk import filing, identity_documents, store
from desk.disclosure_table import Channel

router = APIRouter(include_in_schema=False)

LOOK, FILL, CHECK, SEND = "look", "fill", "check", "send"
LONGEST_KEY = 60


@router.get("/apply")
def begin(request: Request) -> Response:
    return _page(request, Application())


@router.post("/apply")
def go_on(
    request: Request,
    given: Annotated[Application, Depends(application)],
    tx: Tx,
    at: Now,
    calendar: Calendar,
    keys: Keys,
    parts: Loaded,
    buckets: Buckets,
    network: Network,
    metrics: Measured,
    step: Annotated[str, Form()] = LOOK,
    key: Annotated[str, Form()] = "",
) -> Response:
    """The next step; what is wrong is said at its field, with everything typed kept."""
    proof = given.proof(keys)
    problems = given.problems(proof)
    kept = {field: text for field, text in proof.items() if given.proof_field not in problems}
    shown: dict[str, Any] = {"hidden": _hidden(kept), "sealed": apply_form.sealed(kept, keys)}
    if step == LOOK:
        buckets.take(limits.READS, network)
        found = published(given.wanted, parts.searcher) if parts.searcher and "wanted" not in problems else []
        asked = {field: sentence for field, sentence in problems.items() if field == "wanted"}
        return _page(request, given, step=LOOK if asked or found else FILL, found=found, problems=asked, **shown)
    if step == FILL:
        return _page(request, given, step=FILL, **shown)
    if problems or step == CHECK:
        step = FILL if problems else CHECK
        return _page(request, given, step=step, problems=problems, key=secrets.token_hex(16), **shown)
    buckets.take(limits.FILINGS, network)
    own_key = cases.filing_key(key[:LONGEST_KEY], scope="公开申请页")
    receipt = filing.file_disclosure(
        tx, given.filing(proof), key=own_key, by=CITIZEN, at=at, calendar=calendar, vault=keys
    )
    metrics.filed("disclosure", Channel.WEB.value)
    case = cases.shown(tx, store.disclosure(tx, receipt.number), by=CITIZEN, at=at, calendar=calendar, vault=keys)
    weeks = countdown.weeks(case["clock"])
    return page(request, "apply_receipt.html", here="apply", receipt=receipt, case=case, weeks=weeks)


def _hidden(proof: dict[str, str]) -> str:
    return f"{proof['kind']} {identity_documents.hidden(identity_documents.normal(proof['number']))}" if proof else ""


def _page(request: Request, given: Application, *, step: str = LOOK, **more: Any) -> Response:
    context = {"found": [], "problems": {}, "hidden": "", "sealed": "", "key": "", **more}
    status = 422 if context["problems"] else 200
    choices = {"sorts": apply_form.SORTS, "forms": apply_form.FORMS, "deliveries": apply_form.DELIVERIES}
    kinds = [(kind.value, identity_documents.EXAMPLES[kind]) for kind in identity_documents.PERSONAL]
    return page(
        request, "apply.html", status=status, here="apply", given=given, step=step, kinds=kinds, **choices, **context
    )
