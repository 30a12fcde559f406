"""A citizen and an agent, each in a browser of their own: from the queue to a person and back, without a reload."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS, say

LAMP = "旌阳镇阳光花园小区东门的路灯坏了一个多月，晚上看不见路"


@pytest.fixture
def both(window):
    """The citizen, who has asked for a person; the agent in front of his conversation."""
    citizen, agent = window(width=360), window(width=1280)
    page = citizen.open("/")
    say(page, "公租房怎么申请")
    say(page, "转人工")
    desk = agent.sign_in("zuoxi", "/agent")
    waiting = desk.locator(".queue__one", has_text="转人工").filter(has=desk.get_by_role("button", name="接入"))
    expect(waiting.first).to_contain_text(re.compile("已等"), timeout=SLOW_MS)
    waiting.last.get_by_role("button", name="接入").click()
    return citizen, page, agent, desk


def write(desk, words):
    desk.fill("#say-text", words)
    desk.press("#say-text", "Control+Enter")
    expect(desk.locator("#words")).to_contain_text(words, timeout=SLOW_MS)
    expect(desk.locator("#say-text")).to_have_value("")


def test_they_talk_both_ways_and_the_agent_files_what_was_said(both):
    _, page, agent, desk = both
    words = desk.locator("#words")
    expect(desk.locator("[data-owner]")).to_have_text("我答复")
    expect(words).to_contain_text("公租房怎么申请")
    write(desk, "您好，请说")
    expect(page.locator("#log")).to_contain_text("您好，请说", timeout=SLOW_MS)

    say(page, f"{LAMP}，我的电话是13900000001")
    expect(words).to_contain_text(LAMP, timeout=SLOW_MS)
    expect(words).to_contain_text("139****0001")
    expect(desk).to_have_title(re.compile("^（1）"))
    assert "13900000001" not in desk.content()
    expect(desk.locator("#lookup-text")).to_have_value(re.compile(LAMP))
    expect(words.locator("[data-new]")).to_be_in_viewport()
    agent.shoot("talk")

    desk.get_by_text("为他登记工单").click()
    desk.fill("#matter", LAMP)
    desk.fill("#place", "旌阳镇阳光花园小区东门")
    desk.get_by_role("button", name="登记，并告诉他编号").click()
    expect(desk.locator("#words")).to_contain_text(re.compile(r"JD-\d{8}-\d{6}"), timeout=SLOW_MS)
    expect(page.locator("#log")).to_contain_text("已为您登记工单", timeout=SLOW_MS)

    desk.get_by_role("button", name="结束，交还机器人").click()
    expect(page.locator("#log")).to_contain_text("人工服务已结束", timeout=SLOW_MS)
    say(page, "查进度")
    expect(page.locator("#log .say:not(.say--me)").last).to_contain_text("JD-", timeout=SLOW_MS)


def test_an_answer_is_quoted_with_its_source_and_danger_has_its_number_at_once(both):
    _, page, _, desk = both
    desk.fill("#lookup-text", "依申请公开多少个工作日内答复")
    desk.locator("#hits").get_by_role("button", name="引用到答复").first.click()
    expect(desk.locator("#say-text")).to_have_value(re.compile("20个工作日"), timeout=SLOW_MS)
    desk.get_by_role("button", name="发送").click()
    expect(page.locator("#log")).to_contain_text(re.compile("根据《.*20个工作日"), timeout=SLOW_MS)

    say(page, "家里着火了")
    expect(page.locator("#log .say:not(.say--me)").last).to_contain_text("119", timeout=SLOW_MS)
    desk.get_by_role("button", name="放回队列").click()
    expect(page.locator("#log")).to_contain_text("重新排队", timeout=SLOW_MS)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_conversation_fits_the_window(both, width):
    _, _, agent, desk = both
    desk.set_viewport_size({"width": width, "height": 800})

    assert agent.overflow() == 0
