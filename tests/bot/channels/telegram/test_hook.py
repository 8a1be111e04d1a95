"""Telegram over HTTP: from the webhook or the long poll to what the person sees."""

from collections.abc import Mapping

import pytest
from aiohttp import ClientSession
from sqlalchemy.orm import Session, sessionmaker

from bot.channels import messages
from bot.channels.settings import TelegramMode
from procedures_db.conversations import record_turn
from procedures_db.database import transaction
from tests.bot.channels.service import SECRET, Echo, Platforms, chat_service, left, stored
from tests.bot.gateway.platform import until
from tests.simulators.telegram import NAME, TelegramSimulator

Sessions = sessionmaker[Session]
HEADER = "X-Telegram-Bot-Api-Secret-Token"


@pytest.fixture
def telegram(platforms: Platforms) -> TelegramSimulator:
    return platforms.telegram


@pytest.fixture
async def hook(telegram: TelegramSimulator, url: str) -> str:
    await until(lambda: bool(telegram.commands))
    telegram.webhook = {"url": f"{url}/hooks/telegram", "secret_token": SECRET}
    return telegram.webhook["url"]


async def shown(telegram: TelegramSimulator, chat_id: int, count: int) -> list[str]:
    """Return what the person sees, when it is so many messages."""
    await until(lambda: len(telegram.texts_to(chat_id)) >= count)
    return telegram.texts_to(chat_id)


async def test_question_is_answered(
    telegram: TelegramSimulator, hook: str, http: ClientSession
) -> None:
    assert await telegram.deliver(http, telegram.message(7, "khai <b> & sinh")) == [200]

    assert await shown(telegram, 7, 1) == ["đáp: khai <b> & sinh"]


@pytest.mark.parametrize("headers", [{}, {HEADER: ""}, {HEADER: "wrong"}, {HEADER: SECRET + "x"}])
async def test_wrong_or_missing_secret_is_refused_and_nothing_stored(
    telegram: TelegramSimulator,
    hook: str,
    http: ClientSession,
    sessions: Sessions,
    gateway: Echo,
    headers: Mapping[str, str],
) -> None:
    update = telegram.message(7, "khai sinh")

    assert await telegram.deliver(http, update, headers=headers) == [401]
    assert stored(sessions) == 0
    assert gateway.asked == []


async def test_service_tells_telegram_its_address_secret_and_commands(
    platforms: Platforms, sessions: Sessions, gateway: Echo
) -> None:
    settings = platforms.settings(public_url="https://hoidap.example.vn")
    telegram = platforms.telegram
    async with chat_service(settings, sessions, gateway):
        await until(lambda: bool(telegram.webhook))

    assert telegram.webhook["url"] == "https://hoidap.example.vn/hooks/telegram"
    assert telegram.webhook["secret_token"] == SECRET
    assert [one["command"] for one in telegram.commands] == ["start", "help", "xoa"]


