"""Zalo's tokens: refreshed early and once, the single-use refresh token never lost."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.zalo.client import TokenPair, ZaloOAuth, open_session
from bot.channels.zalo.errors import ZaloError, ZaloTokenError
from bot.channels.zalo.tokens import CHANNEL, LEASE, ZaloTokens
from procedures_db import models
from procedures_db.database import open_engine, session_factory, transaction
from tests.simulators.base import Trouble
from tests.simulators.zalo import APP_ID, APP_SECRET, FIRST_REFRESH, ZaloSimulator

Sessions = sessionmaker[Session]


class Clock:
    """A time that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()


@pytest.fixture(params=["sqlite", "postgresql"])
def sessions(request: pytest.FixtureRequest) -> Iterator[Sessions]:
    if request.param == "sqlite":
        engine = open_engine(request.getfixturevalue("sqlite_url"))
        yield session_factory(engine)
        engine.dispose()
        return
    shared: Engine = request.getfixturevalue("postgresql")
    yield session_factory(shared)
    with transaction(session_factory(shared)) as session:
        session.query(models.ChannelToken).delete()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def zalo(clock: Clock) -> AsyncIterator[ZaloSimulator]:
    async with ZaloSimulator.running(clock=clock.seconds) as simulator:
        yield simulator


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with open_session() as session:
        yield session


@pytest.fixture
def oauth(http: ClientSession, zalo: ZaloSimulator) -> ZaloOAuth:
    return ZaloOAuth(http, zalo.url, APP_ID, APP_SECRET)


@pytest.fixture
def tokens(sessions: Sessions, oauth: ZaloOAuth, clock: Clock) -> ZaloTokens:
    return ZaloTokens(sessions, oauth, FIRST_REFRESH, clock)


def stored(sessions: Sessions) -> models.ChannelToken:
    with sessions() as session:
        return session.get_one(models.ChannelToken, CHANNEL)


async def test_first_token_comes_from_the_settings(
    tokens: ZaloTokens, sessions: Sessions, zalo: ZaloSimulator
) -> None:
    assert await tokens.current() == "access-1"
    assert stored(sessions).refresh_token == zalo.refresh_token
    assert stored(sessions).held_by is None


async def test_token_is_kept_until_an_hour_before_its_end(
    tokens: ZaloTokens, zalo: ZaloSimulator, clock: Clock
) -> None:
    await tokens.current()

    clock.now += timedelta(hours=23, minutes=59)
    assert await tokens.current() == "access-1"
    clock.now += timedelta(minutes=2)
    assert await tokens.current() == "access-2"
    assert zalo.refused_refreshes == 0


async def test_restart_goes_on_with_the_stored_token(
    tokens: ZaloTokens, sessions: Sessions, oauth: ZaloOAuth, zalo: ZaloSimulator, clock: Clock
) -> None:
    await tokens.current()
    clock.now += timedelta(days=2)

    restarted = ZaloTokens(sessions, oauth, FIRST_REFRESH, clock)

    assert await restarted.current() == "access-2"
    assert zalo.refused_refreshes == 0


async def test_many_askers_in_several_processes_refresh_once(
    sessions: Sessions, oauth: ZaloOAuth, zalo: ZaloSimulator, clock: Clock
) -> None:
    processes = [ZaloTokens(sessions, oauth, FIRST_REFRESH, clock) for _ in range(4)]

    got = await asyncio.gather(*(one.current() for one in processes * 5))

    assert set(got) == {"access-1"}
    assert (zalo.refreshes, zalo.refused_refreshes) == (1, 0)


async def test_refused_token_is_replaced_once_for_all_who_used_it(
    sessions: Sessions, oauth: ZaloOAuth, zalo: ZaloSimulator, clock: Clock
) -> None:
    processes = [ZaloTokens(sessions, oauth, FIRST_REFRESH, clock) for _ in range(3)]
    refused = await processes[0].current()

    got = await asyncio.gather(*(one.replace(refused) for one in processes * 5))

    assert set(got) == {"access-2"}
    assert (zalo.refreshes, zalo.refused_refreshes) == (2, 0)


