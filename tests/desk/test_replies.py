"""Seventy replies as units write them, each with what a careful reviewer says of it, and where in the text."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from desk.linter import Linter
from desk.reply_checks import likeness
from desk.sentences import sentence_at, sentences
from knowledge.phrases import load_phrases
from knowledge.reply_rules import load_reply_rules
from knowledge.units import load_units
from retrieval.encode import DEFAULT_ENCODER, Encoder

REPLIES = yaml.safe_load((Path(__file__).parent / "replies.yml").read_text(encoding="utf-8"))
NAMES = {unit.name: (unit.name, unit.full, *unit.aliases) for unit in load_units()}
TOLD = {True: True, False: False, "unknown": None}
MEANING = "off_topic/warn"


@pytest.fixture(scope="module")
def linter():
    encoder = Encoder.load(str(DEFAULT_ENCODER))

    def nearness(matter, reply):
        one, other = encoder.encode([matter, reply])
        return float(one @ other)

    return Linter(load_phrases(), load_reply_rules(), nearness)


def found(linter, case):
    return linter.check(
        case["reply"],
        unit_names=NAMES[case["unit"]],
        others=[name for unit, names in NAMES.items() if unit != case["unit"] for name in names],
        matter=case["matter"],
        previous=case.get("previous", ()),
        contacted=TOLD[case.get("told", True)],
    )


def test_the_set_has_good_and_bad_replies_for_every_rule():
    expected = {each for case in REPLIES for each in case["expects"]}

    assert len(REPLIES) >= 60
    assert sum(not case["expects"] for case in REPLIES) >= 20
    assert {each.split("/")[0] for each in expected} == {
        "perfunctory", "evasive", "no_result", "signature", "copy", "off_topic", "no_basis", "no_contact",
    }  # fmt: skip


@pytest.mark.parametrize("case", REPLIES, ids=[f"{at}-{case['matter'][:8]}" for at, case in enumerate(REPLIES)])
def test_words_are_judged_as_a_reviewer_does(linter, case):
    rules = {f"{finding.rule}/{finding.level}" for finding in found(linter, case)}

    assert rules - {MEANING} == set(case["expects"]) - {MEANING}


def test_replies_about_something_else_are_found_and_few_others_are_called_so(linter):
    called = [(MEANING in case["expects"], any(f.rule == "off_topic" for f in found(linter, case))) for case in REPLIES]

    assert called.count((True, False)) <= 1  # missed
    assert called.count((False, True)) <= 2  # false alarms


@pytest.mark.parametrize("case", [case for case in REPLIES if case["expects"]])
def test_a_finding_points_at_its_sentence(linter, case):
    for finding in found(linter, case):
        assert finding.quote in case["reply"][finding.start : finding.end] or not finding.quote
        assert (finding.start, finding.end) in {(0, 0), *sentences(case["reply"])}


def test_sentences_end_at_their_marks_and_lines():
    text = "您好！\n  已更换灯泡。已与您联系\n住建局"

    assert [text[start:end] for start, end in sentences(text)] == ["您好！", "已更换灯泡。", "已与您联系", "住建局"]
    assert text[slice(*sentence_at(text, text.index("灯泡")))] == "已更换灯泡。"
    assert sentence_at("", 0) == (0, 0)


@pytest.mark.parametrize(
    "new,old,alike",
    [
        ("一二三四五六七八", "一二三四五六七八", 1.0),
        ("一二三四，五六七八", "一二三四五六七八。", 1.0),
        ("一二三", "一二三", 0.0),
        ("", "甲", 0.0),
    ],
)
def test_likeness_counts_runs_of_four_and_no_punctuation(new, old, alike):
    assert likeness(new, old) == alike
