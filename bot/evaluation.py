"""How well intents are understood: on examples held out in turn, and on a set of questions in a folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sklearn.model_selection import StratifiedKFold

from bot.nlu.intent_classifier import NgramEncoderClassifier, fit
from bot.training import CONFIG, DATA

FOLDS = 5
SEED = 12345
EMERGENCY = "emergency"
DEV_FILE = "dev_intents.jsonl"


@dataclass(frozen=True)
class Judged:
    text: str
    wanted: str
    got: str
    confidence: float


@dataclass(frozen=True)
class Report:
    judged: list[Judged]

    @property
    def accuracy(self) -> float:
        return sum(row.wanted == row.got for row in self.judged) / len(self.judged)

    @property
    def macro_f1(self) -> float:
        """Mean over the intents wanted; 0 for one never got right."""
        names = {row.wanted for row in self.judged}
        return sum(self._f1(name) for name in names) / len(names)

    @property
    def confusions(self) -> list[tuple[tuple[str, str], int]]:
        """(wanted, got) with how often, commonest first."""
        return Counter((row.wanted, row.got) for row in self.judged if row.wanted != row.got).most_common()

    @property
    def missed_emergencies(self) -> list[Judged]:
        return [row for row in self.judged if row.wanted == EMERGENCY != row.got]

    @property
    def false_alarms(self) -> list[Judged]:
        return [row for row in self.judged if row.got == EMERGENCY != row.wanted]

    def _f1(self, name: str) -> float:
        right = sum(row.wanted == row.got == name for row in self.judged)
        claimed = sum(row.got == name for row in self.judged)
        meant = sum(row.wanted == name for row in self.judged)
        return 2 * right / (claimed + meant)

    def lines(self) -> Iterable[str]:
        yield f"{len(self.judged)} 句  准确率 {self.accuracy:.4f}  宏平均 F1 {self.macro_f1:.4f}"
        missed, alarms = self.missed_emergencies, self.false_alarms
        yield f"险情：漏 {len(missed)}，误报 {len(alarms)}"
        yield from (f"  漏报 {row.text}" for row in missed)
        yield from (f"  误报 {row.text}" for row in alarms)
        yield from (f"  {wanted} → {got}  {count}" for (wanted, got), count in self.confusions)


def examples() -> list[tuple[str, str]]:
    """Text and intent of every training example, in file order."""
    found = []
    for path in sorted(DATA.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            lines = block["examples"].splitlines()
            found += [(line.removeprefix("- "), block["intent"]) for line in lines if line.startswith("- ")]
    return found


def held_out() -> Report:
    """Each example judged by a model that has not seen it (the classifier alone, without the emergency phrases)."""
    pairs, config = examples(), classifier_config()
    judged: list[Judged] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for kept, left in folds.split([text for text, _ in pairs], [intent for _, intent in pairs]):
        model = fit(config, [pairs[row] for row in kept])
        for text, wanted in (pairs[row] for row in left):
            got, confidence = model.rank(text, 1)[0]
            judged.append(Judged(text, wanted, got, confidence))
    return Report(judged)


def on_folder(folder: Path, understand: Callable[[str], tuple[str, float]]) -> Report:
    """*understand* gives intent and confidence. Raises OSError when the set is not there."""
    rows = [json.loads(line) for line in (folder / DEV_FILE).read_text("utf-8").splitlines() if line]
    return Report([Judged(row["text"], row["intent"], *understand(row["text"])) for row in rows])


def classifier_config() -> dict[str, Any]:
    """As ``config.yml`` has it, with the defaults filled in."""
    name = f"{NgramEncoderClassifier.__module__}.{NgramEncoderClassifier.__name__}"
    pipeline = yaml.safe_load(CONFIG.read_text("utf-8"))["pipeline"]
    written = next(component for component in pipeline if component["name"] == name)
    return {**NgramEncoderClassifier.get_default_config(), **written}
