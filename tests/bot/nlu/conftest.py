"""What the engine's tests share: Rasa without TensorFlow, a small corpus, a running engine."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.nlu.no_tensorflow import leave_tensorflow_out

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
leave_tensorflow_out()

ROOT = Path(__file__).parents[3]
CORPUS = Path(__file__).parent / "corpus"
TOKEN = "tests-engine-token-0123456789"


@dataclass(frozen=True)
class RunningEngine:
    """A served model with its action server, both on loopback."""

    url: str
    token: str
    log: Path
    actions: "subprocess.Popen[bytes]"


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(arguments: list[str], log: Path, **environ: str) -> "subprocess.Popen[bytes]":
    """A Python process of this environment at the repository root, its output in `log`."""
    with log.open("wb") as output:
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def wait_until_open(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when something listens on the port; fail with the log when nothing does."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    pytest.fail(f"nothing listens on port {port}:\n{log.read_text()[-2000:]}")


def stop(process: "subprocess.Popen[bytes]") -> None:
    """End the process and wait for it."""
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(10)


@pytest.fixture(scope="session")
def trained_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model trained by the launcher on the small corpus with the project's own settings."""
    folder = tmp_path_factory.mktemp("models")
    log = folder / "train.log"
    arguments = ["-m", "bot.nlu", "train", "--force", "--out", str(folder)]
    arguments += ["--fixed-model-name", "small", "--data", str(CORPUS), "data/rules"]
    process = start(arguments, log)
    assert process.wait(90) == 0, log.read_text()[-2000:]
    return folder / "small.tar.gz"


@pytest.fixture(scope="session")
def engine(
    trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[RunningEngine]:
    """The small model behind the gateway channel, with an action server that answers at once."""
    folder = tmp_path_factory.mktemp("engine")
    action_port, engine_port = free_port(), free_port()
    environ = {
        "SANIC_HOST": "127.0.0.1",
        "THUTUC_ENGINE_TOKEN": TOKEN,
        "THUTUC_ACTION_PORT": str(action_port),
        "THUTUC_ENGINE_PORT": str(engine_port),
    }
    named = ["--actions", "tests.bot.nlu.trivial_actions", "-p", str(action_port)]
    actions = start(["-m", "rasa_sdk", *named], folder / "actions.log", **environ)
    served = start(
        ["-m", "bot.nlu", "run", "--model", str(trained_model)], folder / "engine.log", **environ
    )
    try:
        wait_until_open(action_port, actions, folder / "actions.log")
        wait_until_open(engine_port, served, folder / "engine.log")
        yield RunningEngine(
            f"http://127.0.0.1:{engine_port}/webhooks/gateway",
            TOKEN,
            folder / "engine.log",
            actions,
        )
    finally:
        stop(served)
        stop(actions)
