"""The gateway and the API over a fake engine, for the tests of everything a citizen talks to."""

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy import Engine

from bot.gateway.engine import EngineClient
from procedures_db.database import open_engine
from tests.bot.gateway.fake_engine import TOKEN, FakeEngine


@pytest.fixture
def database(sqlite_url: str) -> Iterator[Engine]:
    """SQLite alone: what the bot needs of the database is tested on both elsewhere."""
    opened = open_engine(sqlite_url)
    yield opened
    opened.dispose()


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
async def engine_url(aiohttp_server: Any, engine: FakeEngine) -> str:
    server = await aiohttp_server(engine.app())
    return str(server.make_url("")).rstrip("/")


@pytest.fixture
async def engine_client(engine_url: str) -> AsyncIterator[EngineClient]:
    async with ClientSession() as session:
        yield EngineClient(session, engine_url, TOKEN)
