"""Column types the tables share."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import DateTime, types

from desk.moments import SHANGHAI, local


class Moment(types.TypeDecorator):  # type: ignore[misc]  # SQLAlchemy 1.4 publishes no types
    """A moment, stored in UTC and read back in Shanghai time; refuses one without a zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        utc = local(value).astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value).astimezone(SHANGHAI)


def label(kind: type[Enum]) -> types.Enum:
    """Store an enum by its label in a plain VARCHAR, so that a new state needs no migration."""
    return types.Enum(
        kind,
        native_enum=False,
        create_constraint=False,
        length=20,
        values_callable=lambda enum: [item.value for item in enum],
    )
