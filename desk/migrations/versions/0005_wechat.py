"""WeChat: who follows the account, which messages came in, and what is still to be said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desk.columns import Moment

revision = "0005"
down_revision = "0004"

DIGEST = sa.String(length=64)


def upgrade() -> None:
    with op.batch_alter_table("notices") as notices:
        notices.add_column(sa.Column("receipt", sa.String(length=40), nullable=False, server_default=""))
    _users()
    _inbox()
    _pushes()


def _users() -> None:
    op.create_table(
        "wechat_users",
        sa.Column("id", DIGEST, nullable=False),
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("conversation", DIGEST, nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("seen", Moment(), nullable=False),
        sa.Column("spoke", Moment(), nullable=True),
        sa.Column("acted", Moment(), nullable=True),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.Column("heard", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("left", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_wechat_users_conversation", "wechat_users", ["conversation"], unique=False)
    op.create_table(
        "wechat_talks",
        sa.Column("conversation", DIGEST, nullable=False),
        sa.Column("user", DIGEST, nullable=False),
        sa.ForeignKeyConstraint(["conversation"], ["conversations.id"]),
        sa.ForeignKeyConstraint(["user"], ["wechat_users.id"]),
        sa.PrimaryKeyConstraint("conversation"),
    )
    op.create_index("ix_wechat_talks_user", "wechat_talks", ["user"], unique=False)


def _inbox() -> None:
    op.create_table(
        "wechat_inbox",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", DIGEST, nullable=False),
        sa.Column("user", DIGEST, nullable=False),
        sa.Column("arrived", Moment(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("runner", sa.String(length=80), nullable=False),
        sa.Column("taken", Moment(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("reply", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    for column in ("taken", "user"):
        op.create_index(f"ix_wechat_inbox_{column}", "wechat_inbox", [column], unique=False)


def _pushes() -> None:
    op.create_table(
        "wechat_pushes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user", DIGEST, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made", Moment(), nullable=False),
        sa.Column("next_try", Moment(), nullable=True),
        sa.Column("sent", Moment(), nullable=True),
        sa.Column("called", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["wechat_users.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_wechat_pushes_next_try", "wechat_pushes", ["next_try"], unique=False)
    op.create_index("ix_wechat_pushes_user_sent", "wechat_pushes", ["user", "sent"], unique=False)
