"""The public interface keeps to its own description, whatever is sent."""

import asyncio
import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from hypothesis import HealthCheck, settings
from schemathesis.config import SchemathesisConfig
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.api import ENGINE, add_api_routes
from bot.channels.data_api import LISTING, READER, add_data_routes, openapi
from bot.channels.opinions import add_opinion_routes
from bot.gateway.engine import EngineClient
from bot.gateway.receipts import ReceiptBook
from bot.gateway.service import EngineGateway
from bot.web import GATEWAY, setup_web
from bot.web.keys import RECEIPTS
from procedures_db.answers import answer
from procedures_db.database import open_engine, session_factory
from procedures_db.exchange import ProcedureList
from procedures_db.read import ProcedureFacts, ProcedureReader
from procedures_db.receipts import keep_answer
from procedures_db.terms import Facet
from tests import factories
from tests.bot.gateway.fake_engine import TOKEN, FakeEngine
from tests.factories import CODE, TODAY, detailed


@pytest.fixture(scope="module")
def sessions(migrated_file: Any, tmp_path_factory: Any) -> Iterator[sessionmaker[Session]]:
    path = tmp_path_factory.mktemp("openapi") / "thutuc.db"
    path.write_bytes(migrated_file.read_bytes())
    engine = open_engine(f"sqlite:///{path}")
    sessions = session_factory(engine)
    factories.publish(sessions, detailed())
    yield sessions
    engine.dispose()


@pytest.fixture(scope="module")
def receipt(sessions: sessionmaker[Session]) -> str:
    said = answer(ProcedureFacts(detailed(), 1), [Facet.FEE], [], TODAY)
    return keep_answer(sessions, said, TODAY)


@pytest.fixture(scope="module")
def url(sessions: sessionmaker[Session]) -> Iterator[str]:
    """The application over a fake engine, in a thread of its own: the caller is synchronous."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    stop = asyncio.Event()
    address: list[str] = []
    ready = threading.Event()
    running = asyncio.run_coroutine_threadsafe(_serve(sessions, address, ready, stop), loop)
    assert ready.wait(20)
    yield address[0]
    loop.call_soon_threadsafe(stop.set)
    running.result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


async def _serve(
    sessions: sessionmaker[Session],
    address: list[str],
    ready: threading.Event,
    stop: asyncio.Event,
) -> None:
    engine = FakeEngine()
    async with TestServer(engine.app()) as behind, ClientSession() as http:
        client = EngineClient(http, str(behind.make_url("")).rstrip("/"), TOKEN)
        book = ReceiptBook(sessions, lambda: TODAY)
        app = web.Application()
        app[ENGINE] = client
        app[GATEWAY] = EngineGateway(client, questions_per_minute=10**6, receipts=book)
        app[RECEIPTS] = book
        app[READER] = ProcedureReader(sessions)
        app[LISTING] = ProcedureList(sessions)
        setup_web(app, sessions)
        add_api_routes(app)
        add_data_routes(app)
        add_opinion_routes(app)
        async with TestServer(app) as server:
            address.append(str(server.make_url("")).rstrip("/"))
            ready.set()
            await stop.wait()
        book.close()


# A well-formed question may still be empty, too long or too much.
CONFIG = SchemathesisConfig.from_dict(
    {
        "checks": {
            "positive_data_acceptance": {"expected-statuses": ["2xx", 404, 413, 422, 429]},
        }
    }
)
described = schemathesis.openapi.from_dict(openapi(), config=CONFIG)


@described.parametrize()
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
def test_every_operation_keeps_to_its_description(url: str, case: schemathesis.Case) -> None:
    case.call_and_validate(base_url=url, timeout=10)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("procedures", "/api/v1/procedures?q=nuôi ong"),
        ("procedure", f"/api/v1/procedures/{CODE}"),
        ("cpsv-ap", f"/api/v1/procedures/{CODE}?format=cpsv-ap"),
        ("schema-org", f"/api/v1/procedures/{CODE}?format=schema-org"),
        ("receipt", "/api/v1/receipts/{receipt}"),
    ],
)
def test_what_exists_is_given_as_described(url: str, receipt: str, name: str, path: str) -> None:
    path = path.format(receipt=receipt)
    response = requests.get(url + path, timeout=10)

    assert response.status_code == 200
    template = re.sub(r"(procedures|receipts)/.*", r"\1/{code}", path.partition("?")[0])
    described[template]["GET"].validate_response(response)


def test_description_is_served_and_names_every_public_route(url: str) -> None:
    served = requests.get(f"{url}/api/v1/openapi.json", timeout=10).json()

    assert served == openapi()
    assert served["openapi"].startswith("3.1")
    app = web.Application()
    add_api_routes(app)
    add_data_routes(app)
    add_opinion_routes(app)
    routes = {resource.canonical for resource in app.router.resources()}
    assert routes - {"/api/v1/openapi.json"} == set(served["paths"])
