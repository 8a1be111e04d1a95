"""The client: many people who ask one question after the other, in a process of its own.

`python -m bench.load` reads a plan as JSON from standard input and prints what it measured.
"""

import asyncio
import itertools
import json
import math
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, Literal

import aiohttp

from bench.questions import Conversations

Protocol = Literal["service", "rest"]

_TIMEOUT = aiohttp.ClientTimeout(total=60)


@dataclass(frozen=True)
class Plan:
    """What to ask: `messages` questions by `clients` people after `warm_up` unmeasured ones."""

    url: str
    protocol: Protocol
    conversations: Conversations
    clients: int
    messages: int
    warm_up: int


@dataclass(frozen=True)
class Measured:
    """What the people waited for; an answer that is none counts as an error."""

    clients: int
    messages: int
    errors: int
    per_second: float
    p50_ms: float
    p95_ms: float
    p99_ms: float


def run_load(plan: Plan) -> Measured:
    """Run the plan in a separate process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.load"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"the client ended with {done.returncode}: {done.stderr[-2000:]}")
    return Measured(**json.loads(done.stdout))


def percentile(values: list[float], share: float) -> float:
    """Return the smallest value that at least `share` of the values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


async def ask_everything(plan: Plan) -> Measured:
    """Warm up, then measure."""
    connector = aiohttp.TCPConnector(limit=plan.clients)
    async with aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT) as session:
        conversations = itertools.cycle(plan.conversations)
        if plan.warm_up:
            await _ask(session, plan, conversations, plan.warm_up)
        started = time.perf_counter()
        latencies, errors = await _ask(session, plan, conversations, plan.messages)
        elapsed = time.perf_counter() - started
    return Measured(
        clients=plan.clients,
        messages=len(latencies),
        errors=errors,
        per_second=round(len(latencies) / elapsed, 1),
        p50_ms=round(percentile(latencies, 0.50), 1),
        p95_ms=round(percentile(latencies, 0.95), 1),
        p99_ms=round(percentile(latencies, 0.99), 1),
    )


async def _ask(
    session: aiohttp.ClientSession, plan: Plan, conversations: Iterator[list[str]], count: int
) -> tuple[list[float], int]:
    latencies: list[float] = []
    errors = 0
    tickets = iter(range(count))

    async def person() -> None:
        nonlocal errors
        for questions in conversations:
            identity = f"bench-{secrets.token_hex(8)}"
            for question in questions:
                if next(tickets, None) is None:
                    return
                started = time.perf_counter()
                answered = await _ask_one(session, plan, identity, question)
                latencies.append(1000 * (time.perf_counter() - started))
                errors += not answered

    await asyncio.gather(*(person() for _ in range(plan.clients)))
    return latencies, errors


async def _ask_one(
    session: aiohttp.ClientSession, plan: Plan, identity: str, question: str
) -> bool:
    """Return whether a structured answer came."""
    if plan.protocol == "service":
        path, body = "/api/v1/messages", {"conversation_id": identity, "text": question}
    else:
        path, body = "/webhooks/rest/webhook", {"sender": identity, "message": question}
    try:
        async with session.post(plan.url + path, json=body) as response:
            reply: Any = await response.json()
            if response.status != 200:
                return False
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return False
    if plan.protocol == "service":
        return bool(reply.get("status")) and reply["status"] != "error"
    return any("custom" in message for message in reply)


if __name__ == "__main__":
    print(json.dumps(asdict(asyncio.run(ask_everything(Plan(**json.load(sys.stdin)))))))
