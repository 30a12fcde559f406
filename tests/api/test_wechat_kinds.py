"""Every kind of message and event of a follower, what is erased when he leaves, and what nobody may read anywhere."""

import json
from dataclasses import asdict, replace

import pytest
from sqlalchemy import func, select

from api import delivery
from api.limits import MESSAGES
from api.wechat.account import Account
from api.wechat.pictures import GOT, NO_PICTURES, NOT_GOT, WHAT_ABOUT
from api.wechat.talk import EMPTY, NOT_READ, TYPE, WELCOME
from api.wechat.words import MORE, chosen, numbered, page
from desk import conversations, draft_files, draft_store, outbox, tables, talk_tables, wechat_users
from desk.case_records import Notice
from desk.drafts import Draft, DraftKind
from desk.records import Conversation
from desk.wechat_records import WeChatUser
from desk.wechat_tables import wechat_inbox, wechat_pushes, wechat_talks
from tests import files
from tests.api.peers import peer
from tests.api.serving import served
from tests.api.wechat_api import APP_ID, SECRET, WeChatApi
from tests.api.wechat_platform import KEY, TOKEN, Platform
from tests.builders import PHONE, filed_ticket

CITIZEN = "oCitizenCanary0001"
PUBLIC = "https://12345.example.gov.cn"
PLACE = "旌德县旌阳镇和平路12号"


@pytest.fixture
def weixin(at):
    photo = files.photo()
    with peer(answer=WeChatApi(clock=at.timestamp, media={"photo": photo, "note": b"no picture"})) as there:
        yield there


@pytest.fixture
def settings(settings, weixin):
    account = Account(TOKEN, KEY, "", APP_ID, SECRET, template="template-1", url=weixin.url)
    return replace(settings, wechat=account, public_url=PUBLIC, outlets=("wechat",))


@pytest.fixture
def serving(app):
    with served(app) as opened:
        yield opened
        app.state.wechat.close()


@pytest.fixture
def platform(serving, weixin, at):
    return Platform(serving.http, clock=at.timestamp, api=weixin.answer)


@pytest.fixture
def citizen(database, vault):
    """The follower's row as it stands."""

    def found():
        with database.readers() as session:
            return wechat_users.get(session, wechat_users.identify(CITIZEN, vault))

    return found


def sends(platform, kind, **fields):
    return platform.deliver(platform.message(CITIZEN, kind, **fields)).shown


def located(platform, label=PLACE):
    return sends(platform, "location", Location_X="30.286512", Location_Y="118.543210", Scale="15", Label=label)


def a_draft(database, vault, conversation, at, **filled):
    with database.sessions.begin() as session:
        draft_store.put(session, conversation, Draft(DraftKind.TICKET, **filled), at=at, vault=vault)


# ---- kinds ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind, fields, shown",
    [
        pytest.param("text", {"Content": "你好"}, "您说：你好", id="文字"),
        pytest.param("text", {"Content": " \u200b"}, EMPTY, id="看不见的字"),
        pytest.param("voice", {"MediaId": "m", "Recognition": "路灯坏了"}, "您说：路灯坏了", id="语音"),
        pytest.param("voice", {"MediaId": "m", "Recognition": ""}, TYPE, id="语音没有文字"),
        pytest.param("voice", {"MediaId": "m"}, TYPE, id="语音没有识别"),
        pytest.param("video", {"MediaId": "m", "ThumbMediaId": "t"}, NOT_READ, id="视频"),
        pytest.param("shortvideo", {"MediaId": "m", "ThumbMediaId": "t"}, NOT_READ, id="小视频"),
        pytest.param("link", {"Title": "a", "Description": "b", "Url": "https://a.example"}, NOT_READ, id="链接"),
        pytest.param("image", {"PicUrl": "http://a.example", "MediaId": "photo"}, GOT + WHAT_ABOUT, id="图片"),
        pytest.param("image", {"PicUrl": "http://a.example", "MediaId": "gone"}, NOT_GOT, id="图片取不到"),
        pytest.param("hologram", {"Content": "?"}, None, id="没见过的"),
    ],
)
def test_every_message_is_answered(platform, monkeypatch, kind, fields, shown):
    monkeypatch.setattr("api.wechat.pictures.WAITS_S", (0.0,))

    assert sends(platform, kind, **fields) == shown


