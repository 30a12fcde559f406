"""Said by an agent that cannot take in another turn; in a module of its own, so that callers need not load Rasa."""

from __future__ import annotations


class Busy(Exception):
    """Too many turns are waiting; the caller may try again in a moment."""
