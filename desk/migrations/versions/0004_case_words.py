"""An index of the words of cases, so that a rare word is found without reading every case."""

from __future__ import annotations

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    pass
