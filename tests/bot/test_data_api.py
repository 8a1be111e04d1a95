"""The data API: forms of a procedure, caching, listing, receipts, and errors in words."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.data_api import LISTING, READER, add_data_routes
from bot.gateway.receipts import ReceiptBook
from bot.proxies import believe_proxies, read_networks
from bot.web import SITE_INFO, setup_web
from bot.web.keys import RECEIPTS
from procedures_db.answers import answer
from procedures_db.exchange import ProcedureList
from procedures_db.read import ProcedureFacts, ProcedureReader
from procedures_db.receipts import keep_answer
from procedures_db.terms import Facet
from tests import factories
from tests.factories import CODE, TODAY, amount, content, detailed
from tests.procedures_db.exchange.graphs import violations

PATH = f"/api/v1/procedures/{CODE}"
Client = TestClient[Any, Any]


@pytest.fixture
def app(sessions: sessionmaker[Session]) -> Iterator[web.Application]:
    factories.publish(sessions, detailed(), content("9.000002", name="Đăng ký kết hôn"))
    book = ReceiptBook(sessions, lambda: TODAY)
    app = web.Application()
    app[RECEIPTS] = book
    app[READER] = ProcedureReader(sessions, seconds=0)
    app[LISTING] = ProcedureList(sessions)
    app[SITE_INFO] = {}
    setup_web(app, sessions)
    add_data_routes(app)
    believe_proxies(app, read_networks("127.0.0.1"))
    yield app
    book.close()


@pytest.fixture
async def client(aiohttp_client: Any, app: web.Application) -> Client:
    opened: Client = await aiohttp_client(app)
    return opened


async def get(client: Client, path: str, status: int = 200, **given: Any) -> dict[str, Any]:
    response = await client.get(path, **given)
    assert response.status == status, await response.text()
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    data: dict[str, Any] = await response.json(content_type=None)
    return data


async def test_procedure_comes_with_provenance_and_revision(client: Client) -> None:
    data = await get(client, PATH)

    assert data["content"] == detailed().to_json()
    assert data["content"]["provenance"]["decision"] == "12/QĐ-MAU"
    assert data["revision"] == 1


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/ld+json", "PublicService"),
        ('application/ld+json; profile="https://schema.org"', "GovernmentService"),
        ("application/json", None),
        ("*/*", None),
        ("text/html", None),
    ],
)
async def test_form_is_chosen_by_accept(client: Client, accept: str, kind: str | None) -> None:
    data = await get(client, PATH, headers={"Accept": accept})

    assert data.get("@type") == kind


@pytest.mark.parametrize(
    ("form", "kind", "shapes"),
    [
        ("cpsv-ap", "PublicService", "shapes.ttl"),
        ("schema-org", "GovernmentService", "schema_org.shapes.ttl"),
    ],
)
async def test_linked_data_is_valid(client: Client, form: str, kind: str, shapes: str) -> None:
    response = await client.get(f"{PATH}?format={form}")
    data = await response.json(content_type="application/ld+json")

    assert data["@type"] == kind
    assert data["@id"].endswith(PATH)
    assert violations(data, shapes) == ""


async def test_form_of_the_address_outweighs_accept(client: Client) -> None:
    data = await get(client, f"{PATH}?format=json", headers={"Accept": "application/ld+json"})

    assert data["code"] == CODE


async def test_unchanged_procedure_is_not_sent_again(
    client: Client, sessions: sessionmaker[Session]
) -> None:
    first = await client.get(PATH)
    known = {"If-None-Match": first.headers["ETag"]}

    again = await client.get(PATH, headers=known)
    other_form = await client.get(f"{PATH}?format=cpsv-ap", headers=known)
    factories.publish(sessions, detailed(fees=[amount(9_000)]))
    changed = await client.get(PATH, headers=known)

    assert detailed().fingerprint() in first.headers["ETag"]
    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert other_form.status == 200
    assert changed.status == 200
    assert (await changed.json())["revision"] == 2


@pytest.mark.parametrize("code", ["9.999999", "khong-co", "%00", "..%2F..", "<b>", "'--"])
async def test_unknown_procedure_is_said_in_words(client: Client, code: str) -> None:
    data = await get(client, f"/api/v1/procedures/{code}", status=404)

    assert data["error"].startswith("Không có thủ tục mang mã")


async def test_unknown_form_is_said_in_words(client: Client) -> None:
    data = await get(client, f"{PATH}?format=xml", status=400)

    assert "json, cpsv-ap, schema-org" in data["error"]


async def test_list_finds_by_words_and_links_to_each(client: Client) -> None:
    data = await get(client, "/api/v1/procedures?q=ket+hon")

    (item,) = data["items"]
    assert (data["total"], data["page"], data["pages"], data["next"]) == (1, 1, 1, None)
    assert item["name"] == "Đăng ký kết hôn"
    assert item["url"].endswith("/api/v1/procedures/9.000002")


async def test_list_is_turned_by_its_own_links(
    client: Client, sessions: sessionmaker[Session]
) -> None:
    factories.publish(sessions, *(content(f"8.{n:06}", name=f"Trồng cây {n}") for n in range(45)))

    found: set[str] = set()
    path: str | None = "/api/v1/procedures?q=trồng+cây"
    while path:
        data = await get(client, path)
        found |= {item["code"] for item in data["items"]}
        path = data["next"] and data["next"].partition(str(client.make_url("")).rstrip("/"))[2]

    assert len(found) == data["total"] == 45


@pytest.mark.parametrize("page", ["0", "-1", "x", "1.5", "", "99999999999", "²"])
async def test_page_that_is_no_number_is_refused(client: Client, page: str) -> None:
    assert (await get(client, "/api/v1/procedures", status=400, params={"page": page}))["error"]


async def test_too_long_search_is_refused(client: Client) -> None:
    assert (await get(client, f"/api/v1/procedures?q={'a' * 201}", status=400))["error"]


async def test_receipt_is_given_as_data(client: Client, sessions: sessionmaker[Session]) -> None:
    said = answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY)
    code = keep_answer(sessions, said, TODAY)

    data = await get(client, f"/api/v1/receipts/{code.lower()}")

    assert data["code"] == code
    assert data["answer"]["text"] == said["text"]
    assert data["said_on"] == "2026-11-23"
    assert data["has_changed"] is False
    assert data["page"].endswith(f"/r/{code}")


async def test_unknown_receipt_is_said_in_words(client: Client) -> None:
    data = await get(client, "/api/v1/receipts/7KQ2-M4M", status=404)

    assert "7KQ2-M4M" in data["error"]


async def test_addresses_are_https_behind_a_proxy_that_does_https(client: Client) -> None:
    data = await get(client, PATH, headers={"X-Forwarded-Proto": "https"})

    assert data["links"]["self"].startswith("https://")
