"""What a question says: its words as typed, with sure slips mended, and as official papers would put them."""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.corpus import Corpus
from retrieval.lexical import terms
from retrieval.sounds import Hearing
from retrieval.spelling import Spelling
from retrieval.wording import Wording


@dataclass(frozen=True)
class Query:
    """A question read.

    Attributes:
        said: Terms of the question, and of its mended form where they differ.
        official: Terms of the official words its colloquial phrases stand for; none that it says itself.
        heard: Terms of the question as it sounds.
    """

    text: str
    said: tuple[str, ...]
    official: tuple[str, ...]
    heard: tuple[str, ...]


class QueryReader:
    """Reads questions against the words of one corpus."""

    def __init__(self, wording: Wording, spelling: Spelling, hearing: Hearing) -> None:
        self._wording, self._spelling, self._hearing = wording, spelling, hearing

    @classmethod
    def build(cls, corpus: Corpus) -> QueryReader:
        """Learn the spelling of what is printed and the words of what is asked (about a second)."""
        printed = [passage.searched for passage in corpus.passages]
        printed += [name for unit in corpus.units for name in (unit.name, unit.full, *unit.aliases)]
        spelling = Spelling.build(
            [*printed, *corpus.elsewhere], corpus.confusions, asked=(a.text for a in corpus.asked)
        )
        return cls(Wording.build(corpus.lexicon), spelling, Hearing(corpus.confusions))

    def read(self, text: str) -> Query:
        mended = self._spelling.correct(text)
        said = tuple(dict.fromkeys((*terms(text), *(terms(mended) if mended != text else ()))))
        official = dict.fromkeys(term for word in self._wording.official(mended) for term in terms(word))
        heard = dict.fromkeys(terms(self.heard(text)))
        return Query(text, said, tuple(term for term in official if term not in said), tuple(heard))

    def heard(self, text: str) -> str:
        """*text* as it sounds, to be indexed beside ``Query.heard``."""
        return self._hearing.heard(text)
