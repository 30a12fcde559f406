"""A citizen asks, reads the source, files a matter and follows it."""

import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.jobs import MATTER, SLOW_MS, file_by_chat, say, track
from tests.files import PDF, photo


def test_an_answer_cites_the_article_and_its_link_opens_there(window):
    visitor = window(width=360)
    visitor.page.emulate_media(reduced_motion="reduce")
    page = visitor.open("/")
    say(page, "依申请公开多少个工作日内答复？")
    source = page.locator(".source").first
    expect(source).to_contain_text("20个工作日")
    visitor.shoot("citizen")

    key = page.locator("#log .say strong").first.inner_text().strip("“”")
    assert "20个工作日" in key
    expect(source.locator("mark")).to_contain_text(key)
    with visitor.context.expect_page() as opened:
        source.get_by_role("link").click()
    document = opened.value
    expect(document.locator(":target mark")).to_contain_text(key)
    expect(document.locator(":target")).to_be_in_viewport()


def test_a_matter_told_in_one_message_is_filed_and_tracked(window):
    visitor = window(width=360)
    number, secret = file_by_chat(visitor)
    page = track(visitor, number, secret)

    expect(page.locator("#case")).to_contain_text("住建局")
    expect(page.locator(".timeline")).to_contain_text("登记")
    expect(page.locator("main")).to_contain_text("最晚")
    assert secret not in page.url


def test_the_count_of_days_unfolds(window, filed):
    visitor = window(width=360)
    page = track(visitor, *filed)
    page.get_by_text("怎么算的").click()

    expect(page.locator(".sheet__day--due")).to_be_visible()
    expect(page.locator(".clock__words").first).to_contain_text("日历版本")
    visitor.shoot("track")


def test_a_wrong_secret_and_an_unknown_number_read_the_same(browser, home, filed):
    sentences = set()
    for number, secret in ((filed[0], "0000000000000000"), ("JD-20200101-000011", filed[1])):
        page = browser.new_page()
        page.goto(f"{home}/track")
        page.fill("#number", number)
        page.fill("#secret", secret)
        page.get_by_role("button", name="查看").click()
        sentences.add(page.get_by_role("alert").inner_text())
        page.close()

    assert len(sentences) == 1


def test_what_the_form_has_and_lacks_is_shown(window):
    page = window(width=360).open("/")
    page.get_by_role("button", name="反映问题").click()
    expect(page.locator(".chip--missing").first).to_be_visible(timeout=SLOW_MS)
    say(page, "庙首镇里仁村路灯坏了半个月")

    expect(page.locator(".chip:not(.chip--missing)").first).to_be_visible()
    expect(page.locator(".chip--missing")).to_contain_text("联系方式")


def test_a_filled_chip_is_tapped_to_correct_it(window):
    page = window(width=360).open("/")
    page.get_by_role("button", name="反映问题").click()
    expect(page.locator(".chip--missing").first).to_be_visible(timeout=SLOW_MS)
    say(page, "庙首镇里仁村路灯坏了半个月")
    page.locator(".chip", has_text="地点").click()
    expect(page.locator("#text")).to_have_value("地点改成")
    expect(page.locator("#text")).to_be_focused()
    say(page, "地点改成庙首镇集镇")

    expect(page.locator(".chip", has_text="地点")).to_contain_text("集镇")


def test_the_receipt_is_all_a_citizen_needs_and_leaves_no_secret_in_the_browser(window):
    visitor = window(width=360)
    number, secret = file_by_chat(visitor)
    page, receipt = visitor.page, visitor.page.locator(".receipt")

    expect(receipt).to_contain_text("住建局")
    expect(receipt).to_contain_text("前答复")
    with page.expect_download() as calendar:
        receipt.get_by_role("link", name="加到日历").click()
    assert calendar.value.suggested_filename == f"{number}.ics"
    assert "BEGIN:VEVENT" in Path(calendar.value.path()).read_text(encoding="utf-8")
    assert secret not in page.evaluate("JSON.stringify([sessionStorage, localStorage])")
    page.reload()
    expect(page.locator(".receipt code")).to_have_text(secret)
    receipt.get_by_role("button", name="查进度").click()
    expect(page.locator(".state")).to_be_visible()
    assert secret not in page.url


def test_the_transcript_is_saved_without_the_secret(window):
    visitor = window(width=360)
    number, secret = file_by_chat(visitor)
    page = visitor.page
    page.get_by_role("button", name="保存").click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载文本").click()
    text = Path(saved.value.path()).read_text(encoding="utf-8")

    assert number in text
    assert "我：确认提交" in text
    assert secret not in text


def test_the_talk_survives_a_reload(window):
    page = window(width=360).open("/")
    say(page, "依申请公开多少个工作日内答复？")
    page.reload()

    expect(page.locator("#log .say--me")).to_have_text("依申请公开多少个工作日内答复？")
    expect(page.locator("#log .source").first).to_contain_text("20个工作日")
    assert "工作日" not in page.evaluate("JSON.stringify(sessionStorage)")