@pytest.mark.parametrize(
    "event, fields, heard",
    [
        pytest.param("CLICK", {"EventKey": "report"}, ["我要反映问题"], id="菜单"),
        pytest.param("CLICK", {"EventKey": "removed"}, [], id="菜单已经没有这一项"),
        pytest.param("VIEW", {"EventKey": "https://a.example"}, [], id="打开网页"),
        pytest.param("SCAN", {"EventKey": "mine", "Ticket": "t"}, ["查一下我的办理进度"], id="扫码"),
        pytest.param("SCAN", {"EventKey": "123", "Ticket": "t"}, [], id="扫别的码"),
        pytest.param("subscribe", {"EventKey": "qrscene_report", "Ticket": "t"}, ["我要反映问题"], id="扫码关注"),
        pytest.param("LOCATION", {"Latitude": "30.2", "Longitude": "118.5", "Precision": "9"}, [], id="上报位置"),
        pytest.param("ENTERPRISE", {}, [], id="没见过的"),
    ],
)
def test_every_event_says_what_it_stands_for(platform, parts, event, fields, heard):
    shown = platform.event(CITIZEN, event, **fields).shown

    assert [words for _, words in parts.bot.heard] == heard
    assert (shown or "").endswith(f"您说：{heard[0]}" if heard else "")


def test_who_subscribes_is_greeted_with_three_doors_a_number_opens(platform, parts):
    greeting = platform.event(CITIZEN, "subscribe").shown

    assert greeting.startswith(WELCOME)
    assert greeting.count("\n") == 5
    assert platform.text(CITIZEN, "2").shown == "您说：我要反映问题"


# ---- numbers, pages, links ------------------------------------------------------------------------------------------


def offering(parts):
    buttons = [{"title": "匿名", "payload": "我要匿名"}, {"title": "留电话", "payload": "留电话"}]
    parts.bot.script["投诉"] = [{"text": "要匿名吗？", "buttons": buttons}]


def test_buttons_become_numbers_of_the_next_message_only(platform, parts):
    offering(parts)

    assert platform.text(CITIZEN, "投诉").shown == "要匿名吗？\n\n回复数字选择：\n1 匿名\n2 留电话"
    assert platform.text(CITIZEN, "１").shown == "您说：我要匿名"
    assert platform.text(CITIZEN, "1").shown == "您说：1"


@pytest.mark.parametrize(
    "said, meant",
    {"1": "甲", "２": "乙", " 2。": "乙", "选1": "甲", "第二个": "乙", "回复2": "乙", "①": "甲", "2️⃣": "乙", "一": "甲",
     "3": None, "0": None, "12": None, "1个月": None, "两": None, "": None, "13900000001": None}.items(),
)  # fmt: skip
def test_a_number_is_one_of_those_offered(said, meant):
    assert chosen(said, ("甲", "乙")) == meant


def test_a_long_reply_goes_on_when_asked(platform, parts):
    lines = [f"第{n}条：{'办' * 60}。" for n in range(30)]
    parts.bot.script["全文"] = [{"text": "\n".join(lines), "buttons": [{"title": "转人工", "payload": "转人工"}]}]
    pages = [platform.text(CITIZEN, "全文").shown]
    while pages[-1].endswith(MORE):
        pages.append(platform.text(CITIZEN, "继续").shown)

    assert len(pages) == 3
    assert "\n".join(each.removesuffix(MORE) for each in pages) == numbered("\n".join(lines), [("转人工", "")]).text
    assert platform.text(CITIZEN, "1").shown == "您说：转人工"
    assert platform.text(CITIZEN, "继续").shown == "您说：继续"


@pytest.mark.parametrize("text", ["短", "字" * 3000, "a" * 5000, "😀" * 900])
def test_pages_hold_everything_and_fit(text):
    whole, rest = "", text
    while rest:
        shown, rest = page(rest)
        assert len(shown.encode()) <= 2000
        whole += shown.removesuffix(MORE) if rest else shown
    assert whole == text


def test_sources_and_pages_are_links_to_follow(platform, parts):
    cited = {"title": "制度", "section": "第八条", "url": "/documents/rules#p10"}
    other = {"title": "流程", "section": "", "url": "/documents/flow#p1"}
    parts.bot.script["几天"] = [{"text": "20个工作日（/track）", "custom": {"citations": [cited, other]}}]

    assert platform.text(CITIZEN, "几天").shown.splitlines() == [
        f"20个工作日（{PUBLIC}/track）",
        f"查看原文：{PUBLIC}/documents/rules#p10",
        f"另见《流程》：{PUBLIC}/documents/flow#p1",
    ]


# ---- pictures and places --------------------------------------------------------------------------------------------


