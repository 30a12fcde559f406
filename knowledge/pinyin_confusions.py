"""Sounds that people of the county, and whoever types by ear, take for one another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from knowledge.source import KNOWLEDGE, Record, read_tsv

WHERE, WRITTEN, TAKEN = "位置", "写作", "归为"
START, END, WHOLE = "开头", "结尾", "整个"
LETTERS = re.compile(r"[a-z]{1,6}")


@dataclass(frozen=True)
class Confusion:
    """At *where* (开头, 结尾 or 整个) of a toneless syllable, *written* counts as *taken*."""

    where: str
    written: str
    taken: str


def load_confusions(root: Path = KNOWLEDGE) -> tuple[Confusion, ...]:
    """Read ``pinyin_confusions.tsv`` in file order; raises KnowledgeError, also when one row would lead to the next."""
    found: dict[tuple[str, str], tuple[Record, Confusion]] = {}
    for record in read_tsv(root / "pinyin_confusions.tsv", (WHERE, WRITTEN, TAKEN)):
        row = Confusion(record.choice(WHERE, (START, END, WHOLE)), record.text(WRITTEN), record.text(TAKEN))
        for part in (row.written, row.taken):
            if not LETTERS.fullmatch(part):
                raise record.refusal(f"「{part}」不是拼音，应为不带声调的小写字母")
        if (row.where, row.written) in found:
            raise record.refusal(f"{row.where}「{row.written}」重复")
        found[row.where, row.written] = record, row
    for record, row in found.values():
        if (row.where, row.taken) in found:
            raise record.refusal(f"归为「{row.taken}」，它自己又归为别的音")
    return tuple(row for _, row in found.values())
