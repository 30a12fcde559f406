from pathlib import Path

import pytest

from api.settings import Settings, SettingsError

KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
WECHAT = {"WECHAT_TOKEN": "token", "WECHAT_AES_KEY": KEY, "WECHAT_APP_ID": "wx0123456789abcdef"}


def test_an_account_is_read_only_where_there_is_one():
    account = Settings.from_env({**WECHAT, "PUBLIC_URL": "https://12345.example.gov.cn/"})

    assert Settings.from_env({"WECHAT_AES_KEY": "short"}).wechat is None
    assert (account.wechat.aes_key, account.wechat.certified, account.public_url) == (
        KEY,
        False,
        "https://12345.example.gov.cn",
    )


def test_nothing_set_gives_the_defaults():
    settings = Settings.from_env({})

    assert (settings.port, settings.data_dir, settings.rate_limit, settings.production) == (
        8000,
        Path("var"),
        True,
        False,
    )
    assert settings.database_url == "sqlite:///var/desk.db"
    assert settings.index_dir == Path("var/index")


def test_everything_can_be_set():
    settings = Settings.from_env(
        {
            "PORT": "8123",
            "DATA_DIR": "/srv/desk",
            "DATABASE_URL": "postgresql://desk@localhost/desk",
            "RATE_LIMIT": "off",
            "PRODUCTION": "on",
            "BOT_TOKEN": "t" * 32,
            "WIDGET_SITES": "https://www.ahjd.gov.cn/, https://zwfw.ahjd.gov.cn",
            "TRUSTED_PROXIES": "127.0.0.1",
        }
    )

    assert settings.database_url.startswith("postgresql://")
    assert settings.widget_sites == ("https://www.ahjd.gov.cn", "https://zwfw.ahjd.gov.cn")
    assert not settings.rate_limit


@pytest.mark.parametrize(
    "environ, named",
    [
        ({"PORT": "0"}, "PORT"),
        ({"PORT": "web"}, "PORT"),
        ({"RATE_LIMIT": "maybe"}, "RATE_LIMIT"),
        ({"PRODUCTION": "on"}, "BOT_TOKEN"),
        ({"WIDGET_SITES": "javascript:alert(1)"}, "WIDGET_SITES"),
        ({"WIDGET_SITES": "https://a.cn;script-src *"}, "WIDGET_SITES"),
        ({"TRUSTED_PROXIES": "proxy"}, "TRUSTED_PROXIES"),
        ({"NOTIFY_WEBHOOK_URL": "https://a.example"}, "NOTIFY_WEBHOOK_SECRET"),
        ({"PUBLIC_URL": "12345.example.gov.cn"}, "PUBLIC_URL"),
        ({"WECHAT_TOKEN": "no"}, "WECHAT_TOKEN"),
        ({**WECHAT, "WECHAT_AES_KEY": "short"}, "WECHAT_AES_KEY"),
        ({**WECHAT, "WECHAT_AES_KEY_PREVIOUS": "short"}, "WECHAT_AES_KEY_PREVIOUS"),
        ({"WECHAT_TOKEN": "token", "WECHAT_AES_KEY": KEY}, "WECHAT_APP_ID"),
        ({"WECHAT_TOKEN": "token", "WECHAT_APP_SECRET": "secret"}, "WECHAT_APP_ID"),
        ({"WECHAT_TOKEN": "token", "WECHAT_CERTIFIED": "on"}, "WECHAT_APP_SECRET"),
        ({**WECHAT, "WECHAT_TEMPLATE": "template-1"}, "WECHAT_APP_SECRET"),
        ({**WECHAT, "WECHAT_API_URL": "ftp://a.example"}, "WECHAT_API_URL"),
        ({"WECHAT_TOKEN": "token", "PRODUCTION": "on", "BOT_TOKEN": "t" * 32}, "安全模式"),
        ({"NOTIFY_WEBHOOK_URL": "ftp://a.example", "NOTIFY_WEBHOOK_SECRET": "s" * 16}, "NOTIFY_WEBHOOK_URL"),
    ],
)
def test_a_value_that_cannot_be_used_is_named(environ, named):
    with pytest.raises(SettingsError, match=named):
        Settings.from_env(environ)
