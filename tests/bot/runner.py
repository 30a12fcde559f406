"""Conversations written in YAML, run against the agent over the real desk.

A file holds a list; each has ``name``, ``turns`` and perhaps ``at``, when it begins ("2026-11-20 五 10:00"). A turn is

- ``say``: words of the citizen, and any of
  ``intent``: what they are understood as;
  ``hears``: strings that all stand in the replies; ``not``: strings that stand in none;
  ``buttons``: titles that are all offered;
  ``custom``: what comes besides words (citations, filed, emergency, handover);
  ``form``: slot → display word of the open draft, null for no open draft;
  ``filed``: how many cases have been filed so far; ``refused``: words of a refusal in place of a reply;
- ``staff``: what the staff do on the case filed last, deed by deed (``hall.STAFF``);
- ``at``: the moment from here on; ``visitor``: another citizen's conversation, by name; ``leaders``: a session
  announced, from when to when; ``forget``: the agent loses its memory, as at the end of a session.

In words of the citizen and in what is heard, ``{number}`` and ``{secret}`` are those of the case filed last.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from bot.agent import Bot
from desk import conversations as stored
from tests.bot.hall import Hall, Visitor
from tests.builders import moment

FOLDER = Path(__file__).parent / "conversations"
CHECKS = {"refused", "intent", "hears", "not", "buttons", "custom", "form", "filed"}
STEPS = {"say", "staff", "at", "visitor", "leaders", "forget"}


@dataclass(frozen=True)
class Conversation:
    name: str
    at: str
    turns: list[dict[str, Any]]


@dataclass
class Run:
    """A conversation under way."""

    hall: Hall
    bot: Bot
    visitors: dict[str, Visitor] = field(default_factory=dict)
    receipts: list[dict[str, Any]] = field(default_factory=list)
    now_speaks: str = ""

    def take(self, turn: dict[str, Any]) -> list[str]:
        """Do the turn; what went otherwise than written, in words."""
        if "say" in turn:
            return self._say(turn)
        if "staff" in turn:
            self.hall.work(self.receipts[-1]["number"], turn["staff"])
        elif "at" in turn:
            self.hall.clock.now = moment(turn["at"])
        elif "visitor" in turn:
            self.now_speaks = turn["visitor"]
        elif "leaders" in turn:
            self.hall.announce_leaders(*map(moment, turn["leaders"]))
        else:
            self._forget()
        return []

    def _say(self, turn: dict[str, Any]) -> list[str]:
        if "refused" in turn:
            told = self._visitor.refused(turn["say"])
            return [] if turn["refused"] in told else [f"{turn['say'][:40]!r} → {told}"]
        heard = self._visitor.say(self._filled(turn["say"]))
        self.receipts += heard["filed"]
        wanted = {key: self._filled(value) for key, value in turn.items()}
        wrong = faults(wanted, heard, len(self.receipts))
        return [f"{turn['say'][:40]!r} → [{heard['intent']}] {heard['said'][:400]}", *wrong] if wrong else []

    @property
    def _visitor(self) -> Visitor:
        return self.visitors.setdefault(self.now_speaks, self.hall.visitor())

    def _forget(self) -> None:
        with self.hall.database.readers() as session:
            conversation = stored.find(session, self._visitor.token)
        asyncio.run(self.bot.forget(conversation.id))

    def _filled(self, value: Any) -> Any:
        """*value* with the last receipt's number and secret put in."""
        if isinstance(value, list):
            return [self._filled(item) for item in value]
        if isinstance(value, str) and self.receipts:
            return value.replace("{number}", self.receipts[-1]["number"]).replace(
                "{secret}", self.receipts[-1]["secret"]
            )
        return value


def conversations() -> list[Conversation]:
    """Raises ValueError for a key no check reads, and for a turn that is not one step."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for written in yaml.safe_load(path.read_text("utf-8")):
            for turn in written["turns"]:
                _check(turn, f"{path.name}: {written['name']}")
            found.append(Conversation(f"{path.stem}: {written['name']}", written.get("at", ""), written["turns"]))
    return found


def faults(turn: dict[str, Any], heard: dict[str, Any], filed: int) -> list[str]:
    """What *heard* lacks of what *turn* expects, in words."""
    said, buttons = heard["said"], [button["title"] for each in heard["replies"] for button in each["buttons"]]
    wrong = [f"没有说“{text}”" for text in turn.get("hears", []) if str(text) not in said]
    wrong += [f"不该说“{text}”" for text in turn.get("not", []) if str(text) in said]
    wrong += [f"没有按钮“{title}”" for title in turn.get("buttons", []) if title not in buttons]
    wrong += [f"没有 {kind}" for kind in turn.get("custom", []) if kind not in _custom(heard)]
    if "intent" in turn and turn["intent"] != heard["intent"]:
        wrong.append(f"意图是 {heard['intent']}")
    if "filed" in turn and turn["filed"] != filed:
        wrong.append(f"已立案 {filed} 件")
    if "form" in turn:
        wrong += _form_faults(turn["form"], heard["form"])
    return wrong if said else [*wrong, "一句话也没有说"]


def _check(turn: dict[str, Any], where: str) -> None:
    if len(STEPS & turn.keys()) != 1:
        raise ValueError(f"{where}: {turn}")
    if unknown := turn.keys() - STEPS - (CHECKS if "say" in turn else set()):
        raise ValueError(f"{where}: {unknown}")


def _custom(heard: dict[str, Any]) -> set[str]:
    kinds = {kind for kind in ("filed", "emergency", "handover") if heard[kind]}
    return kinds | {"citations" for each in heard["replies"] if each["citations"]}


def _form_faults(wanted: dict[str, str] | None, form: dict[str, Any] | None) -> list[str]:
    if wanted is None or form is None:
        return [] if wanted is form else [f"草稿是 {form}"]
    slots = form["slots"]
    return [f"{slot} 是“{slots.get(slot)}”" for slot, part in wanted.items() if str(part) not in slots.get(slot, "")]
