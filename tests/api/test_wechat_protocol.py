"""The protocol against its published vector, another implementation, and everything that is broken or forged."""

import json
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from api.wechat import incoming, outgoing, xml
from api.wechat.crypto import KEEP_S, WINDOW_S, Cipher, Rejected, Replays, signature, verify
from api.wechat.door import Door, Knock
from tests.api import wechat_fuzz, wechat_oracle
from tests.api.wechat_fuzz import GOOD, KEY, OLD_KEY, TOKEN, Source, inputs, knocking, outcome

VECTOR = json.loads(Path(__file__).with_name("wechat_vector.json").read_text(encoding="utf-8"))
STAMP, NONCE = VECTOR["timestamp"], VECTOR["nonce"]
AT = datetime.fromtimestamp(wechat_fuzz.NOW, UTC)
MESSAGE = incoming.parse(GOOD)
NASTY = "x]]></Content><MsgType><![CDATA[image]]></MsgType><Content><![CDATA[z"


def a_message(kind, **fields):
    given = {"ToUserName": "gh_1", "FromUserName": "o1", "CreateTime": STAMP, "MsgType": kind, **fields}
    inner = "".join(f"<{name}>{outgoing.cdata(value)}</{name}>" for name, value in given.items())
    return f"<xml>{inner}</xml>".encode()


# ---- vector and oracle ----------------------------------------------------------------------------------------------


def test_the_published_vector():
    cipher = Cipher(VECTOR["encoding_aes_key"], VECTOR["appid"])
    encrypted = cipher.encrypt(VECTOR["xml"].encode(), random16=VECTOR["random16"].encode())

    assert signature(VECTOR["token"], STAMP, NONCE) == VECTOR["url_signature"]
    assert encrypted == VECTOR["encrypt"]
    assert signature(VECTOR["token"], STAMP, NONCE, encrypted) == VECTOR["msg_signature"]
    assert cipher.decrypt(encrypted) == VECTOR["xml"].encode()


def test_another_implementation_agrees():
    """10,000 with ``python -m tests.api.wechat_oracle 10000``."""
    assert wechat_oracle.differences(500) == []


# ---- the door -------------------------------------------------------------------------------------------------------


def test_nothing_broken_or_forged_is_more_than_refused():
    """1,000,000 with ``python -m tests.api.wechat_fuzz``."""
    outcomes = {outcome(door, given) for given in inputs(4000, seed=7) for door in wechat_fuzz.doors()}

    assert "收下" in outcomes
    assert len(outcomes) > 10


@given(body=some.binary(max_size=300), nonce=some.text(max_size=20))
def test_whatever_bytes_come_signed_the_plain_door_answers(body, nonce):
    knock = Knock(signature(TOKEN, STAMP, nonce), STAMP, nonce)

    assert outcome(Door(TOKEN), wechat_fuzz.Given(wechat_fuzz.NOW, knock, body))


@given(plain=some.binary(min_size=1, max_size=20).map(lambda part: part * 16))
def test_whatever_the_right_key_hides_the_encrypted_door_answers(plain):
    encrypted = wechat_fuzz.sealed(plain)
    body = f"<xml><Encrypt>{encrypted}</Encrypt></xml>".encode()
    knock = knocking(Source(1), encrypted)

    assert outcome(wechat_fuzz.doors()[0], wechat_fuzz.Given(wechat_fuzz.NOW, knock, body))


def a_plain(*, size=0, app_id=b"wx0123456789abcdef", message=GOOD):
    return wechat_fuzz.padded(message, size=len(message) + size, app_id=app_id)


def padded_by(last):
    plain = a_plain()
    return plain[:-1] + bytes([last])


@pytest.mark.parametrize(
    "plain",
    {
        "no pad": padded_by(0),
        "a pad of 33": padded_by(33),
        "a pad longer than the message": bytes([200]) * 64,
        "a pad of other bytes": a_plain()[:-2] + bytes([9, a_plain()[-1]]),
        "one byte more": a_plain(size=1),
        "one byte less": a_plain(size=-1),
        "endless": a_plain(size=2**31),
        "another account": a_plain(app_id=b"wx0123456789abcdeF"),
        "no account": a_plain(app_id=b""),
        "no text": a_plain(message=b"<xml>\xff</xml>"),
        "nothing but a pad": bytes([32]) * 32,
    }.values(),
)
def test_what_the_right_key_hides_wrongly_is_refused(plain):
    with pytest.raises(Rejected):
        Cipher(KEY, wechat_fuzz.APP_ID).decrypt(wechat_fuzz.sealed(plain))


