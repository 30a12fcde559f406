"""Publishing the menu from the command line."""

import json

import pytest

from api import __main__ as command
from tests.api.peers import peer
from tests.api.wechat_api import APP_ID, SECRET, WeChatApi

PUBLIC = "https://12345.example.gov.cn"


@pytest.fixture
def weixin():
    with peer(answer=WeChatApi()) as there:
        yield there


@pytest.fixture
def run(monkeypatch, capsys, weixin):
    """Run the command with an account; returns exit status, output and complaint."""

    def ran(*arguments, **environ):
        given = {
            "PUBLIC_URL": PUBLIC,
            "WECHAT_TOKEN": "token",
            "WECHAT_APP_ID": APP_ID,
            "WECHAT_APP_SECRET": SECRET,
            "WECHAT_API_URL": weixin.url,
            **environ,
        }
        for name, value in given.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr("sys.argv", ["python -m api", "wechat-menu", *arguments])
        status = command.main()
        said = capsys.readouterr()
        return status, said.out, said.err

    return ran


def test_the_menu_is_published_with_pages_of_ours(run, weixin):
    status, said, _ = run()
    (menu,) = weixin.answer.menus

    assert (status, said) == (0, "公众号菜单已发布：问政策、我要办、查进度。\n")
    assert menu[1]["sub_button"][:2] == [
        {"type": "click", "name": "反映问题", "key": "report"},
        {"type": "view", "name": "申请信息公开", "url": f"{PUBLIC}/apply"},
    ]


def test_a_dry_run_shows_it_and_calls_nobody(run, weixin):
    status, said, _ = run("--dry-run")

    assert (status, len(json.loads(said)["button"]), weixin.asked) == (0, 3, [])


def test_it_is_deleted(run, weixin):
    assert run("--delete", PUBLIC_URL="")[0] == 0
    assert weixin.answer.menus == [None]


@pytest.mark.parametrize(
    "environ, named",
    [
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"WECHAT_APP_SECRET": ""}, "WECHAT_APP_SECRET"),
        ({"WECHAT_APP_SECRET": "wrong"}, "AppSecret 不正确"),
    ],
)
def test_what_is_missing_or_wrong_is_said_in_one_line(run, environ, named):
    status, _, complaint = run(**environ)

    assert status == 1
    assert named in complaint
    assert complaint.count("\n") == 1
    assert SECRET not in complaint
