"""`thutuc eval` against a service that runs already."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from rich.console import Console

from bot.cli.evaluate import evaluate, figures_by_set, print_errors, print_figures, write_lines
from bot.evaluation.ask import TurnResult
from bot.settings import Settings
from tests.bot.gateway.fake_engine import REPLY

Results = dict[str, list[TurnResult]]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    paths = []
    for name in ("dev", "other"):
        path = tmp_path / f"{name}.jsonl"
        turn = {"q": "Được nuôi ong không?", "codes": ["9.000001"], "behaviour": "answer"}
        path.write_text(json.dumps({"id": name, "turns": [turn]}), "utf-8")
        paths.append(path)
    return paths


@pytest.fixture
async def url(aiohttp_server: Any) -> str:
    async def answer(request: web.Request) -> web.Response:
        await request.json()
        return web.json_response(REPLY)

    app = web.Application()
    app.router.add_post("/api/v1/messages", answer)
    server = await aiohttp_server(app)
    return str(server.make_url("")).rstrip("/")


async def run(files: list[Path], url: str, *noise: str) -> Results:
    return await evaluate(
        Settings.from_env({}),
        files,
        url=url,
        noise=noise,
        clients=2,
        console=Console(file=StringIO()),
    )


async def test_every_file_is_a_set_and_there_is_a_sum(files: list[Path], url: str) -> None:
    by_set = await run(files, url)

    figures = figures_by_set(by_set)
    assert list(figures) == ["dev", "other", "all"]
    assert figures["all"].turns == 2
    assert figures["all"].first == 1


async def test_single_set_needs_no_sum(files: list[Path], url: str) -> None:
    assert list(figures_by_set(await run(files[:1], url))) == ["dev"]


async def test_noisy_copies_are_sets_of_their_own(files: list[Path], url: str) -> None:
    by_set = await run(files[:1], url, "no_diacritics", "teencode")

    assert list(by_set) == ["dev", "dev+no_diacritics", "dev+teencode"]
    questions = [results[0].gold.question for results in by_set.values()]
    assert questions == ["Được nuôi ong không?", "duoc nuoi ong khong?", "dc nuôi ong ko?"]


async def test_every_turn_is_a_line(files: list[Path], url: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"

    write_lines(await run(files, url), out)

    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["dev", "other"]
    assert lines[0]["q"] == "Được nuôi ong không?"
    assert lines[0]["procedure"] == "9.000001"


async def test_figures_are_printed_as_a_table(files: list[Path], url: str) -> None:
    said = StringIO()

    print_figures(await run(files, url), Console(file=said, width=200))

    assert "dev" in said.getvalue()
    assert "100.0" in said.getvalue()


async def test_mistakes_are_printed_by_set(files: list[Path], url: str, sqlite_url: str) -> None:
    said = StringIO()
    settings = Settings.from_env({"THUTUC_DATABASE_URL": sqlite_url})
    line = {"id": "w", "turns": [{"q": "[bò]?", "codes": ["9.000002"]}]}
    files[0].write_text(json.dumps(line), "utf-8")

    print_errors(await run(files[:1], url), settings, Console(file=said, width=200))

    assert "== no_coverage: 1" in said.getvalue()
    assert "«[bò]?»" in said.getvalue()
