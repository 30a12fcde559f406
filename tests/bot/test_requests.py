"""Applying for information in the chat: every step with the real agent, application and documents."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desk import identities, store
from desk.disclosure import Disclosure
from desk.validity import check_character
from retrieval import index as stored
from retrieval.encode import DEFAULT_ENCODER, Encoder
from retrieval.search import Searcher

Chat = Callable[[str], dict[str, Any]]
ID_NUMBER = "34182519000101000" + check_character("34182519000101000")
WANTED = "某道路工程的招标文件"
PUBLIC = "重大行政决策公众参与程序规定"


@pytest.fixture(scope="session")
def searcher() -> Searcher:
    folder = Path(os.environ.get("DATA_DIR") or "var") / "index"
    stored.build(folder, Encoder.load(str(DEFAULT_ENCODER)), report=print)
    return Searcher.load(folder, str(DEFAULT_ENCODER))


@pytest.fixture
def chat(served: Any, searcher: Searcher) -> Chat:
    return served(searcher)


def through(chat: Chat, *said: str) -> dict[str, Any]:
    """The last reply."""
    return [chat(text) for text in said][-1]


def filed(reply: dict[str, Any], database: Any) -> Disclosure:
    with database.readers() as session:
        return store.disclosure(session, reply["filed"][0]["number"])


def titles(reply: dict[str, Any]) -> list[str]:
    return [button["title"] for each in reply["replies"] for button in each["buttons"]]


@pytest.mark.parametrize(
    "question, words, note",
    [
        ("申请信息公开要多久答复", "20个工作日", "征求第三方和其他机关意见所需的时间不计算在内"),
        ("申请信息公开要花钱吗", "缴费事项", "不收费"),
        ("对公开答复不服怎么办", "六十日内", ""),
        ("补正是什么", "补正通知书", "7个工作日内一次性告知补正"),
        ("可以打电话申请公开吗", "不直接受理通过电话方式提出的申请", ""),
        ("单位申请公开要授权委托书吗", "授权委托书", "没有要求每个组织都出具授权委托书"),
    ],
)
def test_the_procedure_is_told_from_the_documents(chat: Chat, question: str, words: str, note: str) -> None:
    reply = chat(question)
    told = str(reply["replies"])

    assert words in told
    assert note in told
    assert reply["replies"][0]["citations"] or any(each["citations"] for each in reply["replies"])


def test_what_is_public_is_shown_and_one_may_apply_all_the_same(chat: Chat) -> None:
    shown = through(chat, "我要申请信息公开", PUBLIC)
    still = chat("仍要申请")

    assert "已经公开" in shown["said"]
    assert "仍要申请" in titles(shown)
    assert "姓名" in still["said"]


def test_whoever_has_found_it_files_nothing(chat: Chat) -> None:
    reply = through(chat, "我要申请信息公开", PUBLIC, "不申请了")

    assert "已取消" in reply["said"]
    assert reply["form"] is None


def test_what_nobody_published_goes_straight_on(chat: Chat) -> None:
    assert "姓名" in through(chat, "我要申请信息公开", WANTED)["said"]


def test_a_person_files_and_is_led_to_the_page_for_the_proof(chat: Chat, database: Any) -> None:
    summary = through(chat, "我要申请信息公开", WANTED, "我叫陈某", "13900000012", "电子邮件")
    done = chat("确认")
    request = filed(done, database)

    assert "申请人类别" not in summary["said"]
    assert "身份证明" in done["said"]
    assert "/track" in done["said"]
    assert (request.wanted, request.form, request.delivery) == (WANTED, "电子文件", "电子邮件")
    assert not request.identified


def test_an_organisation_files_two_things_as_one_request(chat: Chat, database: Any) -> None:
    wanted = f"{WANTED}\n某道路工程的施工合同"
    summary = through(chat, "我要申请信息公开", wanted, "某某建材有限公司", "13900000012", "邮寄")
    request = filed(chat("确认"), database)

    assert "申请人类别：商业企业" in summary["said"]
    assert (request.applicant, request.delivery) == ("商业企业", "邮寄")
    assert "招标文件" in request.wanted
    assert "施工合同" in request.wanted


@pytest.mark.parametrize("step", [0, 1, 2])
def test_a_number_of_identity_is_hidden_and_the_page_is_named(chat: Chat, database: Any, vault: Any, step: int) -> None:
    said = ["我要申请信息公开", WANTED, "我叫陈某", "13900000012"]
    replies = [chat(text) for text in said[: step + 2]]
    typed = chat(f"我的身份证号是{ID_NUMBER}")

    assert "证件号码请不要在对话里发" in typed["said"]
    assert "查进度" in typed["said"]
    assert ID_NUMBER not in str([*replies, typed])


def test_the_status_of_a_request_is_told_with_what_is_missing(chat: Chat, database: Any, vault: Any) -> None:
    through(chat, "我要申请信息公开", WANTED, "我叫陈某", "13900000012", "邮寄")
    request = filed(chat("确认"), database)
    progress = chat("查一下进度")
    with database.readers() as session:
        person = identities.get(session, request.number, vault=vault)

    assert request.number in progress["said"]
    assert "第三十条" in progress["said"]
    assert "id_number" not in person
