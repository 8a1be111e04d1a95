"""`thutuc eval`: start a service of its own, ask it every question, print the figures."""

import asyncio
import contextlib
import json
import socket
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from pathlib import Path

from aiohttp import web
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy import select

from bot.app import create_app
from bot.channels.api import ENGINE
from bot.cli.engine_process import EngineProcess, log_folder
from bot.cli.serve import until_ready
from bot.evaluation.ask import TurnResult, ask_all
from bot.evaluation.errors import error_lines
from bot.evaluation.noise import NOISES, distort
from bot.evaluation.questions import read_conversations
from bot.evaluation.score import Figures, measure
from bot.settings import Settings
from procedures_db import models
from procedures_db.database import open_engine, session_factory

_NO_LIMIT = 1_000_000_000


@contextlib.asynccontextmanager
async def own_service(settings: Settings) -> AsyncIterator[str]:
    """Run engine and application on free ports without limits; yields the address."""
    ports = _free_ports(3)
    own = replace(
        settings,
        host="127.0.0.1",
        port=ports[0],
        engine_port=ports[1],
        action_port=ports[2],
        engine_url=f"http://127.0.0.1:{ports[1]}",
        questions_per_minute=_NO_LIMIT,
    )
    engine = EngineProcess(own, log_folder() / "eval-engine.log")
    await engine.start()
    runner = web.AppRunner(create_app(own), access_log=None)
    try:
        await runner.setup()
        await web.TCPSite(runner, own.host, own.port).start()
        ended = asyncio.create_task(engine.wait())
        await until_ready(runner.app[ENGINE], ended)
        ended.cancel()
        yield f"http://{own.host}:{own.port}"
    finally:
        await engine.stop()
        await runner.cleanup()


async def evaluate(
    settings: Settings,
    paths: Sequence[Path],
    *,
    url: str | None,
    noise: Sequence[str],
    clients: int,
    console: Console,
) -> dict[str, list[TurnResult]]:
    """Return the results by set; noisy copies of a set are named set+noise."""
    conversations = [one for path in paths for one in read_conversations(path)]
    for name in noise:
        conversations += [
            replace(distort(one, NOISES[name]), set=f"{one.set}+{name}")
            for one in conversations
            if "+" not in one.set
        ]
    async with contextlib.AsyncExitStack() as stack:
        if url is None:
            url = await stack.enter_async_context(own_service(settings))
        with Progress(console=console, transient=True) as progress:
            total = sum(len(one.turns) for one in conversations)
            task = progress.add_task("Đang hỏi", total=total)
            results = await ask_all(
                url,
                conversations,
                clients=clients,
                progress=lambda done: progress.advance(task, done),
            )
    by_set: dict[str, list[TurnResult]] = {}
    for result in results:
        by_set.setdefault(result.conversation.set, []).append(result)
    return by_set


def print_figures(by_set: dict[str, list[TurnResult]], console: Console) -> None:
    """Print one row per set, and one for all together."""
    table = Table("bộ câu hỏi", "lượt", "đúng đầu", "trong 3", "trong 5", "hỏi tiếp đúng",
                  "P mục", "R mục", "hành vi", "trả lời sai", "từ chối nhầm", "từ chối đúng",
                  "p50 ms", "p95 ms")  # fmt: skip
    for name, figures in figures_by_set(by_set).items():
        table.add_row(
            name,
            str(figures.turns),
            *(
                "–" if share is None else f"{100 * share:.1f}"
                for share in (
                    figures.first,
                    figures.in_three,
                    figures.in_five,
                    figures.follow_up_first,
                    figures.facet_precision,
                    figures.facet_recall,
                    figures.behaviour,
                    figures.wrong_answers,
                    figures.falsely_refused,
                    figures.refused,
                )
            ),
            f"{figures.latency_p50_ms:.1f}",
            f"{figures.latency_p95_ms:.1f}",
        )
    console.print(table)


def figures_by_set(by_set: dict[str, list[TurnResult]]) -> dict[str, Figures]:
    """Return the figures of each set and, where there are several, of all together."""
    figures = {name: measure(results) for name, results in by_set.items()}
    if len(by_set) > 1:
        figures["all"] = measure([one for results in by_set.values() for one in results])
    return figures


def write_lines(by_set: dict[str, list[TurnResult]], path: Path) -> None:
    """Write one JSON line per turn."""
    with path.open("w", encoding="utf-8") as file:
        for results in by_set.values():
            for result in results:
                file.write(json.dumps(result.as_json(), ensure_ascii=False) + "\n")


def print_errors(by_set: dict[str, list[TurnResult]], settings: Settings, console: Console) -> None:
    """Print the mistakes, grouped."""
    engine = open_engine(settings.data.database_url)
    with session_factory(engine)() as session:
        names = dict(session.execute(select(models.Procedure.code, models.Procedure.name)).all())
        asked = {
            code
            for codes in session.scalars(select(models.WrittenQuestion.codes))
            for code in codes
        }
    engine.dispose()
    for name, results in by_set.items():
        console.rule(name)
        lines = error_lines(results, asked.__contains__, lambda code: names.get(code, ""))
        for line in lines:
            console.print(line, markup=False, highlight=False)


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [int(one.getsockname()[1]) for one in sockets]
