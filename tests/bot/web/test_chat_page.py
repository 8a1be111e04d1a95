"""The page without JavaScript: form, redirect, history, starting again."""

from bot.web import SITE_INFO, messages
from bot.web.views import COOKIE
from tests.bot.web.conftest import FETCH, Client, Visit
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.samples import CANDIDATES


async def test_first_visit_shows_suggestions_and_sets_no_cookie(
    visit: Visit, client: Client
) -> None:
    page = await visit()

    for topic, question in messages.SUGGESTIONS:
        assert f"{topic} {question}" in [button.text for button in page.all("button")]
    assert page.one("textarea", id="question").get("name") == "text"
    assert not client.session.cookie_jar.filter_cookies(client.make_url("/"))


async def test_page_says_that_a_machine_answers_and_how_fresh_the_data_is(visit: Visit) -> None:
    page = await visit()

    assert "máy trả lời tự động" in page.text
    assert "5.670 thủ tục, 3.176 có thông tin chi tiết" in page.one("footer").text
    assert "Dữ liệu đến ngày 18/07/2026" in page.one("footer").text


async def test_hotline_is_shown_only_when_there_is_one(visit: Visit, client: Client) -> None:
    assert "tel:" not in (await visit()).source
    assert client.app is not None
    client.app[SITE_INFO]["hotline"] = "1800 1096"

    page = await visit()

    assert "1800 1096" in [each.text for each in page.all("a", href="tel:18001096")]


async def test_page_needs_no_site_information(visit: Visit, client: Client) -> None:
    assert client.app is not None
    client.app[SITE_INFO].clear()  # type: ignore[typeddict-item]

    assert "thủ tục," not in (await visit()).one("footer").text


async def test_question_redirects_to_the_page_with_the_answer(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    response = await client.post("/hoi", data={"text": "answered"}, allow_redirects=False)
    page = await visit()

    assert response.status == 303
    assert response.headers["Location"] == "/#luot-moi"
    assert page.one("li", id="luot-moi").text.startswith("Bạn hỏi: answered")
    assert page.one("h3").text == "Đăng ký khai sinh"
    assert gateway.messages[0].channel == "web"


async def test_cookie_is_out_of_reach_for_scripts_and_other_sites(client: Client) -> None:
    response = await client.post("/hoi", data={"text": "answered"}, allow_redirects=False)
    cookie = response.cookies[COOKIE]

    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/"
    assert not cookie["secure"]


async def test_cookie_is_secure_behind_tls(client: Client) -> None:
    headers = {"X-Forwarded-Proto": "https"}
    response = await client.post("/hoi", data={"text": "a"}, headers=headers, allow_redirects=False)

    assert response.cookies[COOKIE]["secure"]


async def test_a_conversation_keeps_its_id(client: Client, gateway: FakeGateway) -> None:
    await client.post("/hoi", data={"text": "answered"})
    await client.post("/hoi", data={"text": "partial"})

    first, second = (message.conversation_id for message in gateway.messages)
    assert first == second
    assert len(first) > 20


async def test_made_up_cookies_are_replaced(client: Client, gateway: FakeGateway) -> None:
    headers = {"Cookie": f"{COOKIE}=../../etc"}
    response = await client.post("/hoi", data={"text": "answered"}, headers=headers)

    assert response.status == 200
    assert ".." not in gateway.messages[0].conversation_id


async def test_history_is_not_announced_as_new(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})

    page = await visit()

    log = page.one("div", role="log")
    assert log.get("aria-live") == "polite"
    assert not log.text
    assert page.one("ol", id="history").text


async def test_buttons_send_their_payload_without_javascript(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "clarify"})
    page = await visit()
    forms = page.all("ol", class_="choices-stacked")[0]
    hidden = [each for each in forms.walk() if each.get("type") == "hidden"]
    fields = {str(each.get("name")): str(each.get("value")) for each in hidden[:2]}

    await client.post("/hoi", data=fields)

    assert fields["text"] == CANDIDATES[0]["name"]
    assert gateway.messages[-1].payload == '/choose{"code":"1.001193"}'


async def test_new_conversation_forgets_the_old_one(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    await client.post("/hoi", data={"text": "answered"})
    response = await client.post("/hoi-lai", allow_redirects=False)
    page = await visit()
    await client.post("/hoi", data={"text": "answered"})

    assert response.status == 303
    assert not page.one("ol", id="history").text
    assert gateway.messages[0].conversation_id != gateway.messages[1].conversation_id


async def test_fragment_is_the_turn_that_the_page_shows_later(
    visit: Visit, ask: Visit, client: Client
) -> None:
    fragment = await ask("answered")

    page = await visit()

    assert fragment.one("article").text == page.one("ol", id="history").text
    assert not fragment.all("html")


async def test_fragments_are_marked_so_that_no_proxy_page_is_taken_for_one(client: Client) -> None:
    turn = await client.post("/hoi", data={"text": "answered"}, headers=FETCH)
    error = await client.get("/khong-co", headers=FETCH)
    page = await client.get("/")

    assert turn.headers["X-Fragment"] == "turn"
    assert error.headers["X-Fragment"] == "error"
    assert "X-Fragment" not in page.headers


async def test_two_visitors_do_not_see_each_other(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})
    client.session.cookie_jar.clear()

    assert not (await visit()).one("ol", id="history").text
