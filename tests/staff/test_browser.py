"""The console in a real browser: signing in by keyboard, small screens, accessibility."""

from typing import Any

from playwright.async_api import async_playwright

from procedures_db.terms import Role
from tests.bot.web.browser import ARGUMENTS, CHROMIUM, IN_BROWSER, SMALLEST, sideways, violations
from tests.staff.conftest import PASSWORD, AddPerson, Clock

pytestmark = [IN_BROWSER[0], IN_BROWSER[-1]]  # these tests open a browser of their own

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGES = (
    "",
    "can-bo",
    "kenh",
    "nhat-ky",
    "noi-tiep-nhan",
    "noi-tiep-nhan/moi",
    "noi-tiep-nhan/nap",
    "noi-tiep-nhan/ngay-nghi",
    "so-lieu",
    "tai-khoan",
)


async def test_pages_fit_small_screens_and_have_no_accessibility_faults(
    server: Any, add_person: AddPerson, clock: Clock
) -> None:
    add_person("an.tran", Role.ADMINISTRATOR, SECRET)
    home = str(server.make_url("/can-bo/"))
    problems: list[str] = []
    faults: dict[str, list[str]] = {}
    widths: dict[str, int] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport=SMALLEST)
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        await page.goto(home)
        await page.get_by_label("Tên đăng nhập").fill("an.tran")
        await page.get_by_label("Mật khẩu").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_label("Mã 6 chữ số").fill(clock.code(SECRET))
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Việc cần làm").wait_for()
        for path in PAGES:
            await page.goto(home + path)
            faults[path] = await violations(page)
            widths[path] = await sideways(page)
        await browser.close()

    assert faults == {path: [] for path in PAGES}
    assert widths == dict.fromkeys(PAGES, 0)
    assert problems == []
