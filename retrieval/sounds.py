"""How Chinese words sound, for whoever types or hears by ear."""

from __future__ import annotations

from functools import cache

from pypinyin import lazy_pinyin

from knowledge.pinyin_confusions import END, START, WHOLE, Confusion

Sound = tuple[str, ...]


@cache
def sounds(word: str) -> Sound:
    """Toneless pinyin of each character; of several readings the one *word* takes."""
    return tuple(lazy_pinyin(word))


@cache
def folded(read: Sound, confusions: tuple[Confusion, ...]) -> Sound:
    """Each sound of *read* replaced by the one that stands for all sounds taken for it."""
    return tuple(_folded(sound, confusions) for sound in read)


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
