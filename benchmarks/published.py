"""``python -m benchmarks.published``: from which certainty a passage is shown as public already before an application.

published.tsv holds things somebody may apply for, each with the document that answers it, or none. Shown wrongly is
what nobody published, or what another document answers; missed is only a needless request.
"""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from pathlib import Path

from api.published import SURELY_PUBLIC
from retrieval.encode import DEFAULT_ENCODER
from retrieval.search import Searcher

SET = Path(__file__).with_suffix(".tsv")
STEPS = (0.0, 0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7, 0.75, 0.8)


@dataclass(frozen=True)
class Sample:
    """*document* is empty when nothing published answers it."""

    wanted: str
    document: str


def samples() -> list[Sample]:
    with SET.open(encoding="utf-8", newline="") as file:
        return [Sample(row["wanted"], row["document"]) for row in csv.DictReader(file, delimiter="\t")]


def main() -> None:
    searcher = Searcher.load(Path(os.environ.get("DATA_DIR", "var")) / "index", str(DEFAULT_ENCODER))
    answers = [(sample, searcher.search(sample.wanted, k=3)) for sample in samples()]
    for step in sorted({*STEPS, SURELY_PUBLIC}):
        shown = [(sample, answer) for sample, answer in answers if answer.answerable and answer.score >= step]
        right = [s for s, answer in shown if s.document in {hit.passage.document for hit in answer.hits}]
        nowhere = [s for s, _ in shown if not s.document]
        public = sum(bool(sample.document) for sample, _ in answers)
        mark = "←" if step == SURELY_PUBLIC else ""
        print(
            f"{step:.2f}：已公开的 {public} 件显示了 {len(right)} 件，"
            f"指错文件 {len(shown) - len(right) - len(nowhere)} 件；"
            f"没有公开的 {len(answers) - public} 件误显示 {len(nowhere)} 件 {mark}"
        )
    for sample, answer in answers:
        if not sample.document and answer.answerable or sample.document and not answer.answerable:
            print(f"  {answer.score:.2f} {sample.wanted} → {sample.document or '没有'}")


if __name__ == "__main__":
    main()
