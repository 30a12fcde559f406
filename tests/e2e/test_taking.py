"""A call taken down without touching the mouse: a duplicate merged, a lawful path told, another channel chosen."""

import re

import httpx
import pytest
from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS

WALL = ("凤凰新村2栋外墙瓷砖往下掉，砸坏了车顶", "旌阳镇凤凰新村")
WALL_TOO = ("外墙瓷砖又往下掉，差点砸到人", "旌阳镇凤凰新村2栋")
BRIDGE = ("村口小桥桥面破了个大洞，电动车掉进去过", "俞村镇凫山村")
BRIDGE_TOO = ("桥面塌了个洞没人补，很危险", "俞村镇凫山村桥头")
COURT = "我不服县法院的判决，请你们改过来"


def file(home, matter, place, phone):
    body = {"matter": matter, "place": place, "type": "投诉", "name": "程某", "phone": phone}
    return httpx.post(f"{home}/api/v1/tickets", json=body, timeout=60).raise_for_status().json()["number"]


@pytest.fixture
def console(window):
    def opened(width=1280):
        visitor = window(width=width)
        return visitor, visitor.sign_in("zuoxi", "/agent")

    return opened


def take_down(page, matter, place, phone):
    """Type as an agent does: the cursor is in the matter when the page opens."""
    expect(page.locator("#matter")).to_be_focused()
    page.keyboard.insert_text(matter)
    page.keyboard.press("Tab")
    page.keyboard.insert_text(place)
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.insert_text(phone)


def test_a_duplicate_is_shown_and_merged_by_keys_alone(console, home):
    number = file(home, *WALL, "13900000041")
    visitor, page = console()
    take_down(page, *WALL_TOO, "13900000042")
    expect(page.locator("#duplicates")).to_contain_text(number, timeout=SLOW_MS)
    page.keyboard.press("Alt+d")
    expect(page.locator("#merge-1")).to_be_focused()
    page.keyboard.press("Space")
    expect(page.locator("#merge-1")).to_be_checked()
    visitor.shoot("duplicates")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".receipt")).to_contain_text(f"同一件事已经有人反映（{number}）", timeout=SLOW_MS)
    page.get_by_role("link", name="查看办件").click()
    expect(page.locator("#merged")).to_be_visible()


def test_a_lawful_path_is_told_and_the_caller_insists(console):
    _, page = console()
    take_down(page, COURT, "旌阳镇", "13900000043")
    expect(page.locator("#path")).to_contain_text("上诉", timeout=SLOW_MS)
    page.keyboard.press("Alt+d")
    expect(page.locator("#insist")).to_be_focused()
    page.keyboard.press("Space")
    page.keyboard.press("Control+Enter")

    expect(page.locator(".receipt")).to_contain_text("已登记", timeout=SLOW_MS)


def test_what_was_not_told_is_not_filed(console):
    visitor, page = console()
    take_down(page, COURT, "旌阳镇", "13900000044")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert")).to_contain_text("还没有登记", timeout=SLOW_MS)
    visitor.forgive("409")

    expect(page.locator("#matter")).to_have_value(COURT)
    expect(page.locator("#insist")).not_to_be_checked()


def test_the_caller_again_is_recognised_by_telephone(console, home):
    number = file(home, *BRIDGE, "13900000045")
    _, page = console()
    take_down(page, *BRIDGE_TOO, "13900000045")
    page.keyboard.press("Tab")
    expect(page.locator("#repeats")).to_contain_text(number, timeout=SLOW_MS)

    expect(page.locator("#caller")).to_contain_text("历次办件")


def test_a_channel_asks_for_what_belongs_to_it(console):
    _, page = console()
    expect(page.locator("#upstream")).to_be_hidden()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#channel")).to_be_focused()
    page.locator("#channel").select_option("来信来访")
    expect(page.locator("#upstream")).to_be_hidden()
    expect(page.locator("#received")).to_be_visible()
    page.locator("#channel").select_option("市长信箱")

    expect(page.locator("#upstream")).to_have_attribute("required", "")
    expect(page.locator("#received")).to_be_visible()


def test_what_is_set_apart_on_the_case_is_not_proposed_again(window, home):
    number = file(home, "河滨公园长椅断了一条木板，坐着扎人", "旌阳镇河滨公园", "13900000046")
    other = file(home, "公园里的长椅木条断了没人修", "旌阳镇河滨公园东门", "13900000047")
    visitor = window(width=1280)
    page = visitor.sign_in("xianban", f"/desk/cases/{other}")
    part = page.locator("[data-duplicates]")
    expect(part).to_contain_text(number, timeout=SLOW_MS)
    part.get_by_role("button", name="不是同一件事").first.click()

    expect(page.locator(".timeline")).to_contain_text("不是同一件事", timeout=SLOW_MS)
    expect(page.locator("[data-duplicates]")).not_to_contain_text(re.compile(number), timeout=SLOW_MS)


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_console_fits_with_paths_and_duplicates(console, home, width):
    file(home, *WALL, f"1390000005{width % 7}")
    visitor, page = console(width)
    page.locator("#channel").select_option("市长信箱")
    page.locator("#place").fill(WALL_TOO[1])
    page.locator("#matter").fill(f"{WALL_TOO[0]}。{COURT}")
    expect(page.locator("#path")).to_be_visible(timeout=SLOW_MS)
    fits = visitor.overflow() <= 0
    page.click("#large-type")

    assert fits
    assert visitor.overflow() <= 0
