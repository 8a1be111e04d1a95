"""axe-core finds nothing on any page, in any state; pictures of them are kept."""

import pytest
from playwright.async_api import expect

from tests.bot.web.browser import (
    DESKTOP,
    IN_BROWSER,
    PHONE,
    SMALLEST,
    Open,
    picture,
    sideways,
    type_question,
    violations,
    wait_for_turns,
)
from tests.bot.web.fakes import FakeGateway

pytestmark = IN_BROWSER


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("may-tinh", {"viewport": DESKTOP}),
        ("dien-thoai", {"viewport": PHONE, "has_touch": True}),
        ("toi", {"viewport": DESKTOP, "color_scheme": "dark"}),
    ],
)
async def test_a_conversation_has_no_faults(
    open_page: Open, gateway: FakeGateway, name: str, options: dict[str, object]
) -> None:
    async with open_page(errors_expected=True, **options) as page:
        await picture(page, f"{name}-bat-dau")
        assert await violations(page) == []
        await page.locator(".menu > summary").click()
        await picture(page, f"{name}-tuy-chon")
        assert await violations(page) == []
        await page.keyboard.press("Escape")

        for count, question in enumerate(("everything", "clarify", "partial", "answered"), 1):
            await type_question(page, question)
            await wait_for_turns(page, count)
        await page.get_by_role("button", name="Chưa").last.click()
        await expect(page.get_by_label("Khó hiểu")).to_be_visible()
        await expect(page.get_by_text("Bạn có hài lòng với lần hỏi này không?")).to_be_visible()
        gateway.failures = [RuntimeError()]
        await type_question(page, "answered")
        await expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
        await page.get_by_label("Câu hỏi của bạn").fill("")
        await page.get_by_role("button", name="Gửi", exact=True).click()
        await picture(page, f"{name}-hoi-thoai", full=True)
        assert await violations(page) == []

        await page.reload()
        assert await violations(page) == []


async def test_waiting_for_an_answer_has_no_faults(open_page: Open, gateway: FakeGateway) -> None:
    gateway.may_answer.clear()
    async with open_page(viewport=PHONE) as page:
        await type_question(page, "answered")
        await expect(page.locator("#pending .typing")).to_be_visible()
        await picture(page, "dien-thoai-dang-cho")
        assert await violations(page) == []
        gateway.may_answer.set()
        await wait_for_turns(page, 1)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("khong-co-trang", "khong-co"),
        ("noi-o", "noi-o?tinh=01"),
        ("xoa", "xoa"),
        ("ngoai-tuyen", "ngoai-tuyen"),
        ("nhung", "nhung?mau=%23b71c1c&ten=H%E1%BB%8Fi%20x%C3%A3"),
    ],
)
async def test_other_pages_have_no_faults(open_page: Open, name: str, path: str) -> None:
    async with open_page(errors_expected=True, path=path, viewport=SMALLEST) as page:
        await page.wait_for_load_state("load")
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            await picture(page, f"{name}-{scheme}", full=True)
            assert await violations(page) == []
        assert await sideways(page) <= 0


async def test_printed_answer_has_no_faults_and_leaves_out_the_controls(open_page: Open) -> None:
    async with open_page(color_scheme="dark", viewport=DESKTOP) as page:
        await type_question(page, "everything")
        await wait_for_turns(page, 1)
        await page.get_by_role("link", name="In", exact=True).click()
        await expect(page.get_by_role("button", name="In trang này")).to_be_visible()
        assert await violations(page) == []
        assert await page.locator("details:not([open])").count() == 0
        await page.emulate_media(media="print")
        await expect(page.get_by_role("button", name="In trang này")).to_be_hidden()
        await picture(page, "ban-in", full=True)
        background = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"


async def test_controls_keep_their_edges_in_forced_colours(open_page: Open) -> None:
    async with open_page(forced_colors="active", viewport=DESKTOP) as page:
        await type_question(page, "answered")
        await wait_for_turns(page, 1)
        width = await page.locator(".send").evaluate("e => getComputedStyle(e).borderTopWidth")
        await picture(page, "mau-bat-buoc")
        assert await violations(page) == []
    assert width != "0px"
