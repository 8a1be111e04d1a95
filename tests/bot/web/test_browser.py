"""The page in a real browser: with and without JavaScript, by keyboard, on small screens."""

import pytest
from playwright.async_api import expect

from bot.web import messages
from tests.bot.web.browser import (
    IN_BROWSER,
    PHONE,
    SMALLEST,
    ZOOMED,
    Open,
    sideways,
    type_question,
    wait_for_turns,
)
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.samples import CANDIDATES, EVERY_FACET, answer, paper, part

pytestmark = IN_BROWSER


async def test_answer_appears_in_the_open_page(open_page: Open, gateway: FakeGateway) -> None:
    async with open_page() as page:
        await page.evaluate("window.untouched = true")
        await type_question(page, "answered")
        await wait_for_turns(page, 1)

        assert await page.evaluate("window.untouched")
        await expect(page.get_by_role("log")).to_contain_text("Đăng ký khai sinh")
        await expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("")
        await expect(page.get_by_label("Câu hỏi của bạn")).to_be_focused()
        await expect(page.get_by_text("Nhiều người hay hỏi")).to_be_hidden()
        await expect(page.get_by_role("button", name="Cuộc trò chuyện mới")).to_be_visible()
    assert [message.text for message in gateway.messages] == ["answered"]


async def test_history_survives_a_reload_and_is_not_announced(open_page: Open) -> None:
    async with open_page() as page:
        await type_question(page, "answered")
        await wait_for_turns(page, 1)
        await page.reload()

        await expect(page.locator("#history > li")).to_have_count(1)
        await wait_for_turns(page, 0)


async def test_new_conversation_clears_the_page(open_page: Open) -> None:
    async with open_page() as page:
        await type_question(page, "answered")
        await wait_for_turns(page, 1)
        await page.get_by_role("button", name="Cuộc trò chuyện mới").click()

        await expect(page.get_by_text("Nhiều người hay hỏi")).to_be_visible()
        await expect(page.locator("#history > li")).to_have_count(0)