def test_a_picture_waits_for_the_case_once_however_often_it_is_sent(platform, database, citizen, vault, at):
    platform.text(CITIZEN, "你好")
    a_draft(database, vault, citizen().conversation, at, matter="路灯坏了")
    sent = platform.message(CITIZEN, "image", PicUrl="http://a.example", MediaId="photo")
    first, copy = platform.deliver(sent), platform.deliver(sent)

    assert first.shown == GOT
    assert first.replies == copy.replies
    with database.readers() as session:
        (kept,) = draft_files.listed(session, citizen().conversation, vault)
    assert kept.media == "image/jpeg"


def test_what_is_no_picture_is_refused_in_words(platform):
    assert "不接收这种文件" in sends(platform, "image", PicUrl="http://a.example", MediaId="note")


def test_the_tenth_picture_is_refused_and_the_nine_stay(platform, weixin, database, citizen, vault):
    for n in range(10):
        weixin.answer.media[f"p{n}"] = files.photo(size=(60 + n, 60))
    shown = [sends(platform, "image", PicUrl="http://a.example", MediaId=f"p{n}") for n in range(10)]

    assert "最多 9 个附件" in shown[-1]
    with database.readers() as session:
        assert draft_files.count(session, citizen().conversation) == 9


def test_a_place_fills_the_open_ticket(platform, database, citizen, parts, vault, at):
    platform.text(CITIZEN, "你好")
    a_draft(database, vault, citizen().conversation, at, matter="路灯坏了")

    assert located(platform) == "您说：继续"
    with database.readers() as session:
        draft = draft_store.get(session, citizen().conversation, vault=vault)
    assert draft.place == f"{PLACE}（北纬30.28651，东经118.54321）"


def test_a_place_sent_first_is_that_of_the_matter_that_follows(platform, database, citizen, parts, vault, at):
    asked = located(platform)
    a_draft(database, vault, citizen().conversation, at, matter="路灯坏了")
    platform.text(CITIZEN, "路灯坏了")

    assert asked == f"收到位置：{PLACE}（北纬30.28651，东经118.54321）。要反映这里的什么事？"
    assert [words for _, words in parts.bot.heard] == ["路灯坏了", "继续"]
    with database.readers() as session:
        assert draft_store.get(session, citizen().conversation, vault=vault).place.startswith(PLACE)


def test_a_place_without_a_name_is_asked_for(platform):
    assert "请打字告诉我地点" in located(platform, label="")


# ---- limits, sessions, leaving --------------------------------------------------------------------------------------


def test_who_sends_too_fast_is_told_and_others_are_not(platform, app, parts):
    app.state.limits._active, app.state.limits._clock = True, lambda: 0.0
    shown = [platform.text(CITIZEN, f"第{n}句").shown for n in range(MESSAGES.burst + 1)]

    assert shown[-1].startswith("您发得太快了")
    assert len(parts.bot.heard) == MESSAGES.burst
    assert platform.text("oSomebodyElse", "你好").shown == "您说：你好"


def test_after_a_long_silence_a_new_conversation_goes_on_with_draft_files_and_cases(
    database, vault, calendar, citizen, at
):
    number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number
    with database.sessions.begin() as session:
        before = wechat_users.arrive(session, CITIZEN, at=at, vault=vault).conversation
        draft_store.put(session, before, Draft(DraftKind.TICKET, matter="路灯坏了"), at=at, vault=vault)
        conversations.link(session, before, number)
    later = at + wechat_users.SILENCE * 2
    with database.sessions.begin() as session:
        user = wechat_users.arrive(session, CITIZEN, at=later, vault=vault)
        found = wechat_users.openid_of(session, before, vault)

    assert (user.conversation != before, user.serial, found) == (True, 2, CITIZEN)
    with database.readers() as session:
        assert draft_store.get(session, user.conversation, vault=vault).matter == "路灯坏了"
        assert conversations.linked(session, user.conversation) == [number]
        assert conversations.linked(session, before) == []


