"""The report: what was measured, on what machine, and which aims are met."""

import os
import platform
import subprocess
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from bench.service import ServiceReport
from bench.stock import StockReport
from bench.tenfold import TenfoldReport
from procedures_db.settings import ROOT

AIM_P95_MS = 50.0
AIM_PER_SECOND = 80.0
AIM_MEMORY_MB = 600.0
AIM_START_SECONDS = 12.0
AIM_TENFOLD = 1.5


@dataclass(frozen=True)
class Circumstances:
    """When, where and of what was measured."""

    measured_at: str
    commit: str
    cores: int
    processor: str
    python: str
    busy: float
    """Load average of the machine before the first measurement; near 0 when it is quiet."""
    procedures: int
    questions: int
    quick: bool

    @classmethod
    def now(cls, *, procedures: int, questions: int, quick: bool) -> "Circumstances":
        """Describe this machine and checkout."""
        return cls(
            measured_at=datetime.now(UTC).isoformat(timespec="seconds"),
            commit=_commit(),
            cores=len(os.sched_getaffinity(0)),
            processor=_processor(),
            python=platform.python_version(),
            busy=round(os.getloadavg()[0], 2),
            procedures=procedures,
            questions=questions,
            quick=quick,
        )


@dataclass(frozen=True)
class Aim:
    """One aim and what was reached; `met` is None when it was not measured."""

    name: str
    aim: str
    reached: float | None
    met: bool | None


@dataclass
class Report:
    """Everything one run measured; what could not be measured is None, and `notes` say why."""

    circumstances: Circumstances
    service: ServiceReport
    stock: StockReport | None = None
    tenfold: TenfoldReport | None = None
    notes: list[str] = field(default_factory=list)

    def aims(self) -> list[Aim]:
        """Compare with the aims."""
        alone = next((one for one in self.service.loads if one.clients == 1), None)
        p95 = alone.p95_ms if alone else None
        fastest = max((one.per_second for one in self.service.loads), default=None)
        memory = round(self.service.app_mb + self.service.engine_mb, 1)
        # p50 tells the catalogue's size; p95 at one client is mostly the longest answers.
        tenfold = max(self.tenfold.p50_ratio, self.tenfold.p95_ratio) if self.tenfold else None
        return [
            _at_most("p95_one_client_ms", p95, AIM_P95_MS),
            _at_least("messages_per_second", fastest, AIM_PER_SECOND),
            _at_most("memory_mb", memory, AIM_MEMORY_MB),
            _at_most("second_start_seconds", self.service.start_seconds, AIM_START_SECONDS),
            _at_most("tenfold_ratio", tenfold, AIM_TENFOLD),
        ]

    def as_json(self) -> dict[str, Any]:
        """Return plain data for report.json."""
        data = asdict(self) | {"aims": [asdict(aim) for aim in self.aims()]}
        if self.tenfold:
            data["tenfold"]["p50_ratio"] = self.tenfold.p50_ratio
            data["tenfold"]["p95_ratio"] = self.tenfold.p95_ratio
        return data


def _at_most(name: str, reached: float | None, limit: float) -> Aim:
    return Aim(name, f"≤ {limit:g}", reached, None if reached is None else reached <= limit)


def _at_least(name: str, reached: float | None, limit: float) -> Aim:
    return Aim(name, f"≥ {limit:g}", reached, None if reached is None else reached >= limit)


def _commit() -> str:
    """Return the commit, with `+` when the checkout holds changes that are not in it."""

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", "-C", str(ROOT), *arguments],  # noqa: S607 - the developer's own git
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout.strip()

    commit = git("rev-parse", "--short", "HEAD") or "?"
    return f"{commit}+" if git("status", "--porcelain", "--untracked-files=no") else commit


def _processor() -> str:
    for line in open("/proc/cpuinfo", encoding="utf-8"):  # noqa: SIM115 - read to its first name
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
