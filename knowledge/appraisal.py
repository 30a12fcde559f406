"""The yearly assessment of the hotline as a sheet: blocks, headings and items, each with its words in the plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from knowledge.documents import Document
from knowledge.source import KNOWLEDGE, Record, read_yaml

FOUND = ("记录", "人工", "缺失")  # by the event log, by a person, or illegible in the scan and so by a person too
BONUS = "加分"


@dataclass(frozen=True)
class Item:
    """One thing that costs or earns points.

    Attributes:
        each: What one finding costs; None where the scan lost it.
        other: The other reading of *each*, where the scan is doubtful.
        threshold, step: Percent of satisfied citizens wanted, and how many percent below cost *each*.
        found: One of ``FOUND``.
    """

    id: str
    block: str
    heading: str
    name: str
    each: float | None
    other: float | None
    threshold: int | None
    step: int | None
    found: str


@dataclass(frozen=True)
class Heading:
    """A line of the sheet; *points* is the most it can lose, None where the scan lost it. *words* stand in the plan."""

    name: str
    block: str
    part: str
    points: float | None
    words: str
    note: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Block:
    """A part of the sheet with points of its own.

    Attributes:
        points: None for the bonus, whose amount is lost.
        weight: Percent of its own sheet of 100 in the plan's text; None for what has no sheet of its own.
        channels: The channels whose cases it judges; empty for all the others.
    """

    name: str
    points: float | None
    weight: int | None
    channels: tuple[str, ...]
    document: str
    headings: tuple[Heading, ...]

    @property
    def unprinted(self) -> float:
        """Points of the headings whose own points are lost, together."""
        return (self.points or 0) - sum(heading.points or 0 for heading in self.headings)


@dataclass(frozen=True)
class Appraisal:
    blocks: tuple[Block, ...]

    @cached_property
    def items(self) -> dict[str, Item]:
        return {item.id: item for block in self.blocks for heading in block.headings for item in heading.items}

    @cached_property
    def headings(self) -> dict[tuple[str, str], Heading]:
        return {(block.name, heading.name): heading for block in self.blocks for heading in block.headings}

    @cached_property
    def sheets(self) -> tuple[Block, ...]:
        """The blocks the plan's text calls sheets of 100 and weighs."""
        return tuple(block for block in self.blocks if block.weight is not None)

    @property
    def shared(self) -> tuple[Block, ...]:
        """What stands once in the annex and belongs to neither sheet."""
        return tuple(block for block in self.blocks if block.points is not None and block.weight is None)

    def block_of(self, channel: str) -> Block:
        """The sheet a case of *channel* is judged by."""
        return next((block for block in self.sheets if channel in block.channels), self.sheets[-1])

    def most(self, item: Item) -> float | None:
        """The most points one may enter under *item*; None where the scan names no limit."""
        heading, block = self.headings[item.block, item.heading], self.block(item.block)
        return heading.points if heading.points is not None else (block.unprinted or None)

    def block(self, name: str) -> Block:
        return next(block for block in self.blocks if block.name == name)


def load_appraisal(documents: Iterable[Document], root: Path = KNOWLEDGE) -> Appraisal:
    """Read ``appraisal.yml``; raises KnowledgeError, also for words the plan lacks and points that do not add up."""
    texts = {document.id: "".join(document.text.split()) for document in documents}
    blocks: list[Block] = []
    for record in read_yaml(root / "appraisal.yml"):
        block = _block(record, texts)
        if block.name in {other.name for other in blocks}:
            raise record.refusal(f"板块「{block.name}」写了两次", "block")
        blocks.append(block)
    sheet = Appraisal(tuple(blocks))
    _check_whole(sheet, root / "appraisal.yml", sum(len(h.items) for block in blocks for h in block.headings))
    return sheet


def _check_whole(sheet: Appraisal, path: Path, count: int) -> None:
    whole = Record(path, 1, {}, {})
    if len(sheet.items) != count:
        raise whole.refusal("扣分项的 id 有重复")
    if sheet.blocks and (not sheet.sheets or sum(block.weight or 0 for block in sheet.sheets) != 100):
        raise whole.refusal("各表的 weight 相加应为 100")
    if sheet.blocks and sum(block.points or 0 for block in sheet.blocks) != 100:
        raise whole.refusal("各板块的 points 相加应为 100")


def _block(record: Record, texts: dict[str, str]) -> Block:
    record.expect(("block", "document", "points", "weight", "channels", "headings"))
    name, document = record.text("block"), record.text("document")
    if document not in texts:
        raise record.refusal(f"没有文件「{document}」", "document")
    headings = tuple(_heading(each, name, texts[document]) for each in record.records("headings"))
    weight = _number(record, "weight")
    block = Block(
        name,
        _number(record, "points"),
        None if weight is None else int(weight),
        record.texts("channels"),
        document,
        headings,
    )
    lost = any(heading.points is None for heading in headings)
    if block.points is not None and (block.unprinted < 0 or (block.unprinted > 0) != lost):
        raise record.refusal(f"「{name}」各类别的 points 与 {block.points:g} 对不上", "points")
    return block


def _heading(record: Record, block: str, text: str) -> Heading:
    record.expect(("heading", "part", "points", "words", "note", "items"))
    name, words = record.text("heading"), record.text("words")
    if "".join(words.split()) not in text:
        raise record.refusal(f"文件里没有「{words}」", "words")
    items = tuple(_item(each, block, name) for each in record.records("items"))
    if not items:
        raise record.refusal("缺少 items", "items")
    return Heading(
        name, block, record.text("part"), _number(record, "points"), words, record.optional_text("note"), items
    )


def _item(record: Record, block: str, heading: str) -> Item:
    record.expect(("id", "name", "each", "other", "threshold", "step", "found"))
    found, each = record.choice("found", FOUND), _number(record, "each")
    if (each is None) != (found == "缺失"):
        raise record.refusal("found 为「缺失」的不写 each，其余必须写", "each")
    threshold, step = _number(record, "threshold"), _number(record, "step")
    if (threshold is None) != (step is None):
        raise record.refusal("threshold 和 step 应一起写", "threshold")
    return Item(
        record.text("id"),
        block,
        heading,
        record.text("name"),
        each,
        _number(record, "other"),
        None if threshold is None else int(threshold),
        None if step is None else int(step),
        found,
    )


def _number(record: Record, key: str) -> float | None:
    value = record.values.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        raise record.refusal(f"{key} 应为大于 0 的数", key)
    return float(value)
