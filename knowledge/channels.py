"""Where complaints come from: who may file by each channel, and whether another platform numbered them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, read_yaml

CHAT, PHONE, PAPER, UPSTREAM = "对话", "电话", "来信来访", "上级转来"
LEADER, REQUEST = "领导接听", "依申请公开"
KINDS = (CHAT, PHONE, PAPER, UPSTREAM, LEADER, REQUEST)
FILERS = ("群众", "坐席", "县政府办")
NUMBERED = ("必填", "可填", "不填")
LONGEST = 40  # characters of a channel's name that the ticket table holds


@dataclass(frozen=True)
class Channel:
    """A way in.

    Attributes:
        kind: One of ``KINDS``. Paper and what another platform passes on arrived before it is filed.
        filers: Who may file by it, labels of roles; nobody names a channel without filers himself.
        number: Whether the number the other platform gave it is one of ``NUMBERED``.
        source: Where the documents name it.
    """

    name: str
    kind: str
    filers: tuple[str, ...]
    number: str
    source: str

    @property
    def arrives_before(self) -> bool:
        """Whether it reached the county before anybody here typed it."""
        return self.kind in (PAPER, UPSTREAM)


def load_channels(root: Path = KNOWLEDGE) -> dict[str, Channel]:
    """Read ``channels.yml`` by name, in the order of the file; raises KnowledgeError."""
    found: dict[str, Channel] = {}
    for record in read_yaml(root / "channels.yml"):
        record.expect(("name", "kind", "filers", "number", "source"))
        name, filers = record.text("name"), record.texts("filers")
        if name in found:
            raise record.refusal(f"渠道「{name}」写了两次", "name")
        if len(name) > LONGEST:
            raise record.refusal(f"渠道名称不能超过 {LONGEST} 字", "name")
        if unknown := next((filer for filer in filers if filer not in FILERS), None):
            raise record.refusal(f"filers 不能有「{unknown}」，应为：{'、'.join(FILERS)}", "filers")
        channel = Channel(
            name, record.choice("kind", KINDS), filers, record.choice("number", NUMBERED), record.text("source")
        )
        if channel.number != "不填" and channel.kind != UPSTREAM:
            raise record.refusal(f"只有「{UPSTREAM}」的渠道才有上级编号", "number")
        found[name] = channel
    return found
