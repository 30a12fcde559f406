"""The single checks of a reply. Their words, levels and thresholds are data: knowledge/reply_rules.yml.

Rules: 《旌德县互动类信件办理工作流程》三、五 and annex 4 of the 2020 assessment plan (政办〔2020〕85号).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from desk.sentences import sentence_at, sentences
from desk.wording import grams
from knowledge.reply_rules import ReplyRule

RUN = 4  # characters in a row from which words count as taken over: shorter ones every two letters share
RELATED = 2  # sequences of two or more characters a reply shares with its matter at least
PROOF = 8  # characters of a sentence from which finding it again says something
_CHINESE = re.compile(r"[一-鿿]+")
_PUNCTUATION = re.compile(r"\W+")
_SIGNED = re.compile(r"(?:^|[\n。；！\s])(?P<name>[一-鿿]{2,24}?)[，,。\s]*(?P<day>\d{4}年\d{1,2}月\d{1,2}日)?\s*$")
_LONGEST_SIGNATURE = 16  # characters; longer ones are a last sentence without a full stop, unless a date follows

Rules = Mapping[str, ReplyRule]


@dataclass(frozen=True)
class Reply:
    """A reply with what it is checked against; see ``Linter.check``."""

    text: str
    names: Sequence[str]
    others: Sequence[str]
    matter: str
    previous: Sequence[str]
    contacted: bool | None
    nearness: float | None


@dataclass(frozen=True)
class Fault:
    """A rule broken at *start* to *end* (both 0: by the whole), with the *name* its message speaks of."""

    rule: ReplyRule
    start: int = 0
    end: int = 0
    quote: str = ""
    name: str = ""


def no_result(reply: Reply, rules: Rules) -> Iterator[Fault]:
    """Too short to hold a result, or nothing in it says what was done, found or is to be done by the citizen.

    That somebody was telephoned, sent there or thanked is none.
    """
    rule = rules["no_result"]
    substance = rule.unless.sub("", reply.text)
    if len(_PUNCTUATION.sub("", reply.text)) < rule.limit or not rule.finds.search(substance):
        yield Fault(rule)


def signature(reply: Reply, rules: Rules) -> Iterator[Fault]:
    """The reply must speak in the unit's own name, never an inner office's, a subordinate's, a person's, another's."""
    person = rules["person"].finds.search(reply.text)
    if person:
        yield _at(reply, rules["person"], person.start(), person.group(), name=person.group())
        return
    name, position = _signer(reply.text)
    if name.endswith(tuple(reply.names)):
        return
    wrong = "other_unit" if name.endswith(tuple(reply.others)) else "inner_office"
    if name and (wrong == "other_unit" or rules[wrong].finds.search(name)):
        yield _at(reply, rules[wrong], position, name, name=name)
    elif not any(own in reply.text for own in reply.names) and not rules["unsigned"].finds.search(reply.text):
        yield _at(reply, rules["unsigned"], len(reply.text), "")


def _signer(text: str) -> tuple[str, int]:
    """What stands at the end like a signature, and where."""
    signed = _SIGNED.search(text)
    if signed and (signed.group("day") or len(signed.group("name")) <= _LONGEST_SIGNATURE):
        return signed.group("name"), signed.start("name")
    return "", len(text)


def copied(reply: Reply, rules: Rules) -> Iterator[Fault]:
    alike = max((likeness(reply.text, before) for before in reply.previous), default=0.0)
    for name in ("copied", "near_copy"):
        if alike >= rules[name].limit:
            start, end = _taken_over(reply)
            yield Fault(rules[name], start, end, reply.text[start:end])
            return


def likeness(text: str, before: str) -> float:
    """Return the share of *text* that stands, in the same order, in *before*, punctuation aside."""
    new, old = _PUNCTUATION.sub("", text), _PUNCTUATION.sub("", before)
    blocks = SequenceMatcher(None, new, old, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= RUN) / len(new) if new else 0.0


def _taken_over(reply: Reply) -> tuple[int, int]:
    """The first sentence that an earlier reply has word for word; (0, 0) when every one was touched."""
    earlier = [_PUNCTUATION.sub("", before) for before in reply.previous]
    for start, end in sentences(reply.text):
        words = _PUNCTUATION.sub("", reply.text[start:end])
        if len(words) >= PROOF and any(words in before for before in earlier):
            return start, end
    return 0, 0


def off_topic(reply: Reply, rules: Rules) -> Iterator[Fault]:
    """Neither words nor meaning tie the reply to what the citizen said (答非所问)."""
    rule = rules["off_topic"]
    far = reply.nearness is None or reply.nearness < rule.limit
    if reply.matter and reply.text.strip() and far and shared_terms(reply.matter, reply.text) < RELATED:
        yield Fault(rule)


def shared_terms(matter: str, text: str) -> int:
    shared = grams(matter).keys() & grams(text).keys()
    return sum(len(term) > 1 and _CHINESE.fullmatch(term) is not None for term in shared)


def no_basis(reply: Reply, rules: Rules) -> Iterator[Fault]:
    rule = rules["no_basis"]
    refused = rule.finds.search(reply.text)
    if refused and not rule.unless.search(reply.text):
        yield _at(reply, rule, refused.start(), refused.group())


def no_contact(reply: Reply, rules: Rules) -> Iterator[Fault]:
    if reply.contacted is False:
        yield Fault(rules["not_contacted"])
    elif reply.contacted is None and not rules["contact_unwritten"].finds.search(reply.text):
        yield Fault(rules["contact_unwritten"])


def _at(reply: Reply, rule: ReplyRule, position: int, quote: str, *, name: str = "") -> Fault:
    start, end = sentence_at(reply.text, position)
    return Fault(rule, start, end, quote, name)


CHECKS: Sequence[Callable[[Reply, Rules], Iterator[Fault]]] = (
    no_result,
    signature,
    copied,
    off_topic,
    no_basis,
    no_contact,
)
