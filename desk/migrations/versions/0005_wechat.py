"""WeChat: who follows the account, which messages came in, and what is still to be said."""

from __future__ import annotations

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    pass
