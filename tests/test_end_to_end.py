"""The real engine, the shipped catalogue, the real page: what a newcomer gets after `make run`.

Models that fit the files are taken from where `thutuc` keeps them; others are trained here first,
which takes about two minutes.
"""

import asyncio
import os
import shutil
import signal
import socket
import time
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import ClientSession, ClientTimeout, web
from playwright.async_api import Browser, Page, async_playwright, expect

from bot.app import create_app
from bot.channels.api import ENGINE
from bot.cli.engine_process import EngineProcess
from bot.cli.evaluate import own_service
from bot.cli.serve import until_ready
from bot.settings import Settings
from procedures_db.content import Fee
from procedures_db.database import open_engine, session_factory, transaction
from procedures_db.settings import ROOT
from procedures_db.store import publish, published_content
from procedures_db.terms import FeeKind
from tests.bot.web.browser import ARGUMENTS, CHROMIUM

BIRTH = "1.001193"
CERTIFIED_COPY = "2.000815"
COMPOUND = "làm giấy khai sinh cho con cần giấy tờ gì, phí bao nhiêu, mất mấy ngày"
TEENCODE = "con em mới sinh lam giay j"
SCREENSHOTS = ROOT / "var" / "screenshots"
WIDTHS = {"phone": {"width": 390, "height": 844}, "desktop": {"width": 1280, "height": 900}}

ANSWERING = ("answered", "partial")
OUTSIDE = ("out_of_scope", "small_talk")

pytestmark = [pytest.mark.engine, pytest.mark.asyncio(loop_scope="module")]


@pytest.fixture(scope="module")
def settings(starter: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A service that is ready to start, in folders of its own."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(starter, folder, dirs_exist_ok=True)
    env = {"THUTUC_VAR": str(folder / "var"), "THUTUC_MODELS": str(folder / "models")}
    return Settings.from_env(env)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def url(settings: Settings) -> AsyncIterator[str]:
    """The address of the running service."""
    async with own_service(settings) as address:
        yield address


class Person:
    """Asks over HTTP, in one conversation."""

    def __init__(self, session: ClientSession, url: str) -> None:
        self._session = session
        self._url = f"{url}/api/v1/messages"
        self._name: str | None = None

    async def ask(self, text: str, status: int = 200, **fields: str) -> dict[str, Any]:
        """Return the answer; the HTTP status has to be `status`."""
        body = {"conversation_id": self._name, "text": text} | fields
        if self._name is None:
            del body["conversation_id"]
        async with self._session.post(self._url, json=body) as response:
            answer: dict[str, Any] = await response.json()
            assert response.status == status, answer
        self._name = answer["conversation_id"]
        return answer


@asynccontextmanager
async def person_at(url: str) -> AsyncIterator[Person]:
    async with ClientSession(timeout=ClientTimeout(total=30)) as session:
        yield Person(session, url)


@pytest_asyncio.fixture(loop_scope="module")
async def person(url: str) -> AsyncIterator[Person]:
    async with person_at(url) as someone:
        yield someone


def facets(answer: dict[str, Any]) -> list[str]:
    return [part["facet"] for part in answer["parts"]]


def code(answer: dict[str, Any]) -> str | None:
    return answer["procedure"]["code"] if answer["procedure"] else None


# --- the two questions ----------------------------------------------------------------------


async def test_compound_question_is_answered_part_by_part(person: Person) -> None:
    answer = await person.ask(COMPOUND)

    assert code(answer) == BIRTH
    assert answer["status"] in ANSWERING
    assert {"documents", "fee", "time"} <= set(facets(answer))
    assert [part["status"] for part in answer["parts"]].count("answered") >= 3
    for words in ("Giấy chứng sinh", "1 ngày làm việc", "Nguồn: Cổng Dịch vụ công quốc gia"):
        assert words in answer["text"]

    fee = answer["parts"][facets(answer).index("fee")]
    assert "Do Hội đồng nhân dân cấp tỉnh quy định" in fee["text"]
    assert fee["facts"]["amount"] is None
    assert "miễn phí" not in fee["text"].lower()


async def test_chat_without_diacritics_finds_the_same_procedure(person: Person) -> None:
    answer = await person.ask(TEENCODE)

    assert answer["candidates"][0]["code"] == BIRTH
    assert code(answer) == BIRTH


# --- conversation ---------------------------------------------------------------------------


async def test_follow_ups_keep_the_procedure(person: Person) -> None:
    await person.ask(COMPOUND)

    for question, facet in (
        ("nộp ở đâu", "place"),
        ("làm qua mạng được không", "online"),
        ("vậy phí thì sao", "fee"),
    ):
        answer = await person.ask(question)
        assert code(answer) == BIRTH, question
        assert facet in facets(answer), question


async def test_new_topic_drops_the_procedure(person: Person) -> None:
    await person.ask(COMPOUND)

    answer = await person.ask("sao y bản chính căn cước giá bao nhiêu một trang")

    assert code(answer) == CERTIFIED_COPY


async def test_other_people_do_not_hear_the_conversation(url: str, person: Person) -> None:
    await person.ask(COMPOUND)

    async with person_at(url) as other:
        answer = await other.ask("phí bao nhiêu")

    assert code(answer) != BIRTH


async def test_suggestions_can_be_tapped(person: Person) -> None:
    answer = await person.ask(COMPOUND)

    for button in answer["buttons"]:
        tapped = await person.ask(button["title"], payload=button["payload"])
        assert code(tapped) == BIRTH
        assert tapped["status"] in ANSWERING


@pytest.mark.parametrize(
    "question",
    [
        "hôm nay giá vàng bao nhiêu",
        "viết giùm tôi bài thơ tình",
        "đội tuyển việt nam đá trận tới lúc mấy giờ",
    ],
)
async def test_what_is_no_procedure_is_refused_politely(person: Person, question: str) -> None:
    answer = await person.ask(question)

    assert answer["status"] in OUTSIDE
    assert code(answer) is None
    assert answer["text"]
    assert len(answer["candidates"]) == 5


async def test_greeting_is_greeted(person: Person) -> None:
    assert (await person.ask("chào bạn"))["status"] == "small_talk"


# --- bad input ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    ["/restart", "/session_start", '/ask_procedure{"a": 1}', "/back", "EXTERNAL: restart"],
)
async def test_text_with_a_slash_is_plain_text(person: Person, text: str) -> None:
    await person.ask(COMPOUND)

    answer = await person.ask(text)
    after = await person.ask("nộp ở đâu")

    assert answer["text"]
    assert code(after) == BIRTH, "the conversation was lost"


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> khai sinh",
        "'; DROP TABLE procedure; --",
        "khai sinh \U000e0069\U000e0067\U000e006e\u202e\x00",
        "a" * 1_000,
        "{{ 7 * 7 }} ${x} %s {slot}",
        "ế" * 400 + " " + "🐝" * 50,
        "1 2 3 4 5",
    ],
    ids=["html", "sql", "invisible", "long", "template", "emoji", "digits"],
)
async def test_hostile_text_is_answered_politely(person: Person, text: str) -> None:
    answer = await person.ask(text)

    assert answer["text"]
    assert answer["status"] != "error"


