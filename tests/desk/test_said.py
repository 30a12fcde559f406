"""What citizens say and what of it stands in the draft: the table said.yml, corrections, any order of saying it."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from desk import several
from desk.drafts import Draft, DraftKind
from desk.intake import Reader
from desk.places import Gazetteer
from knowledge.places import load_places
from knowledge.units import load_units

READER = Reader(Gazetteer(load_places(load_units())))
SAID = yaml.safe_load((Path(__file__).parent / "said.yml").read_text("utf-8"))


def said(draft: Draft, text: str, asked: str | None = None) -> list[str]:
    return [problem.message for problem in draft.fill(READER.read(text, asked=asked), asked=asked)]


def a_draft(*messages: str, kind: DraftKind = DraftKind.TICKET) -> Draft:
    """Every message answers what is asked next, as in the chat."""
    draft = Draft(kind)
    for number, message in enumerate(messages):
        said(draft, message, next(iter(draft.missing()), None) if number else None)
    return draft


@pytest.mark.parametrize("row", SAID, ids=[row["say"][:24] for row in SAID])
def test_everything_in_one_message_is_read(row: dict[str, Any]) -> None:
    draft = Draft(DraftKind(row.get("kind", "ticket")))
    said(draft, row["say"], row.get("asked"))
    read = {slot: getattr(draft, slot) for slot in row["is"]}

    wrong = {
        slot: read[slot]
        for slot, words in row["is"].items()
        if (read[slot] != words if words in ("", True, False) else words not in read[slot])
    }
    assert wrong == {}


BEGUN = "三溪镇街上有人占道摆摊，希望尽快清理，我叫陈某，电话13900000003"
CHANGES: dict[str, tuple[str, dict[str, Any]]] = {
    "地点，话里的也改": (
        "地址说错了,是庙首镇集镇",
        {"place": "庙首镇集镇", "matter": "庙首镇集镇有人占道摆摊，希望尽快清理"},
    ),
    "否定旧的": ("不是三溪镇，是庙首镇集镇", {"place": "庙首镇集镇"}),
    "两处": ("名字错了，是李某；电话也不对，是13900000009", {"name": "李某", "phone": "13900000009"}),
    "指着改地点": ("改地点 老刘家后面", {"place": "三溪镇老刘家后面"}),
    "两处连着改": ("地点改成庙首镇集镇，电话改13900000008", {"place": "庙首镇集镇", "phone": "13900000008"}),
    "改内容": ("内容改成楼上漏水很严重", {"matter": "楼上漏水很严重"}),
    "改希望": ("改希望结果 罚款", {"wanted": "罚款"}),
    "类型": ("不是投诉是建议", {"type": "建议", "matter": "三溪镇街上有人占道摆摊，希望尽快清理"}),
    "加一句": ("加一句，晚上十点以后最吵", {"matter": "三溪镇街上有人占道摆摊，希望尽快清理；晚上十点以后最吵"}),
    "改地点不说镇": ("地址改成老街菜场门口", {"place": "三溪镇老街菜场门口"}),
    "改地点又加一句": (
        "地址说错了，是庙首镇集镇，还有加一句，晚上十点以后最吵",
        {"place": "庙首镇集镇", "matter": "庙首镇集镇有人占道摆摊，希望尽快清理；晚上十点以后最吵"},
    ),
    "去掉一句": ("把希望尽快清理去掉", {"matter": "三溪镇街上有人占道摆摊", "wanted": ""}),
    "去掉最后一句": ("把最后一句去掉", {"matter": "三溪镇街上有人占道摆摊"}),
    "去掉第二句": ("第二句话去掉", {"matter": "三溪镇街上有人占道摆摊"}),
    "又一个电话": ("应该是13900000008", {"phone": "13900000008"}),
    "去掉电话": ("把电话去掉", {"phone": ""}),
    "去掉称呼": ("删掉名字", {"name": ""}),
    "保密": ("别让摆摊的知道是我", {"confidential": True}),
}


@pytest.mark.parametrize("text, now", CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("asked", [None, "contact"])
def test_a_change_changes_what_it_names_and_nothing_else(text: str, now: dict[str, Any], asked: str | None) -> None:
    before, draft = a_draft(BEGUN), a_draft(BEGUN)
    assert said(draft, text, asked) == []

    changed = {slot for slot, value in draft.plain().items() if value != before.plain()[slot]}
    assert {slot: getattr(draft, slot) for slot in now} == now
    assert changed - {"matter", "town"} <= set(now)


def test_what_is_not_there_cannot_be_struck_out() -> None:
    draft = a_draft(BEGUN)

    assert "没有找到“路灯" in said(draft, "把路灯那句去掉")[0]
    assert draft == a_draft(BEGUN)


def test_a_house_is_corrected_within_its_address() -> None:
    draft = a_draft("旌阳镇新桥社区阳光花园3栋电梯坏了")
    said(draft, "地址不对，是4栋")

    assert draft.place == "旌阳镇新桥社区阳光花园4栋"


FACTS = {
    "matter": "我要反映有人占道摆摊",
    "place": "在三溪镇街上",
    "phone": "电话13900000003",
    "name": "我叫陈某",
    "confidential": "请给我保密",
}


@pytest.mark.parametrize("order", permutations(FACTS), ids="-".join)
def test_any_order_of_the_same_facts_makes_the_same_draft(order: tuple[str, ...]) -> None:
    draft = a_draft(*(FACTS[fact] for fact in order))

    assert (draft.matter, draft.place, draft.phone, draft.name, draft.confidential) == (
        "有人占道摆摊",
        "三溪镇街上",
        "13900000003",
        "陈某",
        True,
    )
    assert draft.missing() == []


CHATTER = [row["say"] for row in SAID] + [
    "你好",
    "谢谢",
    "不知道",
    "？",
    "嗯",
    "你们怎么还不来",
    "随便",
    "电梯",
    "1390000",
]


@given(st.lists(st.sampled_from(CHATTER), min_size=1, max_size=6), st.data())
def test_no_message_loses_a_filled_slot(messages: list[str], data: st.DataObject) -> None:
    draft = a_draft(BEGUN)
    for message in messages:
        before = draft.slots()
        said(draft, message, data.draw(st.sampled_from([None, "matter", "place", "contact"])))
        lost = {slot for slot in before if slot not in draft.slots()} - {"wish"}

        assert lost == set()


def test_another_matter_leaves_the_place_of_the_first() -> None:
    draft = a_draft(BEGUN)
    said(draft, "还有一件事，我家门口解放街的路灯不亮")

    assert draft.place == "三溪镇街上"


def test_matters_are_taken_apart_with_what_was_said_of_each() -> None:
    draft = a_draft(
        "两件事，第一三溪镇街上有人占道摆摊，希望清理，第二旌阳镇解放街路灯不亮，第三河里有垃圾没人捞，我姓陈，13900000001"
    )
    assert len(several.parts(draft)) == 3
    several.take_apart(draft, READER)
    second = several.following(draft, "JD-1")
    assert second is not None
    third = several.following(second, "JD-2")
    assert third is not None

    assert [each.place for each in (draft, second, third)] == ["三溪镇街上", "旌阳镇解放街", ""]
    assert [each.wanted for each in (draft, second, third)] == ["希望清理", "", ""]
    assert [each.phone for each in (draft, second, third)] == ["13900000001"] * 3
    assert third.missing() == ["place"]
    assert several.following(third, "JD-3") is None


def test_matters_kept_together_are_not_asked_about_again_until_there_is_another() -> None:
    draft = a_draft("1、旌阳镇解放街路灯不亮很久；2、三溪镇街上有人占道摆摊")
    several.keep_together(draft)
    assert several.parts(draft) == ()

    said(draft, "还有一件事，庙首镇东山村垃圾没人清")

    assert len(several.parts(draft)) == 3
