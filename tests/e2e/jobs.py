"""What people come to do, step by step, as more than one test needs it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.e2e.visitor import Visitor

MATTER = "请住建局管管：旌阳镇阳光花园3栋电梯坏了三天，物业不修，老人上不了楼，我姓程，电话13900000001"
SLOW_MS = 30_000  # a busy machine may take its time


def say(page: Page, text: str) -> None:
    """Say something and wait for the answer."""
    answers = page.locator("#log .say:not(.say--me)")
    before = answers.count()
    page.fill("#text", text)
    page.press("#text", "Enter")
    expect(answers.nth(before)).to_be_visible(timeout=SLOW_MS)
    expect(page.locator(".typing")).to_have_count(0, timeout=SLOW_MS)


def file_by_chat(visitor: Visitor) -> tuple[str, str]:
    page = visitor.open("/")
    page.get_by_role("button", name="反映问题").click()
    expect(page.locator("#log .say:not(.say--me)")).to_be_visible(timeout=SLOW_MS)
    say(page, MATTER)
    page.get_by_role("button", name="确认提交").click()
    receipt = page.locator(".receipt")
    expect(receipt).to_be_visible(timeout=SLOW_MS)
    number = re.search(r"JD-\d{8}-\d{6}", receipt.inner_text())
    assert number is not None
    return number.group(), receipt.locator("code").inner_text()


def track(visitor: Visitor, number: str, secret: str) -> Page:
    page = visitor.open("/track")
    page.fill("#number", number)
    page.fill("#secret", secret)
    page.get_by_role("button", name="查看").click()
    expect(page.locator(".state")).to_be_visible()
    return page


def do(page: Page, deed: str) -> None:
    """Press the button of *deed*, unfolding its form if need be."""
    form = page.locator(f'details[data-deed="{deed}"]')
    if form.count() and form.get_attribute("open") is None:
        form.locator("summary").click()
    page.locator(f'button[data-deed="{deed}"]').click()
