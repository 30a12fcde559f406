"""Personal data in free text is found however it is typed, and never survives the mask."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.digits import spoken_digits
from desk.masking import find, mask, mask_value
from desk.validity import check_character

IDENTITY = "34182519000101000" + check_character("34182519000101000")

HIDDEN = {
    "手机": ("打13900000001找我", "打139****0001找我"),
    "手机带空格": ("电话139 0000 0001。", "电话139****0001。"),
    "手机带横线": ("139-0000-0001", "139****0001"),
    "手机全角": ("１３９－００００－０００１", "139****0001"),
    "手机汉字念数": ("幺三九零零零零零零零一", "139****0001"),
    "手机汉字与数字混写": ("139零零零零零零零1", "139****0001"),
    "手机带国家码": ("+86 13900000001", "139****0001"),
    "两个手机连着空格": ("13900000001 13900000002", "139****0001 139****0002"),
    "座机带区号": ("家里0563-8000001", "家里0563*****01"),
    "身份证": (f"证号{IDENTITY}", "证号" + "*" * 14 + IDENTITY[-4:]),
    "身份证分段": ("341825 19900101 1234", "*" * 14 + "1234"),
    "身份证小写x": ("34182519900101123x", "*" * 14 + "123X"),
    "十五位身份证": ("341825900101123", "*" * 11 + "1123"),
    "银行卡分组": ("卡号6222 0200 0000 0000 000", "卡号***************0000"),
    "邮箱": ("发到 shili@example.com 吧", "发到 s***@example.com 吧"),
    "单字邮箱": ("a@example.com", "***@example.com"),
    "微信号": ("微信号shili_001", "微信号*******01"),
    "护照": ("护照E12345678", "护照*******78"),
    "多按一位的手机": ("139000000011", "**********11"),
    "少按一位的手机": ("1390000000", "********00"),
}

KEPT = {
    "工单编号": "JD-20200917-00001C 办得怎么样了",
    "公开编号": "GK-20210105-000012 到哪一步了",
    "文号": "政办〔2020〕85号",
    "日期": "2020年12月22日9:00—10:00",
    "金额": "差不多1200000元",
    "汉字里的一二三": "一二三四五六七八九",
    "楼栋": "阳光花园3栋2单元1801室",
    "热线": "打12345没人接，110也打了",
    "统一社会信用代码": "统一社会信用代码：91341825MA2N000001",
}


@pytest.mark.parametrize("text, shown", HIDDEN.values(), ids=HIDDEN.keys())
def test_what_identifies_a_person_is_hidden(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize("text", KEPT.values(), ids=KEPT.keys())
def test_what_identifies_no_person_is_kept(text: str) -> None:
    assert mask(text) == text


def test_found_says_where_in_the_text_as_given_and_what_it_means() -> None:
    text = "找王，１３９ ００００ ０００１，谢谢"
    [found] = find(text)
    assert (found.kind, found.value) == ("phone", "13900000001")
    assert text[found.start : found.end] == "１３９ ００００ ０００１"


def test_an_identity_number_keeps_four_characters_at_most() -> None:
    assert mask_value("id", IDENTITY).count("*") == 14


def digits_of(text: str) -> str:
    return re.sub(r"\D", "", spoken_digits(text))


around = st.text(st.sampled_from("我的电话是，。 找人谢a-"), max_size=12)
phones = st.builds(lambda rest: f"139{rest}", st.text("0123456789", min_size=8, max_size=8))
gaps = st.lists(st.sampled_from(["", "", " ", "-", " - "]), min_size=10, max_size=10)
scripts = st.sampled_from(["0123456789", "０１２３４５６７８９", "零一二三四五六七八九", "〇壹贰叁肆伍陆柒捌玖"])


def written(number: str, gap: list[str], script: str) -> str:
    signs = [script[int(digit)] for digit in number]
    return "".join(sign + between for sign, between in zip(signs, [*gap, ""], strict=True))


@given(around, phones, gaps, scripts, around)
def test_no_phone_survives_however_it_is_written(
    before: str, phone: str, gap: list[str], script: str, after: str
) -> None:
    assert phone not in digits_of(mask(before + written(phone, gap, script) + after))


@given(around, st.dates(), st.text("0123456789", min_size=3, max_size=3), around)
def test_no_identity_number_survives(before: str, born: object, order: str, after: str) -> None:
    first = f"341825{str(born).replace('-', '')}{order}"
    number = first + check_character(first)
    assert number not in mask(f"{before}{number}{after}").upper()


@given(st.text(st.sampled_from("0123456789 -.@aEXx零一九JDGK微信号"), max_size=60))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(max_size=200))
def test_found_pieces_stand_in_order_inside_the_text(text: str) -> None:
    edges = [edge for found in find(text) for edge in (found.start, found.end)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= len(text) for edge in edges)
