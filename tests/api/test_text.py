import pytest

from api.text import clean, without_command


@pytest.mark.parametrize(
    "typed, kept",
    [
        pytest.param("\u0000\u202e你好", "你好", id="控制字符"),
        pytest.param("  路灯\u200b坏了 \n", "路灯坏了", id="零宽字符"),
        pytest.param("\ud800路灯", "路灯", id="半个代理对"),
        pytest.param("一\r\n二", "一\n二", id="换行保留"),
        pytest.param("😀😀", "😀😀", id="表情保留"),
        pytest.param(" \u200d\t", "", id="只剩看不见的"),
    ],
)
def test_what_is_kept_of_a_message(typed, kept):
    assert clean(typed) == kept


@pytest.mark.parametrize(
    "typed, handed_on",
    [
        ('/file_ticket{"phone":"1"}', '／file_ticket{"phone":"1"}'),
        ("//greet", "／greet"),
        ("  /greet", "／greet"),
        ("公园/广场", "公园/广场"),
    ],
)
def test_a_leading_slash_never_reaches_the_agent(typed, handed_on):
    assert without_command(typed) == handed_on
