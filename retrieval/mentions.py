"""What a question names outright: an article, a period, a unit; passages that speak of another one do not answer it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus import Corpus
from retrieval.named import articles, quarters, years

MATCH, SILENT, MISMATCH = 1.0, 0.0, -1.0


class Mentions:
    """The names every passage carries, ready to be compared with a question's."""

    def __init__(self, corpus: Corpus) -> None:
        self._names = {name: unit.name for unit in corpus.units for name in (unit.name, unit.full, *unit.aliases)}
        self._elsewhere = corpus.elsewhere
        self._articles = [articles(passage.section) for passage in corpus.passages]
        self._years, self._quarters = [], []
        for passage in corpus.passages:
            head = f"{passage.title} {passage.section}"
            self._years.append(years(head) | ({passage.year} if passage.year else set()))
            self._quarters.append(quarters(head) or quarters(passage.text))
        self._units = [self.units(passage.text) for passage in corpus.passages]
        self._places = [self.places(passage.searched) for passage in corpus.passages]

    def units(self, text: str) -> set[str]:
        """Short names of the units *text* names by any of their names."""
        return {short for name, short in self._names.items() if name in text}

    def places(self, text: str) -> set[str]:
        """Places outside the county that *text* names."""
        return {name for name in self._elsewhere if name in text}

    def match(self, query: str) -> dict[str, NDArray[np.float64]]:
        """For each kind of name, shape (passages,): 1 same, -1 another, 0 when question or passage names none.

        ``period`` is -1 when year or quarter is another. ``unit`` is 0 for another unit, since a rule holds for all of
        them; ``place`` is -1 also where the passage names none, since it then speaks of this county.
        """
        year, quarter = _compare(years(query), self._years), _compare(quarters(query), self._quarters)
        places = self.places(query)
        return {
            "article": _compare(articles(query), self._articles),
            "period": np.where(np.minimum(year, quarter) < 0, MISMATCH, np.maximum(year, quarter)),
            "unit": np.maximum(SILENT, _compare(self.units(query), self._units)),
            "place": np.where(_compare(places, self._places) > 0, MATCH, MISMATCH if places else SILENT),
        }


def _compare(wanted: set[int] | set[str], held: Sequence[set[int] | set[str]]) -> NDArray[np.float64]:
    if not wanted:
        return np.zeros(len(held))

    def verdict(names: set[int] | set[str]) -> float:
        if not names:
            return SILENT
        return MATCH if names & wanted else MISMATCH

    return np.array([verdict(names) for names in held])
