"""Measure Rasa's stock default pipeline on the same questions: stock `rasa run`, stock rasa-sdk.

It has an environment of its own with TensorFlow (2.5 GB), made once.
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.load import Measured, Plan, run_load
from bench.processes import ServerError, free_ports, running, tree_memory_mb, wait_for
from bench.questions import Conversations
from bench.service import Load
from bench.stock.project import write_project
from procedures_db.settings import ROOT

_REQUIREMENTS = Path(__file__).with_name("requirements.txt")
_PYTHON = "3.10"
_READY_SECONDS = 300
_QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "2",
    "SANIC_HOST": "127.0.0.1",
}


class StockError(Exception):
    """Why the stock pipeline cannot be measured here; the rest of the report stands."""


@dataclass(frozen=True)
class Training:
    """How the stock pipeline is trained."""

    epochs: int
    examples: int


@dataclass(frozen=True)
class StockReport:
    """What the stock pipeline costs, and how it was trained."""

    loads: list[Measured]
    start_seconds: float
    rasa_mb: float
    actions_mb: float
    training: Training
    trained_on: int
    train_seconds: float


def measure_stock(
    conversations: Conversations, loads: Sequence[Load], training: Training, folder: Path
) -> StockReport:
    """Install, train and load the stock pipeline; raise StockError when one of them fails."""
    python = _environment(folder)
    rasa_port, action_port = free_ports(2)
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    counts = write_project(
        ROOT,
        project,
        epochs=training.epochs,
        examples=training.examples,
        action_port=action_port,
    )
    started = time.perf_counter()
    _run(
        [str(python), "-m", "rasa", "train", "--fixed-model-name", "stock"],
        folder / "train.log",
        project,
    )
    train_seconds = time.perf_counter() - started
    actions = [sys.executable, "-m", "rasa_sdk", "--actions", "actions", "-p", str(action_port)]
    rasa = [
        str(python), "-m", "rasa", "run", "--model", "models/stock.tar.gz",
        "--interface", "127.0.0.1", "--port", str(rasa_port),
    ]  # fmt: skip
    actions_log, rasa_log = folder / "actions.log", folder / "rasa.log"
    try:
        with running(actions, _QUIET | {"PYTHONPATH": str(ROOT)}, actions_log) as sdk:
            wait_for(f"http://127.0.0.1:{action_port}/health", sdk, actions_log, _READY_SECONDS)
            started = time.perf_counter()
            with running(rasa, _QUIET, rasa_log, project) as server:
                url = f"http://127.0.0.1:{rasa_port}"
                wait_for(f"{url}/", server, rasa_log, _READY_SECONDS)
                start_seconds = time.perf_counter() - started
                measured = _load(url, conversations, loads)
                return StockReport(
                    measured,
                    round(start_seconds, 1),
                    tree_memory_mb(server.pid),
                    tree_memory_mb(sdk.pid),
                    training,
                    sum(counts.values()),
                    round(train_seconds, 1),
                )
    except ServerError as error:
        raise StockError(str(error)) from error


def _load(url: str, conversations: Conversations, loads: Sequence[Load]) -> list[Measured]:
    return [
        run_load(Plan(url, "rest", conversations, load.clients, load.messages, load.warm_up))
        for load in loads
    ]


def _environment(folder: Path) -> Path:
    """Return the interpreter of the stock environment, made when it is not there yet."""
    environment = folder / ".venv"
    python = environment / "bin" / "python"
    stamp = environment / ".made-from"
    wanted = _REQUIREMENTS.read_text("utf-8")
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    uv = _uv()
    log = folder / "install.log"
    _run([uv, "venv", "--clear", "--python", _python_3_10(), str(environment)], log, ROOT)
    _run(
        [uv, "pip", "install", "--no-progress", "--python", str(python), "-r", str(_REQUIREMENTS)],
        log,
        ROOT,
    )
    stamp.write_text(wanted, "utf-8")
    return python


def _uv() -> str:
    own = ROOT / ".tools" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if found is None:
        raise StockError("uv is missing (make setup installs it)")
    return found


def _python_3_10() -> str:
    """Return the engine environment's own interpreter, which is a 3.10, or let uv find one."""
    engine = ROOT / "bot" / "nlu" / ".venv" / "bin" / "python"
    return str(engine.resolve()) if engine.exists() else _PYTHON


def _run(
    command: Sequence[str], log: Path, folder: Path, environ: Mapping[str, str] = _QUIET
) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        done = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **environ},
            stdout=output,
            stderr=output,
            check=False,
        )
    if done.returncode:
        name = " ".join(Path(part).name for part in command[:4])
        raise StockError(f"{name} … ended with code {done.returncode}; see {log}")
