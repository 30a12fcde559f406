"""Conversations written in YAML, run against an agent.

A file holds a list; each has ``name`` and ``turns``. A turn has ``say`` and any of:

- ``intent``: what it is understood as
- ``hears``: strings that all stand in the replies of the turn
- ``not``: strings that stand in none
- ``buttons``: titles that are all offered
- ``custom``: kinds of custom data (citations, filed, emergency, handover) that come
- ``form``: slot → display word of the open draft; ``form: null`` for no open draft
- ``filed``: how many cases the conversation has filed so far
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent / "conversations"
KEYS = {"say", "intent", "hears", "not", "buttons", "custom", "form", "filed"}


@dataclass(frozen=True)
class Conversation:
    name: str
    turns: list[dict[str, Any]]


@dataclass(frozen=True)
class Heard:
    """One turn's replies, whichever way the agent was asked."""

    intent: str
    text: str
    buttons: list[str]
    custom: set[str]
    form: dict[str, str] | None
    filed: int


def conversations() -> list[Conversation]:
    """Raises ValueError for a key no check reads."""
    found = []
    for path in sorted(FOLDER.glob("*.yml")):
        for written in yaml.safe_load(path.read_text("utf-8")):
            for turn in written["turns"]:
                if unknown := turn.keys() - KEYS:
                    raise ValueError(f"{path.name}: {written['name']}: {unknown}")
            found.append(Conversation(f"{path.stem}: {written['name']}", written["turns"]))
    return found


def faults(turn: dict[str, Any], heard: Heard) -> list[str]:
    """What *heard* lacks of what *turn* expects, in words."""
    wrong = [f"没有说“{text}”" for text in turn.get("hears", []) if str(text) not in heard.text]
    wrong += [f"不该说“{text}”" for text in turn.get("not", []) if text in heard.text]
    wrong += [f"没有按钮“{title}”" for title in turn.get("buttons", []) if title not in heard.buttons]
    wrong += [f"没有 {kind}" for kind in turn.get("custom", []) if kind not in heard.custom]
    if "intent" in turn and turn["intent"] != heard.intent:
        wrong.append(f"意图是 {heard.intent}")
    if "filed" in turn and turn["filed"] != heard.filed:
        wrong.append(f"已立案 {heard.filed} 件")
    if "form" in turn:
        wrong += _form_faults(turn["form"], heard.form)
    return wrong


def _form_faults(wanted: dict[str, str] | None, form: dict[str, str] | None) -> list[str]:
    if wanted is None or form is None:
        return [] if wanted is form else [f"草稿是 {form}"]
    return [f"{slot} 是“{form.get(slot)}”" for slot, part in wanted.items() if str(part) not in form.get(slot, "")]
