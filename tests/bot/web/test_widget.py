"""The box on pages of other sites: strict, hostile, old and small ones."""

import gzip
import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, expect

from bot import web as package
from tests.bot.web.browser import DESKTOP, IN_BROWSER, PHONE, picture, sideways, violations
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.opinions import feedback_of, turns_of
from tests.bot.web.samples import answer

pytestmark = IN_BROWSER

WIDGET = Path(package.__file__).parent / "static" / "widget"
EVIL = "<img src=x onerror=\"document.title='hỏng'\"><script>document.title='hỏng'</script>"

HOSTILE_STYLE = """
* { display: none !important; color: red !important; font-size: 3px !important;
    transform: scale(.1) !important; opacity: .1 !important; pointer-events: none !important }
html { display: block !important; transform: none !important; opacity: 1 !important;
       font-size: 62.5% !important }
body, .war { display: block !important; opacity: 1 !important; transform: none !important }
.war { position: fixed; inset: 0; z-index: 2147483647; background: white }
"""
HOSTILE_SCRIPT = """
const broken = () => { throw new Error("the page replaced this"); };
for (const name of ["map", "filter", "forEach", "push", "join", "includes", "find", "reduce"]) {
  Array.prototype[name] = broken;
}
Array.prototype.extra = "x";
Object.prototype.role = "x";
Object.prototype.body = "x";
Object.prototype.mode = "no-cors";
Array.prototype.toJSON = String.prototype.toJSON = Object.prototype.toJSON = () => "broken";
JSON.stringify = broken;
window.$ = window.jQuery = window._ = window.define = window.require = broken;
window.addEventListener("keydown", (event) => event.preventDefault());
"""

