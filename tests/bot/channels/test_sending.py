"""A message whose sending got no reply is sent again, and says so."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientTimeout

from bot.channels import messages
from bot.channels.settings import TelegramSettings
from bot.channels.telegram.channel import TelegramChannel, open_bot
from bot.channels.zalo.channel import ZaloChannel
from bot.channels.zalo.client import ZaloClient, open_session
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import ZaloBotClient
from bot.gateway.schemas import Channel, GiveUp, Payload, RetryLater
from tests.bot.channels.service import Platforms
from tests.simulators import telegram, zalo_bot
from tests.simulators.base import Simulator, Trouble

SHORT = ClientTimeout(total=0.3)
PAYLOADS: dict[str, Payload] = {
    "telegram": {"html": "<b>Chào</b>"},
    "zalo": {"text": "Chào"},
    "zalo-bot": {"text": "Chào"},
}


class Tokens:
    """One token that always holds."""

    async def current(self) -> str:
        return "access"

    async def replace(self, refused: str) -> str:
        return "access"


@pytest.fixture(params=["telegram", "zalo", "zalo-bot"])
async def line(
    request: pytest.FixtureRequest, platforms: Platforms
) -> AsyncIterator[tuple[Channel, Simulator]]:
    """A channel and the platform behind it."""
    async with open_session() as session:
        if request.param == "zalo":
            platforms.zalo.access_tokens["access"] = float("inf")
            client = ZaloClient(session, platforms.zalo.url, Tokens(), SHORT)
            yield ZaloChannel(client), platforms.zalo
        elif request.param == "zalo-bot":
            own = ZaloBotClient(session, platforms.bot.url, zalo_bot.TOKEN, SHORT)
            yield ZaloBotChannel(own), platforms.bot
        else:
            bot = open_bot(TelegramSettings(telegram.TOKEN, api_url=platforms.telegram.url))
            yield TelegramChannel(bot, timeout=1), platforms.telegram
            await bot.session.close()


def texts(platforms: Platforms) -> list[str]:
    return [
        *platforms.telegram.texts_to(7), *platforms.zalo.texts_to("7"), *platforms.bot.texts_to("7")
    ]  # fmt: skip


@pytest.mark.parametrize("trouble", [Trouble.LOST_REPLY, Trouble.BROKEN, Trouble.HANGING])
async def test_unclear_sending_is_repeated_with_a_word(
    line: tuple[Channel, Simulator], platforms: Platforms, trouble: Trouble
) -> None:
    channel, platform = line
    payload = PAYLOADS[channel.name]
    platform.trouble = trouble
    with pytest.raises(RetryLater):
        await channel.send("7", payload)
    platform.trouble = Trouble.NONE

    await channel.send("7", payload)
    await channel.send("7", payload)

    arrived = ["Chào"] if trouble is Trouble.LOST_REPLY else []
    assert texts(platforms) == [*arrived, f"{messages.REPEATED}\nChào", "Chào"]


async def test_outage_is_waited_for_without_a_word(
    line: tuple[Channel, Simulator], platforms: Platforms
) -> None:
    channel, platform = line
    platform.trouble = Trouble.DOWN
    with pytest.raises(RetryLater):
        await channel.send("7", PAYLOADS[channel.name])
    await platform.stop()
    with pytest.raises(RetryLater):
        await channel.send("7", PAYLOADS[channel.name])
    platform.trouble = Trouble.NONE
    await platform.start()

    await channel.send("7", PAYLOADS[channel.name])

    assert texts(platforms) == ["Chào"]


async def test_person_who_is_gone_is_given_up(
    line: tuple[Channel, Simulator], platforms: Platforms
) -> None:
    channel, _ = line
    platforms.telegram.blocked_by.add(7)
    platforms.zalo.strangers.add("7")
    platforms.bot.blocked_by.add("7")

    with pytest.raises(GiveUp):
        await channel.send("7", PAYLOADS[channel.name])
