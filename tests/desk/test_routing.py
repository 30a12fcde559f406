"""Routing with the model learnt from the knowledge base as it stands."""

from __future__ import annotations

import re
import shutil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desk import routing_training
from desk.routing import COUNTY_OFFICE, Router
from desk.routing_knowledge import RoutingKnowledge
from desk.routing_model import FILE, RoutingModel, RoutingModelUnusable
from desk.wording import grams
from knowledge.routing_examples import MESSAGE_TYPES, load_routing_examples
from knowledge.source import KNOWLEDGE, KnowledgeError
from knowledge.units import load_units

KEPT = ("departments.yml", "places.yml", "outside_topics.jsonl", "routing_examples.jsonl", "type_cues.yml")


@pytest.fixture(scope="module")
def folder(routing_folder):
    return routing_folder


@pytest.fixture(scope="module")
def router(folder):
    return Router.load(folder)


@pytest.fixture
def copy_of_knowledge(tmp_path):
    for name in KEPT:
        shutil.copy(KNOWLEDGE / name, tmp_path / name)
    return tmp_path


PLAIN = {
    "县直": ("楼上漏水把我家天花板泡坏了，物业一直不管", "住建局", None),
    "镇村事项": ("三溪镇我们村口的路灯半年不亮了，请镇里修一修", "三溪镇", "三溪镇"),
    "镇名加县直职责": ("庙首镇有人偷砍公益林里的树", "林业局", "庙首镇"),
    "由村知镇": ("江村那边村口的垃圾堆了一个星期，村里不派人清", "白地镇", "白地镇"),
    "点名": ("窨井盖没了，请城管局赶快来换", "城管执法局", None),
    "工资": ("老板拖欠我们十二个人的工资不给", "人社局", None),
}


@pytest.mark.parametrize("said, unit, town", PLAIN.values(), ids=PLAIN.keys())
def test_a_plain_matter_goes_to_its_unit_with_reasons(router: Router, said: str, unit: str, town: str | None) -> None:
    told = router.route(said)
    assert (told.candidates[0].unit, told.town) == (unit, town)
    assert told.candidates[0].reasons
    assert len(told.candidates) >= 3


def test_the_place_wins_over_a_town_the_matter_mentions(router: Router) -> None:
    told = router.route("庙首镇集镇上的路灯坏了一个月，请镇里派人修", place="三溪镇老街")

    assert told.town == "三溪镇"
    assert told.candidates[0].unit == "三溪镇"


TYPES = {
    "咨询": "请问换领身份证要带什么材料？",
    "投诉": "公交车天天晚点，打电话也没人管，太不像话了。",
    "求助": "家里老人走失了，请帮忙找一找。",
    "举报": "有人无证行医，给人打针拔牙，请查处。",
    "建议": "建议在学校门口加装一个红绿灯。",
    "表扬": "感谢窗口的同志耐心帮我办好了手续，特此表扬。",
}


@pytest.mark.parametrize("kind, said", TYPES.items())
def test_the_type_is_what_the_speaker_wants(router: Router, kind: str, said: str) -> None:
    assert router.route(said).type == kind


def test_a_report_never_goes_to_the_unit_accused(router: Router) -> None:
    told = router.route("我要举报城管执法局的执法队员收商户的红包，包庇违建")
    assert told.accused == "城管执法局"
    assert told.candidates[0].unit == COUNTY_OFFICE
    assert "城管执法局" not in [candidate.unit for candidate in told.candidates]
    assert not told.sure


def test_a_town_matter_without_a_town_asks_for_it(router: Router) -> None:
    told = router.route("村里的账三年没公开，集体的鱼塘包给了村主任的弟弟")
    assert told.needs_town
    assert not told.sure


@pytest.mark.parametrize("said", ["嗯", "，，，", "😀😀", "hello world", "啊" * 5000, ""])
def test_what_says_nothing_is_never_routed_with_certainty(router: Router, said: str) -> None:
    assert not router.route(said).sure