Host = Callable[..., AbstractAsyncContextManager[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def host(browser: Browser, home: str) -> AsyncIterator[Host]:
    """Open a page of another site that has the box on it."""
    pages: dict[str, tuple[str, dict[str, str]]] = {}

    async def serve(request: web.Request) -> web.Response:
        text, headers = pages.get(request.path, ("", {}))
        return web.Response(text=text, content_type="text/html", headers=headers)

    app = web.Application()
    app.router.add_get("/{path:.*}", serve)
    async with TestServer(app) as server:
        origin = str(server.make_url("")).replace("127.0.0.1", "localhost").rstrip("/")

        @asynccontextmanager
        async def opened(
            attributes: str = "",
            *,
            style: str = "",
            script: str = "",
            policy: str = "",
            before: str = "",
            **options: object,
        ) -> AsyncIterator[Page]:
            tag = f'<script src="{home}widget.js" {attributes}></script>'
            inline = f"<script>{script}</script>" if script else ""
            inline += f"<style>{style}</style>" if style else ""
            text = (
                f"<!doctype html><html lang=vi><meta charset=utf-8><title>Xã</title>"
                f"<meta name=viewport content='width=device-width'>{inline}"
                f"<body><main><h1>Ủy ban nhân dân xã</h1><a href=#x>Tin tức</a></main>"
                f"<div class=war></div>{tag}"
            )
            pages["/"] = (text, {"Content-Security-Policy": policy} if policy else {})
            context = await browser.new_context(**{"viewport": DESKTOP, **options})
            try:
                if before:
                    await context.add_init_script(before)
                page = await context.new_page()
                page.set_default_timeout(10_000)
                problems: list[str] = []
                page.on("pageerror", lambda error: problems.append(str(error)))
                page.on(
                    "console",
                    lambda said: problems.append(said.text) if said.type == "error" else None,
                )
                await page.goto(f"{origin}/")
                yield page
                assert [each for each in problems if "favicon" not in each] == []
            finally:
                await context.close()

        yield opened


async def open_box(page: Page) -> None:
    await page.get_by_role("button", name="Hỏi thủ tục").click()
    await expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()


async def ask(page: Page, text: str = "answered") -> None:
    await page.get_by_label("Câu hỏi của bạn").fill(text)
    await page.keyboard.press("Enter")


async def test_everything_that_is_loaded_is_at_most_20_kilobytes() -> None:
    files = [gzip.compress(path.read_bytes()) for path in WIDGET.glob("*.js")]

    assert len(files) == 2
    assert sum(map(len, files)) <= 20 * 1024


async def test_every_text_is_put_in_as_text() -> None:
    for path in WIDGET.glob("*.js"):
        source = path.read_text("utf-8")
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval", source)


async def test_a_question_is_answered_on_another_site(host: Host, gateway: FakeGateway) -> None:
    async with host() as page:
        await open_box(page)
        await picture(page, "khung-bat-dau")
        assert await violations(page) == []
        await ask(page)

        log = page.get_by_role("log")
        await expect(log).to_contain_text("Đăng ký khai sinh")
        for fact in ("Giấy chứng sinh", "Nộp, 1 bản chính", "8.000 đ/bản", "1 ngày làm việc"):
            await expect(log).to_contain_text(fact)
        await expect(log).to_contain_text("Nguồn: Cổng Dịch vụ công quốc gia")
        await expect(page.get_by_role("dialog").locator("h3")).to_be_in_viewport()
        await expect(page.get_by_role("heading", level=2)).to_be_in_viewport()
        await picture(page, "khung-tra-loi")
        assert await violations(page) == []
        await page.get_by_role("button", name="Lệ phí").click()
        await expect(page.locator(".asked")).to_have_count(2)
        assert await page.context.cookies() == []
    assert [each.payload for each in gateway.messages] == [None, '/facet{"facet":"fee"}']
    assert {each.channel for each in gateway.messages} == {"widget"}


async def test_a_strict_policy_needs_only_our_origin(host: Host, home: str) -> None:
    ours = home.rstrip("/")
    policy = f"default-src 'none'; script-src {ours}; connect-src {ours}"
    async with host(policy=policy) as page:
        await open_box(page)
        await ask(page)
        await expect(page.get_by_role("log")).to_contain_text("Đăng ký khai sinh")
        background = await page.locator("dialog .head").evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
    assert background == "rgb(12, 92, 86)"


async def test_a_hostile_page_does_not_hide_or_break_it(host: Host, gateway: FakeGateway) -> None:
    async with host(style=HOSTILE_STYLE, script=HOSTILE_SCRIPT) as page:
        await open_box(page)
        size = await page.get_by_role("dialog").evaluate("e => getComputedStyle(e).fontSize")
        await ask(page, 'Phí "bao nhiêu" \\ ở đâu')
        await expect(page.get_by_role("log")).to_contain_text("Đăng ký khai sinh")
        await page.get_by_role("button", name="Có", exact=True).click()
        await expect(page.get_by_role("log")).to_contain_text("Cảm ơn bạn đã cho ý kiến.")
        await picture(page, "khung-trang-xau")
        await page.reload()
        await open_box(page)
        await expect(page.locator(".asked")).to_have_count(1)
    assert gateway.messages[0].text == 'Phí "bao nhiêu" \\ ở đâu'
    assert feedback_of(gateway) == [(1, None)]
    assert size == "16px"


async def test_it_leaves_nothing_on_the_window(host: Host) -> None:
    async with host(before="window.before = Object.getOwnPropertyNames(window)") as page:
        await open_box(page)
        added = await page.evaluate(
            "Object.getOwnPropertyNames(window).filter(name => !before.includes(name))"
        )
    assert set(added) <= {"before"}


async def test_markup_in_questions_and_answers_is_only_text(
    host: Host, gateway: FakeGateway
) -> None:
    gateway.reply = answer("clarify", text=EVIL, buttons=[{"title": EVIL, "payload": "x"}])
    async with host() as page:
        await open_box(page)
        await ask(page, EVIL)
        await expect(page.locator(".answer .text")).to_have_text(EVIL)
        await page.reload()
        await open_box(page)
        await expect(page.locator(".asked").first).to_contain_text(EVIL)
        assert await page.title() == "Xã"
        assert await page.locator("dialog img, dialog script").count() == 0


async def test_by_keyboard_alone(host: Host, gateway: FakeGateway) -> None:
    async with host() as page:
        for _ in range(3):
            await page.keyboard.press("Tab")
            if await page.evaluate("document.activeElement.matches('thu-tuc-chat')"):
                break
        await page.keyboard.press("Enter")
        await page.keyboard.type("answered")
        await page.keyboard.press("Enter")
        await expect(page.locator(".answer")).to_have_count(1)
        inside = []
        for _ in range(30):
            await page.keyboard.press("Tab")
            inside.append(await page.evaluate("document.activeElement.tagName"))
        assert "A" not in inside  # the page's own link is out of reach while the box is open
        await page.get_by_role("button", name="Lệ phí").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator(".answer")).to_have_count(2)
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("dialog")).to_have_count(0)
        await expect(page.get_by_role("button", name="Hỏi thủ tục")).to_be_focused()


async def test_history_stays_in_the_tab_and_deletion_is_real(
    host: Host, gateway: FakeGateway
) -> None:
    async with host() as page:
        await open_box(page)
        await ask(page)
        await expect(page.locator(".answer")).to_have_count(1)
        await page.reload()
        await open_box(page)
        await expect(page.locator(".answer")).to_have_count(1)
        await expect(page.get_by_role("log")).to_be_empty()
        assert turns_of(gateway) == ["answered"]
        await page.get_by_role("button", name="Xoá hội thoại").click()
        await expect(page.locator(".answer")).to_have_count(0)
        assert await page.evaluate("sessionStorage.length") == 0
        await ask(page)
        await expect(page.locator(".answer")).to_have_count(1)
    assert gateway.messages[0].conversation_id != gateway.messages[1].conversation_id
    assert len(turns_of(gateway)) == 1