@pytest.mark.parametrize(
    "text", ["", "=", "AAAA", "A" * 64, "中文", "\ud800", "_-" * 32, f"{'A' * 43}=", f"{'A' * 63}\n"]
)
def test_what_is_no_ciphertext_is_refused(text):
    with pytest.raises(Rejected):
        Cipher(KEY, wechat_fuzz.APP_ID).decrypt(text)


def test_the_answer_tells_nobody_what_was_wrong():
    door = wechat_fuzz.doors()[0]
    told = set()
    for each in inputs(300):
        try:
            door.admit(each.knock, each.body, now=each.now)
        except Rejected as refused:
            told.add(str(refused))

    assert len(told) == 1


def an_envelope(message=GOOD, *, key=KEY, plain=b""):
    encrypted = Cipher(key, wechat_fuzz.APP_ID).encrypt(message)
    body = b"<xml>" + plain + f"<Encrypt>{encrypted}</Encrypt></xml>".encode()
    return knocking(Source(3), encrypted), body


def test_messages_under_the_previous_key_are_read_and_answered_under_the_new_one():
    door = wechat_fuzz.doors()[0]
    knock, body = an_envelope(key=OLD_KEY)

    assert door.admit(knock, body, now=wechat_fuzz.NOW) == MESSAGE
    sealed = incoming.envelope(door.sealed(outgoing.text(MESSAGE, "好", at=AT), knock))
    assert incoming.parse(Cipher(KEY, wechat_fuzz.APP_ID).decrypt(sealed)).text == "好"


def test_in_compatible_mode_the_encrypted_part_counts():
    forged = a_message("text", Content="换了内容", MsgId="9")[5:-6]
    knock, body = an_envelope(plain=forged)

    assert wechat_fuzz.doors()[0].admit(knock, body, now=wechat_fuzz.NOW) == MESSAGE
    assert wechat_fuzz.doors()[1].admit(knock, body, now=wechat_fuzz.NOW).text == "换了内容"


def test_an_encrypted_account_takes_nothing_plain():
    with pytest.raises(Rejected) as refused:
        wechat_fuzz.doors()[0].admit(knocking(Source(3)), GOOD, now=wechat_fuzz.NOW)

    assert refused.value.reason == "消息没有加密"


def test_the_signature_is_looked_at_before_the_envelope_is_opened(monkeypatch):
    opened = []
    monkeypatch.setattr(Cipher, "decrypt", lambda self, text: opened.append(text))
    knock, body = an_envelope()
    with pytest.raises(Rejected):
        wechat_fuzz.doors()[0].admit(
            Knock(knock.signature, knock.timestamp, knock.nonce, "0" * 40), body, now=wechat_fuzz.NOW
        )

    assert opened == []


def test_the_address_is_proved_by_the_echo_to_the_letter():
    echo = ' "5836"\n<é '

    assert Door(TOKEN).greet(knocking(Source(3)), echo, now=wechat_fuzz.NOW) == echo
    with pytest.raises(Rejected):
        Door("another").greet(knocking(Source(3)), echo, now=wechat_fuzz.NOW)


@pytest.mark.parametrize("key", ["", "short", KEY[:-1] + "=", KEY + "A", "é" * 43])
def test_a_key_that_is_none_is_told_at_the_start(key):
    with pytest.raises(ValueError, match="43"):
        Cipher(key or "-", wechat_fuzz.APP_ID)


@pytest.mark.parametrize("last", "GH")
def test_the_two_spare_bits_of_a_key_do_not_matter(last):
    assert Cipher(KEY[:-1] + last, "wx1").decrypt(Cipher(KEY, "wx1").encrypt(GOOD)) == GOOD


@pytest.mark.parametrize("given", ["", "0" * 40, "é", "\ud800", VECTOR["url_signature"].upper()])
def test_no_other_signature_will_do(given):
    verify(VECTOR["url_signature"], VECTOR["token"], STAMP, NONCE)
    with pytest.raises(Rejected):
        verify(given, VECTOR["token"], STAMP, NONCE)