@given(st.text(max_size=200))
@settings(max_examples=50)
def test_any_text_gets_candidates_of_the_county(router: Router, said: str) -> None:
    told = router.route(said)
    assert told.type in MESSAGE_TYPES
    scores = [candidate.score for candidate in told.candidates]
    assert scores == sorted(scores, reverse=True)
    assert len({candidate.unit for candidate in told.candidates}) == len(scores)
    assert {candidate.unit for candidate in told.candidates} <= {unit.name for unit in load_units()}


def test_the_features_of_a_text_are_the_ones_it_was_learnt_with(folder) -> None:
    knowledge, model = RoutingKnowledge.load(), RoutingModel.load(folder)
    assert model.fingerprint == knowledge.fingerprint()
    seen = model.unit.vocabulary.seen(grams("路灯坏了"))
    assert len(seen.terms) == len(seen.rows) == len(seen.values) > 0
    assert np.linalg.norm(seen.values) == pytest.approx(1)


def test_training_again_gives_the_same_model(folder, tmp_path) -> None:
    routing_training.train(tmp_path)
    assert routing_training.is_current(tmp_path)
    again, model = RoutingModel.load(tmp_path), RoutingModel.load(folder)
    assert np.array_equal(again.unit.weights, model.unit.weights)


def test_a_missing_model_names_the_command_that_makes_it(tmp_path) -> None:
    with pytest.raises(RoutingModelUnusable, match=re.escape("python -m desk train-routing")):
        Router.load(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 not a model", b"\x00" * 100])
def test_a_damaged_model_is_refused(tmp_path, damage: bytes) -> None:
    (tmp_path / FILE).write_bytes(damage)
    with pytest.raises(RoutingModelUnusable, match="已损坏"):
        Router.load(tmp_path)


ADDED = {
    "样例": ("routing_examples.jsonl", '{"unit": "住建局", "type": "求助", "texts": ["屋顶漏雨想请人看看"]}\n'),
    "说法": ("type_cues.yml", "- {name: 讲价, where: all, pattern: '便宜点'}\n"),
    "主题": (
        "outside_topics.jsonl",
        '{"topic": "屋顶", "unit": "住建局", "kind": "county_service", "questions": ["漏"]}\n',
    ),
}


@pytest.mark.parametrize("name, line", ADDED.values(), ids=ADDED.keys())
def test_a_model_older_than_the_knowledge_is_refused(folder, copy_of_knowledge, name: str, line: str) -> None:
    changed = copy_of_knowledge / name
    changed.write_text(changed.read_text(encoding="utf-8") + line, encoding="utf-8")
    with pytest.raises(RoutingModelUnusable, match="与当前知识库不一致"):
        Router.load(folder, copy_of_knowledge)
    assert not routing_training.is_current(folder, copy_of_knowledge)


@pytest.mark.parametrize(
    "line, problem",
    [
        ('{"unit": "天文局", "type": "求助", "texts": ["看星星"]}', "天文局"),
        ('{"unit": "住建局", "type": "夸奖", "texts": ["好"]}', "夸奖"),
        (
            '{"unit": "住建局", "type": "求助", "texts": ["屋顶漏雨"]}\n'
            '{"unit": "林业局", "type": "求助", "texts": ["屋顶漏雨"]}',
            "已经出现过",
        ),
    ],
)
def test_a_wrong_example_is_refused_with_its_line(tmp_path, line: str, problem: str) -> None:
    (tmp_path / "routing_examples.jsonl").write_text(line, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=problem):
        load_routing_examples(load_units(), tmp_path)


def test_each_type_and_unit_has_examples_to_learn_from() -> None:
    examples = load_routing_examples(load_units())
    for kind in MESSAGE_TYPES:
        assert sum(example.type == kind for example in examples) >= 60
    for unit in load_units():
        if unit.kind == "县直":
            assert sum(example.unit == unit.name for example in examples) >= 12