async def test_a_thumb_down_asks_why(host: Host, gateway: FakeGateway) -> None:
    async with host() as page:
        await open_box(page)
        await ask(page)
        await page.get_by_role("button", name="Chưa").click()
        await expect(page.get_by_role("button", name="Không đúng thủ tục tôi cần")).to_be_focused()
        assert await violations(page) == []
        await page.get_by_role("button", name="Khó hiểu").click()
        await expect(page.locator(".rate")).to_contain_text("Cảm ơn bạn đã cho ý kiến.")
    assert feedback_of(gateway) == [(-1, "Khó hiểu")]


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffff00", "#777777", "red;} *{}"])
async def test_any_colour_stays_legible_in_light_and_dark(host: Host, colour: str) -> None:
    async with host(f'data-color="{colour}"') as page:
        await open_box(page)
        await ask(page, "small_talk")
        await expect(page.locator(".answer")).to_have_count(1)
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme=scheme)
            assert await violations(page) == []


async def test_attributes_set_title_label_side_and_theme(host: Host) -> None:
    given = 'data-title="Hỏi xã Tân Phú" data-label="Hỏi xã" data-position=left data-theme=dark'
    async with host(given) as page:
        await page.get_by_role("button", name="Hỏi xã").click()
        await expect(page.get_by_role("heading", level=2)).to_have_text("Hỏi xã Tân Phú")
        box = await page.get_by_role("dialog").bounding_box()
        background = await page.get_by_role("dialog").evaluate(
            "e => getComputedStyle(e).backgroundColor"
        )
    assert box
    assert box["x"] < 50
    assert background == "rgb(16, 24, 23)"


@pytest.mark.parametrize("viewport", [{"width": 320, "height": 640}, {"width": 320, "height": 256}])
async def test_small_screens_show_it_whole(host: Host, viewport: dict[str, int]) -> None:
    async with host(viewport=viewport) as page:
        await open_box(page)
        await ask(page, "everything")
        await expect(page.locator(".answer")).to_have_count(1)
        assert await sideways(page) <= 0
        inner = await page.get_by_role("dialog").evaluate("e => e.scrollWidth - e.clientWidth")
        await picture(page, f"khung-nho-{viewport['height']}")
        await page.get_by_label("Câu hỏi của bạn").scroll_into_view_if_needed()
        await expect(page.get_by_label("Câu hỏi của bạn")).to_be_in_viewport()
    assert inner <= 0


async def test_phone_shows_it_on_the_whole_screen(host: Host) -> None:
    async with host(viewport=PHONE, has_touch=True, color_scheme="dark") as page:
        await open_box(page)
        await ask(page)
        await expect(page.locator(".answer")).to_have_count(1)
        await picture(page, "khung-dien-thoai")
        box = await page.get_by_role("dialog").bounding_box()
    assert box
    assert (box["width"], box["height"]) == (PHONE["width"], PHONE["height"])


async def test_a_failure_can_be_tried_again(host: Host, gateway: FakeGateway) -> None:
    gateway.reply = answer("error", text="Bạn chờ một phút nhé.", reason="too_many")
    async with host() as page:
        await open_box(page)
        await page.evaluate("window.console.error = () => {}")
        await page.route(
            "**/api/v1/messages", lambda route: route.fulfill(status=200, body="<h1>Quảng cáo</h1>")
        )
        await ask(page)
        await expect(page.locator(".failed")).to_contain_text("Máy đang gặp sự cố")
        await page.unroute("**/api/v1/messages")
        gateway.reply = None
        await page.get_by_role("button", name="Gửi lại").click()
        await expect(page.locator(".answer")).to_have_count(1)


async def test_an_empty_question_is_not_sent(host: Host, gateway: FakeGateway) -> None:
    async with host() as page:
        await open_box(page)
        await page.get_by_role("button", name="Gửi", exact=True).click()
        await expect(page.get_by_role("alert")).to_have_text("Bạn chưa viết câu hỏi.")
        assert await violations(page) == []
    assert not gateway.messages


async def test_old_browsers_get_a_link(host: Host, home: str) -> None:
    async with host(before="delete window.customElements") as page:
        link = page.get_by_role("link", name="Hỏi thủ tục hành chính")
        await expect(link).to_have_attribute("href", home)
        assert await page.locator("thu-tuc-chat").count() == 0


async def test_the_tag_may_be_there_twice(host: Host, home: str) -> None:
    async with host(f'></script><script src="{home}widget.js"') as page:
        await open_box(page)
        assert await page.locator("thu-tuc-chat").count() == 1
