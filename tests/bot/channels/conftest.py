"""The chat channels, and the platforms they talk to."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession
from sqlalchemy.orm import Session, sessionmaker

from tests.bot.channels.service import Echo, Platforms, all_platforms, chat_service
from tests.simulators.base import platform_client


@pytest.fixture
async def platforms() -> AsyncIterator[Platforms]:
    async with all_platforms() as running:
        yield running


@pytest.fixture
def gateway() -> Echo:
    return Echo()


@pytest.fixture
async def url(
    platforms: Platforms, sessions: sessionmaker[Session], gateway: Echo
) -> AsyncIterator[str]:
    """The address of a running service."""
    async with chat_service(platforms.settings(), sessions, gateway) as address:
        yield address


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    """What the platforms call webhooks with."""
    async with platform_client() as session:
        yield session
