"""Ask the running service the fee and time of every procedure, and hold each answer to its records.

    python -m bench.walk --url http://127.0.0.1:8080 FOLDER

FOLDER holds the records that the service's database was imported from. Every question is a tapped
choice, so the whole path is walked: API, gateway, engine, actions, rows, words.
"""

import argparse
import asyncio
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import aiohttp

from bench.walk.check import says_free, wrong_in
from bench.walk.sources import Source, read_sources
from procedures_db.answers.payload import Choice, encode
from procedures_db.terms import Facet

_CLIENTS = 4
_PER_CONVERSATION = 10
"""Questions that one person asks; a person may ask only so many a minute."""


async def walk(url: str, sources: dict[str, Source], limit: int | None) -> dict[str, list[str]]:
    """Return what is wrong with the answer about each code; print the counts."""
    counts: Counter[str] = Counter()
    wrong: dict[str, list[str]] = {}
    codes = iter(enumerate(sorted(sources)[:limit]))

    async def client(session: aiohttp.ClientSession) -> None:
        for at, code in codes:
            answer = await _ask(session, url, f"walk-{at // _PER_CONVERSATION}", code)
            counts[str(answer.get("status"))] += 1
            if not answer.get("procedure"):
                continue
            counts["free"] += says_free(answer)
            problems = wrong_in(answer, sources[code])
            if problems:
                wrong[code] = problems

    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(client(session) for _ in range(_CLIENTS)))
    print(json.dumps({"asked": counts, "wrong": len(wrong)}, ensure_ascii=False))
    return wrong


async def _ask(session: aiohttp.ClientSession, url: str, name: str, code: str) -> dict[str, Any]:
    body = {
        "conversation_id": name,
        "text": "Phí và thời hạn",
        "payload": encode(Choice(code, (Facet.FEE, Facet.TIME))),
    }
    async with session.post(f"{url}/api/v1/messages", json=body) as response:
        answer: dict[str, Any] = await response.json()
    return answer


def main() -> int:
    """Walk; the exit status says whether anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--url", default="http://127.0.0.1:8080")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    sources = read_sources(options.folder)
    wrong = asyncio.run(walk(options.url, sources, options.limit))
    for code, problems in sorted(wrong.items()):
        print(code, "; ".join(problems))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