def test_a_new_talk_begins_empty_and_the_old_one_can_be_erased(window):
    visitor = window(width=360)
    page = visitor.open("/")
    say(page, "我要反映问题")
    token = page.evaluate("sessionStorage.getItem('conversation')")
    page.get_by_role("button", name="新对话").click()
    page.get_by_role("button", name="清除这次对话的记录").click()

    expect(page.locator("#log .say")).to_have_count(0)
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#progress")).to_be_hidden()
    known = page.request.get(f"{visitor.home}/api/v1/chat/conversation", headers={"X-Chat-Session": token})
    assert known.status == 404


def test_an_answer_is_called_useless_once(window):
    page = window(width=360).open("/")
    say(page, "依申请公开多少个工作日内答复？")
    votes = page.get_by_role("group", name="这个答复对您有用吗")
    votes.get_by_role("button", name="没用").click()

    expect(votes).to_contain_text("已记下")
    assert votes.get_by_role("button").count() == 0


def test_quick_replies_are_gone_once_used(window):
    page = window(width=360).open("/")
    say(page, "你好")
    first = page.locator(".quick--once").last
    expect(first).to_be_visible()
    first.get_by_role("button").first.click()
    expect(page.locator(".typing")).to_have_count(0, timeout=SLOW_MS)

    assert page.locator("#log .say").nth(1).locator(".quick").count() == 0


def test_files_are_added_looked_at_removed_and_go_with_the_case(window, tmp_path):
    visitor = window(width=360)
    page = visitor.open("/")
    for name, content in (("路灯.jpg", photo()), ("说明.pdf", PDF)):
        (tmp_path / name).write_bytes(content)
    page.set_input_files("#file", [tmp_path / "路灯.jpg", tmp_path / "说明.pdf"])
    tray = page.locator("#tray li")
    expect(page.locator("#tray-says")).to_contain_text("已添加“说明.pdf”", timeout=SLOW_MS)
    expect(tray).to_have_count(2)
    expect(tray.first.locator("canvas")).to_be_visible()
    page.get_by_role("button", name="去掉 说明.pdf").click()
    expect(tray).to_have_count(1)
    page.reload()
    expect(tray).to_contain_text(["路灯.jpg"])
    say(page, MATTER)
    page.get_by_role("button", name="确认提交").click()
    expect(page.locator(".receipt")).to_be_visible(timeout=SLOW_MS)
    expect(page.locator("#tray")).to_be_hidden()
    page.locator(".receipt").get_by_role("button", name="查进度").click()

    expect(page.locator("main")).to_contain_text("路灯.jpg")


def test_files_are_dropped_and_pasted_and_a_refused_one_says_why(window):
    visitor = window(width=360)
    page = visitor.open("/")
    give = """([kind, target, name, bytes]) => {
      const data = new DataTransfer();
      data.items.add(new File([new Uint8Array(bytes)], name));
      const how = { bubbles: true, cancelable: true, clipboardData: data, dataTransfer: data };
      const event = kind === "paste" ? new ClipboardEvent(kind, how) : new DragEvent(kind, how);
      document.querySelector(target).dispatchEvent(event);
    }"""
    page.evaluate(give, ["drop", "#main", "拖来的.pdf", list(PDF)])
    expect(page.locator("#tray li")).to_have_count(1, timeout=SLOW_MS)
    page.evaluate(give, ["paste", "#text", "贴来的.jpg", list(photo())])
    expect(page.locator("#tray li")).to_have_count(2, timeout=SLOW_MS)
    page.evaluate(give, ["drop", "#main", "程序.jpg", list(b"MZ" + b"\0" * 600)])

    expect(page.locator("#tray-says")).to_contain_text("不接收这种文件", timeout=SLOW_MS)
    expect(page.locator("#tray li")).to_have_count(2)
    visitor.forgive("422")


def test_a_form_goes_on_in_another_browser(window):
    here, there = window(width=360).open("/"), window().open("/")
    say(here, "我要反映问题")
    say(here, "庙首镇里仁村路灯坏了半个月")
    here.get_by_role("button", name="换个地方接着填").click()
    expect(here.locator("#log")).to_contain_text("续填码", timeout=SLOW_MS)
    code = re.search(r"续填码：(\S{4}-\S{4})", here.locator("#log").inner_text())
    say(there, f"续填 {code.group(1)}")

    expect(there.locator(".chip", has_text="地点")).to_contain_text("里仁村")


def test_a_frame_of_the_widget_has_no_masthead(window):
    page = window(width=360).open("/?embed=1")

    expect(page.locator(".masthead")).to_have_count(0)
    expect(page.locator("#composer")).to_be_visible()


def test_tracking_works_without_scripts(browser, home, filed):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    page = context.new_page()
    page.goto(f"{home}/track")
    page.fill("#number", filed[0])
    page.fill("#secret", filed[1])
    page.get_by_role("button", name="查看").click()
    page.locator('details[data-deed="补充"] summary').click()
    page.get_by_label("补充的情况").fill("早晚高峰最不方便")
    page.locator('button[data-deed="补充"]').click()

    expect(page.get_by_role("status")).to_contain_text("已补充")
    expect(page.locator(".timeline")).to_contain_text("早晚高峰最不方便")
    context.close()
