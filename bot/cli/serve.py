"""Run both processes: this one with the application, and the engine as its child."""

import asyncio
import contextlib
import signal
import time

from aiohttp import web
from rich.console import Console

from bot.app import create_app
from bot.channels.api import ENGINE
from bot.cli.engine_process import EngineProcess, log_folder
from bot.cli.errors import EngineStartError
from bot.gateway.engine import EngineClient
from bot.settings import Settings
from procedures_db.search.memory import use_few_arenas

_READY_SECONDS = 120


async def serve(settings: Settings, console: Console) -> int:
    """Serve until a signal comes or the engine ends; return the exit code."""
    started = time.monotonic()
    use_few_arenas()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(name, stop.set)
    engine = EngineProcess(settings, log_folder() / "engine.log")
    await engine.start()
    runner = web.AppRunner(create_app(settings), access_log=None, handle_signals=False)
    try:
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port).start()
        ended = asyncio.create_task(engine.wait())
        stopping = asyncio.create_task(stop.wait())
        with console.status("Đang khởi động…"):
            await until_ready(runner.app[ENGINE], ended, stopping)
        if not (stopping.done() or ended.done()):
            seconds = time.monotonic() - started
            console.print(
                f"Sẵn sàng sau {seconds:.0f} giây: [bold]http://{settings.host}:{settings.port}[/]"
                "  (Ctrl-C để dừng)"
            )
        await asyncio.wait({ended, stopping}, return_when=asyncio.FIRST_COMPLETED)
        failed = ended.done() and not stopping.done()
        for task in (ended, stopping):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if failed:
            raise EngineStartError(f"Bộ máy Rasa đã dừng; xem {log_folder() / 'engine.log'}")
    finally:
        await engine.stop()
        await runner.cleanup()
    console.print("Đã dừng.")
    return 0


async def until_ready(
    engine: EngineClient,
    ended: "asyncio.Task[int]",
    stopping: "asyncio.Task[bool] | None" = None,
) -> None:
    """Return when the engine is ready, has ended or the service is told to stop.

    Raises EngineStartError after two minutes.
    """
    deadline = time.monotonic() + _READY_SECONDS
    while time.monotonic() < deadline:
        if ended.done() or (stopping and stopping.done()) or await engine.is_ready():
            return
        await asyncio.sleep(0.1)
    raise EngineStartError(f"Bộ máy Rasa không sẵn sàng sau {_READY_SECONDS} giây.")