async def test_commands_are_answered_in_the_channels_own_words(
    telegram: TelegramSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    for text in ("/start", "/help", "/xoa"):
        await telegram.deliver(http, telegram.message(7, text), times=3)

    start, helped, deleted = await shown(telegram, 7, 3)
    assert "trợ lý máy" in start
    assert "18001096" in start
    assert "còn phí thì sao" in helped
    assert deleted == f"đáp: {messages.DELETE}"
    assert len(gateway.asked) == 1


async def test_photo_is_answered_politely_once(
    telegram: TelegramSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    await telegram.deliver(http, telegram.message(7, photo=photo), times=3)
    await telegram.deliver(http, telegram.message(7, "hết"))

    first, last = await shown(telegram, 7, 2)
    assert "chưa xem được ảnh" in first
    assert last == "đáp: hết"


async def test_group_is_asked_to_write_in_private(
    telegram: TelegramSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    group = {"chat": {"id": -5, "type": "supergroup", "title": "Tổ dân phố"}}
    await telegram.deliver(http, telegram.message(-5, "trưa nay ăn gì", **group))
    await telegram.deliver(http, telegram.message(-5, f"@{NAME} khai sinh", **group))

    (text,) = await shown(telegram, -5, 1)
    assert "nhắn riêng" in text
    assert gateway.asked == []


async def test_tapped_button_is_acknowledged_and_answered(
    telegram: TelegramSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    gateway.buttons = [{"title": "Phí, lệ phí", "payload": "p/1.001193/f"}]
    await telegram.deliver(http, telegram.message(7, "khai sinh"))
    await shown(telegram, 7, 1)
    title, data = telegram.sent[-1].buttons[0]

    await telegram.deliver(http, telegram.tap(7, data))

    assert title == "Phí, lệ phí"
    assert (await shown(telegram, 7, 2))[-1] == "đáp: p/1.001193/f"
    assert len(telegram.answered_taps) == 1


async def test_long_payload_comes_back_whole(
    telegram: TelegramSimulator, hook: str, http: ClientSession, sessions: Sessions, gateway: Echo
) -> None:
    long = "p/1.001193/" + "đ" * 60
    gateway.buttons = [{"title": "Dài", "payload": long}]
    await telegram.deliver(http, telegram.message(7, "khai sinh"))
    await shown(telegram, 7, 1)
    answer = {
        "turn_id": f"{1:016x}", "conversation_id": "telegram:7", "status": "answered",
        "buttons": gateway.buttons,
    }  # fmt: skip
    with transaction(sessions) as session:
        record_turn(session, answer, channel="telegram", question="x", latency_ms=1)

    await telegram.deliver(http, telegram.tap(7, telegram.sent[-1].buttons[0][1]))

    assert (await shown(telegram, 7, 2))[-1] == f"đáp: {long}"


async def test_blocked_bot_gives_up_and_answers_others(
    telegram: TelegramSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    telegram.blocked_by.add(7)
    await telegram.deliver(http, telegram.message(7, "khai sinh"))
    await telegram.deliver(http, telegram.message(8, "khai sinh"))

    await shown(telegram, 8, 1)
    await until(lambda: left(sessions) == {"unanswered": 0, "unsent": 0, "given_up": 1})


async def test_flood_control_is_obeyed(
    telegram: TelegramSimulator, hook: str, http: ClientSession
) -> None:
    telegram.per_chat = 2
    for number in range(4):
        await telegram.deliver(http, telegram.message(7, f"{number}"))

    assert await shown(telegram, 7, 4) == [f"đáp: {number}" for number in range(4)]
    assert telegram.floods <= 2


async def test_strange_updates_are_taken_and_left_alone(
    telegram: TelegramSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    for update in ({"update_id": "x"}, {}, {"update_id": 1, "message": {"text": 5}}):
        assert await telegram.deliver(http, update) == [200]
    assert stored(sessions) == 0


async def test_body_that_is_no_json_is_refused(hook: str, http: ClientSession) -> None:
    async with http.post(hook, data=b"{", headers={HEADER: SECRET}) as response:
        assert response.status == 400


async def test_long_polling_answers_without_a_public_address(
    platforms: Platforms, sessions: Sessions, gateway: Echo
) -> None:
    telegram = platforms.telegram
    telegram.webhook = {"url": "https://old.example.vn"}
    gateway.buttons = [{"title": "Phí", "payload": "p/1.001193/f"}]
    telegram.waiting.extend([telegram.message(7, "một"), telegram.message(7, "hai")])
    settings = platforms.settings(mode=TelegramMode.POLLING)

    async with chat_service(settings, sessions, gateway) as url, ClientSession() as http:
        await shown(telegram, 7, 2)
        telegram.waiting.append(telegram.tap(7, "p/1.001193/f"))
        texts = await shown(telegram, 7, 3)
        await until(lambda: bool(telegram.answered_taps))
        await until(lambda: not telegram.waiting)
        async with http.post(f"{url}/hooks/telegram") as response:
            assert response.status == 404

    assert texts == ["đáp: một", "đáp: hai", "đáp: p/1.001193/f"]
    assert telegram.webhook == {}
