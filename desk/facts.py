"""What one message of a citizen tells: the values an intake form asks for."""

from __future__ import annotations

from dataclasses import dataclass

FORMS = ("电子邮件", "邮寄", "当面领取", "现场查阅")  # ways to receive disclosed information (条例第四十条)


@dataclass(frozen=True)
class Problem:
    """Something said that cannot be used, in one Chinese sentence with an example."""

    slot: str
    message: str


@dataclass(frozen=True)
class Facts:
    """One message, taken apart. What was not said is None.

    Attributes:
        matter: What happened or is wanted, without contact data and courtesies; personal data in it is not masked.
        matters: The separate matters of *matter*; more than one only when the speaker counts them.
        place: Where, as said, with its town in front.
        name: Of the citizen; a bare surname when only that was given (我姓陈).
        phone: Digits only.
        anonymous: True when no name is to be kept, False when the speaker takes that back.
        confidential: True when the unit concerned must not learn who spoke.
        publishable: True when question and answer may be published, False when not.
        hoped: The result hoped for, in the words it was said in; it stays in *matter* too.
        wanted: The information asked for in a disclosure request.
        form: One of ``FORMS``.
        number, secret: Of a case, in their canonical spelling.
        type: What the speaker calls his matter where he sorts it himself (不是投诉，是建议).
        corrected: Slots whose earlier value the speaker calls wrong.
        added, struck: Words the speaker wants added to the matter, or struck out of what he said.
        problems: Values that were meant but are not valid.
    """

    matter: str | None = None
    matters: tuple[str, ...] = ()
    place: str | None = None
    town: str | None = None
    village: str | None = None
    name: str | None = None
    phone: str | None = None
    email: str | None = None
    anonymous: bool | None = None
    confidential: bool | None = None
    publishable: bool | None = None
    hoped: str | None = None
    wanted: str | None = None
    form: str | None = None
    number: str | None = None
    secret: str | None = None
    type: str | None = None
    corrected: frozenset[str] = frozenset()
    added: str | None = None
    struck: str | None = None
    problems: tuple[Problem, ...] = ()
