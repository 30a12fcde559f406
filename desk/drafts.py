"""A case in the making: what the citizen has said so far, what is still missing, and how it reads back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from desk import amendments, applicants, doors
from desk.disclosure_table import Channel
from desk.draft_words import (
    ANONYMOUS,
    ASKED,
    HIDDEN,
    LABELS,
    NO_ANONYMOUS,
    NOT_FOUND,
    PUBLIC,
    SHOWN,
    SUPPLIED,
    UNREAD,
    DraftKind,
)
from desk.facts import Facts, Problem
from desk.filings import DisclosureFiling, TicketFiling
from desk.masking import mask
from desk.ticket_table import TicketType

LEAST = 6  # characters; fewer beside the answer to another question say nothing of the matter
ASKS = re.compile(r"[?？]$|[吗呢嘛]$|^(?:为什么|为啥|干嘛|怎么)")
STRUCK = {"name", "place", "wanted", "form"}
LONGEST = {"matter": 5000, "wanted": 5000, "place": 200, "name": 60, "form": 40}


@dataclass
class Draft:
    """Facts as said, unmasked: kept sealed, and only shown through ``slots`` and ``summary``.

    Attributes:
        wanted: The information applied for, or the result a ticket hopes for.
        type: What the citizen calls it (建议); empty leaves it to the router.
        insisted: Code of the lawful path its citizen was told of and did not take.
        town: Short name of the town spoken of last; a place without one lies there.
        together: Matters in it that its citizen wants handled as one.
        waiting: What he said of further matters, each to become a case of its own after this one; see ``several``.
        after: Number of the case of the same message filed before this one.
        repeat_of: Number of his earlier case, when he files the same again.
        considered: Numbers of his earlier cases that he was asked about.
    """

    kind: DraftKind
    matter: str = ""
    place: str = ""
    town: str = ""
    name: str = ""
    phone: str = ""
    email: str = ""
    anonymous: bool = False
    confidential: bool = False
    publishable: bool = False
    wanted: str = ""
    form: str = ""
    type: str = ""
    insisted: str = ""
    together: int = 1
    waiting: list[dict[str, str]] = field(default_factory=list)
    after: str = ""
    repeat_of: str = ""
    considered: list[str] = field(default_factory=list)

    def fill(self, said: Facts, *, asked: str | None = None) -> list[Problem]:
        """Take over what a message says, and tell what is wrong with it.

        A new name, contact or form replaces the earlier one. A new matter, place or wish replaces it when it was
        asked for or corrects it; a matter that comes unasked is added, so that nothing said is lost.
        """
        before = self.plain()
        self.name = (said.name or self.name)[: LONGEST["name"]]
        self.phone, self.email = said.phone or self.phone, said.email or self.email
        self.form = (said.form or self.form)[: LONGEST["form"]]
        self.type = said.type or self.type
        self._take_wish(said)
        place = self.place
        self._take("place", said.place, said, asked)
        self._keep_town(said, before=place)
        self._take_matter(said, asked, moved_from=place)
        if said.anonymous is not None and self.kind is DraftKind.TICKET:
            self.anonymous = said.anonymous
        if said.phone or said.email:
            self.anonymous = False
        struck = self._strike(said)
        # Who says something else than he was asked is asked again, not told that he was misunderstood.
        unread = asked if self.plain() == before and not (said.corrected or said.struck) else None
        return [*struck, *([] if struck else self._problems(said, unread))]

    def _keep_town(self, said: Facts, *, before: str) -> None:
        """A place told anew without its town lies in the town spoken of before."""
        self.town = said.town or self.town
        if self.place not in ("", before) and self.town.removesuffix("镇") not in self.place:
            self.place = f"{self.town}{self.place}"[: LONGEST["place"]]

    def _take_matter(self, said: Facts, asked: str | None, *, moved_from: str) -> None:
        """A corrected place is corrected in the words of the matter too."""
        slot, about = "matter", said.matter
        if self.kind is DraftKind.DISCLOSURE:
            slot, about = "wanted", said.wanted or (said.matter if not self.wanted else None)
        else:
            self.wanted = (said.hoped or self.wanted)[: LONGEST["wanted"]]
        if said.corrected and slot not in said.corrected and getattr(self, slot):
            about = None
        if moved_from and moved_from != self.place:
            self.matter = self.matter.replace(moved_from, self.place)
        self._take(slot, about, said, asked)
        if said.added:
            self._take(slot, said.added, said, None)

    def _strike(self, said: Facts) -> list[Problem]:
        """Empty the slot that is to go, or cut the clause out of the matter."""
        if said.struck is None:
            return []
        slot = "wanted" if self.kind is DraftKind.DISCLOSURE else "matter"
        left = amendments.without(getattr(self, slot), said.struck)
        if left != getattr(self, slot):
            setattr(self, slot, left)
            self.wanted = self.wanted if slot == "wanted" or said.struck not in self.wanted else ""
            return []
        emptied = amendments.slots_named(said.struck) - {slot}
        for field_ in {"phone", "email"} if "contact" in emptied else emptied & STRUCK:
            setattr(self, field_, "")
        return [] if emptied else [Problem(slot, NOT_FOUND.format(words=said.struck))]

    def _take_wish(self, said: Facts) -> None:
        """To stay hidden and to be published exclude each other; the later word holds."""
        self.confidential = self.confidential if said.confidential is None else said.confidential
        self.publishable = self.publishable if said.publishable is None else said.publishable
        if said.confidential:
            self.publishable = False
        elif said.publishable:
            self.confidential = False

    def _take(self, slot: str, text: str | None, said: Facts, asked: str | None) -> None:
        before = str(getattr(self, slot))
        if not text or text in before:
            return
        if slot == "place" and before and (moved := doors.fitted(text, before)):
            text = moved
        elif before and asked != slot and slot not in said.corrected:
            elsewhere = slot == "place" and (asked is not None or len(said.matter or "") >= LEAST)
            if elsewhere or asked is not None and (len(text) < LEAST or ASKS.search(text)):
                return
            text = text if slot == "place" else f"{before}；{text}"
        setattr(self, slot, text[: LONGEST[slot]])

    def _problems(self, said: Facts, asked: str | None) -> list[Problem]:
        if self.kind is DraftKind.DISCLOSURE and said.anonymous:
            return [Problem("contact", NO_ANONYMOUS)]
        missing = self.missing()
        found = [problem for problem in said.problems if problem.slot in missing]
        if asked in missing and asked in UNREAD and asked not in {problem.slot for problem in found}:
            found.append(Problem(asked, UNREAD[asked]))
        return found

    def value(self, slot: str) -> str:
        if slot == "contact":
            return ANONYMOUS if self.anonymous else self.phone or self.email
        if slot == "wish":
            return HIDDEN if self.confidential else PUBLIC if self.publishable else ""
        return str(getattr(self, slot))

    def missing(self) -> list[str]:
        """Slots still to ask, in asking order."""
        return [slot for slot in ASKED[self.kind] if not self.value(slot)]

    def slots(self) -> dict[str, str]:
        """What may be shown and logged: the filled slots, personal data masked."""
        return {slot: self._masked(slot) for slot in SHOWN[self.kind] if self.value(slot)}

    def progress(self) -> dict[str, object]:
        """How far it is, as the chat's contract has it; *queued* counts the matters that wait behind it."""
        return {
            "name": self.kind.value,
            "slots": self.slots(),
            "missing": self.missing(),
            "queued": len(self.waiting),
        }

    def summary(self) -> str:
        """Read the draft back for confirmation, one slot a line, personal data masked."""
        said = {LABELS[self.kind][slot]: text for slot, text in self.slots().items()}
        if self.applicant != applicants.NATURAL:
            said["申请人类别"] = self.applicant
        return "\n".join(f"{label}：{text}" for label, text in said.items())

    def _masked(self, slot: str) -> str:
        value = self.value(slot)
        if slot == "name" and self.kind is DraftKind.DISCLOSURE:
            return value[:1] + "*" * (len(value) - 1)
        if slot == "name":
            return value[:1] + "**" if len(value) > 1 else value
        return mask(value)

    def ticket(self, *, channel: str, path: str = "") -> TicketFiling:
        return TicketFiling(
            self.matter,
            self.place,
            self.wanted,
            channel=channel,
            kind=TicketType(self.type) if self.type else None,
            repeat_of=self.repeat_of,
            anonymous=self.anonymous,
            confidential=self.confidential,
            publishable=self.publishable,
            path=path,
            person={} if self.anonymous else self._person(),
        )

    def disclosure(self, *, channel: Channel) -> DisclosureFiling:
        form, delivery = SUPPLIED.get(self.form, (self.form, ""))
        person = self._person()
        return DisclosureFiling(
            self.wanted,
            form=form,
            delivery=delivery,
            channel=channel,
            applicant=self.applicant,
            repeat_of=self.repeat_of,
            person=person,
        )

    @property
    def applicant(self) -> str:
        """Which of the yearly report's columns the name says; nobody is asked for it."""
        return applicants.sort(self.name) if self.kind is DraftKind.DISCLOSURE else applicants.NATURAL

    def _person(self) -> dict[str, str]:
        return {"name": self.name, "phone": self.phone, "email": self.email}

    def plain(self) -> dict[str, object]:
        """For sealing; ``restore`` reads it back."""
        return asdict(self)


def restore(plain: Mapping[str, Any]) -> Draft:
    known = {field.name for field in fields(Draft)}
    values = {name: value for name, value in plain.items() if name in known}
    return Draft(**{**values, "kind": DraftKind(plain["kind"])})
