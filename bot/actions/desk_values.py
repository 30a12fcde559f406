"""What the desk's door answers, as typed values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

Json = dict[str, Any]
Value = TypeVar("Value")


def _only(cls: Callable[..., Value], fields: Json, names: tuple[str, ...]) -> Value:
    """Build from the named fields; later servers may send more. Raises KeyError when one is missing."""
    return cls(**{name: fields[name] for name in names})


@dataclass(frozen=True)
class Leaders:
    """What is known of 领导接听 when a question is about it.

    Attributes:
        asked: The announcement answers the question.
        next: The session that is on or announced; None when none is.
        rule: The article beside it, as passages.
    """

    asked: bool
    next: Json | None
    rule: list[Json]

    @classmethod
    def read(cls, fields: Json) -> Leaders:
        return _only(cls, fields, ("asked", "next", "rule"))


@dataclass(frozen=True)
class Answer:
    """What the documents say.

    Attributes:
        passages: Best first; each holds the fields of a citation, ``text`` and ``quote``.
        note: Where national law prevails over the passage.
        unit: Short name of the unit in charge when nothing answers.
        documents: How many published documents were searched.
        leaders: Only for a question about 领导接听.
    """

    answerable: bool
    passages: list[Json]
    note: str | None
    topic: str | None
    unit: str | None
    documents: int
    leaders: Leaders | None

    @classmethod
    def read(cls, fields: Json) -> Answer:
        about = fields["leaders"]
        whole = {**fields, "leaders": Leaders.read(about) if about else None}
        return _only(cls, whole, ("answerable", "passages", "note", "topic", "unit", "documents", "leaders"))


@dataclass(frozen=True)
class Draft:
    """A case being filled in; ``slots`` are masked display words, ``missing`` stands in asking order.

    Attributes:
        path: Name, words and basis of a lawful path the citizen is still to be told of.
        leaders: The 领导接听 session that is on, told once when a ticket is begun.
        parts: Matters that are mixed in it, when he is to be asked whether they are filed one by one.
        after: Number of the case of the same message that was filed before it.
        earlier: His own case about the same: number, received, state, due, choices. None once he decided.
    """

    kind: str
    slots: dict[str, str]
    missing: list[str]
    problems: list[Json]
    summary: str
    published: list[Json]
    path: Json | None
    leaders: Json | None
    parts: list[str]
    after: str
    earlier: Json | None

    @classmethod
    def read(cls, fields: Json) -> Draft:
        names = ("kind", "slots", "missing", "problems", "summary", "published", "path", "leaders")
        return _only(cls, fields, (*names, "parts", "after", "earlier"))


@dataclass(frozen=True)
class Settled:
    """A draft that went to an earlier case: what to tell, and the draft of the matter that waited behind it."""

    number: str
    said: str
    next: Draft | None

    @classmethod
    def read(cls, fields: Json) -> Settled:
        waiting = fields["next"]
        return cls(fields["number"], fields["said"], Draft.read(waiting) if waiting else None)


@dataclass(frozen=True)
class Continuation:
    """*open*: there is a draft to go on with, not only cases."""

    code: str
    open: bool

    @classmethod
    def read(cls, fields: Json) -> Continuation:
        return _only(cls, fields, ("code", "open"))


@dataclass(frozen=True)
class Filed:
    kind: str
    number: str
    secret: str | None
    unit: str
    type: str
    town: str | None
    due: str
    due_words: str

    @classmethod
    def read(cls, fields: Json) -> Filed:
        return _only(cls, fields, ("kind", "number", "secret", "unit", "type", "town", "due", "due_words"))


@dataclass(frozen=True)
class Case:
    """A case as its citizen may see it.

    Attributes:
        handler: The unit that has it now; empty while none does.
        offers: The deeds open now.
        extended: ``days``, ``from``, ``reason`` of an extension that counts.
    """

    number: str
    kind: str
    state: str
    handler: str
    due_words: str
    next: str | None
    offers: list[str]
    extended: Json | None
    events: list[Json] = field(default_factory=list)

    @classmethod
    def read(cls, fields: Json) -> Case:
        names = ("number", "kind", "state", "handler", "due_words", "next", "offers", "extended", "events")
        return _only(cls, fields, names)


@dataclass(frozen=True)
class OwnCase:
    """One of the conversation's cases, as a list names it; *about* are a few words of its matter, masked."""

    number: str
    state: str
    about: str
    offers: list[str]

    @classmethod
    def read(cls, fields: Json) -> OwnCase:
        return _only(cls, fields, ("number", "state", "about", "offers"))


@dataclass(frozen=True)
class Handover:
    open: bool
    position: int
    hours: str
    message: str
    matter: str = ""

    @classmethod
    def read(cls, fields: Json) -> Handover:
        return _only(cls, fields, ("open", "position", "hours", "message", "matter"))


@dataclass(frozen=True)
class Units:
    """Units a message names; each has ``name``, ``full``, ``phones`` and ``address``."""

    units: list[Json]
    hours: str

    @classmethod
    def read(cls, fields: Json) -> Units:
        return _only(cls, fields, ("units", "hours"))
