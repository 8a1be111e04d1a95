"""Run the engine's commands in its own environment."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

from bot.cli.errors import EngineStartError
from bot.settings import Settings
from procedures_db.search.memory import ARENAS
from procedures_db.settings import ROOT

MODEL_NAME = "engine"
_STOP_SECONDS = 8


def engine_python() -> Path:
    """Return the engine environment's interpreter; raise EngineStartError when it is missing."""
    python = ROOT / "bot" / "nlu" / ".venv" / "bin" / "python"
    if not python.exists():
        raise EngineStartError("Chưa có môi trường Rasa (bot/nlu/.venv). Hãy chạy: make setup")
    return python


def train_engine(models: Path, log: Path) -> Path:
    """Train the engine's model; its output goes to `log`. Raise EngineStartError on failure."""
    models.mkdir(parents=True, exist_ok=True)
    log.parent.mkdir(parents=True, exist_ok=True)
    command = [
        str(engine_python()), "-m", "bot.nlu", "train",
        "--fixed-model-name", MODEL_NAME, "--out", str(models),
    ]  # fmt: skip
    with log.open("wb") as output:
        done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
            command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        raise EngineStartError(f"Huấn luyện mô hình hiểu câu hỏi không xong; xem {log}")
    return model_file(models)


def model_file(models: Path) -> Path:
    """Return where the engine's model is kept."""
    return models / f"{MODEL_NAME}.tar.gz"


def log_folder() -> Path:
    """Return where the processes write their logs."""
    return ROOT / "var" / "log"


class EngineProcess:
    """The engine as a child process; ends with the block."""

    def __init__(self, settings: Settings, log: Path) -> None:
        self._settings = settings
        self._log = log
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it; it loads its model in the background."""
        self._log.parent.mkdir(parents=True, exist_ok=True)
        env = (
            {"MALLOC_ARENA_MAX": str(ARENAS)}
            | os.environ
            | {
                "THUTUC_ENGINE_TOKEN": self._settings.engine_token,
                "THUTUC_ENGINE_PORT": str(self._settings.engine_port),
                "THUTUC_ACTION_PORT": str(self._settings.action_port),
                "THUTUC_SESSION_MINUTES": str(self._settings.session_minutes),
            }
        )
        with self._log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                str(engine_python()), "-m", "bot.nlu", "run",
                "--model", str(model_file(self._settings.data.models)),
                cwd=ROOT, env=env, stdout=output, stderr=output,
                start_new_session=sys.platform != "win32",
            )  # fmt: skip

    @property
    def pid(self) -> int:
        """The process id."""
        assert self._process is not None  # noqa: S101 - started first
        return self._process.pid

    async def wait(self) -> int:
        """Wait until it ends and return its exit code."""
        assert self._process is not None  # noqa: S101 - started first
        return await self._process.wait()

    async def stop(self) -> None:
        """End it, by force after some seconds."""
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _STOP_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()
