"""The county office's page in a real browser: what is pressing, figures, pictures; on paper the official form first."""

from tests.e2e.jobs import do
from tests.e2e.visitor import WIDTHS


def test_an_extension_is_decided_without_leaving_the_page(window, matters):
    officer, office = window(), window(width=360)
    page = officer.sign_in("zhujian", "/desk")
    page.locator("[data-row]", has_text="待签收").last.click()
    do(page, "签收")
    page.locator('details[data-deed="申请延期"] summary').click()
    form = page.locator('details[data-deed="申请延期"]')
    form.get_by_label("承诺延长几个工作日").fill("2")
    form.get_by_label("延期理由").fill("等配件")
    form.get_by_label("依据").fill("《旌德县互动类信件办理工作流程》四")
    form.get_by_label("已把延长的时限").check()
    do(page, "申请延期")

    page = office.sign_in("xianban", "/office")
    decision = page.locator(".heap__decide").first
    decision.get_by_role("button", name="不同意延期").click()
    assert "不同意的理由：必须填写" in page.get_by_role("alert").inner_text()
    office.forgive("422")
    before = page.locator(".heap__decide").count()
    page.locator(".heap__decide").first.get_by_role("button", name="同意延期", exact=True).click()
    page.wait_for_url("**/office")

    assert page.locator(".heap__decide").count() == before - 1
    assert office.overflow() <= 0


def test_the_office_fits_with_all_its_pictures(window, matters):
    for width in WIDTHS:
        visitor = window(width=width)
        page = visitor.sign_in("xianban", "/office")
        page.get_by_text("逐周数字").click()

        assert visitor.overflow() <= 0
        assert page.get_by_role("img", name="起的一周收到").is_visible()


def test_on_paper_the_official_form_comes_first(window, matters):
    page = window().sign_in("xianban", "/office")
    page.emulate_media(media="print")
    form, ranking, pressing = (page.locator(one).first for one in (".office__form", ".ranking", ".heaps"))

    assert form.bounding_box()["y"] < ranking.bounding_box()["y"]
    assert not pressing.is_visible()