@pytest.mark.parametrize(
    "stamp, later, new",
    {
        "just now": (STAMP, 0, True),
        "five minutes late": (STAMP, WINDOW_S, True),
        "five minutes early": (STAMP, -WINDOW_S, True),
        "later": (STAMP, WINDOW_S + 1, False),
        "from the future": (STAMP, -WINDOW_S - 1, False),
        "no number": ("１７９０", 0, False),
        "signed": ("-1", 0, False),
        "endless": ("9" * 5000, 0, False),
        "nothing": ("", 0, False),
    }.values(),
)
def test_only_the_time_around_now_counts(stamp, later, new):
    try:
        Replays().check(stamp, "n", "s", b"", now=int(STAMP) + later)
    except Rejected:
        assert not new
    else:
        assert new


def test_the_same_again_passes_with_the_same_content_only():
    replays, now = Replays(), float(STAMP)
    replays.check(STAMP, "n", "s", b"a", now=now)
    replays.check(STAMP, "n", "s", b"a", now=now + 5)
    with pytest.raises(Rejected):
        replays.check(STAMP, "n", "s", b"b", now=now + 10)
    replays.check(STAMP, "n2", "s2", b"b", now=now + 10)


def test_what_is_too_old_to_come_again_is_forgotten():
    replays = Replays()
    for second in range(0, 4 * KEEP_S, 10):
        now = int(STAMP) + second
        replays.check(str(now), "n", "s", b"a", now=now)

    assert len(replays._seen) == len(replays._order) == KEEP_S // 10 + 1


# ---- messages in ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "document",
    {
        "not XML": b"{}",
        "half": GOOD[:-3],
        "twice": GOOD + GOOD,
        "another root": GOOD.replace(b"xml>", b"html>"),
        "a document type": b"<!DOCTYPE xml>" + GOOD,
        "an entity": b'<!DOCTYPE xml [<!ENTITY a "b">]>' + GOOD.replace(b"oOpenId1", b"&a;"),
        "too large": GOOD.replace(b"oOpenId1", b"o" * xml.LARGEST),
        "too deep": GOOD.replace(b"<MsgId>", b"<a>" * 100_000 + b"<MsgId>")[: xml.LARGEST],
        "one field twice": GOOD.replace(b"<MsgId>", b"<MsgType>image</MsgType><MsgId>"),
        "NUL": GOOD.replace(b"oOpenId1", b"o\x00"),
        "half a surrogate pair": GOOD.replace(b"oOpenId1", b"o\xed\xa0\x80"),
        "another encoding": GOOD.decode().encode("utf-16"),
        "no sender": GOOD.replace(b"oOpenId1", b""),
        "a sender with markup": GOOD.replace(b"oOpenId1", b"a b"),
        "no time": GOOD.replace(b"<CreateTime>1790000000</CreateTime>", b""),
        "no type": a_message(""),
    }.values(),
)
def test_what_is_no_message_is_refused(document):
    with pytest.raises(Rejected):
        incoming.parse(document)


@pytest.mark.parametrize(
    "kind, fields, read",
    [
        ("text", {"Content": "路灯坏了😀", "MsgId": "1"}, {"text": "路灯坏了😀", "key": "1"}),
        ("text", {"Content": "a", "MsgId": "abc"}, {"key": "abc"}),
        ("text", {"Content": "", "MsgId": "1", "MsgDataId": "3", "Idx": "1"}, {"text": ""}),
        ("image", {"PicUrl": "http://p", "MediaId": "m"}, {"picture_url": "http://p", "media_id": "m"}),
        ("voice", {"MediaId": "m", "Format": "amr"}, {"media_id": "m", "format": "amr", "recognition": ""}),
        ("voice", {"MediaId": "m", "Recognition": "路灯坏了"}, {"recognition": "路灯坏了"}),
        ("video", {"MediaId": "m", "ThumbMediaId": "t"}, {"media_id": "m", "thumb_id": "t"}),
        ("shortvideo", {"MediaId": "m", "ThumbMediaId": "t"}, {"thumb_id": "t"}),
        (
            "location",
            {"Location_X": "30.28", "Location_Y": "118.54", "Scale": "20", "Label": "旌阳镇"},
            {"latitude": 30.28, "longitude": 118.54, "label": "旌阳镇"},
        ),
        ("location", {"Location_X": "nan", "Location_Y": "181"}, {"latitude": None, "longitude": None}),
        ("link", {"Title": "t", "Description": "d", "Url": "u"}, {"title": "t", "description": "d", "url": "u"}),
        ("event", {"Event": "subscribe"}, {"event": "subscribe", "event_key": ""}),
        ("event", {"Event": "subscribe", "EventKey": "qrscene_7", "Ticket": "T"}, {"event_key": "7", "ticket": "T"}),
        ("event", {"Event": "unsubscribe"}, {"event": "unsubscribe"}),
        ("event", {"Event": "SCAN", "EventKey": "7"}, {"event": "SCAN", "event_key": "7"}),
        ("event", {"Event": "CLICK", "EventKey": "PROGRESS"}, {"event_key": "PROGRESS"}),
        ("event", {"Event": "LOCATION", "Latitude": "30.2", "Precision": "9"}, {"latitude": 30.2, "precision": 9.0}),
        ("event", {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "5", "Status": "success"}, {"status": "success"}),
        ("something_new", {"Foo": "bar"}, {"kind": "something_new"}),
    ],
)
def test_every_kind_is_read(kind, fields, read):
    message = incoming.parse(a_message(kind, **fields))

    assert {name: getattr(message, name) for name in read} == read
    assert message.kind == kind
    assert (message.sender, message.account, message.created) == ("o1", "gh_1", int(STAMP))


