"""The whole application process, with a fake engine that calls its actions as Rasa does."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import TestClient, TestServer
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.app import create_app
from bot.gateway.engine import EngineClient
from bot.gateway.trial import ask_unrecorded
from bot.settings import Settings
from procedures_db import models
from procedures_db.editing.drafts import Actor
from procedures_db.gaps import decide
from procedures_db.search.files import save_model
from procedures_db.search.model import LinkerModel
from procedures_db.terms import GapState
from staff.questions import again
from tests import factories, tiny_catalogue
from tests.bot.gateway.fake_engine import TOKEN, FakeEngine
from tests.factories import amount, content
from tests.tiny_catalogue import BEES, BIRTH, PASSPORT

Client = TestClient[Any, Any]


@pytest.fixture
def settings(
    sqlite_url: str,
    sessions: sessionmaker[Session],
    tiny_model: LinkerModel,
    engine_url: str,
    unused_tcp_port: int,
    tmp_path: Path,
) -> Settings:
    tiny_catalogue.fill(sessions)
    settings = Settings.from_env(
        {
            "THUTUC_DATABASE_URL": sqlite_url,
            "THUTUC_MODELS": str(tmp_path / "models"),
            "THUTUC_ENGINE_URL": engine_url,
            "THUTUC_ENGINE_TOKEN": TOKEN,
            "THUTUC_ACTION_PORT": str(unused_tcp_port),
        }
    )
    save_model(tiny_model, settings.data.linker)
    return settings


@pytest.fixture
async def client(settings: Settings, engine: FakeEngine) -> AsyncIterator[Client]:
    engine.actions = f"http://127.0.0.1:{settings.action_port}"
    async with TestClient(TestServer(create_app(settings))) as opened:
        yield opened


async def ask(client: Client, text: str) -> dict[str, Any]:
    response = await client.post("/api/v1/messages", json={"text": text})
    assert response.status == 200
    answer: dict[str, Any] = await response.json()
    return answer


async def test_question_goes_all_the_way_to_the_rows_and_back(client: Client) -> None:
    answer = await ask(client, "làm giấy khai sinh hết bao nhiêu tiền")

    assert answer["procedure"]["code"] == BIRTH
    assert answer["parts"][0]["facts"]["amount"] == 1_000
    assert len(answer["candidates"]) == 5


async def test_history_is_there_after_the_process_has_been_started_again(
    settings: Settings, engine: FakeEngine
) -> None:
    engine.actions = f"http://127.0.0.1:{settings.action_port}"
    async with TestClient(TestServer(create_app(settings))) as first:
        asked = await first.post("/hoi", data={"text": "làm giấy khai sinh hết bao nhiêu tiền"})
        cookies = {each.key: each.value for each in first.session.cookie_jar}

    async with TestClient(TestServer(create_app(settings)), cookies=cookies) as second:
        page = await (await second.get("/")).text()

    assert asked.status == 200
    assert "làm giấy khai sinh hết bao nhiêu tiền" in page
    assert "Thủ tục đăng ký khai sinh" in page


async def test_question_on_the_page_is_answered_on_the_page(client: Client) -> None:
    response = await client.post("/hoi", data={"text": "làm giấy khai sinh hết bao nhiêu tiền"})

    page = await response.text()
    assert response.status == 200
    assert "Thủ tục đăng ký khai sinh" in page
    assert "1.000" in page
    assert "Cổng mẫu" in page


async def test_page_tells_how_much_there_is(client: Client) -> None:
    page = await (await client.get("/")).text()

    assert "20 thủ tục" in page
    assert "18/07/2026" in page


async def test_published_change_is_answered_within_five_seconds(
    client: Client, sessions: sessionmaker[Session]
) -> None:
    await ask(client, "làm hộ chiếu hết bao nhiêu")
    changed = content(PASSPORT, name="Cấp hộ chiếu phổ thông", fees=[amount(654_321)])
    new = content("9.000400", name="Cấp phép thả diều sáo", fees=[amount(1)])

    factories.publish(sessions, changed, new)
    started = time.monotonic()
    answers: list[dict[str, Any]] = []
    while time.monotonic() - started < 5:
        answers = [
            await ask(client, text)
            for text in ("làm hộ chiếu hết bao nhiêu", "cấp phép thả diều sáo")
        ]
        if "654.321" in answers[0]["text"] and answers[1]["candidates"][0]["code"] == "9.000400":
            break
        await asyncio.sleep(0.2)

    assert "654.321 đồng" in answers[0]["text"]
    assert answers[1]["candidates"][0]["code"] == "9.000400"


async def test_many_people_at_once_get_their_own_answers(client: Client) -> None:
    questions = tiny_catalogue.questions()[::4]

    answers = await asyncio.gather(*(ask(client, text) for text, _ in questions))

    right = [
        answer["candidates"][0]["code"] == code
        for answer, (_, code) in zip(answers, questions, strict=True)
    ]
    assert all(right)


async def test_action_endpoint_is_on_loopback_and_ends_with_the_application(
    settings: Settings, engine: FakeEngine
) -> None:
    url = f"http://127.0.0.1:{settings.action_port}/webhook"
    async with ClientSession() as session:
        async with TestClient(TestServer(create_app(settings))), session.post(url) as response:
            assert response.status == 400

        with pytest.raises(ClientConnectionError):
            await session.post(url)


async def test_actions_are_not_reachable_from_outside(client: Client) -> None:
    response = await client.post("/webhook", json={})

    assert response.status == 404


@pytest.mark.parametrize(
    ("path", "content_type"),
    [("/hoi", "application/x-www-form-urlencoded"), ("/api/v1/messages", "application/json")],
)
async def test_body_that_is_packed_wrongly_is_refused(
    client: Client, path: str, content_type: str
) -> None:
    headers = {"Content-Type": content_type, "Content-Encoding": "gzip"}

    response = await client.post(path, data=b"not gzip", headers=headers)

    assert response.status == 400


async def test_wording_that_staff_accept_is_answered_and_asked_again(
    settings: Settings,
    engine: FakeEngine,
    sessions: sessionmaker[Session],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(again, "_SECONDS", 0.2)
    engine.actions = f"http://127.0.0.1:{settings.action_port}"
    question = "con vật có cánh vàng đen thì khai với ai"
    async with TestClient(TestServer(create_app(settings))) as client:
        before = await ask(client, question)
        opinion = {
            "turn_id": before["turn_id"],
            "conversation_id": before["conversation_id"],
            "thumb": -1,
        }
        assert (await client.post("/api/v1/feedback", json=opinion)).status < 300
        gap = await _until(sessions, lambda gap: gap.state is GapState.OPEN)
        given: dict[str, Any] = {"now": gap.created_at}
        decide.propose(
            sessions, gap.id, BEES, question, expected_version=1, actor=Actor("an"), **given
        )
        started = time.monotonic()
        decide.accept(sessions, gap.id, expected_version=2, actor=Actor("binh"), **given)
        closed = await _until(sessions, lambda gap: gap.reasked_at is not None)
        seconds = time.monotonic() - started
        after = await ask(client, "con vat co canh vang den thi khai voi ai?")

    assert before["procedure"] is None or before["procedure"]["code"] != BEES
    assert closed.reask
    assert (closed.reask["status"], closed.reask["code"]) == ("answered", BEES)
    assert after["procedure"]["code"] == BEES
    assert seconds < 5
    trials = {
        turn["conversation_id"]
        for turn in engine.turns
        if turn["conversation_id"].startswith("trial-")
    }
    assert trials
    assert trials == set(engine.forgotten)
    with sessions() as session:
        asked = session.scalars(select(models.TurnRecord.conversation_id)).all()
    assert not trials & set(asked)


async def _until(
    sessions: sessionmaker[Session], holds: Callable[[models.QuestionGap], bool]
) -> models.QuestionGap:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        with sessions() as session:
            gap = session.scalars(select(models.QuestionGap)).first()
        if gap is not None and holds(gap):
            return gap
        await asyncio.sleep(0.05)
    raise AssertionError("it never came to that")


async def test_trial_without_an_engine_is_no_answer(engine: FakeEngine, engine_url: str) -> None:
    async with ClientSession() as session:
        engine.cut_off = True
        client = EngineClient(session, engine_url, TOKEN)
        assert await ask_unrecorded(client, "làm hộ chiếu") is None
