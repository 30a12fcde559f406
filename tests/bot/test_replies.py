"""How an answer reads in a channel that shows text alone."""

from __future__ import annotations

import pytest
from rasa_sdk.executor import CollectingDispatcher

from bot.actions.desk_values import Answer
from bot.actions.replies import tell_answer

SOURCE = {
    "title": "季度通报", "section": "附件3", "document_no": "", "issuer": "县政府办", "date": None, "score": 1.0,
    "status": "历史文件",
}  # fmt: skip
HEADER = "序号\t单位\t转办\t逾期"
QUOTES = {
    "表格的一行带上各列的名字": (f"{HEADER}\n2\t甲镇\t13\t", "2\t甲镇\t13\t", "序号：2；单位：甲镇；转办：13"),
    "条文照原样": ("第八条 二十个工作日。", "第八条 二十个工作日。", "第八条 二十个工作日。"),
}


@pytest.mark.parametrize("text, quote, said", QUOTES.values(), ids=QUOTES.keys())
def test_the_quote_can_be_read_without_a_card(text, quote, said):
    heard = CollectingDispatcher()
    passage = {**SOURCE, "text": text, "quote": quote}
    answer = Answer(True, [passage], note=None, topic=None, unit=None, documents=35, leaders=None)
    tell_answer(heard, answer, "问")

    assert f"“{said}”" in heard.messages[0]["text"]
    assert heard.messages[0]["custom"]["citations"][0]["quote"] == quote
