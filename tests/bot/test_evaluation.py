"""What ``python -m bot evaluate`` prints, and which files it takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.evaluation import Judged, Report, SetUnusable, on_set

ROWS = (
    {"text": "着火了", "intent": "emergency", "number": "119"},
    {"text": "晕倒了", "intent": "emergency", "number": "120"},
    {"text": "灭火器几年换", "intent": "ask_policy"},
    {"text": "你好", "intent": "greet"},
)
UNDERSTOOD = {
    "着火了": ("emergency", "110"),
    "晕倒了": ("file_ticket", ""),
    "灭火器几年换": ("emergency", "119"),
    "你好": ("greet", ""),
}


def a_set(path: Path) -> Path:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS) + "\n", "utf-8")
    return path


def test_emergencies_are_told_apart_with_their_numbers(tmp_path: Path) -> None:
    told = "\n".join(on_set(a_set(tmp_path / "own.jsonl"), UNDERSTOOD.__getitem__).lines())

    assert "4 句  准确率 0.5000" in told
    assert "险情：2 句，召回 1/2 = 50.0%" in told
    assert "其余 2 句，误报 1（1/2 = 50.0%）" in told
    assert "119：1 句，召回 1/1 = 100.0%，首报号码对 0/1 = 0.0%" in told
    assert "漏报 晕倒了" in told
    assert "ask_policy → emergency  1" in told


def test_a_folder_means_the_file_in_it(tmp_path: Path) -> None:
    a_set(tmp_path / "dev_intents.jsonl")

    assert len(on_set(tmp_path, UNDERSTOOD.__getitem__).judged) == len(ROWS)


def test_macro_f1_counts_every_intent_alike() -> None:
    report = Report([Judged("a", "greet", "greet"), Judged("b", "greet", "greet"), Judged("c", "deny", "affirm")])

    assert report.macro_f1 == pytest.approx(0.5)


@pytest.mark.parametrize(
    "written, told",
    [("", "没有问句"), ('{"text": "你好"}', ":1: 每行应为"), ("[1]", ":1: 每行应为"), ("你好", ":1: 每行应为")],
    ids=["空文件", "缺意图", "不是对象", "不是 JSON"],
)
def test_a_file_of_another_form_is_refused_with_its_line(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "own.jsonl").write_text(written, "utf-8")

    with pytest.raises(SetUnusable, match=told):
        on_set(tmp_path / "own.jsonl", UNDERSTOOD.__getitem__)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetUnusable, match="读不了"):
        on_set(tmp_path / "none.jsonl", UNDERSTOOD.__getitem__)
