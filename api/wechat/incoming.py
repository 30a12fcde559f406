"""What WeChat sends: every message and event as one value. An unknown kind is a value too, answered with silence."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass

from api.wechat import xml
from api.wechat.crypto import Rejected

TEXT, IMAGE, VOICE, VIDEO, SHORT_VIDEO = "text", "image", "voice", "video", "shortvideo"
LOCATION, LINK, EVENT = "location", "link", "event"
SUBSCRIBE, UNSUBSCRIBE, SCAN = "subscribe", "unsubscribe", "SCAN"
CLICK, VIEW, REPORTED, TEMPLATE_SENT = "CLICK", "VIEW", "LOCATION", "TEMPLATESENDJOBFINISH"
NAMES = frozenset(
    {TEXT, IMAGE, VOICE, VIDEO, SHORT_VIDEO, LOCATION, LINK}
    | {SUBSCRIBE, UNSUBSCRIBE, SCAN, CLICK, VIEW, REPORTED, TEMPLATE_SENT}
)
QR_PREFIX = "qrscene_"

NAME = re.compile(r"[A-Za-z0-9_@.-]{1,64}")  # of an openid and of the account
LONGEST_KEY = 64


@dataclass(frozen=True)
class Incoming:
    """Attributes:
    kind: WeChat's MsgType, an event is "event".
    sender: The citizen's OpenID.
    account: The official account's original id, gh_….
    created: Seconds since 1970, by WeChat's clock.
    key: The same each time a message is re-sent, different for any two messages.
    recognition: The words of a voice message, often empty.
    latitude, longitude: GCJ-02 degrees; None when there are none. Also of the event LOCATION.
    event_key: Menu key, menu address, or the scene of a QR code without its prefix.
    """

    kind: str
    sender: str
    account: str
    created: int
    key: str
    text: str = ""
    media_id: str = ""
    thumb_id: str = ""
    format: str = ""
    recognition: str = ""
    picture_url: str = ""
    latitude: float | None = None
    longitude: float | None = None
    precision: float | None = None
    label: str = ""
    title: str = ""
    description: str = ""
    url: str = ""
    event: str = ""
    event_key: str = ""
    ticket: str = ""
    status: str = ""

    @property
    def name(self) -> str:
        """What kind it is, one of the documented ones or "?": safe to count by."""
        name = self.event if self.kind == EVENT else self.kind
        return name if name in NAMES else "?"


def parse(document: bytes) -> Incoming:
    """Raises Rejected when it is not XML as documented."""
    return _incoming(xml.fields(document))


def envelope(document: bytes) -> str | None:
    """The ciphertext of an encrypted message, None of a plain one; in compatible mode both are there."""
    return xml.fields(document).get("Encrypt")


def _incoming(given: Mapping[str, str]) -> Incoming:
    sender, account, created = _name(given, "FromUserName"), _name(given, "ToUserName"), _seconds(given)
    kind, event = given.get("MsgType", ""), given.get("Event", "")
    if not kind:
        raise Rejected("消息没有 MsgType")
    # MsgID, with a capital D, is the number of a sent template and no number of a message.
    event_key = given.get("EventKey") or given.get("MsgID", "")
    own_key = given.get("MsgId", "") if kind != EVENT else ""
    if len(own_key) > LONGEST_KEY:
        raise Rejected("MsgId 过长")
    return Incoming(
        kind=kind,
        sender=sender,
        account=account,
        created=created,
        key=own_key or _digest(sender, str(created), kind, event, event_key),
        text=given.get("Content", ""),
        media_id=given.get("MediaId", ""),
        thumb_id=given.get("ThumbMediaId", ""),
        format=given.get("Format", ""),
        recognition=given.get("Recognition", ""),
        picture_url=given.get("PicUrl", ""),
        latitude=_degrees(given, "Location_X", "Latitude", most=90),
        longitude=_degrees(given, "Location_Y", "Longitude", most=180),
        precision=_degrees(given, "Precision", most=math.inf),
        label=given.get("Label", ""),
        title=given.get("Title", ""),
        description=given.get("Description", ""),
        url=given.get("Url", ""),
        event=event,
        event_key=event_key.removeprefix(QR_PREFIX),
        ticket=given.get("Ticket", ""),
        status=given.get("Status", ""),
    )


def _digest(*parts: str) -> str:
    """Events have no number. Two of one citizen may share a second, and a digest keeps openids out of the key."""
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def _name(given: Mapping[str, str], field: str) -> str:
    name = given.get(field, "")
    if not NAME.fullmatch(name):
        raise Rejected(f"{field} 不合规定")
    return name


def _seconds(given: Mapping[str, str]) -> int:
    text = given.get("CreateTime", "")
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise Rejected("CreateTime 不是时间")
    return int(text)


def _degrees(given: Mapping[str, str], *names: str, most: float) -> float | None:
    """A place that cannot be read is no place: the message still counts."""
    text = next((given[name] for name in names if name in given), "")
    try:
        number = float(text)
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= most else None
