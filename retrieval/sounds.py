"""How Chinese words sound, for whoever types or hears by ear."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

from knowledge.pinyin_confusions import END, START, WHOLE, Confusion
from retrieval.ngrams import HAN_FIRST, HAN_LAST
from retrieval.normal import plain

Sound = tuple[str, ...]


@cache
def sounds(word: str) -> Sound:
    """Toneless pinyin of each character; of several readings the one *word* takes."""
    return tuple(lazy_pinyin(word))


@cache
def folded(read: Sound, confusions: tuple[Confusion, ...]) -> Sound:
    """Each sound of *read* replaced by the one that stands for all sounds taken for it."""
    return tuple(_folded(sound, confusions) for sound in read)


class Hearing:
    """Writes words as they sound, so that 考平成级 and 考评成绩 are the same."""

    def __init__(self, confusions: tuple[Confusion, ...]) -> None:
        self._confusions = confusions
        self._first: dict[Sound, str] = {}
        self._heard: dict[str, str] = {}

    def heard(self, text: str) -> str:
        """*text* with each Chinese character replaced by the first one seen that sounds like it."""
        return "".join(self._heard.get(character) or self._hear(character) for character in plain(text))

    def _hear(self, character: str) -> str:
        if HAN_FIRST <= ord(character) <= HAN_LAST:
            sound = folded(sounds(character), self._confusions)
            self._heard[character] = self._first.setdefault(sound, character)
        return self._heard.get(character, character)


def _folded(sound: str, confusions: tuple[Confusion, ...]) -> str:
    for row in confusions:
        if row.where == WHOLE and row.written == sound:
            return row.taken
    for row in confusions:
        if row.where == START and sound.startswith(row.written):
            sound = row.taken + sound[len(row.written) :]
        elif row.where == END and sound.endswith(row.written):
            sound = sound[: -len(row.written)] + row.taken
    return sound
