"""A real conversation through the real application leaves the right marks, and the county office sees them."""

import json

import httpx
from playwright.sync_api import expect

from tests.e2e.jobs import MATTER
from tests.e2e.server import PASSWORD

SAID = ("你好", "依申请公开要多久答复", "火星移民怎么报名", MATTER, "确认")


def test_a_conversation_is_counted_as_it_went(window, home):
    before = report(home)
    session = None
    for words in SAID:
        body = {"text": words, "session": session, "channel": "web"}
        session = httpx.post(f"{home}/api/v1/chat", json=body, timeout=60).json()["session"]
    after = report(home)

    grown = {name: after["outcomes"][name] - before["outcomes"][name] for name in after["outcomes"]}
    assert {name: count for name, count in grown.items() if count} == {
        "闲谈": 1, "已答": 1, "查无": 1, "填写": 1, "已立案": 1,
    }  # fmt: skip
    assert after["total"]["conversations"] - before["total"]["conversations"] == 1
    assert ended(after) - ended(before) == 1

    page = window().sign_in("xianban", "/office")
    page.get_by_role("link", name="对话统计").click()
    expect(page.get_by_role("heading", name="对话统计", level=1)).to_be_visible()
    gap = page.locator("#gaps ~ ol > li", has_text="火星移民")
    gap.get_by_role("button", name="标为不补充").click()
    expect(page.locator("#gaps ~ ol > li", has_text="火星移民")).to_contain_text("不补充")
    assert "13900000001" not in page.content() + json.dumps(after)


def report(home):
    with httpx.Client(base_url=home, timeout=60) as browser:
        browser.post("/sign-in", data={"name": "xianban", "password": PASSWORD})
        return browser.get("/api/v1/reports/talk").json()


def ended(told):
    return sum(form["ends"]["已提交"] for form in told["forms"])
