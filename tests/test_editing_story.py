"""The whole story in a real browser: edit, preview, review, publish, answer, go back.

The console, the citizen page, the assistant and the database are real; only the engine that
understands the question is not: every question asks for the fee.
"""

import os
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pyotp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, Page, async_playwright, expect
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from actions.turn import Context, Turn
from bot.gateway.schemas import IncomingMessage
from bot.web import GATEWAY, SITE_INFO, setup_web
from bot.web.setup import STATIC_FOLDER
from procedures_db import models
from procedures_db.answers import Choice
from procedures_db.database import transaction
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from procedures_db.terms import Facet, Role
from staff.accounts import people
from staff.accounts.passwords import Passwords
from staff.app import setup_staff, utc_now
from tests.bot.web.browser import ARGUMENTS, CHROMIUM
from tests.factories import TODAY
from tests.tiny_catalogue import BEES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not CHROMIUM.exists() and "CI" not in os.environ,
        reason=f"needs Chromium at {CHROMIUM} (or THUTUC_CHROMIUM)",
    ),
]

PASSWORD = "ao-ca-trong-mua-la"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PROMISED_SECONDS = 5


class FeeGateway:
    """Answers every question with the fee of one procedure, from the database."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def answer(self, message: IncomingMessage) -> dict[str, Any]:
        turn = Turn(message.text, choice=Choice(BEES, (Facet.FEE,)))
        reply, _ = self._assistant.respond(turn, Context())
        number = str(time.monotonic_ns())
        return {**reply, "conversation_id": message.conversation_id, "turn_id": number}


@pytest.fixture
async def server(linker: Linker, sessions: sessionmaker[Session]) -> AsyncIterator[TestServer]:
    reader = ProcedureReader(sessions)  # with the cache that the service has
    app = web.Application()
    app[GATEWAY] = FeeGateway(Assistant(linker, reader, lambda: TODAY))
    app[SITE_INFO] = {"procedures": 20, "detailed": 1, "data_date": "2026-07-18"}
    setup_web(app, sessions)
    setup_staff(app, sessions, static=[STATIC_FOLDER])
    password = Passwords().hash(PASSWORD)
    with transaction(sessions) as session:
        for name, role in (("lan", Role.EDITOR), ("minh", Role.REVIEWER)):
            user = people.add_person(session, name, name, role, utc_now(), actor="test")
            user.password_hash = password
            user.totp_secret = SECRET if role is Role.REVIEWER else None
        session.add(
            models.TurnRecord(
                turn_id="t1",
                conversation_id="c1",
                channel="web",
                at=datetime.now(UTC),
                question="nuôi ong mất bao nhiêu tiền",
                status="answered",
                procedure_code=BEES,
                facets=["fee"],
                candidates=[],
                answer={},
                latency_ms=5,
            )
        )
    async with TestServer(app) as running:
        yield running


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


async def open_page(browser: Browser, server: TestServer, path: str) -> Page:
    context = await browser.new_context(base_url=str(server.make_url("/")))
    page = await context.new_page()
    page.set_default_timeout(15_000)
    await page.goto(path)
    return page


async def sign_in(browser: Browser, server: TestServer, name: str, *, code: bool) -> Page:
    page = await open_page(browser, server, "/can-bo/")
    await page.get_by_label("Tên đăng nhập").fill(name)
    await page.get_by_label("Mật khẩu").fill(PASSWORD)
    await page.get_by_role("button", name="Đăng nhập").click()
    if code:
        await page.locator("[name=ma]").fill(pyotp.TOTP(SECRET).now())
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    return page


async def citizen_is_told(page: Page, amount: str) -> float:
    """Ask until the answer names the amount; return the seconds it took."""
    started = time.monotonic()
    while time.monotonic() - started < PROMISED_SECONDS:
        await page.goto("/")
        await page.get_by_label("Câu hỏi của bạn").fill("nuôi ong mất bao nhiêu tiền")
        await page.keyboard.press("Enter")
        await expect(page.locator("#new-turns > li")).to_have_count(1)
        if amount in (await page.locator("#new-turns").inner_text()):
            return time.monotonic() - started
    raise AssertionError(f"{amount} is not told after {PROMISED_SECONDS} seconds")


async def test_new_fee_reaches_citizens_and_can_be_taken_back(
    chromium: Browser, server: TestServer
) -> None:
    citizen = await open_page(chromium, server, "/")
    await citizen_is_told(citizen, "8.000")

    editor = await sign_in(chromium, server, "lan", code=False)
    await editor.goto("/can-bo/thu-tuc?q=nuoi+ong")
    await editor.get_by_role("link", name="Thủ tục đăng ký nuôi ong").click()
    await editor.get_by_role("button", name="Sửa thủ tục này").click()
    draft = editor.url
    await editor.get_by_role("link", name="Phí, lệ phí", exact=True).click()
    await editor.locator("#o-fees-0-amount").fill("70.000")
    await expect(editor.locator("#xem-truoc")).to_contain_text("70.000")
    await editor.locator("#o-fees-0-basis").fill("02/2026/TT-MAU")
    await editor.locator("#o-fees-0-valid_from").fill("2026-11-01")
    await editor.get_by_role("button", name="Lưu mục này").click()
    await editor.get_by_role("button", name="Gửi duyệt").click()
    await expect(editor.get_by_role("status")).to_contain_text("Đã gửi duyệt")
    await citizen_is_told(citizen, "8.000")

    reviewer = await sign_in(chromium, server, "minh", code=True)
    await reviewer.goto(f"{draft}/duyet")
    await expect(reviewer.locator("ins").first).to_have_text("70.000 đ")
    await expect(reviewer.locator(".impact")).to_contain_text("nuôi ong mất bao nhiêu tiền")
    await reviewer.get_by_role("button", name="Công bố ngay").click()
    await expect(reviewer.get_by_role("status")).to_contain_text("Đã công bố bản")
    assert await citizen_is_told(citizen, "70.000") < PROMISED_SECONDS

    await reviewer.goto(f"/can-bo/thu-tuc/{BEES}/lich-su")
    await reviewer.get_by_label("Lý do khôi phục bản 1").fill("nhầm mức thu")
    await reviewer.get_by_role("button", name="Khôi phục bản 1").click()
    await expect(reviewer.get_by_role("status")).to_contain_text("Đã khôi phục")
    assert await citizen_is_told(citizen, "8.000") < PROMISED_SECONDS
