"""Which replies hold words the county bans."""

from __future__ import annotations

import pytest

from knowledge.phrases import load_phrases

PHRASES = load_phrases()

BLOCKED = {
    "您反映的问题正在联系处理中。": "正在联系处理中",
    "该事项正在积极协调处理中": "正在联系处理中",
    "我局已派员前往现场执法。": "已前去执法",
    "我局将尽快派人到现场核实。": "将现场核实",
    "已向您解释。": "已解释",
    "已经电话解释。": "已解释",
}

FINE = (
    "经核查，12月3日我局已拆除该处违建，并恢复人行道。",
    "已电话解释，具体如下：一、缴费标准为每人每年 350 元。",
    "我局于11月20日到现场核实，路灯线路老化，已于当日更换。",
)


@pytest.mark.parametrize("reply,phrase", BLOCKED.items())
def test_banned_words_block_a_reply(reply, phrase):
    assert phrase in [found.phrase for found in PHRASES if found.level == "block" and found.pattern.search(reply)]


@pytest.mark.parametrize("reply", FINE)
def test_a_reply_with_a_result_passes(reply):
    assert [found.phrase for found in PHRASES if found.pattern.search(reply)] == []
