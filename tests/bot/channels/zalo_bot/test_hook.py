"""The Zalo Bot Platform over HTTP."""

import pytest
from aiohttp import ClientSession
from sqlalchemy.orm import Session, sessionmaker

from tests.bot.channels.service import SECRET, Echo, Platforms, chat_service, left, stored
from tests.bot.gateway.platform import until
from tests.simulators.zalo_bot import ZaloBotSimulator

Sessions = sessionmaker[Session]


@pytest.fixture
def bot(platforms: Platforms) -> ZaloBotSimulator:
    return platforms.bot


@pytest.fixture
def hook(bot: ZaloBotSimulator, url: str) -> str:
    bot.webhook = {"secret_token": SECRET}
    return f"{url}/hooks/zalo-bot"


async def shown(bot: ZaloBotSimulator, chat_id: str, count: int) -> list[str]:
    """Return what the person sees, when it is so many messages."""
    await until(lambda: len(bot.texts_to(chat_id)) >= count)
    return bot.texts_to(chat_id)


async def test_question_is_answered_once(
    bot: ZaloBotSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    gateway.buttons = [{"title": "Phí, lệ phí", "payload": "p/1.001193/f"}]
    await bot.deliver(http, hook, bot.message("an", "khai sinh"), times=3)
    await bot.deliver(http, hook, bot.message("an", "hết"))

    first, _ = await shown(bot, "an", 2)
    assert first.startswith("đáp: khai sinh")
    assert first.endswith("1. Phí, lệ phí")


@pytest.mark.parametrize("secret", ["", "wrong-secret"])
async def test_wrong_or_missing_secret_is_refused_and_nothing_stored(
    bot: ZaloBotSimulator, hook: str, http: ClientSession, sessions: Sessions, secret: str
) -> None:
    event = bot.message("an", "khai sinh")

    assert await bot.deliver(http, hook, event, secret=secret) == [401]
    assert stored(sessions) == 0


async def test_sticker_and_start_are_answered_in_the_channels_own_words(
    bot: ZaloBotSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    await bot.deliver(http, hook, bot.message("an", None, "message.sticker.received"))
    await bot.deliver(http, hook, bot.message("an", "/start"))

    sticker, start = await shown(bot, "an", 2)
    assert "nhãn dán" in sticker
    assert "trợ lý máy" in start
    assert gateway.asked == []


async def test_refused_message_is_given_up(
    bot: ZaloBotSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    bot.blocked_by.add("an")
    await bot.deliver(http, hook, bot.message("an", "khai sinh"))

    await until(lambda: left(sessions) == {"unanswered": 0, "unsent": 0, "given_up": 1})


async def test_service_tells_the_platform_its_address(
    platforms: Platforms, sessions: Sessions, gateway: Echo
) -> None:
    settings = platforms.settings(public_url="https://hoidap.example.vn")
    async with chat_service(settings, sessions, gateway):
        await until(lambda: bool(platforms.bot.webhook))

    assert platforms.bot.webhook == {
        "url": "https://hoidap.example.vn/hooks/zalo-bot",
        "secret_token": SECRET,
    }
