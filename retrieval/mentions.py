"""What a question names outright: an article, a period, a unit; passages that speak of another one do not answer it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from retrieval.corpus import Corpus
from retrieval.named import articles, quarters, years

NAMED = ("article", "period", "unit", "unknown_year")  # the last: a year no document speaks of
TITLE_RUN = 5  # characters of a title a question must repeat to name the document
NAMESAKES = 3  # documents that may share them
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
        self._spoken_of = {passage.year for passage in corpus.passages if passage.year}
        titles = list(dict.fromkeys(passage.title for passage in corpus.passages))
        self._titles = _title_runs(titles)
        self._titled = np.array([titles.index(passage.title) for passage in corpus.passages], dtype=np.int64)
        self._units = [self.units(passage.text) for passage in corpus.passages]
        self._places = [self.places(passage.searched) for passage in corpus.passages]

    def units(self, text: str) -> set[str]:
        """Short names of the units *text* names by any of their names."""
        return {short for name, short in self._names.items() if name in text}

    def places(self, text: str) -> set[str]:
        """Places outside the county that *text* names."""
        return {name for name in self._elsewhere if name in text}

    def named(self, query: str) -> NDArray[np.float64]:
        """Shape (len(NAMED),): 1 for each kind of name *query* holds, 0 for the others."""
        year = years(query)
        found = (articles(query), year or quarters(query), self.units(query), year - self._spoken_of)
        return np.array([float(bool(names)) for names in found])

    def match(self, query: str) -> dict[str, NDArray[np.float64]]:
        """For each kind of name, shape (passages,): 1 same, -1 another, 0 when question or passage names none.

        ``period`` is -1 when year or quarter is another. ``unit`` and ``document`` are 0 for another one, since a rule
        holds for all units; ``cited`` is 1 where article and document agree. ``place`` is -1 also where the passage
        names none, since it then speaks of this county.
        """
        year, quarter = _compare(years(query), self._years), _compare(quarters(query), self._quarters)
        places, runs = self.places(query), _runs(query)
        article = _compare(articles(query), self._articles)
        document = np.array([MATCH if runs & held else SILENT for held in self._titles])[self._titled]
        return {
            "article": article,
            "cited": np.minimum(np.maximum(article, SILENT), document),
            "period": np.where(np.minimum(year, quarter) < 0, MISMATCH, np.maximum(year, quarter)),
            "document": document,
            "unit": np.maximum(SILENT, _compare(self.units(query), self._units)),
            "place": np.where(_compare(places, self._places) > 0, MATCH, MISMATCH if places else SILENT),
        }


def _runs(text: str) -> set[str]:
    """Runs of ``TITLE_RUN`` characters."""
    return {text[at : at + TITLE_RUN] for at in range(len(text) - TITLE_RUN + 1)}


def _title_runs(titles: Sequence[str]) -> list[set[str]]:
    """For each of *titles* the runs that name it: 旌德县人民 and 政府办公室 stand in many and name none."""
    runs = {title: _runs(title) for title in titles}
    held = Counter(run for found in runs.values() for run in found)
    return [{run for run in runs[title] if held[run] <= NAMESAKES} for title in titles]


def _compare(wanted: set[int] | set[str], held: Sequence[set[int] | set[str]]) -> NDArray[np.float64]:
    if not wanted:
        return np.zeros(len(held))

    def verdict(names: set[int] | set[str]) -> float:
        if not names:
            return SILENT
        return MATCH if names & wanted else MISMATCH

    return np.array([verdict(names) for names in held])
