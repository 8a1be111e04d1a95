"""What is wrong with a request is said clearly, in Vietnamese, and nothing is lost."""

from typing import Any

import pytest
from aiohttp import web

from tests.bot.web.conftest import FETCH, Client, Visit, check_headers
from tests.bot.web.fakes import FakeGateway, make_app
from tests.bot.web.html_page import HtmlPage, check_page
from tests.bot.web.samples import answer

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200b", "\U000e0041\U000e0042", "\x00"])
async def test_empty_question_is_refused_with_the_form(
    visit: Visit, gateway: FakeGateway, text: str
) -> None:
    page = await visit("/hoi", "POST", 422, data={"text": text})

    field = page.one("textarea", id="question")
    assert field.get("aria-invalid") == "true"
    assert field.get("autofocus") is not None
    assert page.one("p", id="question-error").text.startswith("Bạn chưa viết câu hỏi")
    assert page.one("title").text.startswith("Lỗi:")
    assert not gateway.messages


async def test_missing_field_counts_as_empty(visit: Visit) -> None:
    await visit("/hoi", "POST", 422, data={"khac": "x"})


async def test_long_question_comes_back_with_its_text(visit: Visit, gateway: FakeGateway) -> None:
    text = "ữ" * 5_000

    page = await visit("/hoi", "POST", 422, data={"text": text})

    assert page.one("textarea", id="question").text == text
    error = page.one("p", id="question-error").text
    assert "5.000 ký tự" in error
    assert "1.000" in error
    assert not gateway.messages


async def test_a_thousand_letters_are_counted_as_people_see_them(
    ask: Visit, gateway: FakeGateway
) -> None:
    decomposed = "ế".encode().decode() * 1_000

    await ask(decomposed)

    assert len(gateway.messages[0].text) == 1_000


async def test_script_gets_only_the_message(ask: Visit) -> None:
    fragment = await ask("", status=422)

    assert fragment.text.startswith("Bạn chưa viết câu hỏi")
    assert not fragment.all()[1:]


async def test_history_stays_on_the_page_when_a_question_is_refused(
    visit: Visit, ask: Visit
) -> None:
    await ask("answered")

    page = await visit("/hoi", "POST", 422, data={"text": ""})

    assert "Đăng ký khai sinh" in page.one("ol", id="history").text


async def test_broken_payload_is_refused(visit: Visit, gateway: FakeGateway) -> None:
    page = await visit("/hoi", "POST", 422, data={"text": "Lệ phí", "payload": "x" * 501})

    assert "Nút này không dùng được" in page.text
    assert not gateway.messages


async def test_hostile_text_reaches_the_gateway_unchanged_and_the_page_escaped(
    visit: Visit, client: Client, gateway: FakeGateway
) -> None:
    text = "'; DROP TABLE x; -- <b>😀</b> 中文 \u202eabc"

    await client.post("/hoi", data={"text": text})
    page = await visit()

    assert gateway.messages[0].text == text
    assert "<b>" not in page.source.split('id="history"')[1]


@pytest.mark.parametrize(
    ("reason", "status"), [("too_many", 429), ("unavailable", 503), ("too_long", 422)]
)
async def test_what_the_gateway_refuses_stays_in_the_form(
    visit: Visit, gateway: FakeGateway, reason: str, status: int
) -> None:
    gateway.reply = answer("error", text="Bạn chờ một phút nhé.", reason=reason)

    page = await visit("/hoi", "POST", status, data={"text": "lệ phí?"})

    assert page.one("p", id="question-error").text == "Bạn chờ một phút nhé."
    assert page.one("textarea", id="question").text == "lệ phí?"
    assert not page.one("ol", id="history").text


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/khong-co", 404),
        ("GET", "/static/x/khong-co.css", 404),
        ("GET", "/static/x/../../setup.py", 404),
        ("GET", "/hoi", 405),
        ("PUT", "/hoi", 405),
        ("DELETE", "/", 405),
        ("POST", "/", 405),
    ],
)
async def test_wrong_addresses_and_methods_have_their_page(
    visit: Visit, method: str, path: str, status: int
) -> None:
    page = await visit(path, method, status)

    assert f"Mã lỗi {status}" in page.text
    assert page.one("a", class_="button").get("href") == "/"


async def test_wrong_method_names_the_right_one(client: Client) -> None:
    response = await client.get("/hoi")

    assert response.headers["Allow"] == "POST"


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b'{"text": "x"}', "application/json", 415),
        (b"text=x", "text/plain", 415),
        (b"x", "multipart/form-data; boundary=x", 415),
        (b"text=x", "application/x-www-form-urlencoded; charset=khong-co", 415),
        (b"text=\xff\xfe", "application/x-www-form-urlencoded", 400),
        (b"text=" + b"x" * 70_000, "application/x-www-form-urlencoded", 413),
    ],
)
async def test_bodies_that_are_no_form_are_refused(
    visit: Visit, gateway: FakeGateway, body: bytes, content_type: str, status: int
) -> None:
    await visit("/hoi", "POST", status, data=body, headers={"Content-Type": content_type})

    assert not gateway.messages


@pytest.mark.parametrize("body", [b"text=%ED%A0%80%FF", b"text=%zz&&&=&text", b"text=a&text=b"])
async def test_odd_encodings_are_read_as_text(client: Client, body: bytes) -> None:
    response = await client.post("/hoi", data=body, headers=FORM)

    assert response.status == 200


async def test_a_crash_is_a_plain_page_and_a_log_entry(
    visit: Visit, gateway: FakeGateway, caplog: pytest.LogCaptureFixture
) -> None:
    gateway.failures = [RuntimeError("bí mật"), RuntimeError("bí mật")]

    page = await visit("/hoi", "POST", 500, data={"text": "answered"})

    assert "Máy đang gặp sự cố" in page.text
    assert "bí mật" not in page.source
    assert "POST /hoi failed" in caplog.text


async def test_a_crash_tells_the_script_in_a_fragment(client: Client, gateway: FakeGateway) -> None:
    gateway.failures = [RuntimeError()]

    response = await client.post("/hoi", data={"text": "answered"}, headers=FETCH)

    fragment = HtmlPage(await response.text())
    assert response.status == 500
    assert fragment.text.startswith("Máy đang gặp sự cố.")
    assert not fragment.all("html")


@pytest.mark.parametrize("status", [400, 403, 404, 405, 409, 413, 415, 429, 500, 502, 503])
async def test_every_error_page_is_whole(
    aiohttp_client: Any, gateway: FakeGateway, status: int
) -> None:
    class Failure(web.HTTPException):
        status_code = status

    async def fail(_request: web.Request) -> web.Response:
        raise Failure(headers={"Retry-After": "60"})

    app = make_app(gateway)
    app.router.add_get("/fail", fail)
    client = await aiohttp_client(app)

    response = await client.get("/fail")

    assert response.status == status
    assert response.headers["Retry-After"] == "60"
    check_headers(response)
    check_page(HtmlPage(await response.text()))


async def test_programs_keep_their_own_errors(aiohttp_client: Any, gateway: FakeGateway) -> None:
    client = await aiohttp_client(make_app(gateway))

    response = await client.get("/api/v1/khong-co")

    assert response.status == 404
    assert response.content_type == "text/plain"
    assert "Content-Security-Policy" in response.headers
