"""`thutuc import`: read portal records with a progress bar and say what happened."""

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from procedures_db.calendar import today_in_vietnam
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.importers import ImportReport, import_paths
from procedures_db.importers.report import MEASURED
from procedures_db.settings import DataSettings

_SHOWN_REJECTS = 20


def import_data(
    settings: DataSettings, paths: Sequence[Path], *, dry_run: bool, console: Console
) -> ImportReport:
    """Import every record of the paths; print counts, and rejected records with their reason."""
    engine = open_engine(settings.database_url)
    try:
        migrate(engine)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task("Đang nạp", total=None)
            report = import_paths(
                session_factory(engine),
                paths,
                dry_run=dry_run,
                progress=lambda done, total, code: progress.update(
                    task, completed=done, total=total, description=f"Đang nạp {code}"
                ),
                today=today_in_vietnam(),
            )
    finally:
        engine.dispose()
    print_report(report, console)
    return report


def print_report(report: ImportReport, console: Console) -> None:
    """Print what an import did."""
    if report.dry_run:
        console.print("Chạy thử, chưa ghi gì.")
    console.print(
        f"Mới {report.new}, thay đổi {report.changed}, giữ nguyên {report.unchanged}, "
        f"bị loại {len(report.rejected)}; công bố {report.published} thủ tục "
        f"({report.per_second:.0f} bản ghi/giây)."
    )
    for rejected in report.rejected[:_SHOWN_REJECTS]:
        console.print(f"  loại {rejected.code or '?'} ({rejected.place}): {rejected.reason}")
    if len(report.rejected) > _SHOWN_REJECTS:
        console.print(f"  … và {len(report.rejected) - _SHOWN_REJECTS} bản ghi khác")
    table = Table("nguồn", "bản ghi", *MEASURED)
    for source, count in report.records.items():
        filled = report.filled[source]
        shares = (f"{100 * filled[name] / count:.0f}" for name in MEASURED)
        table.add_row(source, str(count), *shares)
    console.print(table)
