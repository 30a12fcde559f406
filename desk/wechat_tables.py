"""What the WeChat channel keeps: columns only, as in ``desk.tables``. No openid stands here in plain."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from desk.columns import Moment
from desk.tables import DIGEST, conversations, metadata

wechat_users = Table(
    "wechat_users",
    metadata,
    Column("id", DIGEST, primary_key=True),
    Column("openid", Text, nullable=False),
    Column("token", Text, nullable=False),
    Column("conversation", DIGEST, nullable=False, index=True),
    Column("serial", Integer, nullable=False),
    Column("seen", Moment, nullable=False),
    Column("spoke", Moment),
    Column("acted", Moment),
    Column("offer", Text, nullable=False),
    Column("heard", Integer, nullable=False),
    Column("since", Moment, nullable=False),
    Column("left", Moment),
)

wechat_talks = Table(
    "wechat_talks",
    metadata,
    Column("conversation", ForeignKey(conversations.c.id), primary_key=True),
    Column("user", ForeignKey(wechat_users.c.id), nullable=False, index=True),
)

wechat_inbox = Table(
    "wechat_inbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", DIGEST, nullable=False, unique=True),
    Column("user", DIGEST, nullable=False, index=True),
    Column("arrived", Moment, nullable=False),
    Column("content", Text, nullable=False),
    Column("runner", String(80), nullable=False),
    Column("taken", Moment, index=True),
    Column("tries", Integer, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("reply", LargeBinary),
)

wechat_pushes = Table(
    "wechat_pushes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("user", ForeignKey(wechat_users.c.id), nullable=False),
    Column("text", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("next_try", Moment, index=True),
    Column("sent", Moment),
    Column("called", Boolean, nullable=False),
    Index("ix_wechat_pushes_user_sent", "user", "sent"),
)
