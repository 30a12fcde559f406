"""What became of each turn, without its words: what the conversation figures are counted from."""

from __future__ import annotations

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    pass
