"""One message of a citizen, taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.facts import FORMS, Facts
from desk.intake import Reader
from desk.places import Gazetteer
from knowledge.places import Town

READER = Reader(
    Gazetteer(
        [
            Town("旌阳镇", ("旌阳",), ("新桥社区",), ()),
            Town("庙首镇", ("庙首",), (), ()),
            Town("白地镇", ("白地",), ("江村",), ()),
            Town("三溪镇", ("三溪",), (), ()),
        ]
    )
)


def test_everything_said_in_one_message_is_taken_at_once() -> None:
    told = READER.read("旌阳镇新桥社区阳光花园3栋楼下的路灯坏了好几天了，我姓陈，电话139 0000 0001")
    assert told == Facts(
        matter="旌阳镇新桥社区阳光花园3栋楼下的路灯坏了好几天了",
        matters=("旌阳镇新桥社区阳光花园3栋楼下的路灯坏了好几天了",),
        place="旌阳镇新桥社区阳光花园3栋楼下",
        town="旌阳镇",
        village="新桥社区",
        name="陈",
        phone="13900000001",
    )


NO_MATTER = [
    "你好，我要投诉",
    "我想反映一个问题",
    "我想申请信息公开",
    "电话是13900000001",
    "我叫陈小草",
    "匿名",
    "谢谢",
]


@pytest.mark.parametrize("said", NO_MATTER)
def test_a_wish_a_greeting_or_contact_data_alone_is_no_matter(said: str) -> None:
    assert READER.read(said).matter is None


MATTERS = {
    "问候去掉": ("您好，我想反映一下，楼下烧烤店油烟太大", "楼下烧烤店油烟太大"),
    "联系方式去掉": ("低保停了三个月，请联系我13900000003，谢谢", "低保停了三个月"),
    "保密的话去掉": ("桥栏杆断了，不要让镇里知道是我说的", "桥栏杆断了"),
    "句中的号码去掉": ("打13900000001这个号码没人接，是工程队的电话", "这个号码没人接，是工程队的电话"),
    "编号和查询码去掉": ("查一下JD-20201222-000017 查询码 ABCD-EF12-GH34-JK56", None),
}


@pytest.mark.parametrize("said, matter", MATTERS.values(), ids=MATTERS.keys())
def test_the_matter_is_what_is_left_when_courtesies_and_contact_data_are_gone(said: str, matter: str | None) -> None:
    assert READER.read(said).matter == matter


NAMES = {
    "我姓": ("我姓陈，路灯坏了", "陈"),
    "我叫": ("我叫欧阳小草，电话13900000001", "欧阳小草"),
    "女士": ("我是李女士，楼下的树倒了", "李女士"),
    "没说": ("王家的狗咬了我", None),
    "叫我去不是名字": ("他们叫我去窗口", None),
}


@pytest.mark.parametrize("said, name", NAMES.values(), ids=NAMES.keys())
def test_a_name_is_taken_only_when_the_speaker_gives_it(said: str, name: str | None) -> None:
    assert READER.read(said).name == name


@pytest.mark.parametrize(
    "said, anonymous",
    [
        ("匿名", True),
        ("我不想留名字", True),
        ("不方便留电话", True),
        ("不用匿名", False),
        ("我实名举报", False),
        ("好的", None),
    ],
)
def test_anonymous_is_a_wish_that_can_be_taken_back(said: str, anonymous: bool | None) -> None:
    assert READER.read(said).anonymous is anonymous


@pytest.mark.parametrize("said", ["请替我保密", "别让村干部知道", "怕打击报复"])
def test_the_wish_for_secrecy_is_heard(said: str) -> None:
    assert READER.read(said).confidential is True


ANSWERS = {
    "姓名连着电话": ("name", "陈某某 13900000001", "name", "陈某某"),
    "地点": ("place", "阳光花园3栋", "place", "阳光花园3栋"),
    "只有镇": ("place", "就在庙首镇", "place", "庙首镇"),
    "没有结构的地点": ("place", "老粮站后头", "place", "老粮站后头"),
    "姓": ("name", "王", "name", "王"),
    "全名": ("name", "我叫陈小草", "name", "陈小草"),
    "电话": ("contact", "幺三九零零零零零零零一", "phone", "13900000001"),
    "座机": ("contact", "0563-8000001", "phone", "05638000001"),
    "邮箱": ("contact", "shili@example.com", "email", "shili@example.com"),
    "形式": ("form", "邮件吧", "form", "电子邮件"),
    "所需信息": ("wanted", "财政局去年的三公经费明细", "wanted", "财政局去年的三公经费明细"),
    "事项": ("matter", "停水", "matter", "停水"),
}


@pytest.mark.parametrize("asked, said, slot, value", ANSWERS.values(), ids=ANSWERS.keys())
def test_a_bare_answer_fills_the_slot_that_was_asked(asked: str, said: str, slot: str, value: str) -> None:
    assert getattr(READER.read(said, asked=asked), slot) == value


@pytest.mark.parametrize("asked", ["place", "name", "contact", "form", "wanted"])
def test_a_refusal_is_no_answer(asked: str) -> None:
    told = READER.read("不知道", asked=asked)
    assert told == Facts()


@pytest.mark.parametrize(
    "said, why", [("1390000", "您填了 7 位"), ("139000000012", "您填了 12 位"), ("电话是8026519", "缺少区号")]
)
def test_a_wrong_number_is_told_why_and_not_kept(said: str, why: str) -> None:
    told = READER.read(said, asked="contact")
    assert told.phone is None
    assert [problem.slot for problem in told.problems] == ["contact"]
    assert why in told.problems[0].message


CORRECTIONS = {
    "地址": ("地址说错了，是庙首镇", "place", "庙首镇", {"place"}),
    "否定": ("不是三溪镇，是庙首镇", "place", "庙首镇", {"place"}),
    "电话": ("电话改成13900000002", "phone", "13900000002", {"contact"}),
    "名字": ("名字写错了，我叫陈小草", "name", "陈小草", {"name"}),
}


@pytest.mark.parametrize("said, slot, value, corrected", CORRECTIONS.values(), ids=CORRECTIONS.keys())
def test_a_correction_gives_the_new_value_and_says_which(said: str, slot: str, value: str, corrected: set[str]) -> None:
    told = READER.read(said)
    assert getattr(told, slot) == value
    assert told.corrected == corrected
    assert told.matter is None


PARTS = {
    "还有一件事": ("楼下烧烤店油烟太大，还有一件事，路口的井盖丢了", ("楼下烧烤店油烟太大", "路口的井盖丢了")),
    "第一第二": (
        "第一，我们村的垃圾没人清运；第二，小学门口没有红绿灯",
        ("我们村的垃圾没人清运", "小学门口没有红绿灯"),
    ),
    "编号": ("1、小区停水没有通知；2、门禁坏了没人修", ("小区停水没有通知", "门禁坏了没人修")),
    "第二天不是第二件": ("昨天报修了，第二天也没有人来修水管", ("昨天报修了，第二天也没有人来修水管",)),
    "还有不成句": ("路灯坏了，还有很黑", ("路灯坏了，还有很黑",)),
    "小数": ("欠了我2.5万元工资一直不给", ("欠了我2.5万元工资一直不给",)),
}


@pytest.mark.parametrize("said, parts", PARTS.values(), ids=PARTS.keys())
def test_matters_the_speaker_counts_are_told_apart(said: str, parts: tuple[str, ...]) -> None:
    assert READER.read(said).matters == parts


WANTED = {
    "申请公开": ("我想申请公开2019年旌德县财政预算，最好邮寄给我，我叫陈小草", "2019年旌德县财政预算", "邮寄"),
    "要求提供": ("要求提供城北路改造的中标合同，发我邮箱", "城北路改造的中标合同", "电子邮件"),
    "查阅": ("想查一下我们村的征地批复，到现场查阅", "我们村的征地批复", "现场查阅"),
    "没说要什么": ("我要申请政府信息公开", None, None),
}


@pytest.mark.parametrize("said, wanted, form", WANTED.values(), ids=WANTED.keys())
def test_a_disclosure_request_names_information_and_form(said: str, wanted: str | None, form: str | None) -> None:
    told = READER.read(said)
    assert (told.wanted, told.form) == (wanted, form)
    assert form is None or form in FORMS


@pytest.mark.parametrize("said", ["JD-20201222-000017", "工单jd20201222000017到哪了", "ＪＤ－20201222－000017"])
def test_a_case_number_is_read_however_it_is_typed(said: str) -> None:
    assert READER.read(said).number == "JD-20201222-000017"


@pytest.mark.parametrize(
    "said, secret",
    [
        ("查询码abcd-ef12-gh34-jk56", "ABCDEF12GH34JK56"),
        ("ABCD EF12 GH34 JK5O", "ABCDEF12GH34JK50"),
        ("6222 0200 0000 0000", None),
        ("JD-20201222-000017", None),
    ],
)
def test_a_secret_is_told_from_cards_and_numbers(said: str, secret: str | None) -> None:
    assert READER.read(said).secret == secret


@given(st.text(max_size=300), st.sampled_from([None, "place", "name", "contact", "wanted", "form", "matter"]))
def test_any_text_is_read_without_failing(said: str, asked: str | None) -> None:
    told = READER.read(said, asked=asked)
    assert told.form is None or told.form in FORMS
    assert len(told.matters) != 0 or told.matter is None
