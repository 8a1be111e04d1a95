"""The verbs of `thutuc`."""

import asyncio
import errno
import sys
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from rich.console import Console
from sqlalchemy.exc import OperationalError

from bot.cli import prepare as preparation
from bot.cli.engine_process import EngineStartError
from bot.cli.serve import PortTakenError, check_ports, serve
from bot.settings import Settings, SettingsError
from procedures_db.errors import ProceduresError

P = ParamSpec("P")
R = TypeVar("R")

_EXPECTED = (EngineStartError, PortTakenError, ProceduresError, SettingsError)


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn errors that a person can mend into one line and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except _EXPECTED as error:
            raise click.ClickException(str(error)) from error
        except OperationalError as error:
            raise click.ClickException(f"Cơ sở dữ liệu không dùng được: {error.orig}") from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise click.ClickException("Ổ đĩa đã đầy. Hãy giải phóng chỗ rồi chạy lại.") from error
            raise

    return run


@click.group()
def main() -> None:
    """Thủ Tục: trả lời câu hỏi về thủ tục hành chính."""


@main.command()
@one_line_errors
def setup() -> None:
    """Chuẩn bị cơ sở dữ liệu và huấn luyện mô hình."""
    preparation.prepare(Settings.from_env().data, Console())


@main.command()
@one_line_errors
def run() -> None:
    """Chuẩn bị mọi thứ rồi chạy dịch vụ; Ctrl-C để dừng."""
    settings = Settings.from_env()
    console = Console()
    check_ports(settings)
    preparation.prepare(settings.data, console)
    sys.exit(asyncio.run(serve(settings, console)))


@main.command()
@one_line_errors
def train() -> None:
    """Huấn luyện lại bộ tìm thủ tục và mô hình hiểu câu hỏi."""
    settings = Settings.from_env().data
    preparation.prepare_database(settings, Console())
    preparation.train_models(settings, Console(), force=True)
