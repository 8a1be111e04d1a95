"""What the page offers around an answer, in a real browser: opinions, copies, light and dark."""

from playwright.async_api import Page, expect

from tests.bot.web.browser import IN_BROWSER, PHONE, Open, type_question, wait_for_turns
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.opinions import feedback_of, satisfaction_of

pytestmark = IN_BROWSER


async def ask(page: Page, *questions: str) -> None:
    for count, question in enumerate(questions, 1):
        await type_question(page, question)
        await wait_for_turns(page, count)


async def test_a_thumb_up_is_kept_and_thanked_for(open_page: Open, gateway: FakeGateway) -> None:
    async with open_page() as page:
        await ask(page, "answered")
        await page.get_by_role("button", name="Có", exact=True).click()

        await expect(page.get_by_role("button", name="Có", exact=True)).to_be_focused()
        await expect(page.locator("[aria-pressed=true]:visible")).to_have_text("Có")
        await expect(page.locator("#status")).to_have_text("Cảm ơn bạn đã cho ý kiến.")
    assert feedback_of(gateway) == [(1, None)]


async def test_a_thumb_down_asks_why_and_by_keyboard(open_page: Open, gateway: FakeGateway) -> None:
    async with open_page() as page:
        await ask(page, "answered")
        await page.get_by_role("button", name="Chưa").press("Enter")
        await expect(page.get_by_label("Không đúng thủ tục tôi cần")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Tab")
        await page.keyboard.type("thiếu lệ phí")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")

        await expect(page.locator("#status")).to_have_text("Cảm ơn bạn đã cho ý kiến.")
        await expect(page.get_by_label("Không đúng thủ tục tôi cần")).to_have_count(0)
    assert feedback_of(gateway) == [(-1, "Thiếu điều tôi hỏi: thiếu lệ phí")]


async def test_satisfaction_is_asked_after_three_answers_once(
    open_page: Open, gateway: FakeGateway
) -> None:
    question = "Bạn có hài lòng với lần hỏi này không?"
    async with open_page() as page:
        await ask(page, "answered", "partial")
        await expect(page.get_by_text(question)).to_be_hidden()
        await type_question(page, "answered")
        await expect(page.get_by_text(question)).to_be_visible()
        await page.get_by_label("Rất hài lòng").check()
        await page.get_by_role("button", name="Gửi đánh giá").click()
        await expect(page.get_by_text("Cảm ơn bạn đã đánh giá.")).to_be_focused()
        await page.reload()
        await expect(page.get_by_text(question)).to_have_count(0)
    assert satisfaction_of(gateway) == [(5, None)]


async def test_satisfaction_can_be_put_off_and_is_not_asked_again(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page() as page:
        await ask(page, "answered", "partial", "answered")
        await page.get_by_role("button", name="Để sau").click()
        await expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()
        await page.reload()
        await expect(page.locator("#history > li")).to_have_count(3)
        await expect(page.locator("#hai-long")).to_have_count(0)
    assert satisfaction_of(gateway) == []


async def test_copied_answer_has_its_source(open_page: Open) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    async with open_page(permissions=permissions) as page:
        await ask(page, "answered")
        await page.get_by_role("button", name="Sao chép").click()
        await expect(page.locator("#status")).to_have_text("Đã sao chép câu trả lời.")
        copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("Đăng ký khai sinh\n\nNội dung trả lời bằng chữ.")
    assert "Nguồn: Cổng Dịch vụ công quốc gia theo Quyết định 1872/QĐ-BTP" in copied


async def test_shared_link_is_the_receipt(open_page: Open, home: str) -> None:
    permissions = ["clipboard-read", "clipboard-write"]
    async with open_page(permissions=permissions) as page:
        await page.evaluate("Object.defineProperty(navigator, 'share', {value: undefined})")
        await ask(page, "answered")
        await page.get_by_role("link", name="Chia sẻ").click()
        await expect(page.locator("#status")).to_have_text("Đã sao chép đường dẫn.")
        copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{home}r/7KQ2-M4"


async def test_chosen_dark_is_there_at_once_and_after_a_reload(open_page: Open) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    async with open_page(color_scheme="light") as page:
        await page.get_by_text("Tuỳ chọn").click()
        await page.get_by_role("button", name="Tối").click()
        await expect(page.get_by_role("button", name="Tối")).to_have_attribute(
            "aria-pressed", "true"
        )
        assert await page.evaluate(background) == "rgb(16, 24, 23)"
        await page.reload()
        assert await page.evaluate(background) == "rgb(16, 24, 23)"
        await page.get_by_text("Tuỳ chọn").click()
        await page.get_by_role("button", name="Theo máy").click()
        await expect(page.locator("#dark")).to_have_attribute(
            "media", "screen and (prefers-color-scheme: dark)"
        )
        assert await page.evaluate(background) == "rgb(250, 247, 241)"


async def test_focus_is_never_under_the_writing_field(open_page: Open) -> None:
    async with open_page(viewport=PHONE, reduced_motion="reduce") as page:
        await ask(page, "everything")
        await page.locator("#new-turns h3").first.evaluate("e => e.scrollIntoView()")
        hidden = []
        for _ in range(40):
            await page.keyboard.press("Tab")
            hidden += await page.evaluate(
                """() => {
                  const focused = document.activeElement;
                  const field = document.getElementById("composer");
                  if (!focused || field.contains(focused) || focused === document.body) return [];
                  const over = field.getBoundingClientRect();
                  const box = focused.getBoundingClientRect();
                  const covered = box.top >= over.top - 1 && box.bottom <= over.bottom + 1;
                  return covered || box.top >= innerHeight ? [focused.outerHTML] : [];
                }"""
            )
    assert hidden == []


async def test_without_a_connection_the_offline_page_is_shown_and_no_answer_is_kept(
    open_page: Open,
) -> None:
    async with open_page(errors_expected=True) as page:
        await ask(page, "answered")
        await page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
        await page.wait_for_function("navigator.serviceWorker.controller !== null")
        kept = await page.evaluate(
            """async () => {
              const found = [];
              for (const name of await caches.keys()) {
                for (const request of await (await caches.open(name)).keys()) {
                  found.push(new URL(request.url).pathname);
                }
              }
              return found;
            }"""
        )
        await page.context.set_offline(True)
        await page.reload()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Chưa có kết nối mạng")
        assert await page.evaluate("document.fonts.check('16px \"Be Vietnam Pro\"', 'ế')")
        await page.context.set_offline(False)
        await page.get_by_role("link", name="Thử lại").click()
        await expect(page.locator("#history > li")).to_have_count(1)
    assert [path for path in kept if not path.startswith("/static/")] == ["/ngoai-tuyen"]


async def test_opinions_and_deletion_work_without_javascript(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page(java_script_enabled=False) as page:
        field = page.get_by_label("Câu hỏi của bạn")
        for _ in range(3):
            await field.fill("answered")
            await page.get_by_role("button", name="Gửi", exact=True).click()
        await page.get_by_role("button", name="Chưa").first.click()
        await page.get_by_label("Khó hiểu").check()
        await page.get_by_role("button", name="Gửi ý kiến").click()
        await expect(page.get_by_text("Cảm ơn bạn đã cho ý kiến.")).to_be_visible()
        await page.get_by_label("Bình thường").check()
        await page.get_by_role("button", name="Gửi đánh giá").click()
        await expect(page.get_by_role("button", name="Sao chép")).to_have_count(0)
        assert feedback_of(gateway) == [(-1, "Khó hiểu")]
        assert satisfaction_of(gateway) == [(3, None)]

        await page.get_by_text("Tuỳ chọn").click()
        await page.get_by_role("link", name="Xoá hội thoại").click()
        await page.get_by_role("button", name="Xoá hẳn").click()
        await expect(page.get_by_role("status").first).to_contain_text("Đã xoá hẳn")
        await expect(page.locator("#history > li")).to_have_count(0)
    assert feedback_of(gateway) == []
    assert satisfaction_of(gateway) == []
