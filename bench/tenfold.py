"""What ten times the procedures cost: the linker alone, and the whole path at one client."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bench.linking import LinkReport, measure_linking
from bench.load import Measured, Plan, run_load
from bench.questions import Conversations
from bench.service import WITHOUT_PREPARING, Load, own_service
from bench.synthetic import copy_catalogue, grow, remove_copy

TIMES = 10


@dataclass(frozen=True)
class Catalogue:
    """One size of the catalogue; the model is the trained one in both, only indexes are built."""

    linking: LinkReport
    whole_path: Measured


@dataclass(frozen=True)
class TenfoldReport:
    """The catalogue as it is and grown, measured one after the other in the same way."""

    as_it_is: Catalogue
    grown: Catalogue

    @property
    def p50_ratio(self) -> float:
        """How many times as long half of the answers of the whole path take."""
        return round(self.grown.whole_path.p50_ms / self.as_it_is.whole_path.p50_ms, 2)

    @property
    def p95_ratio(self) -> float:
        """The same for the 95th of 100."""
        return round(self.grown.whole_path.p95_ms / self.as_it_is.whole_path.p95_ms, 2)


def measure_tenfold(
    database_url: str, conversations: Conversations, load: Load, folder: Path
) -> TenfoldReport:
    """Measure the database as it is, then a grown copy that is removed afterwards."""
    target = folder / "tenfold.db"
    try:
        copy = copy_catalogue(database_url, target)
        environ = {"THUTUC_DATABASE_URL": copy}
        as_it_is = _measure(environ, conversations, load, folder / "as-it-is.log")
        grow(copy, TIMES)
        grown = _measure(environ, conversations, load, folder / "tenfold.log")
        return TenfoldReport(as_it_is, grown)
    finally:
        remove_copy(target)


def _measure(
    environ: Mapping[str, str], conversations: Conversations, load: Load, log: Path
) -> Catalogue:
    questions = [question for turns in conversations for question in turns][: load.messages]
    linking = measure_linking(questions, environ)
    with own_service(log, WITHOUT_PREPARING, environ) as service:
        plan = Plan(
            service.url, "service", conversations, load.clients, load.messages, load.warm_up
        )
        return Catalogue(linking, run_load(plan))
