"""The engine's process, played by a small program at the place of its interpreter."""

import asyncio
import os
from pathlib import Path

import pytest

from bot.cli import engine_process
from bot.cli.engine_process import (
    EngineProcess,
    EngineStartError,
    engine_python,
    model_file,
    train_engine,
)
from bot.settings import Settings

SETTINGS = Settings.from_env({"THUTUC_ENGINE_TOKEN": "secret", "THUTUC_ENGINE_PORT": "5099"})


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(engine_process, "ROOT", tmp_path)
    return tmp_path


def put_interpreter(root: Path, script: str) -> None:
    path = root / "bot" / "nlu" / ".venv" / "bin" / "python"
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)


def read(path: Path) -> str:
    """Return what the program has written; nothing while it has not."""
    return path.read_text("utf-8") if path.exists() else ""


async def until(path: Path) -> str:
    """Wait until the program has written the file; return its text."""
    async with asyncio.timeout(10):
        while not (text := read(path)):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.02)
    return text


def test_missing_environment_says_what_to_do(root: Path) -> None:
    with pytest.raises(EngineStartError, match="make setup"):
        engine_python()


def test_training_runs_in_the_engines_environment(root: Path) -> None:
    put_interpreter(root, 'echo "$@"; pwd')

    model = train_engine(root / "models", root / "log" / "train.log")

    said = (root / "log" / "train.log").read_text("utf-8")
    assert said.startswith("-m bot.nlu train --fixed-model-name engine --out")
    assert str(root) in said.splitlines()[1]
    assert model == model_file(root / "models")


def test_failed_training_names_the_log(root: Path) -> None:
    put_interpreter(root, "echo broken >&2; exit 3")
    log = root / "train.log"

    with pytest.raises(EngineStartError, match=str(log)):
        train_engine(root / "models", log)
    assert "broken" in log.read_text("utf-8")


async def test_engine_gets_its_settings_and_ends_when_told(root: Path) -> None:
    put_interpreter(root, f'echo "$THUTUC_ENGINE_TOKEN $THUTUC_ENGINE_PORT" > {root}/said; '
                          "exec sleep 60")  # fmt: skip
    engine = EngineProcess(SETTINGS, root / "log" / "engine.log")
    await engine.start()
    assert await until(root / "said") == "secret 5099\n"

    await engine.stop()

    with pytest.raises(ProcessLookupError):
        os.kill(engine.pid, 0)


async def test_engine_that_does_not_listen_is_ended_by_force(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_process, "_STOP_SECONDS", 0.2)
    put_interpreter(root, f"trap '' TERM; echo up > {root}/said; while :; do sleep 0.1; done")
    engine = EngineProcess(SETTINGS, root / "engine.log")
    await engine.start()
    await until(root / "said")

    await engine.stop()

    assert await engine.wait() == -9


async def test_engine_that_ended_by_itself_is_left_alone(root: Path) -> None:
    put_interpreter(root, "echo gone; exit 5")
    engine = EngineProcess(SETTINGS, root / "engine.log")
    await engine.start()

    assert await engine.wait() == 5
    await engine.stop()
    assert "gone" in (root / "engine.log").read_text("utf-8")


async def test_engine_that_never_started_need_not_be_stopped(root: Path) -> None:
    await EngineProcess(SETTINGS, root / "engine.log").stop()
