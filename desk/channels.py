"""Who may file by which channel, and what comes with it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from desk.errors import Invalid, NotAllowed
from desk.lifecycle import Role
from desk.moments import local
from knowledge.channels import Channel

LONGEST_NUMBER = 60


def admit(
    channels: Mapping[str, Channel], name: str, *, by: Role, upstream: str, received: datetime | None, at: datetime
) -> Channel:
    """Return the channel *name* if *by* may file through it with this number and moment of arrival.

    Raises:
        Invalid: no such channel, a number or moment that is missing, does not belong there, or lies in the future.
        NotAllowed: somebody who does not use that channel.
    """
    channel = channels.get(name)
    if channel is None:
        raise Invalid("渠道", f"没有「{name}」，应为：{'、'.join(channels)}")
    if by.value not in channel.filers:
        raise NotAllowed(by.value, f"以「{name}」登记")
    if channel.number == "必填" and not upstream:
        raise Invalid("上级编号", f"{name}转来的必须填写")
    if channel.number == "不填" and upstream:
        raise Invalid("上级编号", f"{name}没有上级编号，请改选渠道或不填")
    if len(upstream) > LONGEST_NUMBER:
        raise Invalid("上级编号", f"不能超过 {LONGEST_NUMBER} 字")
    if received is not None:
        _arrived(channel, received, at)
    return channel


def _arrived(channel: Channel, received: datetime, at: datetime) -> None:
    if not channel.arrives_before:
        raise Invalid("收到时间", f"{channel.name}即时登记，不用填写")
    if local(received) > at:
        raise Invalid("收到时间", "不能晚于现在")


def usable(channels: Mapping[str, Channel], by: Role) -> list[Channel]:
    """The channels *by* may choose, in the order of the file."""
    return [channel for channel in channels.values() if by.value in channel.filers]


def key(channel: str, upstream: str) -> str:
    """The idempotency key of what another platform numbered: the same number is filed once per channel."""
    return f"上级|{channel}|{upstream}"
