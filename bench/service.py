"""Measure the whole path of our own service: page process, engine, actions, database."""

import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.load import Measured, Plan, run_load
from bench.processes import ServerError, children, free_ports, memory_mb, running, wait_for
from bench.questions import Conversations
from procedures_db.settings import ROOT

_THUTUC = str(Path(sys.executable).with_name("thutuc"))
_NO_LIMIT = "1000000000"
_READY_SECONDS = 180
PREPARING = (_THUTUC, "run")
WITHOUT_PREPARING = (sys.executable, "-m", "bench.serve")


@dataclass(frozen=True)
class Running:
    """A service that answers."""

    url: str
    app_pid: int
    engine_pid: int
    start_seconds: float
    """From the start of the process until it says that it is ready."""


@dataclass(frozen=True)
class Load:
    """How many messages that many clients send, after unmeasured ones."""

    clients: int
    messages: int
    warm_up: int


@dataclass(frozen=True)
class ServiceReport:
    """What the whole path costs."""

    loads: list[Measured]
    start_seconds: float
    app_mb: float
    engine_mb: float


def set_up(log: Path) -> None:
    """Bring database and models up to date, so that the measured start is a second one."""
    command = [_THUTUC, "setup"]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        done = subprocess.run(command, cwd=ROOT, stdout=output, stderr=output, check=False)
    if done.returncode:
        raise ServerError(f"thutuc setup ended with code {done.returncode}; see {log}")


@contextmanager
def own_service(
    log: Path, command: Sequence[str] = PREPARING, environ: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Run the service on free loopback ports without limits until the block ends."""
    port, engine_port, action_port = free_ports(3)
    ports = {
        "THUTUC_HOST": "127.0.0.1",
        "THUTUC_PORT": str(port),
        "THUTUC_ENGINE_PORT": str(engine_port),
        "THUTUC_ACTION_PORT": str(action_port),
        "THUTUC_ENGINE_URL": f"http://127.0.0.1:{engine_port}",
        "THUTUC_QUESTIONS_PER_MINUTE": _NO_LIMIT,
    }
    started = time.perf_counter()
    with running(command, {**(environ or {}), **ports}, log) as process:
        url = f"http://127.0.0.1:{port}"
        wait_for(f"{url}/readyz", process, log, _READY_SECONDS)
        seconds = time.perf_counter() - started
        (engine_pid,) = children(process.pid)
        yield Running(url, process.pid, engine_pid, round(seconds, 1))


def measure_service(
    conversations: Conversations, loads: Sequence[Load], log: Path
) -> ServiceReport:
    """Start the service a second time, load it and weigh both processes after the load."""
    with own_service(log) as service:
        measured = [
            run_load(
                Plan(
                    service.url, "service", conversations, load.clients, load.messages, load.warm_up
                )
            )
            for load in loads
        ]
        return ServiceReport(
            measured,
            service.start_seconds,
            memory_mb(service.app_pid),
            memory_mb(service.engine_pid),
        )
