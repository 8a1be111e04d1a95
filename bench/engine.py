"""Measure the engine alone: a real `bot.nlu run` against an action server that answers at once.

Run in the engine's environment with a trained model:
`bot/nlu/.venv/bin/python bench/engine.py --model models/thutuc.tar.gz`
"""

import argparse
import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

import aiohttp

ROOT = Path(__file__).parent.parent
TOKEN = "bench-engine-token-0123456789"  # noqa: S105 - guards nothing but this run
CLIENTS = (1, 8, 32)
QUESTIONS = (
    "làm giấy khai sinh cho con cần giấy tờ gì, phí bao nhiêu, mất mấy ngày",
    "con em moi sinh lam giay j",
    "đăng ký tạm trú ở đâu vậy ạ",
    "còn phí thì sao",
    "doi bang lai xe online duoc khong",
    "hộ nghèo có được miễn lệ phí không",
    "cảm ơn bạn nhé",
)


def free_port() -> int:
    """A loopback port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running(arguments: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A Python process of this environment that ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(15)


def wait_until_open(port: int, process: subprocess.Popen[bytes], seconds: float = 90) -> None:
    """Return when something listens on the port."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(f"a server ended with code {process.returncode}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise SystemExit(f"nothing listens on port {port} after {seconds} s")


def memory_mb(pid: int) -> float:
    """The resident memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


async def load(url: str, clients: int, seconds: float, turns: int) -> dict[str, Any]:
    """Messages a second and the latency of many people asking one question after the other."""
    latencies: list[float] = []
    failures = 0
    ends = time.perf_counter() + seconds

    async def person(number: int) -> None:
        nonlocal failures
        asked = 0
        while time.perf_counter() < ends:
            body = {
                "conversation_id": f"{clients}-{number}-{asked // turns}",
                "text": QUESTIONS[asked % len(QUESTIONS)],
            }
            started = time.perf_counter()
            async with session.post(url, json=body) as answer:
                messages = (await answer.json()).get("messages")
            latencies.append(1000 * (time.perf_counter() - started))
            failures += not messages
            asked += 1

    headers = {"Authorization": f"Bearer {TOKEN}"}
    async with aiohttp.ClientSession(headers=headers) as session:
        started = time.perf_counter()
        await asyncio.gather(*(person(number) for number in range(clients)))
        elapsed = time.perf_counter() - started
    cuts = quantiles(latencies, n=20)
    return {
        "clients": clients,
        "messages": len(latencies),
        "failures": failures,
        "per_second": round(len(latencies) / elapsed, 1),
        "p50_ms": round(cuts[9], 1),
        "p95_ms": round(cuts[18], 1),
    }


def main() -> None:
    """Start both servers, load them and print one JSON line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", required=True)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--turns", type=int, default=5, help="questions in a conversation")
    options = parser.parse_args()
    action_port, engine_port = free_port(), free_port()
    environ = {
        "SANIC_HOST": "127.0.0.1",
        "THUTUC_ENGINE_TOKEN": TOKEN,
        "THUTUC_ACTION_PORT": str(action_port),
        "THUTUC_ENGINE_PORT": str(engine_port),
    }
    actions = "tests.bot.nlu.trivial_actions"
    with ExitStack() as stack:
        server = stack.enter_context(
            running(["-m", "rasa_sdk", "--actions", actions, "-p", str(action_port)], environ)
        )
        wait_until_open(action_port, server)
        started = time.perf_counter()
        engine = stack.enter_context(
            running(["-m", "bot.nlu", "run", "--model", options.model], environ)
        )
        wait_until_open(engine_port, engine)
        cold = round(time.perf_counter() - started, 2)
        print(json.dumps({"cold_start_s": cold, "memory_mb": round(memory_mb(engine.pid), 1)}))
        url = f"http://127.0.0.1:{engine_port}/webhooks/gateway/webhook"
        asyncio.run(load(url, 1, 1, options.turns))
        for clients in CLIENTS:
            print(json.dumps(asyncio.run(load(url, clients, options.seconds, options.turns))))
        print(json.dumps({"memory_after_mb": round(memory_mb(engine.pid), 1)}))


if __name__ == "__main__":
    main()
