"""Slips of the keyboard: characters that sound right and are wrong (征求意建, 依申情), or stand the wrong way round."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from knowledge.pinyin_confusions import Confusion
from retrieval.ngrams import HAN_FIRST, HAN_LAST, simplified
from retrieval.sounds import Sound, folded, sounds

# Chosen on a quarter of the known questions held out of the build: of 4,406, some with slips of their writers, 75 are
# changed, 71 of them rightly.
LEAST = 5  # occurrences from which a word of the texts may replace a slip
CLEARLY = 4  # times it must be commoner than the next word that sounds the same
ASKED = 8  # known questions hold slips too; from this many occurrences on a pair of theirs is none
COHESION = 0.7  # share of its rarer character's occurrences from which a pair in no dictionary is a word, like 旌德
# Occurrences in jieba's counts: of a word that is everyday Chinese (暴光 has 10); of a character that often stands
# alone; and of one, such as 是 and 不, that stands everywhere.
EVERYDAY, FREE, COMMON = 20, 5_000, 60_000


@dataclass(frozen=True)
class Spelling:
    """Words of the texts by sound, and what must be left alone.

    Attributes:
        words: Two-character words of the texts with their occurrences there.
        by_sound: Folded toneless pinyin of two characters → the words that sound so, commonest first.
        firm: Pairs that are never changed: those of the texts and those inside everyday words.
        everyday: Words of everyday Chinese of two or three characters; a character that belongs to one stays.
        triples: Three neighbouring characters of the texts; a character that belongs to one stays.
        beside: Each word with a character that stands before or after it somewhere.
        free, common: Characters with at least ``FREE`` and ``COMMON`` occurrences as words.
    """

    words: dict[str, int]
    by_sound: dict[Sound, tuple[str, ...]]
    firm: frozenset[str]
    everyday: frozenset[str]
    triples: frozenset[str]
    beside: frozenset[str]
    free: frozenset[str]
    common: frozenset[str]
    confusions: tuple[Confusion, ...]

    @classmethod
    def build(cls, texts: Iterable[str], confusions: Iterable[Confusion], *, asked: Iterable[str] = ()) -> Spelling:
        """Learn the words people may have meant.

        Args:
            texts: What is spelt right and stays as it is: documents, names of units and places.
            confusions: Sounds that count as the same.
            asked: Known questions, whose rare pairs may be slips themselves.
        """
        confusions, known = tuple(confusions), _dictionary()
        printed, spoken = ("\n".join(part).translate(simplified()) for part in (texts, asked))
        characters, sure, heard = Counter(printed + spoken), Counter(_runs(printed, 2)), Counter(_runs(spoken, 2))
        words = {
            pair: count
            for pair, count in (sure + heard).items()
            if count >= LEAST and (pair in known or count >= COHESION * min(characters[pair[0]], characters[pair[1]]))
        }
        by_sound: defaultdict[Sound, list[str]] = defaultdict(list)
        for word in sorted(words, key=lambda word: (-words[word], word)):
            by_sound[folded(sounds(word), confusions)].append(word)
        return cls(
            words=words,
            by_sound={sound: tuple(alike) for sound, alike in by_sound.items()},
            firm=frozenset(sure)
            | {pair for pair, count in heard.items() if count >= ASKED}
            | {word[at : at + 2] for word in known for at in range(len(word) - 1)},
            everyday=frozenset(word for word in known if len(word) in (2, 3)),
            triples=frozenset(_runs(printed, 3)),
            beside=frozenset(
                triple
                for triple in (*_runs(printed, 3), *_runs(spoken, 3))
                if triple[:2] in words or triple[1:] in words
            ),
            free=frozenset(word for word, count in known.items() if len(word) == 1 and count >= FREE),
            common=frozenset(word for word, count in known.items() if len(word) == 1 and count >= COMMON),
            confusions=confusions,
        )

    def correct(self, query: str) -> str:
        """*query* with its sure slips mended, of the same length; unchanged when nothing is sure."""
        text, mended = query.translate(simplified()), list(query)
        for at in range(len(text) - 1):
            pair = text[at : at + 2]
            word = "" if pair in self.firm or not (_han(pair[0]) and _han(pair[1])) else self._meant(text, at)
            if word:
                mended[at : at + 2] = word
                text = text[:at] + word + text[at + 2 :]
        return "".join(mended)

    def _meant(self, text: str, at: int) -> str:
        """The word meant by the two characters of *text* from *at* on; empty when nothing is sure."""
        pair = text[at : at + 2]
        sound = sounds(pair[0]) + sounds(pair[1])
        alike = [
            word
            for word in self.by_sound.get(folded(sound, self.confusions), ())
            if (word[0] == pair[0]) != (word[1] == pair[1])
        ]
        exact = [word for word in alike if sounds(word) == sound]
        word, *others = exact or alike or [""]
        if not word:
            turned = pair[::-1] in self.words and not self.free.intersection(pair)
            return pair[::-1] if turned and self._alone(text, at) and self._alone(text, at + 1) else ""
        if others and self.words[word] < CLEARLY * self.words[others[0]]:
            return ""
        changed = int(word[0] == pair[0])
        fits = self._alone(text, at + changed) and self._fits(text, at, word, changed, exact=bool(exact))
        return word if fits else ""

    def _alone(self, text: str, at: int) -> bool:
        """Whether the character at *at* belongs to no word there and stands in no surroundings known from the texts."""
        around = {text[start : start + 3] for start in range(max(at - 2, 0), at + 1)}
        return not self._in_word(text, at) and self.triples.isdisjoint(around)

    def _in_word(self, text: str, at: int) -> bool:
        spans = ((at - 1, at + 1), (at, at + 2), (at - 2, at + 1), (at - 1, at + 2), (at, at + 3))
        return any(text[max(start, 0) : end] in self.everyday for start, end in spans)

    def _fits(self, text: str, at: int, word: str, changed: int, *, exact: bool) -> bool:
        """Whether *word* is known beside a neighbour it would have at *at*.

        It must be the neighbour of the character changed where the slip could be two words that happen to meet: 公开寄
        is no slip for 公开机, although 公开机关 is known.
        """
        before, after = text[max(at - 1, 0) : at] + word, word + text[at + 2 : at + 3]
        old, new, kept = text[at + changed], word[changed], word[1 - changed]
        if old in self.common or new in self.common or old == text[at - 1 : at]:  # 租不租 is no slip
            return False
        last = changed == 1 and (len(after) == 2 or not _han(after[-1]))
        if kept in self.common or self._in_word(text, at + 1 - changed):
            return (after if changed else before) in self.beside or (last and exact and old not in self.free)
        if old in self.free or not exact:
            return (after if changed and not last else before) in self.beside
        return before in self.beside or after in self.beside or before == after


def _han(character: str) -> bool:
    return HAN_FIRST <= ord(character) <= HAN_LAST


def _runs(text: str, size: int) -> Iterator[str]:
    """Every *size* neighbouring Chinese characters of *text*."""
    runs = (text[at : at + size] for at in range(len(text) - size + 1))
    return (run for run in runs if all(map(_han, run)))


def _dictionary() -> dict[str, int]:
    """Everyday Chinese words with their occurrences as jieba packs them.

    The file is read without importing jieba, whose import warns about ``pkg_resources``.
    """
    spec = find_spec("jieba")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("jieba", name="jieba")
    lines = Path(spec.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split(" ") for line in lines)
    return {word: int(count) for word, count, _ in rows if int(count) >= EVERYDAY}
