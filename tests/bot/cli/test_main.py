"""The command line: help for everything, one clear line for what a person can mend."""

import errno
import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from sqlalchemy.exc import OperationalError

from bot.cli.main import main, one_line_errors
from procedures_db.database import open_engine, session_factory
from procedures_db.settings import ROOT
from procedures_db.store import count_procedures


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return {
        "THUTUC_VAR": str(tmp_path / "var"),
        "THUTUC_MODELS": str(tmp_path / "models"),
        "THUTUC_DATABASE_URL": "",
    }


def run(env: dict[str, str], *arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, env=env)


def one_line(result: Result) -> str:
    """Return the one line of an error that a person can mend."""
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    (line,) = [line for line in result.stderr.splitlines() if line.strip()]
    return line


@pytest.mark.parametrize("command", sorted(main.commands))
def test_every_command_and_option_has_help(command: str) -> None:
    result = CliRunner().invoke(main, [command, "--help"])

    assert result.exit_code == 0
    assert main.commands[command].help
    for parameter in main.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name


def test_thutuc_alone_lists_its_commands() -> None:
    result = CliRunner().invoke(main, [])

    for command in ("setup", "run", "train", "eval", "import"):
        assert command in result.output


def test_wrong_setting_is_named(env: dict[str, str]) -> None:
    assert "THUTUC_PORT" in one_line(run(env | {"THUTUC_PORT": "abc"}, "run"))


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_taken_port_is_named_before_anything_is_done(
    env: dict[str, str], taken_port: int, tmp_path: Path
) -> None:
    line = one_line(run(env | {"THUTUC_PORT": str(taken_port)}, "run"))

    assert f"Cổng {taken_port}" in line
    assert not (tmp_path / "var").exists()


def test_missing_questions_are_named(env: dict[str, str], tmp_path: Path) -> None:
    line = one_line(run(env, "eval", str(tmp_path / "khong-co.jsonl")))

    assert "khong-co.jsonl" in line


def test_missing_import_path_is_named(env: dict[str, str], tmp_path: Path) -> None:
    result = run(env, "import", str(tmp_path / "khong-co"))

    assert result.exit_code == 2
    assert "khong-co" in result.output


def test_database_that_cannot_be_opened_is_one_line(env: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n", "utf-8")
    folder = tmp_path / "folder.db"
    folder.mkdir()

    line = one_line(
        run(env | {"THUTUC_DATABASE_URL": f"sqlite:///{folder}"}, "import", str(tmp_path))
    )

    assert "Cơ sở dữ liệu" in line


def test_records_that_cannot_be_read_are_reported_and_nothing_is_stored(
    env: dict[str, str], tmp_path: Path
) -> None:
    records = tmp_path / "records.jsonl"
    records.write_text('{"broken\n' + json.dumps({"unknown": 1}) + "\n", "utf-8")

    result = run(env, "import", str(records))

    assert "Traceback" not in result.output
    engine = open_engine(f"sqlite:///{tmp_path / 'var' / 'thutuc.db'}")
    with session_factory(engine)() as session:
        assert count_procedures(session) == 0
    engine.dispose()


def fail(error: BaseException) -> Result:
    @click.command()
    @one_line_errors
    def command() -> None:
        raise error

    return CliRunner().invoke(command, [])


def test_full_disk_is_one_line() -> None:
    assert "Ổ đĩa đã đầy" in one_line(fail(OSError(errno.ENOSPC, "No space left on device")))


def test_full_disk_under_the_database_is_the_same_line() -> None:
    cause = Exception("database or disk is full")

    assert "Ổ đĩa đã đầy" in one_line(fail(OperationalError("INSERT", {}, cause)))


def test_locked_database_is_one_line() -> None:
    cause = Exception("database is locked")

    assert "database is locked" in one_line(fail(OperationalError("INSERT", {}, cause)))


def test_mistakes_of_ours_are_not_hidden() -> None:
    assert isinstance(fail(OSError(errno.EPERM, "x")).exception, OSError)
    assert isinstance(fail(ZeroDivisionError()).exception, ZeroDivisionError)


def test_interrupted_command_says_so_and_leaves() -> None:
    result = fail(KeyboardInterrupt())

    assert result.exit_code == 130
    assert "Đã dừng" in result.output


def test_installed_command_answers() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("thutuc"), "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert "Thủ Tục" in done.stdout
