"""Show a report on the terminal."""

from rich.console import Console
from rich.table import Table

from bench.load import Measured
from bench.report import Report
from bench.tenfold import Catalogue

_AIM_NAMES = {
    "p95_one_client_ms": "p95 khi một người hỏi (ms)",
    "messages_per_second": "câu mỗi giây",
    "memory_mb": "bộ nhớ hai tiến trình (MB)",
    "second_start_seconds": "khởi động lần hai (giây)",
    "tenfold_ratio": "danh mục gấp mười: gấp mấy lần thời gian",
}
_MET = {True: "[green]đạt[/]", False: "[red]chưa đạt[/]", None: "chưa đo"}


def print_report(report: Report, console: Console) -> None:
    """Print every measurement, then the aims."""
    about = report.circumstances
    console.print(
        f"{about.measured_at}  commit {about.commit}  {about.cores} nhân {about.processor}  "
        f"Python {about.python}  tải máy trước khi đo {about.busy}"
    )
    console.print(f"{about.procedures} thủ tục, {about.questions} câu hỏi mẫu")
    if about.quick:
        console.print("Đo nhanh: số câu ít, con số chỉ để tham khảo.")
    _print_loads(report, console)
    _print_processes(report, console)
    if report.tenfold:
        _print_tenfold(report, console)
    aims = Table("mục tiêu", "cần", "đo được", "")
    for aim in report.aims():
        reached = "–" if aim.reached is None else f"{aim.reached:g}"
        aims.add_row(_AIM_NAMES[aim.name], aim.aim, reached, _MET[aim.met])
    console.print(aims)
    for note in report.notes:
        console.print(f"Ghi chú: {note}", markup=False)


def _print_loads(report: Report, console: Console) -> None:
    table = Table("", "người hỏi", "câu", "lỗi", "câu/giây", "p50 ms", "p95 ms", "p99 ms")
    for one in report.service.loads:
        table.add_row("Thủ Tục", *_cells(one))
    for one in report.stock.loads if report.stock else ():
        table.add_row("Rasa mặc định", *_cells(one))
    console.print(table)


def _print_processes(report: Report, console: Console) -> None:
    table = Table("", "khởi động (giây)", "Rasa (MB)", "ứng dụng, hành động (MB)", "cộng (MB)")
    own, stock = report.service, report.stock
    table.add_row(
        "Thủ Tục",
        f"{own.start_seconds:g}",
        f"{own.engine_mb:.0f}",
        f"{own.app_mb:.0f}",
        f"{own.app_mb + own.engine_mb:.0f}",
    )
    if stock:
        table.add_row(
            "Rasa mặc định",
            f"{stock.start_seconds:g}",
            f"{stock.rasa_mb:.0f}",
            f"{stock.actions_mb:.0f}",
            f"{stock.rasa_mb + stock.actions_mb:.0f}",
        )
    console.print(table)
    if stock:
        console.print(
            f"Rasa mặc định học từ {stock.trained_on} câu trong {stock.training.epochs} vòng "
            f"({stock.train_seconds:.0f} giây); nhiều hơn thì học lâu hơn, trả lời không nhanh hơn."
        )


def _print_tenfold(report: Report, console: Console) -> None:
    assert report.tenfold
    table = Table(
        "thủ tục", "lập chỉ mục (giây)", "tìm p50 ms", "tìm p95 ms", "bộ nhớ (MB)",
        "cả đường p50 ms", "cả đường p95 ms",
    )  # fmt: skip
    for catalogue in (report.tenfold.as_it_is, report.tenfold.grown):
        table.add_row(*_catalogue_cells(catalogue))
    table.add_row(
        "gấp", "", "", "", "", f"{report.tenfold.p50_ratio}", f"{report.tenfold.p95_ratio}"
    )
    console.print(table)
    console.print(
        "Danh mục gấp mười: tên ghép từ tên thật, mô hình giữ nguyên, chỉ lập lại chỉ mục."
    )


def _cells(one: Measured) -> list[str]:
    counts = [str(one.clients), str(one.messages), str(one.errors)]
    figures = (one.per_second, one.p50_ms, one.p95_ms, one.p99_ms)
    return counts + [f"{figure:.1f}" for figure in figures]


def _catalogue_cells(catalogue: Catalogue) -> list[str]:
    linking, path = catalogue.linking, catalogue.whole_path
    return [
        str(linking.procedures),
        f"{linking.build_seconds:.1f}",
        f"{linking.p50_ms:.2f}",
        f"{linking.p95_ms:.2f}",
        f"{linking.memory_mb:.0f}",
        f"{path.p50_ms:.1f}",
        f"{path.p95_ms:.1f}",
    ]
