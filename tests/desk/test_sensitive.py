"""What is proposed to be hidden, on sentences as they stand in official papers; every person in them is made up."""

import re
from collections import Counter
from pathlib import Path

import pytest

from desk import person_names, sensitive
from desk.folding import BLOCK, fold, hidden, places, squeeze

MARK = re.compile(r"\{([^|{}]+)\|([^{}]+)\}")
LINES = (Path(__file__).parent / "sensitive.txt").read_text(encoding="utf-8").splitlines()
OFFICIAL = "官员"  # in the file: named by their post, proposed but not ticked
# Of each kind the least share found, and of what is proposed the least share that is right.
FLOORS = {"姓名": (0.95, 0.98), "官员": (0.75, 0.95), "住址": (1, 1), "其他": (1, 1)}
NUMBERS = {"电话": (1, 1), "证件号码": (1, 1), "银行卡和账号": (1, 1)}


def marked(line):
    """The sentence, and what is marked in it as (kind, start, end)."""
    wanted, text, at = [], "", 0
    for match in MARK.finditer(line):
        text += line[at : match.start()]
        wanted.append((match[1], len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    return text + line[at:], wanted


def found(text):
    return [
        (OFFICIAL if each.why == person_names.OFFICIAL else each.kind, each.start, each.end)
        for each in sensitive.find(text)
    ]


@pytest.fixture(scope="module")
def shares():
    """Kind → (found, to be found, proposed)."""
    right, wanted, proposed = Counter(), Counter(), Counter()
    for line in LINES:
        text, marks = marked(line)
        got = found(text)
        wanted.update(kind for kind, *_ in marks)
        proposed.update(kind for kind, *_ in got)
        right.update(mark[0] for mark in marks if mark in got)
    return {kind: (right[kind], wanted[kind], proposed[kind]) for kind in wanted | proposed}


def test_no_kind_is_missing_from_the_sentences(shares):
    assert len(LINES) >= 60
    assert set(shares) == set(FLOORS) | set(NUMBERS)


@pytest.mark.parametrize("kind", FLOORS | NUMBERS)
def test_enough_is_found_and_little_else(shares, kind):
    right, wanted, proposed = shares[kind]
    recall, precision = (FLOORS | NUMBERS)[kind]

    assert right / wanted >= recall
    assert right / proposed >= precision


def test_each_words_are_proposed_once_and_officials_are_left_open():
    proposed = sensitive.propose(["局长宋江签发。", "申请人：陈　某", "陈某的电话139 0000\n0001，13900000001"])

    assert [(each.kind, each.words, each.hide) for each in proposed] == [
        ("姓名", "宋江", False),
        ("姓名", "陈某", True),
        ("电话", "13900000001", True),
    ]


@pytest.mark.parametrize(
    "text, words, expected",
    [
        pytest.param("陈　某说", "陈某", "█　█说", id="名字中间有空格"),
        pytest.param("１３９ 0000 0001", "13900000001", "███ ████ ████", id="全角和空格"),
        pytest.param("139\u200b00000001", "13900000001", "████████████", id="看不见的字符"),
        pytest.param("⻢某到场", "马某", "██到场", id="PDF 部首字"),
        pytest.param("陈\n某", "陈某", "█\n█", id="断行"),
        pytest.param("A@B.CN", "a@b.cn", "██████", id="大小写"),
        pytest.param("陈陈某某", "陈某", "陈██某", id="只遮该遮的"),
        pytest.param("无关", "陈某", "无关", id="没有"),
    ],
)
def test_words_are_hidden_however_they_are_spaced(text, words, expected):
    assert hidden(text, [words]) == expected
    assert places(hidden(text, [words]), [words]) == []


@pytest.mark.parametrize("text", ["ﬀ１㈠⻢İ陈\u3000某", "", "\ud7ff\U0001f600a"])
def test_folding_moves_nothing(text):
    assert len(fold(text)) == len(text)
    assert squeeze(squeeze(text)) == squeeze(text)


def test_a_block_is_nothing_to_find():
    assert sensitive.find(f"申请人：{BLOCK * 3}，电话{BLOCK * 11}") == []
