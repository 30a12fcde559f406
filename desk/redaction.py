"""What a paper shows to the one who decides what is hidden in it, and what was decided."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from desk import sensitive
from desk.errors import Invalid
from desk.folding import places, squeeze
from desk.sensitive import OWN, Finding

AROUND = 16  # characters shown before and after
SHORTEST = 2
MOST_FINDINGS = 500
MOST_PAGES = 80


@dataclass(frozen=True)
class Paper:
    """A file as it will be given out if nothing is hidden.

    Attributes:
        texts: Its paragraphs, or its pages.
        notes: What will be missing, and what a person has to look at.
        unsearched: It holds pictures or pages whose words nobody but a person can read.
        pages: How many there are to look at; 0 for a file without pages of its own.
        previews: Small JPEGs of the pictures in it.
    """

    texts: tuple[str, ...]
    notes: tuple[str, ...] = ()
    unsearched: bool = False
    pages: int = 0
    previews: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Choices:
    """What is hidden: the ticked findings everywhere, whole pages (from 1), and pictures unless kept."""

    findings: tuple[Finding, ...] = ()
    pages: tuple[int, ...] = ()
    with_pictures: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(each.words for each in self.findings if each.hide)

    @property
    def version(self) -> str:
        """The same for the same choices, so that nobody approves what somebody changed meanwhile."""
        return hashlib.sha256(self.dumped().encode()).hexdigest()[:16]

    def chosen(self, ticked: Collection[int], *, own: str, pages: Collection[int], with_pictures: bool) -> Choices:
        """Return the choices with the findings at *ticked* hidden, and the lines of *own* added to them.

        Raises:
            Invalid: own words too short to mean anything, or too many; no such page.
        """
        if any(not 1 <= page <= MOST_PAGES for page in pages):
            raise Invalid("遮盖整页", f"请写 1 至 {MOST_PAGES} 的页码，例如 2、5-7")
        known = {each.words for each in self.findings}
        added = [words for words in dict.fromkeys(squeeze(line) for line in own.splitlines()) if words]
        if any(len(words) < SHORTEST for words in added):
            raise Invalid("要遮盖的词", f"至少 {SHORTEST} 个字，太短会遮住无关的内容")
        kept = [replace(each, hide=at in ticked or each.words in added) for at, each in enumerate(self.findings)]
        kept += [Finding(OWN, words, OWN) for words in added if words not in known]
        if len(kept) > MOST_FINDINGS:
            raise Invalid("要遮盖的词", f"一份文件最多 {MOST_FINDINGS} 项，请拆成几个文件")
        return Choices(tuple(kept), tuple(sorted(set(pages))), with_pictures)

    def dumped(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @staticmethod
    def loaded(dumped: str) -> Choices:
        values = json.loads(dumped)
        found = tuple(Finding(**each) for each in values["findings"])
        return Choices(found, tuple(values["pages"]), values["with_pictures"])


def proposed(paper: Paper) -> Choices:
    """What is proposed to be hidden in *paper*. Raises Invalid for more than a person can go through."""
    found = sensitive.propose(paper.texts)
    if len(found) > MOST_FINDINGS:
        raise Invalid("附件", f"找到的内容超过 {MOST_FINDINGS} 项，请拆成几个文件后再处理")
    return Choices(found)


def counts(choices: Choices, texts: Sequence[str]) -> dict[str, int]:
    """Places hidden of each kind; words within others count with them."""
    counted = {}
    for kind in sensitive.KINDS:
        words = [each.words for each in choices.findings if each.hide and each.kind == kind]
        counted[kind] = sum(len(places(text, words)) for text in texts)
    return {kind: count for kind, count in counted.items() if count}


@dataclass(frozen=True)
class Context:
    """Where words stand, with what is around them."""

    before: str
    words: str
    after: str


def contexts(texts: Iterable[str], words: str) -> list[Context]:
    """Every place of *words* in *texts*, in order."""
    return [
        Context(_flat(text[max(0, start - AROUND) : start]), text[start:end], _flat(text[end : end + AROUND]))
        for text in texts
        for start, end in places(text, [words])
    ]


def _flat(text: str) -> str:
    return " ".join(text.split())