async def test_shift_enter_makes_a_line_and_enter_inside_a_letter_sends_nothing(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page() as page:
        field = page.get_by_label("Câu hỏi của bạn")
        await field.fill("dòng một")
        await page.keyboard.press("Shift+Enter")
        await page.keyboard.type("dòng hai")
        await field.dispatch_event("keydown", {"key": "Enter", "isComposing": True})

        await expect(field).to_have_value("dòng một\ndòng hai")
        assert not gateway.messages


async def test_waiting_is_shown_and_a_question_is_sent_once(
    open_page: Open, gateway: FakeGateway
) -> None:
    gateway.may_answer.clear()
    async with open_page() as page:
        await type_question(page, "answered")
        await expect(page.locator("#pending .typing")).to_be_visible()
        await expect(page.locator("#status")).to_have_text("Đang tìm câu trả lời…")
        await type_question(page, "partial")
        await page.get_by_role("button", name="Gửi").click(force=True)
        gateway.may_answer.set()
        await wait_for_turns(page, 1)

        await expect(page.locator("#pending")).to_be_empty()
        await expect(page.locator("#status")).to_be_empty()
        await expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("partial")
    assert [message.text for message in gateway.messages] == ["answered"]


async def test_tapping_a_suggestion_asks_it_and_moves_the_focus_to_the_answer(
    open_page: Open, gateway: FakeGateway
) -> None:
    topic, question = messages.SUGGESTIONS[0]
    async with open_page(viewport=PHONE, has_touch=True) as page:
        await page.get_by_role("button", name=f"{topic} {question}").tap()
        await wait_for_turns(page, 1)

        await expect(page.locator("#new-turns > li")).to_be_focused()
    assert gateway.messages[0].text == question


async def test_choosing_a_procedure_sends_its_payload(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page() as page:
        await type_question(page, "clarify")
        await page.get_by_role("button", name=CANDIDATES[0]["name"], exact=False).first.click()
        await wait_for_turns(page, 2)
    assert gateway.messages[1].payload == '/choose{"code":"1.001193"}'


async def test_lost_connection_keeps_the_text_and_can_be_tried_again(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page(errors_expected=True) as page:
        await page.context.set_offline(True)
        await type_question(page, "answered")
        again = page.get_by_role("button", name="Gửi lại")
        await expect(again).to_be_visible()
        await expect(page.locator("#pending")).to_contain_text("mất kết nối")
        await expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("answered")

        await page.context.set_offline(False)
        await again.click()
        await wait_for_turns(page, 1)
        await expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("")
        await expect(page.locator("#pending")).to_be_empty()
    assert len(gateway.messages) == 1


async def test_error_of_the_server_is_shown_in_the_page_and_can_be_tried_again(
    open_page: Open, gateway: FakeGateway
) -> None:
    gateway.failures = [RuntimeError()]
    async with open_page(errors_expected=True) as page:
        await type_question(page, "answered")
        await expect(page.locator("#pending")).to_contain_text("Máy đang gặp sự cố")
        await expect(page.locator("#status")).to_contain_text("Máy đang gặp sự cố")
        await page.get_by_role("button", name="Gửi lại").click()
        await wait_for_turns(page, 1)


async def test_limit_of_questions_is_explained_in_the_page(
    open_page: Open, gateway: FakeGateway
) -> None:
    gateway.reply = answer("error", text="Bạn chờ một phút nhé.", reason="too_many")
    async with open_page(errors_expected=True) as page:
        await type_question(page, "lệ phí?")

        await expect(page.locator("#pending")).to_contain_text("Bạn chờ một phút nhé.")
        await expect(page.get_by_label("Câu hỏi của bạn")).to_have_value("lệ phí?")


async def test_a_foreign_page_in_between_is_never_shown(open_page: Open) -> None:
    async with open_page() as page:
        await page.route("**/hoi", lambda route: route.fulfill(body="<h1>Mua thêm dữ liệu!</h1>"))
        await type_question(page, "answered")

        await expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
        await expect(page.get_by_text("Mua thêm dữ liệu!")).to_have_count(0)


async def test_empty_and_long_questions_are_explained_beside_the_field(
    open_page: Open, gateway: FakeGateway
) -> None:
    async with open_page(errors_expected=True) as page:
        field = page.get_by_label("Câu hỏi của bạn")
        await page.get_by_role("button", name="Gửi").click()
        await expect(page.locator("#question-error")).to_have_text(messages.QUESTION_EMPTY)
        await expect(field).to_be_focused()

        await field.fill("ă" * 950)
        await expect(page.locator("#question-error")).to_be_empty()
        await expect(page.locator("#counter")).to_have_text("Còn 50 ký tự")
        await type_question(page, "ă" * 1_003)
        await expect(page.locator("#question-error")).to_contain_text("1.003 ký tự")
        await expect(page.locator("#counter")).to_have_text("Quá 3 ký tự")
        await expect(field).to_have_value("ă" * 1_003)
        await expect(field).to_be_focused()
    assert not gateway.messages


async def test_ticked_papers_are_counted(open_page: Open) -> None:
    async with open_page() as page:
        await type_question(page, "answered")
        await page.get_by_label("Tờ khai đăng ký khai sinh").check()
        await page.get_by_text("Giấy chứng sinh do cơ sở y tế cấp").click()

        progress = page.locator("output.progress").first
        await expect(progress).to_have_text("Đã chuẩn bị 2/4 giấy tờ")
        await page.get_by_label("Tờ khai đăng ký khai sinh").uncheck()
        await expect(progress).to_have_text("Đã chuẩn bị 1/4 giấy tờ")


async def test_a_conversation_by_keyboard_alone(open_page: Open, gateway: FakeGateway) -> None:
    async with open_page() as page:

        async def tab_to(selector: str) -> None:
            for _ in range(60):
                await page.keyboard.press("Tab")
                if await page.evaluate("s => document.activeElement.matches(s)", selector):
                    outline = await page.evaluate(
                        "getComputedStyle(document.activeElement).outlineStyle"
                    )
                    assert outline != "none" or selector == "#question"
                    return
            raise AssertionError(f"Tab never reaches {selector}")

        await tab_to(".skip")
        await page.keyboard.press("Enter")
        await tab_to(".suggestions .choice")
        await page.keyboard.press("Enter")
        await wait_for_turns(page, 1)
        await tab_to("input[type=checkbox]")
        await page.keyboard.press("Space")
        await tab_to("summary")
        await page.keyboard.press("Enter")
        await expect(page.locator("details.case").first).to_have_attribute("open", "")
        await tab_to(".follow-up .choice")
        await page.keyboard.press("Enter")
        await wait_for_turns(page, 2)
        await tab_to("#question")
        await page.keyboard.type("clarify")
        await page.keyboard.press("Enter")
        await wait_for_turns(page, 3)
    assert gateway.messages[1].payload == '/facet{"facet":"fee"}'


async def test_everything_works_without_javascript(open_page: Open, gateway: FakeGateway) -> None:
    async with open_page(java_script_enabled=False, errors_expected=True) as page:
        await page.get_by_role("button", name="Gửi").click()
        await expect(page.locator("#question-error")).to_contain_text("Bạn chưa viết câu hỏi")
        await page.get_by_label("Câu hỏi của bạn").fill("clarify")
        await page.get_by_role("button", name="Gửi").click()
        assert page.url.endswith("/#luot-moi")
        await page.get_by_role("button", name=CANDIDATES[0]["name"]).first.click()
        await expect(page.locator("#history > li")).to_have_count(2)
        await page.get_by_label("Tờ khai đăng ký khai sinh").check()
        await page.get_by_role("button", name="Lệ phí").click()
        await expect(page.locator("#history > li")).to_have_count(3)
        await page.get_by_role("button", name="Cuộc trò chuyện mới").click()
        await expect(page.locator("#history > li")).to_have_count(0)
    payloads = [message.payload for message in gateway.messages]
    assert payloads == [None, '/choose{"code":"1.001193"}', '/facet{"facet":"fee"}']


LONG_WORD = "https://example.gov.vn/" + "dai" * 60


@pytest.mark.parametrize("scripted", [True, False])
@pytest.mark.parametrize("viewport", [SMALLEST, ZOOMED, PHONE])
async def test_nothing_scrolls_sideways(
    open_page: Open, gateway: FakeGateway, viewport: dict[str, int], scripted: bool
) -> None:
    long = part("documents", {"groups": [{"case": LONG_WORD, "documents": [paper(LONG_WORD)]}]})
    async with open_page(viewport=viewport, java_script_enabled=scripted) as page:
        assert await sideways(page) <= 0
        turns = page.locator("#new-turns > li, #history > li")
        for count, reply in enumerate(
            [
                answer("answered", *EVERY_FACET, long, receipt=LONG_WORD),
                answer("clarify", text=LONG_WORD, buttons=[{"title": LONG_WORD, "payload": "x"}]),
            ],
            start=1,
        ):
            gateway.reply = reply
            await page.get_by_label("Câu hỏi của bạn").fill(LONG_WORD)
            await page.get_by_role("button", name="Gửi").click()
            await expect(turns).to_have_count(count)
            assert await sideways(page) <= 0


async def test_writing_field_leaves_room_when_zoomed(open_page: Open) -> None:
    async with open_page(viewport=ZOOMED) as page:
        position = await page.evaluate(
            "getComputedStyle(document.querySelector('.composer')).position"
        )
    assert position == "static"


async def test_touch_targets_are_large_enough(open_page: Open) -> None:
    async with open_page(viewport=PHONE, has_touch=True) as page:
        for count, question in enumerate(("everything", "clarify", "partial"), start=1):
            await type_question(page, question)
            await wait_for_turns(page, count)
        small = await page.evaluate(
            """() => [...document.querySelectorAll(
                 'button, textarea, summary, .button, .official, .brand')]
               .map(each => [each.textContent.trim(), each.getBoundingClientRect()])
               .filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
               .map(([text, box]) => `${text} ${box.width}x${box.height}`)"""
        )
    assert [each for each in small if not each.startswith("Thủ Tục")] == []


CONTRAST = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const part = (value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  };
  const light = ([r, g, b]) => 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return parse(getComputedStyle(document.body).backgroundColor);
  };
  const failures = [];
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].some(
      (node) => node.nodeType === 3 && node.textContent.trim());
    if (!own || !element.getClientRects().length || element.closest(".visually-hidden")) continue;
    const [a, b] = [light(parse(getComputedStyle(element).color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) failures.push(`${element.className} ${element.textContent} ${ratio}`);
  }
  return failures;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_text_has_contrast_in_light_and_dark(
    open_page: Open, gateway: FakeGateway, scheme: str
) -> None:
    async with open_page(color_scheme=scheme, errors_expected=True) as page:
        assert await page.evaluate(CONTRAST) == []
        for count, question in enumerate(("everything", "clarify", "partial", "error"), start=1):
            await type_question(page, question)
            await wait_for_turns(page, count)
        await page.get_by_label("Tờ khai đăng ký khai sinh").check()
        gateway.failures = [RuntimeError()]
        await type_question(page, "answered")
        await expect(page.get_by_role("button", name="Gửi lại")).to_be_visible()
        await page.get_by_label("Câu hỏi của bạn").fill("")
        await page.get_by_role("button", name="Gửi", exact=True).click()

        assert await page.evaluate(CONTRAST) == []
        paper_colour = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper_colour == {"light": "rgb(250, 247, 241)", "dark": "rgb(16, 24, 23)"}[scheme]


async def test_nothing_moves_for_those_who_asked_for_rest(
    open_page: Open, gateway: FakeGateway
) -> None:
    gateway.may_answer.clear()
    async with open_page(reduced_motion="reduce") as page:
        await type_question(page, "answered")
        await expect(page.locator("#pending .typing")).to_be_visible()
        assert await page.evaluate("document.getAnimations().length") == 0
        gateway.may_answer.set()
        await wait_for_turns(page, 1)
        assert await page.evaluate("document.getAnimations().length") == 0


async def test_own_font_is_used_for_every_vietnamese_letter(open_page: Open) -> None:
    async with open_page() as page:
        await page.evaluate("document.fonts.ready")
        loaded = await page.evaluate(
            """[...document.fonts].filter(face => face.status === "loaded")
                 .map(face => face.family.replaceAll('"', ""))"""
        )
        wanted = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíị"
        known = await page.evaluate(
            "text => document.fonts.check('16px \"Be Vietnam Pro\"', text)", wanted
        )
    assert set(loaded) == {"Be Vietnam Pro"}
    assert known