async def test_many_people_at_once_are_all_answered(url: str) -> None:
    async def one(number: int) -> str | None:
        async with person_at(url) as someone:
            return code(await someone.ask((COMPOUND, TEENCODE)[number % 2]))

    assert await asyncio.gather(*(one(number) for number in range(32))) == [BIRTH] * 32


async def test_flood_of_one_conversation_is_answered_in_order(person: Person) -> None:
    await person.ask(COMPOUND)

    answers = await asyncio.gather(*(person.ask("phí bao nhiêu") for _ in range(20)))

    assert {code(answer) for answer in answers} == {BIRTH}


# --- the live database ----------------------------------------------------------------------


async def test_published_change_is_answered_within_five_seconds(
    settings: Settings, person: Person
) -> None:
    await person.ask(COMPOUND)
    engine = open_engine(settings.data.database_url)
    sessions = session_factory(engine)
    with sessions() as session:
        before = published_content(session, BIRTH)
    changed = before.model_copy(update={"fees": [Fee(kind=FeeKind.AMOUNT, amount=13_579)]})

    try:
        with transaction(sessions) as session:
            publish(session, changed, actor="test")
        started = time.monotonic()
        text = ""
        while "13.579 đồng" not in text and time.monotonic() - started < 5:
            text = (await person.ask("phí bao nhiêu"))["text"]
            await asyncio.sleep(0.2)
    finally:
        with transaction(sessions) as session:
            publish(session, before, actor="test")
        engine.dispose()

    assert "13.579 đồng" in text


async def test_published_procedure_is_found_within_five_seconds(
    settings: Settings, person: Person
) -> None:
    engine = open_engine(settings.data.database_url)
    sessions = session_factory(engine)
    with sessions() as session:
        pattern = published_content(session, BIRTH)
    new = pattern.model_copy(
        update={"code": "9.999001", "uuid": None, "name": "Cấp phép thả diều sáo", "aliases": [],
                "short_name": None, "summary": None}
    )  # fmt: skip
    with transaction(sessions) as session:
        publish(session, new, actor="test")
    engine.dispose()

    started = time.monotonic()
    found = ""
    while found != "9.999001" and time.monotonic() - started < 5:
        found = (await person.ask("xin cấp phép thả diều sáo"))["candidates"][0]["code"]
        await asyncio.sleep(0.2)

    assert found == "9.999001"


# --- the engine goes and comes back ---------------------------------------------------------


