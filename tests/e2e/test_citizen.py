"""A citizen asks, reads the source, files a matter and follows it."""

from playwright.sync_api import expect

from tests.e2e.jobs import SLOW_MS, file_by_chat, say, track


def test_an_answer_cites_the_article_and_its_link_opens_there(window):
    visitor = window(width=360)
    page = visitor.open("/")
    say(page, "依申请公开多少个工作日内答复？")
    source = page.locator(".source").first
    expect(source).to_contain_text("20个工作日")
    visitor.shoot("citizen")

    with visitor.context.expect_page() as opened:
        source.get_by_role("link").click()
    document = opened.value
    expect(document.locator(":target")).to_contain_text("20个工作日")
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


def test_a_lost_line_keeps_the_words_and_files_once(window):
    visitor = window(width=360)
    page = visitor.open("/")
    sent = []
    page.on("request", lambda request: sent.append(request.post_data_json) if "chat" in request.url else None)
    page.route("**/api/v1/chat", lambda route: route.abort(), times=1)
    page.fill("#text", "依申请公开多少个工作日内答复？")
    page.press("#text", "Enter")
    page.get_by_role("button", name="重发").click(timeout=SLOW_MS)
    expect(page.locator(".source").first).to_be_visible(timeout=SLOW_MS)
    visitor.forgive("ERR_FAILED")

    assert sent[0]["message_id"] == sent[1]["message_id"]
    assert page.locator("#log .say--me").count() == 1


def test_what_the_form_has_and_lacks_is_shown(window):
    page = window(width=360).open("/")
    page.get_by_role("button", name="反映问题").click()
    expect(page.locator(".chip--missing").first).to_be_visible(timeout=SLOW_MS)
    say(page, "庙首镇里仁村路灯坏了半个月")

    expect(page.locator(".chip:not(.chip--missing)").first).to_be_visible()
    expect(page.locator(".chip--missing")).to_contain_text("联系方式")


def test_the_talk_survives_a_reload(window):
    page = window(width=360).open("/")
    say(page, "你好")
    page.reload()

    expect(page.locator("#log .say--me")).to_have_text("你好")


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
