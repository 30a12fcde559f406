"""Towns and addresses in what people say."""

from __future__ import annotations

import pytest

from desk.places import TOWN_MARK, VILLAGE_MARK, Gazetteer, Spot
from knowledge.places import Town

GAZETTEER = Gazetteer(
    [
        Town("旌阳镇", ("旌阳", "城关镇"), ("新桥社区",), ()),
        Town("庙首镇", ("庙首",), (), ()),
        Town("白地镇", ("白地",), ("江村",), ()),
        Town("兴隆镇", ("兴隆",), (), ()),
        Town("三溪镇", ("三溪",), (), ("三溪中心小学",)),
    ]
)

SPOTS = {
    "镇、社区、小区、楼": (
        "旌阳镇新桥社区阳光花园3栋楼下的路灯坏了",
        Spot("旌阳镇", "新桥社区", "旌阳镇新桥社区阳光花园3栋楼下"),
    ),
    "不带镇字": ("庙首街上邮局旁边堆了垃圾", Spot("庙首镇", None, "庙首镇街上邮局旁边")),
    "别名": ("城关镇和平路12号没水", Spot("旌阳镇", None, "旌阳镇和平路12号")),
    "由村知镇": ("江村停电了", Spot("白地镇", "江村", "白地镇江村")),
    "地名在后面": ("饭店卖过期饮料，在兴隆镇小学对面的小卖部", Spot("兴隆镇", None, "兴隆镇小学对面的小卖部")),
    "先否定后肯定": ("不是三溪镇，是庙首镇", Spot("庙首镇", None, None)),
    "只有小区": ("阳光花园3栋二单元漏水", Spot(None, None, "阳光花园3栋二单元")),
    "只说我们村": ("我们村的路灯坏了", Spot()),
    "祝词不是地名": ("祝你们生意兴隆", Spot()),
    "单位门口不算小区": ("住建局楼下的树倒了", Spot()),
    "全角数字": ("三溪镇河沥路５号", Spot("三溪镇", None, "三溪镇河沥路5号")),
    "组": ("我家住在三溪镇合庆村3组，低保停了", Spot("三溪镇", None, "三溪镇合庆村3组")),
}


@pytest.mark.parametrize("said, spot", SPOTS.values(), ids=SPOTS.keys())
def test_the_place_is_read_as_it_was_said(said: str, spot: Spot) -> None:
    assert GAZETTEER.spot(said) == spot


def test_names_of_places_are_veiled_so_that_only_wording_is_learnt() -> None:
    assert GAZETTEER.veil("庙首镇的沟和江村的沟") == f"{TOWN_MARK}的沟和{VILLAGE_MARK}的沟"


def test_a_county_without_known_places_still_reads_addresses() -> None:
    assert Gazetteer([]).spot("解放街有人打架") == Spot(None, None, "解放街")
