"""How well intents are understood: on examples held out in turn, and on a file of questions with their answers."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from sklearn.model_selection import StratifiedKFold

from bot.nlu.intent_classifier import NgramEncoderClassifier, fit, label
from bot.nlu.regression import SHADE
from bot.training import CONFIG, DATA

FOLDS = 5
SEED = 12345
EMERGENCY = "emergency"
DEV_FILE = "dev_intents.jsonl"


class SetUnusable(Exception):
    """A file of questions is not there or not in the form this reads; the message names the line."""


@dataclass(frozen=True)
class Judged:
    """One question. The numbers are those to ring, "" where none is asked for or told."""

    text: str
    wanted: str
    got: str
    wanted_number: str = ""
    got_number: str = ""


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
    def emergencies(self) -> list[Judged]:
        return [row for row in self.judged if row.wanted == EMERGENCY]

    @property
    def missed_emergencies(self) -> list[Judged]:
        return [row for row in self.emergencies if row.got != EMERGENCY]

    @property
    def false_alarms(self) -> list[Judged]:
        return [row for row in self.judged if row.got == EMERGENCY != row.wanted]

    def lines(self) -> Iterable[str]:
        yield f"{len(self.judged)} 句  准确率 {self.accuracy:.4f}  宏平均 F1 {self.macro_f1:.4f}"
        yield from self._emergency_lines()
        if self.confusions:
            yield "混淆（应为 → 判为）："
            yield from (f"  {wanted} → {got}  {count}" for (wanted, got), count in self.confusions)

    def _emergency_lines(self) -> Iterable[str]:
        meant, missed, alarms = self.emergencies, self.missed_emergencies, self.false_alarms
        calm = len(self.judged) - len(meant)
        yield f"险情：{len(meant)} 句，召回 {_share(len(meant) - len(missed), len(meant))}；"
        yield f"  其余 {calm} 句，误报 {len(alarms)}（{_share(len(alarms), calm)}）"
        yield from self._number_lines()
        yield from (f"  漏报 {row.text}" for row in missed)
        yield from (f"  误报 {row.text}" for row in alarms)

    def _number_lines(self) -> Iterable[str]:
        for number in sorted({row.wanted_number for row in self.emergencies} - {""}):
            rows = [row for row in self.emergencies if row.wanted_number == number]
            found = sum(row.got == EMERGENCY for row in rows)
            first = sum(row.got_number == number for row in rows)
            yield f"  {number}：{len(rows)} 句，召回 {_share(found, len(rows))}，首报号码对 {_share(first, len(rows))}"

    def _f1(self, name: str) -> float:
        right = sum(row.wanted == row.got == name for row in self.judged)
        claimed = sum(row.got == name for row in self.judged)
        meant = sum(row.wanted == name for row in self.judged)
        return 2 * right / (claimed + meant)


def examples() -> list[tuple[str, str]]:
    """Text and label of every training example, in file order."""
    found = []
    for path in sorted(DATA.rglob("*.yml")):
        for block in yaml.safe_load(path.read_text("utf-8")).get("nlu", []):
            name = label(block["intent"], block.get("metadata", {}).get("number"))
            lines = block["examples"].splitlines()
            found += [(line.removeprefix("- "), name) for line in lines if line.startswith("- ")]
    return found


def held_out() -> Report:
    """Each example judged by a model that has not seen it (the classifier alone, without the emergency guard)."""
    pairs, config = examples(), classifier_config()
    judged: list[Judged] = []
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    for kept, left in folds.split([text for text, _ in pairs], [name for _, name in pairs]):
        model = fit(config, [pairs[row] for row in kept])
        for text, name in (pairs[row] for row in left):
            wanted, _, number = name.partition(SHADE)
            best = model.rank(text, 1)[0]
            told = max(best.shades, key=best.shades.__getitem__) if best.shades else ""
            judged.append(Judged(text, wanted, best.name, number, told))
    return Report(judged)


def on_set(path: Path, understand: Callable[[str], tuple[str, str]]) -> Report:
    """*path* is a JSONL file, or a folder with ``dev_intents.jsonl``; *understand* gives intent and number to ring.

    A row has ``text`` and ``intent``, an emergency may have ``number``. Raises SetUnusable.
    """
    path = path / DEV_FILE if path.is_dir() else path
    rows = [_row(path, number, line) for number, line in enumerate(_read(path).splitlines(), 1) if line.strip()]
    if not rows:
        raise SetUnusable(f"{path} 里没有问句")
    judged = []
    for text, wanted, number in rows:
        got, told = understand(text)
        judged.append(Judged(text, wanted, got, number, told))
    return Report(judged)


def classifier_config() -> dict[str, Any]:
    """As ``config.yml`` has it, with the defaults filled in."""
    name = f"{NgramEncoderClassifier.__module__}.{NgramEncoderClassifier.__name__}"
    pipeline = yaml.safe_load(CONFIG.read_text("utf-8"))["pipeline"]
    written = next(component for component in pipeline if component["name"] == name)
    return {**NgramEncoderClassifier.get_default_config(), **written}


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SetUnusable(f"{path} 读不了：应为 UTF-8 的 JSONL 文件") from error


def _row(path: Path, number: int, line: str) -> tuple[str, str, str]:
    try:
        row = json.loads(line)
        return row["text"], row["intent"], row.get("number", "")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SetUnusable(f'{path}:{number}: 每行应为 {{"text": "…", "intent": "…"}}，险情可再写 "number"') from error


def _share(part: int, whole: int) -> str:
    return f"{part}/{whole} = {part / whole:.1%}" if whole else "—"