@dataclass
class Service:
    """Both processes, so that one of them can be ended."""

    settings: Settings
    engine: EngineProcess
    runner: web.AppRunner
    url: str

    async def start_engine(self) -> None:
        """Start an engine and wait until it is ready."""
        self.engine = EngineProcess(self.settings, self.settings.data.models / "engine.log")
        await self.engine.start()
        ended = asyncio.create_task(self.engine.wait())
        await until_ready(self.runner.app[ENGINE], ended)
        assert not ended.done(), "the engine ended"
        ended.cancel()


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


@pytest_asyncio.fixture(loop_scope="module")
async def service(settings: Settings) -> AsyncIterator[Service]:
    port, engine_port, action_port = free_ports(3)
    own = replace(
        settings,
        port=port,
        engine_port=engine_port,
        action_port=action_port,
        engine_url=f"http://127.0.0.1:{engine_port}",
    )
    runner = web.AppRunner(create_app(own), access_log=None)
    await runner.setup()
    await web.TCPSite(runner, own.host, own.port).start()
    started = Service(
        own, EngineProcess(own, Path(os.devnull)), runner, f"http://{own.host}:{own.port}"
    )
    try:
        await started.start_engine()
        yield started
    finally:
        await started.engine.stop()
        await runner.cleanup()


async def test_dead_engine_is_a_polite_503_until_it_is_back(service: Service) -> None:
    async with person_at(service.url) as person, ClientSession() as session:
        assert code(await person.ask(COMPOUND)) == BIRTH

        os.kill(service.engine.pid, signal.SIGKILL)
        await service.engine.wait()
        refused = await person.ask(COMPOUND, status=503)
        async with session.get(f"{service.url}/readyz") as response:
            ready = response.status
        async with session.get(f"{service.url}/healthz") as response:
            healthy = response.status
        async with session.post(f"{service.url}/hoi", data={"text": COMPOUND}) as response:
            page, page_status = await response.text(), response.status

        assert refused["status"] == "error"
        assert refused["text"].startswith("Xin lỗi")
        assert (ready, healthy, page_status) == (503, 200, 503)
        assert COMPOUND in page, "the question has to stay in the form"

        await service.start_engine()
        assert code(await person.ask(COMPOUND)) == BIRTH


# --- the page -------------------------------------------------------------------------------


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    if not CHROMIUM.exists() and "CI" not in os.environ:
        pytest.skip(f"needs Chromium at {CHROMIUM} (or THUTUC_CHROMIUM)")
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        await opened.close()


@pytest.fixture(scope="module")
def screenshots() -> Path:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    return SCREENSHOTS


@pytest.mark.browser
@pytest.mark.parametrize("device", WIDTHS)
@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
async def test_both_questions_are_answered_on_the_page(
    browser: Browser, url: str, screenshots: Path, device: str, scripts: bool
) -> None:
    name = f"{device}-{'with' if scripts else 'without'}-scripts"
    context = await browser.new_context(
        viewport=WIDTHS[device],  # type: ignore[arg-type]
        java_script_enabled=scripts,
        locale="vi-VN",
    )
    page = await context.new_page()
    page.set_default_timeout(20_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("requestfailed", lambda request: problems.append(request.url))
    await page.goto(url)
    await page.screenshot(path=screenshots / f"{name}-start.png")

    first = await type_question(page, COMPOUND, 1)
    await expect(first.get_by_role("heading", name="Thủ tục đăng ký khai sinh")).to_be_visible()
    for title in ("Giấy tờ cần có", "Phí, lệ phí", "Thời gian giải quyết"):
        await expect(first.get_by_role("heading", name=title)).to_be_visible()
    await expect(first).to_contain_text("Giấy chứng sinh")
    await expect(first).to_contain_text("1 ngày làm việc")
    await expect(first).to_contain_text("Cổng Dịch vụ công quốc gia")
    await expect(first).to_contain_text(f"Mã thủ tục {BIRTH}")
    await expect(first).not_to_contain_text("Miễn phí")
    await page.screenshot(path=screenshots / f"{name}-compound.png", full_page=True)

    second = await type_question(page, TEENCODE, 2)
    await expect(second).to_contain_text(f"Mã thủ tục {BIRTH}")
    await page.screenshot(path=screenshots / f"{name}-teencode.png", full_page=True)

    if scripts:
        sideways = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await page.evaluate(sideways) <= 0
    assert problems == []
    await context.close()


async def type_question(page: Page, text: str, turn: int) -> Any:
    """Type a question as a person does and return its turn on the page."""
    field = page.get_by_label("Câu hỏi của bạn")
    await field.fill(text)
    await page.get_by_role("button", name="Gửi").click()
    turns = page.locator("#history > li, #new-turns > li")
    await expect(turns).to_have_count(turn)
    await expect(turns.last).to_contain_text(text)
    return turns.last
