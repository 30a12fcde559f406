"""From a citizen's turns of phrase to the words official papers use for them."""

from __future__ import annotations

from collections.abc import Iterator

from knowledge.lexicon import Lexicon
from retrieval.normal import plain


class Wording:
    """The phrases of a lexicon, ready to be found in a question."""

    def __init__(self, official: dict[str, tuple[str, ...]]) -> None:
        self._official = official
        self._lengths = sorted({len(said) for said in official}, reverse=True)

    @classmethod
    def build(cls, lexicon: Lexicon) -> Wording:
        return cls({phrase.said: phrase.official for phrase in lexicon.phrases})

    def official(self, query: str) -> tuple[str, ...]:
        """Official words of the phrases in *query*, in reading order, each once.

        Of phrases that begin at the same character the longest counts, and none begins inside another. Width, case and
        繁体 do not matter. A word that *query* holds anyway is left out.
        """
        text = plain(query)
        words = dict.fromkeys(word for said in self._said(text) for word in self._official[said])
        return tuple(word for word in words if word not in text)

    def _said(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            said = next((text[at : at + size] for size in self._lengths if text[at : at + size] in self._official), "")
            if said:
                yield said
            at += max(len(said), 1)