async def test_outage_before_the_end_does_not_matter(
    tokens: ZaloTokens, zalo: ZaloSimulator, clock: Clock
) -> None:
    await tokens.current()
    clock.now += timedelta(hours=24, minutes=30)
    zalo.trouble = Trouble.DOWN

    assert await tokens.current() == "access-1"
    zalo.trouble = Trouble.NONE
    assert await tokens.current() == "access-2"


async def test_outage_after_the_end_is_an_error_until_it_is_over(
    tokens: ZaloTokens, zalo: ZaloSimulator, clock: Clock
) -> None:
    await tokens.current()
    clock.now += timedelta(days=3)
    zalo.trouble = Trouble.DOWN

    with pytest.raises(ZaloError):
        await tokens.current()
    zalo.trouble = Trouble.NONE

    assert await tokens.current() == "access-2"


async def test_cancelled_asker_does_not_lose_the_new_pair(
    tokens: ZaloTokens, sessions: Sessions, zalo: ZaloSimulator
) -> None:
    asking = asyncio.create_task(tokens.current())
    while zalo.calls == 0:  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    await tokens.close()

    assert stored(sessions).refresh_token == zalo.refresh_token == "refresh-1"


async def test_process_that_died_while_holding_is_waited_for_and_replaced(
    tokens: ZaloTokens, sessions: Sessions, clock: Clock
) -> None:
    with transaction(sessions) as session:
        session.add(
            models.ChannelToken(
                channel=CHANNEL,
                access_token="",
                updated_at=clock.now,
                held_by="dead",
                held_until=clock.now + LEASE,
            )
        )
    asking = asyncio.create_task(tokens.current())
    await asyncio.sleep(0.15)
    assert not asking.done()

    clock.now += LEASE + timedelta(seconds=1)

    assert await asyncio.wait_for(asking, 5) == "access-1"


async def test_locked_database_does_not_lose_the_new_pair(
    tokens: ZaloTokens,
    sessions: Sessions,
    zalo: ZaloSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write, failures = tokens._write, [1, 2]

    def fails_twice(pair: TokenPair) -> None:
        if failures:
            failures.pop()
            raise OperationalError("update", {}, Exception("database is locked"))
        write(pair)

    monkeypatch.setattr(tokens, "_write", fails_twice)

    assert await tokens.current() == "access-1"
    assert stored(sessions).refresh_token == zalo.refresh_token


async def test_pair_that_could_not_be_saved_is_saved_at_the_next_call(
    tokens: ZaloTokens,
    sessions: Sessions,
    zalo: ZaloSimulator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(pair: TokenPair) -> None:
        raise OperationalError("update", {}, Exception("disk is full"))

    monkeypatch.setattr("bot.channels.zalo.tokens._SAVE_PAUSES", ())
    with monkeypatch.context() as broken:
        broken.setattr(tokens, "_write", fails)
        with pytest.raises(ZaloError):
            await tokens.current()

    assert await tokens.current() == "access-1"
    assert (zalo.refreshes, zalo.refused_refreshes) == (1, 0)
    assert stored(sessions).refresh_token == "refresh-1"


async def test_new_first_token_is_used_when_the_stored_one_is_refused(
    tokens: ZaloTokens, sessions: Sessions, oauth: ZaloOAuth, zalo: ZaloSimulator, clock: Clock
) -> None:
    await tokens.current()
    clock.now += timedelta(days=100)
    zalo.refresh_token = "authorised-anew"

    restarted = ZaloTokens(sessions, oauth, "authorised-anew", clock)

    assert await restarted.current() == "access-2"
    assert stored(sessions).refresh_token == "refresh-2"


async def test_lost_authorisation_is_told_and_zalo_is_not_pestered(
    tokens: ZaloTokens, zalo: ZaloSimulator, clock: Clock
) -> None:
    zalo.refresh_token = "of somebody else"

    for _ in range(5):
        with pytest.raises(ZaloTokenError):
            await tokens.current()
    assert zalo.refused_refreshes == 1

    clock.now += timedelta(minutes=2)
    with pytest.raises(ZaloTokenError):
        await tokens.current()
    assert zalo.refused_refreshes == 2
