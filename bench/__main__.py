"""`python -m bench`: measure the service, beside Rasa's default pipeline and at ten times the size.

Run in the application's environment; every server it starts listens on loopback only.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from sqlalchemy.exc import OperationalError

from bench.processes import ServerError
from bench.questions import TURNS, sample_conversations
from bench.report import Circumstances, Report
from bench.service import Load, measure_service, set_up
from bench.stock import StockError, Training, measure_stock
from bench.synthetic import NotSqliteError
from bench.tables import print_report
from bench.tenfold import measure_tenfold
from procedures_db.database import open_engine, session_factory
from procedures_db.settings import ROOT, DataSettings
from procedures_db.store import count_procedures

FOLDER = ROOT / "var" / "bench"


@dataclass(frozen=True)
class Extent:
    """How much is asked."""

    conversations: int
    service: tuple[Load, ...]
    stock: tuple[Load, ...]
    tenfold: Load
    training: Training


FULL = Extent(
    conversations=500,
    service=(Load(1, 400, 100), Load(8, 1_200, 50), Load(32, 2_000, 50)),
    stock=(Load(1, 200, 50), Load(8, 300, 20), Load(32, 400, 20)),
    tenfold=Load(1, 400, 100),
    training=Training(epochs=100, examples=1_200),
)
QUICK = Extent(
    conversations=50,
    service=(Load(1, 60, 20), Load(8, 120, 10), Load(32, 200, 10)),
    stock=(Load(1, 20, 5), Load(8, 40, 5), Load(32, 60, 5)),
    tenfold=Load(1, 60, 20),
    training=Training(epochs=2, examples=200),
)


def main() -> int:
    """Measure, print the report and write it to var/bench/report.json."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few questions, rough figures")
    parser.add_argument("--skip-stock", action="store_true", help="leave Rasa's default out")
    parser.add_argument("--skip-tenfold", action="store_true", help="leave the big catalogue out")
    parser.add_argument("--stock-epochs", type=int, help="epochs of Rasa's default components")
    parser.add_argument("--stock-examples", type=int, help="training examples of Rasa's default")
    parser.add_argument("--out", type=Path, default=FOLDER / "report.json")
    options = parser.parse_args()
    extent = QUICK if options.quick else FULL
    training = Training(
        options.stock_epochs or extent.training.epochs,
        options.stock_examples or extent.training.examples,
    )
    console = Console()
    try:
        report = _measure(options, extent, training, console)
    except ServerError as error:
        console.print(f"Không đo được: {error}", markup=False)
        return 1
    options.out.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(report.as_json(), ensure_ascii=False, indent=2)
    options.out.write_text(text + "\n", "utf-8")
    print_report(report, console)
    console.print(f"Đã ghi {options.out}", markup=False)
    return 0


def _measure(
    options: argparse.Namespace, extent: Extent, training: Training, console: Console
) -> Report:
    settings = DataSettings.from_env()
    conversations = sample_conversations(ROOT / "data" / "nlu", extent.conversations)
    with console.status("Chuẩn bị dữ liệu và mô hình…"):
        set_up(FOLDER / "setup.log")
    about = Circumstances.now(
        procedures=_count(settings),
        questions=extent.conversations * TURNS,
        quick=options.quick,
    )
    with console.status("Đo dịch vụ…"):
        report = Report(about, measure_service(conversations, extent.service, FOLDER / "run.log"))
    if options.skip_tenfold:
        report.notes.append("Bỏ qua danh mục gấp mười.")
    else:
        with console.status("Đo danh mục gấp mười…"):
            try:
                report.tenfold = measure_tenfold(
                    settings.database_url, conversations, extent.tenfold, FOLDER
                )
            except (NotSqliteError, OperationalError) as error:
                report.notes.append(f"Không đo được danh mục gấp mười: {error}")
    if options.skip_stock:
        report.notes.append("Bỏ qua Rasa mặc định.")
    else:
        with console.status("Cài, huấn luyện và đo Rasa mặc định (vài phút)…"):
            try:
                report.stock = measure_stock(
                    conversations, extent.stock, training, FOLDER / "stock"
                )
            except StockError as error:
                report.notes.append(f"Không đo được Rasa mặc định: {error}")
    return report


def _count(settings: DataSettings) -> int:
    engine = open_engine(settings.database_url)
    with session_factory(engine)() as session:
        count = count_procedures(session)
    engine.dispose()
    return count


if __name__ == "__main__":
    raise SystemExit(main())
