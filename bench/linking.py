"""Measure the linker alone: how long its index takes to build and a question to be linked.

`python -m bench.linking` reads questions as JSON from standard input and measures on the database
and model of the environment, in a process of its own so that its memory can be told.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from bench.load import percentile
from bench.processes import memory_mb
from procedures_db.database import open_engine, session_factory
from procedures_db.search.files import load_model
from procedures_db.search.linker import Linker
from procedures_db.settings import DataSettings

_WARM_UP = 20


@dataclass(frozen=True)
class LinkReport:
    """What linking costs on one idle core, without web and engine."""

    procedures: int
    questions: int
    build_seconds: float
    p50_ms: float
    p95_ms: float
    memory_mb: float


def measure_linking(questions: list[str], environ: Mapping[str, str]) -> LinkReport:
    """Measure in a separate process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.linking"],
        input=json.dumps(questions),
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"linking ended with {done.returncode}: {done.stderr[-2000:]}")
    return LinkReport(**json.loads(done.stdout))


def link_all(settings: DataSettings, questions: list[str]) -> LinkReport:
    """Build the index and link each question once."""
    engine = open_engine(settings.database_url)
    model = load_model(settings.linker)
    started = time.perf_counter()
    linker = Linker(session_factory(engine), model)
    build_seconds = time.perf_counter() - started
    for question in questions[:_WARM_UP]:
        linker.link(question)
    latencies: list[float] = []
    for question in questions:
        started = time.perf_counter()
        linker.link(question)
        latencies.append(1000 * (time.perf_counter() - started))
    engine.dispose()
    return LinkReport(
        linker.procedure_count,
        len(questions),
        round(build_seconds, 1),
        round(percentile(latencies, 0.50), 2),
        round(percentile(latencies, 0.95), 2),
        memory_mb(os.getpid()),
    )


if __name__ == "__main__":
    print(json.dumps(asdict(link_all(DataSettings.from_env(), json.load(sys.stdin)))))
