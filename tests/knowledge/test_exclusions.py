"""What the hotline sends elsewhere, and how seldom it sends away what it should take."""

from __future__ import annotations

import json

import pytest

from knowledge.channels import load_channels
from knowledge.exclusions import load_exclusions, spot_exclusion
from knowledge.source import KNOWLEDGE

EXCLUSIONS = load_exclusions()

TOLD = {
    "对法院的一审判决不服，请热线帮我改判": "litigation",
    "合同纠纷已经向县法院起诉。另外请你们催对方还钱": "litigation",
    "欠薪的事我已经申请劳动仲裁，希望你们再帮我要": "arbitration",
    "举报某镇干部贪污救灾款": "discipline",
    "罚款太重，我要申请行政复议": "review",
    "宅基地的事信访局已经受理，请热线一并处理": "petition",
    "我要提交信息公开申请，内容是某条路的工程批复": "disclosure",
}
TAKEN = (
    "去年法院判过的邻居今年又把围墙往外砌了半米",
    "劳动仲裁怎么申请？材料交到哪里？",
    "物业贴通知说不交费就起诉我们，可电梯一直没修好",
    "窗口让我去法院解决，我觉得这就是他们的职责",
    "城管乱罚款，一张单据都不给",
    "村务公开栏空着，要求公开修路账目",
    "小区电梯坏了半个月没人修",
)


@pytest.mark.parametrize("text,code", TOLD.items(), ids=TOLD)
def test_a_matter_with_a_path_of_its_own_is_told_it(text, code):
    found = spot_exclusion(text, EXCLUSIONS)

    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", TAKEN)
def test_a_complaint_that_only_mentions_it_is_taken(text):
    assert spot_exclusion(text, EXCLUSIONS) is None


def test_no_invented_letter_of_the_router_is_sent_away():
    lines = (KNOWLEDGE / "routing_examples.jsonl").read_text(encoding="utf-8").splitlines()
    letters = [text for line in lines for text in json.loads(line)["texts"]]
    sent_away = [text for text in letters if spot_exclusion(text, EXCLUSIONS)]

    assert len(letters) > 1500
    assert sent_away == []


def test_citizens_use_only_the_channels_of_a_conversation():
    kinds = {channel.kind for channel in load_channels().values() if "群众" in channel.filers}

    assert kinds == {"对话"}
