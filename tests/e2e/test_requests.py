"""A request by letter in a real browser: registered, confirmed, a third party asked, answered, signed and sent."""

import re

from tests.e2e.jobs import do, track
from tests.e2e.visitor import WIDTHS

PARTY = "旌德县某建材有限公司"


def register(page, home):
    page.goto(f"{home}/desk/requests/new")
    page.get_by_label("申请方式").select_option("平常信函")
    page.get_by_label("所需政府信息").fill("本县2024年度排水管网改造合同\n该项目的招标文件")
    page.get_by_label("姓名或者单位名称").fill("李某")
    page.get_by_label("联系电话").fill("13900000021")
    page.get_by_role("button", name="登记", exact=True).click()
    text = page.locator(".receipt").inner_text()
    return re.search(r"GK-\d{8}-\d{6}", text).group(), page.locator("code").inner_text()


def open_case(page, home, number):
    page.goto(f"{home}/desk/cases/{number}")
    return page


def test_a_letter_is_registered_consulted_about_answered_and_read(window, home):
    clerk, chief, applicant = window(), window(), window(width=360)
    page = clerk.sign_in("gongkai", "/desk")
    number, secret = register(page, home)
    open_case(page, home, number)
    form = page.locator('details[data-deed="确认收到"]')
    form.get_by_label("确认情况").fill("电话确认")
    do(page, "确认收到")
    do(page, "受理")
    ask = page.locator('details[data-deed="征求第三方意见"]')
    ask.locator("summary").click()
    ask.get_by_label("第三方名称").fill(PARTY)
    ask.get_by_label("征求意见事项").fill("合同价款可否公开")
    do(page, "征求第三方意见")
    assert PARTY not in page.locator("body").inner_text()
    heard = page.locator('details[data-deed="收到第三方意见"]')
    if heard.get_attribute("open") is None:
        heard.locator("summary").click()
    heard.get_by_label("意见", exact=True).select_option("同意公开")
    do(page, "收到第三方意见")
    for ordinal in ("1", "2"):
        decide = page.locator('details[data-deed="定事项结果"]')
        if decide.get_attribute("open") is None:
            decide.locator("summary").click()
        decide.get_by_label("第几项").fill(ordinal)
        decide.get_by_label("答复类型和法定依据").select_option("granted")
        decide.get_by_label("该项的答复").fill("予以公开，见附件")
        do(page, "定事项结果")
    draft = page.locator('details[data-deed="拟答复"]')
    if draft.get_attribute("open") is None:
        draft.locator("summary").click()
    draft.get_by_label("答复类型和法定依据").select_option("granted")
    draft.get_by_label("答复内容").fill("特此答复。")
    draft.get_by_label("该类型要求写明的内容").fill("见附件")
    do(page, "拟答复")
    assert clerk.overflow() <= 0

    page = chief.sign_in("gongkai-head", "/desk")
    open_case(page, home, number)
    page.get_by_role("link", name="《政府信息公开答复书》").click()
    page.get_by_label("以哪个机关的名义").select_option("旌德县人民政府")
    page.get_by_role("button", name="更新预览").click()
    sheet = page.locator(".official")
    assert "向宣城市人民政府申请行政复议" in sheet.inner_text()
    assert "李*：" in sheet.inner_text()
    page.get_by_role("button", name="签发", exact=True).click()
    assert "NO.〔" in page.locator("#letters").locator("xpath=..").inner_text()

    page = clerk.page
    open_case(page, home, number)
    send = page.locator('details[data-deed="送达"]')
    if send.get_attribute("open") is None:
        send.locator("summary").click()
    send.get_by_label("送达方式").fill("EMS")
    do(page, "送达")

    page = track(applicant, number, secret)
    with page.expect_download() as download:
        page.get_by_role("button", name="下载《政府信息公开答复书》").click()
    assert download.value.suggested_filename.startswith("政府信息公开答复书NO.")
    assert applicant.overflow() <= 0


def test_a_letter_prints_as_an_official_sheet(window, home):
    visitor = window()
    page = visitor.sign_in("gongkai", "/desk")
    number, _ = register(page, home)
    open_case(page, home, number)
    page.locator('details[data-deed="确认收到"]').get_by_label("确认情况").fill("电话确认")
    do(page, "确认收到")
    supplement = page.locator('details[data-deed="要求补正"]')
    supplement.locator("summary").click()
    supplement.get_by_label("需补正的事项").fill("请写明所需合同的名称或者年度")
    supplement.get_by_label("补正期限").fill("10")
    do(page, "要求补正")
    page.get_by_role("link", name="《政府信息公开申请补正通知书》").click()

    page.emulate_media(media="print")
    sheet = page.locator(".official")
    assert sheet.bounding_box()["y"] < 60
    assert not page.get_by_role("button", name="下载 Word").is_visible()


def test_the_registration_fits(window, home):
    for width in WIDTHS:
        visitor = window(width=width)
        visitor.sign_in("gongkai", "/desk/requests/new")
        assert visitor.overflow() <= 0