def test_who_leaves_in_the_middle_of_a_form_leaves_nothing_but_his_cases(
    platform, database, vault, calendar, citizen, at, parts
):
    number = filed_ticket(database.sessions, at=at, calendar=calendar, vault=vault).number
    old = platform.message(CITIZEN, "text", Content="我家住在某某街")
    platform.deliver(old)
    sends(platform, "image", PicUrl="http://a.example", MediaId="photo")
    conversation = citizen().conversation
    a_draft(database, vault, conversation, at, matter="路灯坏了", phone=PHONE)
    with database.sessions.begin() as session:
        conversations.link(session, conversation, number)
        session.add(Notice(1, number, "wechat", conversation, "已签收", at, at))

    assert platform.event(CITIZEN, "unsubscribe").replies == [b"success"]
    assert platform.deliver(old).replies == [b"success"]  # a late copy brings nothing back
    left = citizen()
    assert (left.openid, left.token, left.conversation, left.offer) == ("", "", "", "")
    assert parts.bot.forgotten == [conversation]
    held = (
        tables.conversations, tables.messages, tables.drafts, tables.case_links, talk_tables.draft_files,
        wechat_talks, wechat_pushes,
    )  # fmt: skip
    with database.readers() as session:
        assert [session.execute(select(func.count()).select_from(table)).scalar_one() for table in held] == [0] * 7
        assert session.execute(select(func.count()).select_from(tables.tickets)).scalar_one() == 1
        assert outbox.counts(session).waiting == 0
        assert set(session.execute(select(wechat_inbox.c.content, wechat_inbox.c.user)).all()) <= {
            ("", ""),
            ("", left.id),
        }


def test_who_comes_back_begins_anew(platform, citizen, database):
    platform.text(CITIZEN, "你好")
    before = citizen().conversation
    platform.event(CITIZEN, "unsubscribe")

    assert platform.event(CITIZEN, "subscribe").shown.startswith(WELCOME)
    assert citizen().conversation not in ("", before)


# ---- notices --------------------------------------------------------------------------------------------------------


def notified(app, database, conversation, at):
    with database.sessions.begin() as session:
        session.add(Notice(1, "JD-20261120-000012", "wechat", conversation, "您的工单已签收", at, at))
    ways = delivery.notifiers(app.state.settings, app.state.wechat)
    return delivery.deliver(database, "wechat", ways["wechat"], clock=lambda: at)


def test_a_notice_reaches_the_follower_and_its_failure_is_noted(app, platform, weixin, database, citizen, at):
    platform.text(CITIZEN, "你好")
    sent = notified(app, database, citizen().conversation, at)
    with database.sessions.begin() as session:
        session.execute(tables.notices.update().values(receipt="200163836"))
    fields = {"MsgID": "200163836", "Status": "failed:user block"}

    assert sent == 1
    assert [asked.json["touser"] for asked in weixin.asked if "bizsend" in asked.path] == [CITIZEN]
    assert platform.event(CITIZEN, "TEMPLATESENDJOBFINISH", **fields).replies == [b"success"]
    with database.readers() as session:
        (notice,) = outbox.undelivered(session)
    assert notice.error == "微信回执：failed:user block"


def test_whoever_left_is_not_notified(app, platform, database, citizen, weixin, at):
    platform.text(CITIZEN, "你好")
    conversation = citizen().conversation
    platform.event(CITIZEN, "unsubscribe")

    notified(app, database, conversation, at)

    assert not [asked for asked in weixin.asked if "bizsend" in asked.path]


# ---- nobody reads an openid -----------------------------------------------------------------------------------------


def test_the_openid_lies_nowhere_in_plain(serving, app, platform, database, at, tmp_path, caplog, citizen, parts):
    caplog.set_level("DEBUG", logger="api")
    offering(parts)
    platform.text(CITIZEN, "投诉")
    sends(platform, "image", PicUrl="http://a.example", MediaId="photo")
    platform.event(CITIZEN, "CLICK", EventKey="report")
    notified(app, database, citizen().conversation, at)
    metrics = serving.http.get("/metrics").text

    database.engine.dispose()
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db*"))
    assert CITIZEN not in metrics + caplog.text
    assert CITIZEN.encode() not in stored
    assert 'wechat_deliveries_total{kind="text",outcome="answered"} 1.0' in metrics
    assert CITIZEN not in repr(app.state.wechat.account) + json.dumps(asdict(citizen()), default=str)


def test_the_account_does_not_print_its_secrets():
    shown = repr(Account(TOKEN, KEY, KEY, APP_ID, SECRET))

    assert all(secret not in shown for secret in (TOKEN, KEY, SECRET))


def test_without_a_secret_pictures_are_declined(platform, app, monkeypatch):
    monkeypatch.setattr(app.state.wechat.pictures, "_client", None)

    assert sends(platform, "image", PicUrl="http://a.example", MediaId="photo") == NO_PICTURES


def test_the_row_of_a_follower_is_what_the_tables_say(database, citizen, platform):
    platform.text(CITIZEN, "你好")

    assert isinstance(citizen(), WeChatUser)
    with database.readers() as session:
        assert session.execute(select(Conversation.channel)).scalar_one() == "wechat"
