"""What a person typed, made safe to store and to hand on: nothing invisible, no commands, no broken characters."""

from __future__ import annotations

import unicodedata

# Cc control, Cf invisible (bidirectional overrides, zero-width), Cs lone surrogates, Co private, Cn unassigned.
UNWANTED = {"Cc", "Cf", "Cs", "Co", "Cn"}
KEPT = {"\n", "\t", "\u200d"}  # the joiner holds family emoji together


def clean(text: str) -> str:
    """Return *text* without characters nobody can see, and without white space at its ends."""
    tidy = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in tidy if c in KEPT or unicodedata.category(c) not in UNWANTED).strip().strip("\u200d")


def without_command(text: str) -> str:
    """Return *text* so that Rasa cannot take it for an intent: ``/file_ticket{…}`` is read as a direct order there."""
    bare = text.lstrip()
    return f"／{bare.lstrip('/')}" if bare.startswith("/") else text
