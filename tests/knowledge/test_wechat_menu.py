"""The menu of the WeChat account: what WeChat would refuse is refused before."""

import pytest

from knowledge.source import KnowledgeError
from knowledge.wechat_menu import load_wechat_menu

TALKS = "{name: 反映问题, key: report, words: 我要反映问题}"


def test_each_column_has_a_door_and_a_scene_says_what_its_item_says():
    menu = load_wechat_menu()

    assert len(menu.doors) == len(menu.columns) == 3
    assert menu.words("report") == "我要反映问题"
    assert menu.words("") == menu.words("123") == ""


@pytest.mark.parametrize(
    "written, named",
    {
        "": "1 至 3 列",
        f"- {{name: 办, items: [{TALKS}]}}\n" * 4: "1 至 3 列",
        f"- {{name: 办, items: [{TALKS}, {TALKS}]}}\n": "report 重复",
        "- {name: 办, items: []}\n": "1 至 5 项",
        f"- {{name: 我要反映一个问题, items: [{TALKS}]}}\n": "最多 16 字节",
        "- {name: 办, items: [{name: 反映, words: 反映}]}\n": "要有 key",
        "- {name: 办, items: [{name: 反映, key: Report, words: 反映}]}\n": "要有 key",
        "- {name: 办, items: [{name: 反映, key: report}]}\n": "写一样",
        "- {name: 办, items: [{name: 反映, key: report, words: 反映, page: /apply}]}\n": "写一样",
        "- {name: 办, items: [{name: 申请, page: 'https://a.example'}]}\n": "本站页面",
        "- {name: 办, items: [{name: 申请, pages: /apply}]}\n": "pages",
    }.items(),
)
def test_what_wechat_would_refuse_is_told_with_its_line(tmp_path, written, named):
    (tmp_path / "wechat_menu.yml").write_text(written, encoding="utf-8")

    with pytest.raises(KnowledgeError, match=rf"wechat_menu.yml:\d+.*{named}"):
        load_wechat_menu(tmp_path)
