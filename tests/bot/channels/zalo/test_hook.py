"""The Official Account over HTTP: from the webhook to what the person sees."""

import json
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import ClientSession
from sqlalchemy.orm import Session, sessionmaker

from bot.channels.settings import ButtonStyle
from bot.channels.zalo.signature import sign
from procedures_db.conversations import record_turn
from procedures_db.database import transaction
from tests.bot.channels.service import Echo, Platforms, chat_service, stored
from tests.bot.gateway.platform import until
from tests.simulators.zalo import APP_ID, OA_SECRET, ZaloSimulator

Sessions = sessionmaker[Session]
BUTTONS = [
    {"title": "Phí, lệ phí", "payload": "p/1.001193/f"},
    {"title": "Thời hạn", "payload": "p/1.001193/t"},
]


@pytest.fixture
def zalo(platforms: Platforms) -> ZaloSimulator:
    return platforms.zalo


@pytest.fixture
def hook(url: str) -> str:
    return f"{url}/hooks/zalo"


async def shown(zalo: ZaloSimulator, user_id: str, count: int) -> list[str]:
    """Return what the person sees, when it is so many messages."""
    await until(lambda: len(zalo.texts_to(user_id)) >= count)
    return zalo.texts_to(user_id)


async def test_question_is_answered(zalo: ZaloSimulator, hook: str, http: ClientSession) -> None:
    started = time.monotonic()
    assert await zalo.deliver(http, hook, zalo.event("77", "khai sinh")) == [200]
    assert time.monotonic() - started < 2

    assert await shown(zalo, "77", 1) == ["đáp: khai sinh"]


@pytest.mark.parametrize("header", [None, "", "mac=00", "mac=đ", "deadbeef"])
async def test_wrong_or_missing_signature_is_refused_and_nothing_stored(
    zalo: ZaloSimulator,
    hook: str,
    http: ClientSession,
    sessions: Sessions,
    gateway: Echo,
    header: str | None,
) -> None:
    headers = {} if header is None else {"X-ZEvent-Signature": header}
    body = json.dumps(zalo.event("77", "khai sinh"))
    async with http.post(hook, data=body.encode(), headers=headers) as response:
        assert response.status == 401

    assert stored(sessions) == 0
    assert gateway.asked == []


async def test_signature_with_another_secret_is_refused(
    zalo: ZaloSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    event = zalo.event("77", "khai sinh")

    assert await zalo.deliver(http, hook, event, secret="app-secret") == [401]
    assert stored(sessions) == 0


async def test_old_call_is_refused(
    zalo: ZaloSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    three_hours = datetime.now(UTC).timestamp() - 3 * 3600
    event = zalo.event("77", "khai sinh", timestamp=str(int(three_hours * 1000)))

    assert await zalo.deliver(http, hook, event) == [401]
    assert stored(sessions) == 0


async def test_call_played_back_within_the_hour_is_answered_once(
    zalo: ZaloSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    event = zalo.event("77", "khai sinh")
    await zalo.deliver(http, hook, event, times=5)
    await zalo.deliver(http, hook, zalo.event("77", "hết"))

    assert await shown(zalo, "77", 2) == ["đáp: khai sinh", "đáp: hết"]
    assert stored(sessions) == 2


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff\xfe", b'{"timestamp": {}}'])
async def test_nonsense_is_refused(
    hook: str, http: ClientSession, sessions: Sessions, body: bytes
) -> None:
    headers = {"X-ZEvent-Signature": sign(APP_ID, body, "", OA_SECRET)}
    async with http.post(hook, data=body, headers=headers) as response:
        assert response.status == 401
    assert stored(sessions) == 0


async def test_too_large_body_is_refused(hook: str, http: ClientSession) -> None:
    async with http.post(hook, data=b"x" * 300_000) as response:
        assert response.status == 413


async def test_follower_is_welcomed_once(
    zalo: ZaloSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    await zalo.deliver(http, hook, zalo.follow("77"), times=3)
    await zalo.deliver(http, hook, zalo.event("77", "hết"))

    welcome, last = await shown(zalo, "77", 2)
    assert "trợ lý máy" in welcome
    assert "18001096" in welcome
    assert last == "đáp: hết"
    assert len(gateway.asked) == 1


@pytest.mark.parametrize(
    ("name", "word"),
    [
        ("user_send_image", "ảnh"),
        ("user_send_sticker", "nhãn dán"),
        ("user_send_location", "vị trí"),
        ("user_send_audio", "tin thoại"),
    ],
)
async def test_what_is_no_text_is_answered_politely(
    zalo: ZaloSimulator, hook: str, http: ClientSession, gateway: Echo, name: str, word: str
) -> None:
    message: dict[str, Any] = {"msg_id": "m1", "attachments": []}
    event = zalo.event("77", "", event_name=name, message=message)
    await zalo.deliver(http, hook, event, times=3)
    await zalo.deliver(http, hook, zalo.event("77", "hết"))

    first, last = await shown(zalo, "77", 2)
    assert word in first
    assert "gõ câu hỏi" in first
    assert last == "đáp: hết"


async def test_what_the_account_itself_does_is_ignored(
    zalo: ZaloSimulator, hook: str, http: ClientSession, sessions: Sessions
) -> None:
    for name in ("oa_send_text", "oa_send_image", "user_seen_message", "user_received_message"):
        event = zalo.event("77", "x", event_name=name)
        assert await zalo.deliver(http, hook, event) == [200]
    assert await zalo.deliver(http, hook, zalo.follow("77", "unfollow")) == [200]

    assert stored(sessions) == 0


async def test_number_chooses_from_the_answer_before(
    zalo: ZaloSimulator, hook: str, http: ClientSession, sessions: Sessions, gateway: Echo
) -> None:
    before = {
        "turn_id": "t1", "conversation_id": "zalo:77", "status": "answered", "buttons": BUTTONS,
    }  # fmt: skip
    with transaction(sessions) as session:
        record_turn(session, before, channel="zalo", question="khai sinh", latency_ms=1)

    await zalo.deliver(http, hook, zalo.event("77", "2"))

    assert await shown(zalo, "77", 1) == ["đáp: p/1.001193/t"]


async def test_choices_are_shown_with_their_numbers(
    zalo: ZaloSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    gateway.buttons = BUTTONS
    await zalo.deliver(http, hook, zalo.event("77", "khai sinh"))

    (text,) = await shown(zalo, "77", 1)
    assert text.endswith("1. Phí, lệ phí\n2. Thời hạn")


async def test_tapped_button_is_asked(
    platforms: Platforms, sessions: Sessions, gateway: Echo, http: ClientSession
) -> None:
    zalo, settings = platforms.zalo, platforms.settings(style=ButtonStyle.TEMPLATE)
    gateway.buttons = BUTTONS
    async with chat_service(settings, sessions, gateway) as url:
        hook = f"{url}/hooks/zalo"
        await zalo.deliver(http, hook, zalo.event("77", "khai sinh"))
        await shown(zalo, "77", 1)
        button = zalo.sent[-1][1]["attachment"]["payload"]["buttons"][1]
        await zalo.deliver(http, hook, zalo.event("77", button["payload"]))

        assert (await shown(zalo, "77", 2))[-1] == "đáp: p/1.001193/t"


async def test_long_answer_arrives_whole_and_in_order(
    zalo: ZaloSimulator, hook: str, http: ClientSession, gateway: Echo
) -> None:
    gateway.text = "\n".join(f"- giấy tờ số {number}" for number in range(400))
    await zalo.deliver(http, hook, zalo.event("77", "khai sinh"))

    assert "\n".join(await shown(zalo, "77", 4)) == gateway.text
