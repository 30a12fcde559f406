"""What a conversation keeps beside its words: files before filing, codes to go on elsewhere."""

from __future__ import annotations

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    pass
