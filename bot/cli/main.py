"""The verbs of `thutuc`.

Each command imports what it needs when it runs: the server must not carry the libraries of
importing and training in its memory, and `--help` must not wait for them.
"""

import asyncio
import errno
import json
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import IO, ParamSpec, TypeVar

import click
from rich.console import Console
from sqlalchemy.exc import OperationalError

from bot.cli import INTERRUPTED
from bot.cli.errors import EngineStartError, PortTakenError
from bot.evaluation.noise import NOISES
from bot.settings import Settings, SettingsError
from procedures_db.errors import ProceduresError
from procedures_db.terms import Role
from staff.accounts.errors import AccountError

P = ParamSpec("P")
R = TypeVar("R")

_PIPE_WIDTH = 170
_EXPECTED = (
    AccountError,
    EngineStartError,
    PortTakenError,
    ProceduresError,
    SettingsError,
)
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
    from bot.cli.prepare import prepare

    prepare(Settings.from_env().data, Console())


@main.command()
@one_line_errors
def run() -> None:
    """Chuẩn bị mọi thứ rồi chạy dịch vụ; Ctrl-C để dừng."""
    from bot.cli.ports import check_ports
    from bot.cli.prepare_apart import prepare_apart

    settings = Settings.from_env()
    check_ports(settings)
    code = prepare_apart(lambda: import_module("bot.cli.serve"))
    if code:
        sys.exit(code)
    from bot.cli.serve import serve

    sys.exit(asyncio.run(serve(settings, Console())))


@main.command()
@one_line_errors
def train() -> None:
    """Huấn luyện lại bộ tìm thủ tục và mô hình hiểu câu hỏi."""
    from bot.cli.prepare import prepare_database, train_models

    settings = Settings.from_env().data
    prepare_database(settings, Console())
    train_models(settings, Console(), force=True)


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
    from bot.cli import evaluate as evaluation

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


@main.command("sync")
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ thay đổi gì.")
@click.option("--limit", type=click.IntRange(1), help="Chỉ lấy bấy nhiêu thủ tục đầu tiên.")
@one_line_errors
def sync_portal(dry_run: bool, limit: int | None) -> None:
    """Lấy hồ sơ từ Cổng Dịch vụ công; điều khác với bản đang công bố thành bản nháp."""
    from bot.cli.sync import sync
    from bot.settings import SyncSettings

    data = Settings.from_env().data
    sync(data, SyncSettings.from_env(), dry_run=dry_run, limit=limit, console=_console())


@main.command("import")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Chỉ cho biết sẽ thay đổi gì.")
@one_line_errors
def import_records(paths: tuple[Path, ...], dry_run: bool) -> None:
    """Nạp dữ liệu thủ tục từ tệp hoặc thư mục (JSON, JSON lines, có thể nén gzip)."""
    from bot.cli.import_data import import_data

    import_data(Settings.from_env().data, paths, dry_run=dry_run, console=_console())


@main.command("lint")
@click.argument("codes", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@click.option("--errors", is_flag=True, help="Chỉ in những chỗ làm câu trả lời sai.")
@one_line_errors
def lint(codes: tuple[str, ...], as_json: bool, errors: bool) -> None:
    """Soát dữ liệu: chỗ còn thiếu, mâu thuẫn, hết hiệu lực; không nêu mã thì soát mọi thủ tục."""
    from bot.cli.lint import lint_procedures

    lint_procedures(
        Settings.from_env().data, codes, as_json=as_json, errors=errors, console=_console()
    )


@main.command("corpus")
@click.option(
    "--most", type=click.IntRange(min=0), default=10, help="Số cặp câu gần trùng được in ra."
)
@click.option("--json", "as_json", is_flag=True, help="In kết quả dạng JSON.")
@one_line_errors
def corpus(most: int, as_json: bool) -> None:
    """Soát bộ câu hỏi viết sẵn: độ phủ theo lĩnh vực, theo điều được hỏi, câu gần trùng nhau."""
    from bot.cli.corpus import check_corpus

    check_corpus(Settings.from_env().data, most=most, as_json=as_json, console=_console())


@main.command("check")
@one_line_errors
def check_everything() -> None:
    """Xem còn thiếu hay sai gì: cơ sở dữ liệu, mô hình, bộ máy, từng kênh, ổ đĩa."""
    from bot.cli.check import check, print_findings
    from procedures_db.calendar import today_in_vietnam

    if not print_findings(check(Settings.from_env(), today_in_vietnam()), _console()):
        sys.exit(1)


@main.command("purge")
@click.option("--days", type=click.IntRange(min=0), help="Xoá những gì cũ hơn số ngày này.")
@click.option("--dry-run", is_flag=True, help="Chỉ đếm, không xoá.")
@one_line_errors
def purge(days: int | None, dry_run: bool) -> None:
    """Xoá câu hỏi, câu trả lời, đánh giá quá thời hạn lưu (THUTUC_RETENTION_DAYS)."""
    from bot.cli.purge import purge_old

    settings = Settings.from_env()
    kept = settings.retention_days if days is None else days
    click.echo(purge_old(settings.data, kept, dry_run=dry_run))


@main.group()
def staff() -> None:
    """Tài khoản của cán bộ."""


@staff.command("add")
@click.argument("name")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--full-name", help="Họ và tên; không có thì dùng tên đăng nhập.")
@click.option("--link", is_flag=True, help="In đường dẫn đặt mật khẩu thay vì hỏi mật khẩu.")
@one_line_errors
def add_staff(name: str, role: str, full_name: str | None, link: bool) -> None:
    """Thêm tài khoản; người đầu tiên nên là administrator."""
    from bot.cli.staff import add

    add(name, full_name, Role(role), link=link)


@staff.command("list")
@one_line_errors
def list_staff() -> None:
    """Liệt kê tài khoản."""
    from bot.cli.staff import show

    show(_console())


@staff.command("disable")
@click.argument("name")
@one_line_errors
def disable_staff(name: str) -> None:
    """Khoá tài khoản và đăng xuất mọi nơi."""
    from bot.cli.staff import disable

    disable(name)


@staff.command("reset")
@click.argument("name")
@one_line_errors
def reset_staff(name: str) -> None:
    """Xoá mật khẩu và mã xác thực, in đường dẫn đặt lại."""
    from bot.cli.staff import reset

    reset(name)
