"""The page of a receipt, as a citizen and an officer see it."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from bot.gateway.receipts import ReceiptBook
from bot.web.keys import RECEIPTS
from procedures_db.answers import answer
from procedures_db.read import ProcedureFacts
from procedures_db.receipts import keep_answer
from procedures_db.terms import Facet
from tests import factories
from tests.bot.web.conftest import Client, Visit
from tests.bot.web.fakes import FakeGateway, make_app
from tests.factories import CODE, TODAY, amount, detailed


@pytest.fixture
def book(sessions: sessionmaker[Session]) -> Iterator[ReceiptBook]:
    opened = ReceiptBook(sessions, lambda: TODAY)
    yield opened
    opened.close()


@pytest.fixture
async def client(aiohttp_client: Any, gateway: FakeGateway, book: ReceiptBook) -> Client:
    app = make_app(gateway)
    app[RECEIPTS] = book
    opened: Client = await aiohttp_client(app)
    return opened


@pytest.fixture
def code(sessions: sessionmaker[Session]) -> str:
    factories.publish(sessions, detailed())
    said = answer(ProcedureFacts(detailed(), 1), [Facet.FEE, Facet.DOCUMENTS], [], TODAY)
    return keep_answer(sessions, said, TODAY)


async def test_page_shows_what_was_said_and_from_what(visit: Visit, code: str) -> None:
    page = await visit(f"/r/{code}")

    assert page.one("h1").text == f"Câu trả lời {code}"
    assert "23/11/2026" in page.text
    assert "bản công bố số 1" in page.text
    assert "Thủ tục đăng ký nuôi ong" in page.text
    assert "8.000" in page.text
    assert "Tờ khai đàn ong" in page.text
    assert "Nguồn:" in page.text
    assert "chưa thay đổi" in page.text


async def test_page_is_not_for_search_engines(client: Client, code: str) -> None:
    response = await client.get(f"/r/{code}")

    assert response.headers["X-Robots-Tag"] == "noindex"
    assert '<meta name="robots" content="noindex">' in await response.text()


async def test_whole_text_stands_on_the_page_for_print(visit: Visit, code: str) -> None:
    page = await visit(f"/r/{code}")

    said = page.one("div", class_="verbatim").text
    assert "8.000 đồng" in said
    assert "Nguồn: Cổng mẫu" in said


async def test_changed_data_are_told_with_a_way_to_ask_again(
    visit: Visit, code: str, sessions: sessionmaker[Session]
) -> None:
    factories.publish(sessions, detailed(fees=[amount(9_000)]))

    page = await visit(f"/r/{code}")

    assert "nay là bản số 2" in page.text
    assert "8.000" in page.text
    assert "9.000 " not in page.text
    payloads = [field.get("value") for field in page.all("input", name="payload")]
    assert payloads == [f"p/{CODE}/fd"]


@pytest.mark.parametrize("change", [str.lower, lambda code: code.replace("-", "")])
async def test_other_spelling_leads_to_the_page(client: Client, code: str, change: Any) -> None:
    response = await client.get(f"/r/{change(code)}")

    assert response.status == 200
    assert response.url.path == f"/r/{code}"


@pytest.mark.parametrize("code", ["7KQ2-M4M", "7KQ2-M4Y", "khong-co", "%00", "..%2Fr", "<b>"])
async def test_unknown_code_is_a_page_in_words(visit: Visit, code: str) -> None:
    page = await visit(f"/r/{code}", status=404)

    assert page.one("h1").text == "Không có câu trả lời nào mang mã này"


async def test_card_links_to_the_receipt(visit: Visit, client: Client) -> None:
    await client.post("/hoi", data={"text": "answered"})

    page = await visit("/")

    assert page.one("p", class_="receipt").text.startswith("Mã câu trả lời:")
    assert [each.text for each in page.all("a", href="/r/7KQ2-M4")] == ["7KQ2-M4", "Chia sẻ"]
