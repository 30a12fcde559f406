"""Calls to WeChat against a local api.weixin.qq.com that keeps its rules."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from api.wechat import client
from api.wechat.client import Failed, WeChat
from api.wechat.outgoing import LONGEST
from tests.api.peers import peer
from tests.api.wechat_api import APP_ID, SECRET, WeChatApi

OPENID = "oCitizen0001"


@pytest.fixture
def now():
    return [0.0]


@pytest.fixture
def api(now):
    return WeChatApi(clock=lambda: now[0])


@pytest.fixture
def there(api):
    with peer(answer=api) as listening:
        yield listening


@pytest.fixture
def wechat(there, now):
    calling = WeChat(APP_ID, SECRET, url=there.url, clock=lambda: now[0])
    yield calling
    calling.close()


def test_words_go_out_as_characters_and_in_pieces(wechat, api, there):
    api.allow(OPENID)
    wechat.say(OPENID, "路灯已修好。" * 300)

    assert "".join(words for _, words in api.said) == "路灯已修好。" * 300
    assert len(api.said) == 3
    assert all(len(words.encode()) <= LONGEST for _, words in api.said)
    assert "路灯" in there.asked[1].body.decode()


def test_a_long_text_that_breaks_off_says_how_far_it_came(wechat, api):
    api.allow(OPENID, "CLICK")
    with pytest.raises(Failed) as failed:
        wechat.say(OPENID, "路灯已修好。" * 600)

    assert (failed.value.code, failed.value.sent) == (45047, 3)


@pytest.mark.parametrize(
    "deed, seconds, count, code",
    {
        "wrote": ("message", 0, 6, 45047),
        "wrote long ago": ("message", 48 * 3600, 1, 45015),
        "tapped the menu": ("CLICK", 0, 4, 45047),
        "tapped it a minute ago": ("CLICK", 60, 1, 45015),
        "followed": ("subscribe", 0, 4, 45047),
    }.values(),
)
def test_the_platform_lets_so_much_out_and_no_more(wechat, api, now, deed, seconds, count, code):
    api.allow(OPENID, deed)
    now[0] = seconds
    for _ in range(count - 1):
        wechat.say(OPENID, "好")
    with pytest.raises(Failed) as failed:
        wechat.say(OPENID, "好")

    assert (failed.value.code, failed.value.final) == (code, True)


@pytest.mark.parametrize("code", sorted(client.TOKEN_ENDED))
def test_a_token_that_ended_is_asked_for_anew_once(wechat, api, there, code):
    api.codes = [code]
    api.allow(OPENID)
    wechat.say(OPENID, "好")

    assert api.said == [(OPENID, "好")]
    assert api.asked == {"stable_token": 2, "message/custom/send": 2}


def test_a_token_refused_twice_is_told(wechat, api):
    api.codes = [42001, 42001]
    with pytest.raises(Failed) as failed:
        wechat.say(OPENID, "好")

    assert (failed.value.code, failed.value.final) == (42001, False)


def test_a_token_is_renewed_before_it_ends(wechat, api, now):
    tokens = []
    for now[0] in (0.0, 6899.0, 6901.0):
        tokens.append(wechat.token())

    assert tokens == ["token-1", "token-1", "token-2"]


def test_two_processes_get_the_same_token_and_end_none(wechat, there, api, now):
    other = WeChat(APP_ID, SECRET, url=there.url, clock=lambda: now[0])

    assert wechat.token() == other.token()
    api.end_token()
    assert wechat.call("/cgi-bin/menu/create", {"button": []})["errcode"] == 0
    assert other.call("/cgi-bin/menu/create", {"button": []})["errcode"] == 0
    assert api.tokens == 2
    other.close()


def test_many_threads_ask_for_one_token_and_renew_it_once(wechat, api):
    with ThreadPoolExecutor(8) as pool:
        tokens = set(pool.map(lambda _: wechat.token(), range(40)))
    assert tokens == {"token-1"}
    api.end_token()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: wechat.call("/cgi-bin/menu/create", {"button": []}), range(40)))

    assert api.tokens == 2


def test_media_are_bytes_and_their_errors_are_told(wechat, api, monkeypatch):
    api.media["m1"] = b"\xff\xd8\xff\x00"

    assert wechat.media("m1") == b"\xff\xd8\xff\x00"
    with pytest.raises(Failed) as failed:
        wechat.media("gone")
    assert failed.value.code == 40007
    monkeypatch.setattr(client, "LARGEST_MEDIA", 3)
    with pytest.raises(Failed, match="过大"):
        wechat.media("m1")


def test_the_menu_is_set_and_taken_away(wechat, api):
    buttons = [{"type": "click", "name": "查进度", "key": "PROGRESS"}]
    wechat.menu(buttons)
    wechat.delete_menu()

    assert api.menus == [buttons, None]


@pytest.mark.parametrize(
    "answer",
    [(500, {}), (302, {}), (200, b"<html>"), (200, b"{"), (200, b"{}"), (200, b"[1]"), (200, {"errcode": "x"})],
)
def test_an_answer_that_is_none_is_told_without_the_secret(answer):
    with peer(answer=lambda asked: answer) as there, pytest.raises(Failed) as failed:
        WeChat(APP_ID, SECRET, url=there.url).say(OPENID, "好")

    assert failed.value.code == client.NO_ANSWER
    assert not failed.value.final
    assert SECRET not in str(failed.value)


def test_silence_is_told_without_the_token():
    with peer(answer=WeChatApi()) as there:
        calling = WeChat(APP_ID, SECRET, url=there.url, timeout_s=0.2)
        calling.token()
        there.released.clear()
        with pytest.raises(Failed, match="没有正常应答") as failed:
            calling.say(OPENID, "好")

    assert "token-1" not in str(failed.value)
