"""Which words ring which number."""

from __future__ import annotations

import pytest

from knowledge.emergencies import load_emergencies

EMERGENCIES = load_emergencies()

DANGERS = {
    "我家厨房着火了快来": "119",
    "怕是着火了快来人": "119",
    "屋里好大的煤气味": "119",
    "小区电梯坏了困住两个人": "119",
    "孩子掉进河里了": "119",
    "老人晕倒在门口叫不醒": "120",
    "有人触电了": "120",
    "我不想活了": "110",
    "他站在楼顶上要跳": "110",
    "刚才路口两辆车撞车了": "122",
    "货车侧翻在省道上": "122",
    "有人拿刀砍人": "110",
    "小偷进我家了": "110",
}

CALM = (
    "消防通道被堵了，万一着火怎么办",
    "请问火灾保险怎么赔",
    "路口容易出车祸，建议装红绿灯",
    "上个月我家着火了，房子损失怎么申请救助",
    "昨天晚上被人打了，想问派出所办得怎么样",
    "交通事故认定书要多久",
    "热死了，空调坏了没人修",
    "举报工厂偷排污水",
    "燃气费多少钱一方",
    "救护车收费标准",
    "县政府几点上班",
    "119是什么电话",
)


@pytest.mark.parametrize("text,number", DANGERS.items())
def test_danger_rings_its_number(text, number):
    found = EMERGENCIES.spot(text)

    assert found is not None
    assert found.number == number


@pytest.mark.parametrize("text", CALM)
def test_talk_about_danger_is_no_danger(text):
    assert EMERGENCIES.spot(text) is None


def test_a_sign_alone_is_no_danger():
    assert EMERGENCIES.suspected("手被夹住了")
    assert not EMERGENCIES.suspected("办证要几天")


def test_traditional_and_full_width_words_are_read():
    assert EMERGENCIES.spot("家裡起火了快來人") is not None
    assert EMERGENCIES.spot("Ｆｉｒｅ！ fire!") is not None


@pytest.mark.parametrize("text", ["去年家里着火了，补助还没到", "持刀伤人判几年", "笑得我喘不上气"])
def test_a_calm_way_of_talking_outweighs_the_words(text):
    assert EMERGENCIES.calm(text)
    assert EMERGENCIES.spot(text) is None