def test_events_of_one_second_are_told_apart_and_known_again():
    """Two template jobs done, two menu items tapped: the same sender and second, and MsgID is no message's number."""
    events = [
        {"Event": "CLICK", "EventKey": "A"},
        {"Event": "CLICK", "EventKey": "B"},
        {"Event": "SCAN", "EventKey": "A"},
        {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "1", "Status": "success"},
        {"Event": "TEMPLATESENDJOBFINISH", "MsgID": "2", "Status": "success"},
    ]
    keys = [incoming.parse(a_message("event", **each)).key for each in events]

    assert len(set(keys)) == len(events)
    assert keys == [incoming.parse(a_message("event", **each)).key for each in events]
    assert all(len(key) <= incoming.LONGEST_KEY for key in keys)


# ---- replies --------------------------------------------------------------------------------------------------------


@given(content=some.text(min_size=1, max_size=400))
def test_words_come_through_the_reply_unchanged_and_alone(content):
    reply = outgoing.text(MESSAGE, content, at=AT)
    if reply == outgoing.SILENCE:
        assert outgoing.tidy(content) == ""
        return
    root = ElementTree.fromstring(reply)

    assert [child.tag for child in root] == ["ToUserName", "FromUserName", "CreateTime", "MsgType", "Content"]
    assert root.findtext("Content") == outgoing.tidy(content)


def test_a_citizens_words_cannot_end_the_section_they_stand_in():
    root = ElementTree.fromstring(outgoing.text(MESSAGE, f"您说：{NASTY}", at=AT))

    assert root.findtext("Content") == f"您说：{NASTY}"
    assert len(root.findall("MsgType")) == 1


@given(
    content=some.text(alphabet=some.sampled_from("路灯坏了，。\n !\r\x00😀a"), max_size=600),
    limit=some.integers(min_value=4, max_value=300),
)
def test_pieces_fit_and_hold_every_character_in_order(content, limit):
    pieces = outgoing.split(content, limit)

    assert all(0 < len(piece.encode()) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(outgoing.tidy(content).split())


@pytest.mark.parametrize(
    "content, pieces",
    {
        "short": ("好的。", ["好的。"]),
        "nothing": (" \n\x00 ", []),
        "after a line": ("一二三四\n五六七八", ["一二三四", "五六七八"]),
        "after a sentence": ("一二三。四五六七八", ["一二三。", "四五六七八"]),
        "after a comma": ("一二三，四五六七八", ["一二三，", "四五六七八"]),
        "not before its half": ("一。二三四五六七八", ["一。二三四", "五六七八"]),
        "anywhere": ("一二三四五六七八", ["一二三四五", "六七八"]),
        "never inside a character": ("😀😀😀😀", ["😀😀😀", "😀"]),
    }.values(),
)
def test_pieces_end_where_a_reader_would_pause(content, pieces):
    assert outgoing.split(content, 15) == pieces


def test_a_reply_too_long_for_the_platform_is_not_written():
    assert outgoing.text(MESSAGE, "a" * outgoing.LONGEST, at=AT)
    with pytest.raises(ValueError, match="split"):
        outgoing.text(MESSAGE, "a" * (outgoing.LONGEST + 1), at=AT)


def test_silence_is_the_word_for_it_and_goes_unsealed():
    assert outgoing.text(MESSAGE, "\x07 ", at=AT) == outgoing.SILENCE == b"success"
    assert wechat_fuzz.doors()[0].sealed(outgoing.SILENCE, knocking(Source(3))) == b"success"
    assert wechat_fuzz.doors()[1].sealed(b"<xml/>", knocking(Source(3))) == b"<xml/>"
