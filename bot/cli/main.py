"""The verbs of `thutuc`."""

import asyncio
import errno
import json
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

import click
from rich.console import Console
from sqlalchemy.exc import OperationalError

from bot.cli import INTERRUPTED
from bot.cli import evaluate as evaluation
from bot.cli import prepare as preparation
from bot.cli.engine_process import EngineStartError
from bot.cli.import_data import import_data
from bot.cli.serve import PortTakenError, check_ports, serve
from bot.evaluation.noise import NOISES
from bot.settings import Settings, SettingsError
from procedures_db.errors import ProceduresError

P = ParamSpec("P")
R = TypeVar("R")

_PIPE_WIDTH = 170
_EXPECTED = (EngineStartError, PortTakenError, ProceduresError, SettingsError)
_DISK_FULL = "Ổ đĩa đã đầy. Hãy giải phóng chỗ rồi chạy lại."
_DISK_FULL_SQLITE = "disk is full"


class MendableError(click.ClickException):
    """What a person can mend, said in one Vietnamese line."""

    def show(self, file: IO[str] | None = None) -> None:
        """Print the line on stderr."""
        click.echo(f"Lỗi: {self.format_message()}", file=file, err=True)


def one_line_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Turn errors that a person can mend into one line and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except _EXPECTED as error:
            raise MendableError(str(error)) from error
        except KeyboardInterrupt:
            click.echo("\nĐã dừng.", err=True)
            sys.exit(INTERRUPTED)
        except OperationalError as error:
            if _DISK_FULL_SQLITE in str(error.orig):
                raise MendableError(_DISK_FULL) from error
            raise MendableError(f"Cơ sở dữ liệu không dùng được: {error.orig}") from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise MendableError(_DISK_FULL) from error
            raise

    return run


def _console(*, stderr: bool = False) -> Console:
    return Console(stderr=stderr, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


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


@main.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--out", type=click.Path(path_type=Path), help="Ghi từng lượt ra tệp JSON lines.")
@click.option("--errors", is_flag=True, help="Nhóm các lỗi theo loại và thủ tục.")
@click.option("--noise", multiple=True, type=click.Choice(sorted(NOISES)), help="Thêm bản nhiễu.")
@click.option("--url", help="Hỏi một dịch vụ đang chạy thay vì tự khởi động.")
@click.option("--clients", default=1, show_default=True, help="Số người hỏi cùng lúc.")
@one_line_errors
def evaluate_files(
    files: tuple[Path, ...],
    as_json: bool,
    out: Path | None,
    errors: bool,
    noise: tuple[str, ...],
    url: str | None,
    clients: int,
) -> None:
    """Đo câu trả lời trên các tệp câu hỏi có đáp án."""
    settings = Settings.from_env()
    console = _console(stderr=as_json)
    by_set = asyncio.run(
        evaluation.evaluate(settings, files, url=url, noise=noise, clients=clients, console=console)
    )
    if as_json:
        figures = evaluation.figures_by_set(by_set)
        click.echo(json.dumps({name: one.as_json() for name, one in figures.items()}))
    else:
        evaluation.print_figures(by_set, console)
    if errors:
        evaluation.print_errors(by_set, settings, console)
    if out:
        evaluation.write_lines(by_set, out)


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ thay đổi gì.")
@one_line_errors
def import_records(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Nạp dữ liệu thủ tục từ tệp hoặc thư mục (JSON, JSON lines, có thể nén gzip)."""
    import_data(Settings.from_env().data, paths, dry_run=dry_run, console=_console())
