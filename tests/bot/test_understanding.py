"""Intents and entities through the whole pipeline."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.agent import Bot
from bot.evaluation import Judged, Report
from bot.nlu.certainties import certain_intent
from bot.nlu.entities import CountyEntities
from bot.nlu.features import Features, normal
from bot.nlu.more_examples import more_examples
from bot.nlu.names import CountyNames, county_names
from bot.nlu.regression import IntentModel

SETS = Path(__file__).parent / "sets"  # never training data
DANGERS = {
    "火灾": ("二楼的窗帘烧着了，火越烧越大", "119"),
    "燃气": ("厨房里煤气味好浓，我妈已经站不稳了", "119"),
    "急病": ("老爷子突然胸口痛得满头大汗，喘不上气", "120"),
    "车祸": ("国道上两辆货车撞一起了，司机夹在里面", "122"),
    "行凶": ("楼下有人拿着菜刀要砍人", "110"),
}
CALM = {
    "去年的案子": "去年被盗的案子进展怎么样了",
    "消防通道": "小区消防通道老被私家车堵着，麻烦管管",
    "补助": "家里前年失火的救助款还没领到，帮我反映一下",
    "灭火器": "楼道里的灭火器过期了，反映一下",
    "车祸鉴定": "上个月车祸的责任认定书什么时候能拿到",
}


@pytest.mark.parametrize("said, number", DANGERS.values(), ids=DANGERS.keys())
async def test_danger_is_seen_with_its_number(bot: Bot, said: str, number: str) -> None:
    understood = await bot.parse(said)
    numbers = [entity["value"] for entity in understood.entities if entity["entity"] == "emergency_number"]

    assert understood.intent == "emergency"
    assert numbers[0] in (number, "119" if number == "122" else number)


@pytest.mark.parametrize("said", CALM.values(), ids=CALM.keys())
async def test_what_only_sounds_like_danger_is_none(bot: Bot, said: str) -> None:
    assert (await bot.parse(said)).intent != "emergency"


@pytest.mark.parametrize("batch", [1, 2, 3])
async def test_of_the_emergencies_set_apart_hardly_any_is_missed(bot: Bot, batch: int) -> None:
    report = await judged(bot, "emergencies.jsonl", batch)

    assert len(report.missed_emergencies) <= 0.02 * len(report.judged), list(report.lines())


@pytest.mark.parametrize("batch", [1, 2, 3])
async def test_of_talk_about_danger_hardly_any_is_an_alarm(bot: Bot, batch: int) -> None:
    report = await judged(bot, "near_emergencies.jsonl", batch)

    assert len(report.false_alarms) <= 0.03 * len(report.judged), list(report.lines())


async def judged(bot: Bot, name: str, batch: int) -> Report:
    rows = [json.loads(line) for line in (SETS / name).read_text("utf-8").splitlines()]
    own = [row for row in rows if row["batch"] == batch]
    return Report([Judged(row["text"], row["intent"], (await bot.parse(row["text"])).intent) for row in own])


@pytest.mark.parametrize(
    "said, intent",
    {
        "匿名按钮": ("我要匿名", None),
        "确认按钮": ("确认提交", "affirm"),
        "修改按钮": ("我要修改", "deny"),
        "取消按钮": ("取消填写", "cancel"),
        "仍要申请": ("仍要申请", "affirm"),
        "仍要提交": ("仍要提交", "affirm"),
        "不提交了": ("不提交了", "cancel"),
        "不申请了": ("不申请了", "cancel"),
        "转人工按钮": ("转人工客服", "human_agent"),
        "反映问题按钮": ("我要反映问题", "file_ticket"),
        "查进度按钮": ("查一下我的办理进度", "query_status"),
        "申请公开按钮": ("我要申请信息公开", "file_disclosure"),
        "查规定按钮": ("我想查政策规定", "ask_policy"),
        "查电话按钮": ("我要查单位电话", "ask_department_contact"),
        "催办按钮": ("催办JD-20260105-000012", "urge_ticket"),
        "撤回按钮": ("撤回JD-20260105-000012", "withdraw"),
        "评价按钮": ("评价：非常不满意", "rate_service"),
        "提工单按钮": ("提交咨询工单：考评满分是多少分", "file_ticket"),
    }.values(),
)
async def test_every_button_is_understood(bot: Bot, said: str, intent: str | None) -> None:
    understood = await bot.parse(said)

    assert intent is None or understood.intent == intent


@pytest.mark.parametrize(
    "text, found",
    {
        "镇": ("庙首那边", [("town", "庙首镇")]),
        "单位全名优先": ("旌德县住房和城乡建设局在哪", [("unit", "住建局")]),
        "打码电话": ("电话139****0001", [("phone", "139****0001")]),
        "繁体的镇和村": ("旌德縣三溪鎮", [("town", "三溪镇")]),
        "单位别名": ("城管大队和住建委、人社局", [("unit", "城管执法局"), ("unit", "住建局"), ("unit", "人社局")]),
        "交警归公安局": ("交警大队不管", [("unit", "公安局")]),
        "编号": ("jd-20260105-000012的进度", [("case_number", "JD-20260105-000012")]),
        "编号没有横线": ("GK20260105000001", [("case_number", "GK-20260105-000001")]),
        "编号是全角": ("ＪＤ－２０２６０１０５－０００００１", [("case_number", "JD-20260105-000001")]),
        "编号隔着空格": ("jd 20260105 000012", [("case_number", "JD-20260105-000012")]),
        "查询码隔着空格": ("查询码 abcd 1234 efgh 5678", [("secret", "ABCD1234EFGH5678")]),
        "电话隔着空格": ("139 0000 0001", [("phone", "139 0000 0001")]),
        "电话是全角": ("１３９００００００１１", [("phone", "１３９００００００１１")]),
        "座机": ("0563-8600001", [("phone", "0563-8600001")]),
        "打码座机": ("0563*****01", [("phone", "0563*****01")]),
        "五位数不是电话": ("打12345没人接", []),
        "昨天": ("昨天晚上", [("date", "昨天")]),
        "昨晚": ("昨晚十点", [("date", "昨晚")]),
        "上周三": ("上周三来过", [("date", "上周三")]),
        "上个礼拜五": ("上个礼拜五", [("date", "上个礼拜五")]),
        "几号": ("9月3号到现在", [("date", "9月3号")]),
        "汉字日期": ("二〇二五年九月三号", [("date", "二〇二五年九月三号")]),
        "去年几月": ("去年9月3号", [("date", "去年9月3号")]),
        "数字日期": ("2025-09-03和2025/9/4", [("date", "2025-09-03"), ("date", "2025/9/4")]),
        "多久以前": ("三天前和半个月前", [("date", "三天前"), ("date", "半个月前")]),
        "节日": ("国庆节前", [("date", "国庆节前")]),
        "三号楼不是日期": ("3号楼漏水", []),
        "编号和查询码": (
            "GK-20260105-000001 ABCD1234EFGH5678",
            [("case_number", "GK-20260105-000001"), ("secret", "ABCD1234EFGH5678")],
        ),
        "日期": ("3月5日和上个月", [("date", "3月5日"), ("date", "上个月")]),
        "证件号": ("**************001X", [("id_number", "**************001X")]),
        "证件号没有打码": ("34252119900101001x", [("id_number", "**************001X")]),
        "证件号隔着空格": ("3425 2119 9001 0100 1X", [("id_number", "**************001X")]),
        "没有": ("路灯坏了", []),
    }.values(),
)
def test_entities_are_found_by_rule(text: str, found: list[tuple[str, str]]) -> None:
    entities = CountyEntities(county_names()).find(text)

    assert [(entity["entity"], entity["value"]) for entity in entities] == found


def test_no_names_match_nothing() -> None:
    assert CountyNames.pattern({}).search("旌阳镇") is None


@pytest.mark.parametrize(
    "text, intent",
    [
        ("JD-20260105-000012", "query_status"),
        ("编号是JD-20260105-000012。", "query_status"),
        ("JD-20260105-000012撤回", None),
    ],
)
def test_a_bare_number_asks_about_its_case(text: str, intent: str | None) -> None:
    assert certain_intent(text, CountyEntities(county_names()).find(text)) == intent


def test_the_citizens_own_phone_is_folded() -> None:
    assert normal("路灯坏了，我姓王，我的联系电话是139****0002") == "^路灯坏了p$"


def a_model() -> IntentModel:
    texts = ["路灯坏了", "路灯不亮", "你好啊", "你好呀", "再见了"]
    features = Features.learn(texts, longest=2, weight=1.0, encode=lambda texts: np.ones((len(texts), 3), np.float32))
    return IntentModel.fit(features, texts, ["file", "file", "greet", "greet", "goodbye"], strength=10.0)


def test_a_saved_model_ranks_as_before(tmp_path: object) -> None:
    model = a_model()
    model.save(tmp_path)
    loaded = IntentModel.load(tmp_path, longest=2, weight=1.0, encode=model.features.encode)

    assert loaded.rank("路灯又坏了", 2) == model.rank("路灯又坏了", 2)


def test_ranking_equals_the_matrix_product() -> None:
    model = a_model()
    scores = (model.features.matrix(["路灯坏了"]) @ model.weights)[0] + model.bias
    expected = np.exp(scores) / np.exp(scores).sum()

    assert np.allclose(sorted(ranked.confidence for ranked in model.rank("路灯坏了", 3)), sorted(expected))


def test_gibberish_is_like_nothing() -> None:
    assert {ranked.confidence for ranked in a_model().rank("😀😀😀", 3)} == {1 / 3}


def test_shades_of_an_intent_count_together() -> None:
    features = Features.learn(
        list("abc"), longest=1, weight=1.0, encode=lambda texts: np.ones((len(texts), 1), np.float32)
    )
    model = IntentModel.fit(features, list("abc"), ["danger/119", "danger/120", "calm"], strength=10.0)
    danger = next(ranked for ranked in model.rank("火", 2) if ranked.name == "danger")

    assert set(danger.shades) == {"119", "120"}
    assert danger.confidence == pytest.approx(sum(danger.shades.values()))


def test_more_examples_are_the_same_at_every_training() -> None:
    first = more_examples(policy=50, outside=10, matters=50)

    assert first == more_examples(policy=50, outside=10, matters=50)
    assert len(first) == 110
