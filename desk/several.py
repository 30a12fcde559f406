"""Several matters in one message: after asking, each becomes a case of its own, one after the other."""

from __future__ import annotations

import re
from dataclasses import replace

from desk import matters
from desk.draft_words import DraftKind
from desk.drafts import Draft
from desk.facts import Facts
from desk.intake import Reader

ANOTHER = "还有一件事："
_SHARED = re.compile(r"(?:都|均|全)(?:是)?(?:发生)?在")  # 两件事都在三溪镇街上


def parts(draft: Draft) -> tuple[str, ...]:
    """The matters the draft still mixes, when its citizen is to be asked about them; else nothing.

    A request for information may ask for several things (第二十九条); it stays one.
    """
    found = matters.parts(draft.matter) if draft.kind is DraftKind.TICKET else ()
    return found if len(found) > draft.together else ()


def as_another(said: Facts) -> Facts:
    """*said* of a matter besides the one a draft has already."""
    return replace(said, matter=f"{ANOTHER}{said.matter}", place=None, hoped=None) if said.matter else said


def keep_together(draft: Draft) -> None:
    """The citizen wants all of it handled as one matter."""
    draft.together = max(draft.together, len(parts(draft)))


def take_apart(draft: Draft, reader: Reader) -> None:
    """Keep the first matter; the others wait, each with the place and the hoped result said of it."""
    pieces = [_piece(part, reader) for part in parts(draft)]
    if not pieces:
        return
    if _SHARED.search(draft.matter):
        pieces = [{**piece, "place": piece["place"] or draft.place} for piece in pieces]
    elsewhere = {piece["place"] for piece in pieces[1:]}
    first, *draft.waiting = pieces + draft.waiting
    draft.matter, draft.wanted = first["matter"], first["wanted"]
    draft.place = first["place"] or ("" if draft.place in elsewhere else draft.place)
    draft.together = 1


def following(draft: Draft, number: str) -> Draft | None:
    """The draft of the matter that waits behind *draft*, which became part of the case *number*.

    Who speaks and how he is reached is carried over, so that it is not asked again.
    """
    if not draft.waiting:
        return None
    piece, *rest = draft.waiting
    return Draft(
        draft.kind,
        matter=piece["matter"],
        place=piece["place"],
        wanted=piece["wanted"],
        name=draft.name,
        phone=draft.phone,
        email=draft.email,
        anonymous=draft.anonymous,
        confidential=draft.confidential,
        publishable=draft.publishable,
        waiting=rest,
        after=number,
    )


def _piece(part: str, reader: Reader) -> dict[str, str]:
    said = reader.read(part)
    return {"matter": part, "place": said.place or "", "wanted": said.hoped or ""}
