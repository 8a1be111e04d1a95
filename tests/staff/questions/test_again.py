"""Closed questions are asked again of the real assistant, and the page says what came of it."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from actions.turn import Context, Turn
from bot.proxies import believe_proxies, read_networks
from procedures_db import models
from procedures_db.database import transaction
from procedures_db.gaps.collect import Collector
from procedures_db.gaps.decide import get_gap
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from procedures_db.terms import Facet, Role
from staff.app import setup_staff
from tests.factories import TODAY
from tests.procedures_db.gaps.test_collect import ask
from tests.staff.conftest import STATIC, Browser, Clock, SignIn
from tests.staff.questions.test_pages import ASKED, HOME, PROMISED_SECONDS, proposal, text_of
from tests.tiny_catalogue import BEES


class Citizens:
    """Asks the real assistant over the real linker, which follows the catalogue."""

    def __init__(self, linker: Linker, reader: ProcedureReader) -> None:
        self.linker = linker
        self._assistant = Assistant(linker, reader, lambda: TODAY)
        self.away = False

    async def ask(self, text: str) -> dict[str, Any] | None:
        if self.away:
            return None
        turn = Turn(text, facets=(Facet.PLACE,))
        reply, _ = await asyncio.to_thread(self._assistant.respond, turn, Context())
        return dict(reply)

    async def follow(self) -> None:
        while True:
            await asyncio.sleep(1)
            await asyncio.to_thread(self.linker.refresh)


@pytest.fixture
def citizens(linker: Linker, sessions: sessionmaker[Session]) -> Citizens:
    return Citizens(linker, ProcedureReader(sessions))


@pytest.fixture
async def server(
    sessions: sessionmaker[Session], clock: Clock, citizens: Citizens
) -> AsyncIterator[TestServer]:
    app = web.Application()
    setup_staff(app, sessions, static=[STATIC], clock=clock, ask=citizens.ask)
    believe_proxies(app, read_networks("127.0.0.1"))
    following = asyncio.create_task(citizens.follow())
    async with TestServer(app) as running:
        yield running
    following.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await following


async def until(browser: Browser, path: str, holds: Callable[[str], bool]) -> str:
    started = time.monotonic()
    while time.monotonic() - started < 3 * PROMISED_SECONDS:
        said = await text_of(browser, path)
        if holds(said):
            return said
        await asyncio.sleep(0.1)
    raise AssertionError(said)


async def test_accepted_question_is_answered_within_five_seconds_and_the_page_says_so(
    signed_in: SignIn, sessions: sessionmaker[Session], citizens: Citizens
) -> None:
    ask(sessions, ASKED, "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        gap = session.scalars(select(models.QuestionGap.id)).one()
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    await editor.send(f"{HOME}/{gap}", proposal())
    before = await citizens.ask(ASKED)
    assert before
    assert (before["procedure"] or {}).get("code") != BEES

    started = time.monotonic()
    await reviewer.send(f"{HOME}/{gap}/duyet", {"viec": "accept", "phien_ban": "2"})
    page = await reviewer.page(f"{HOME}/{gap}")
    assert page.one(id="hoi-lai").get("hx-trigger") == "every 2s"
    said = await until(reviewer, f"{HOME}/{gap}", lambda text: "bây giờ được trả lời" in text)

    assert time.monotonic() - started < PROMISED_SECONDS
    assert "Thủ tục đăng ký nuôi ong" in said
    page = await reviewer.page(f"{HOME}/{gap}")
    assert page.one(id="hoi-lai").get("hx-trigger") is None
    assert [tag.text for tag in page.all("span", class_="tag-good")] == ["trả lời được"]


async def test_question_is_asked_again_once_somebody_answers(
    signed_in: SignIn,
    sessions: sessionmaker[Session],
    citizens: Citizens,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("staff.questions.again._PATIENCE", 0.2)
    ask(sessions, "đội nào vô địch bóng đá", "out_of_scope")
    Collector(sessions).collect()
    with sessions() as session:
        gap = session.scalars(select(models.QuestionGap.id)).one()
    editor = await signed_in(Role.EDITOR)
    fields = proposal(viec="task", ghi_chu="chưa có")
    await editor.send(f"{HOME}/{gap}", fields)
    citizens.away = True
    with sessions() as session:
        task = session.scalars(select(models.ProcedureTask.id)).one()
    await editor.send(f"{HOME}/viec/{task}")
    await asyncio.sleep(0.3)
    assert "Đang hỏi lại" in await text_of(editor, f"{HOME}/{gap}")

    citizens.away = False
    with transaction(sessions) as session:
        ask_again = models.ProcedureTask(
            code=BEES,
            note="x",
            state="open",
            created_by="an",
            created_at=get_gap(session, gap).created_at,
        )
        session.add(ask_again)
        session.flush()
        other = ask_again.id
    await editor.send(f"{HOME}/viec/{other}")  # wakes the watch

    said = await until(editor, f"{HOME}/{gap}", lambda text: "Đã hỏi lại" in text)
    assert "Hỏi lại" in said
