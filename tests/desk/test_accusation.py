"""A unit accused is told from a unit that is asked to act."""

from __future__ import annotations

import pytest

from desk.accusation import Accusations

ACCUSATIONS = Accusations(
    {"城管执法局": ("城管执法局", "城管局"), "庙首镇": ("庙首镇", "庙首镇政府"), "住建局": ("住建局",)}
)

ACCUSED = {
    "工作人员": ("城管局的执法队员收商户红包", "城管执法局"),
    "举报单位": ("我要举报住建局乱收费", "住建局"),
    "镇领导": ("庙首镇政府有个副镇长挪用救灾款", "庙首镇"),
    "请它查处": ("有人在楼顶私搭乱建，请城管局来查处违规", None),
    "向它举报": ("我向住建局举报过，开发商违规卖房", None),
    "只是提到": ("城管局门口的树倒了", None),
    "村干部不是镇": ("村书记把低保给了亲戚", None),
}


@pytest.mark.parametrize("said, unit", ACCUSED.values(), ids=ACCUSED.keys())
def test_only_the_unit_that_did_wrong_is_accused(said: str, unit: str | None) -> None:
    found = ACCUSATIONS.find(said)
    assert (found.unit if found else None) == unit


@pytest.mark.parametrize(
    "said, grave", [("住建局的人收红包", True), ("举报住建局", True), ("住建局窗口人员刁难人", False)]
)
def test_corruption_is_grave_and_rudeness_is_not(said: str, grave: bool) -> None:
    found = ACCUSATIONS.find(said)
    assert found is not None
    assert found.grave is grave
