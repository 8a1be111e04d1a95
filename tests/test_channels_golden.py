"""The same person on the web, on Zalo and on Telegram gets the same facts, from the real engine."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
import yaml
from aiohttp import ClientSession

from bot.cli.evaluate import own_service
from bot.settings import Settings
from procedures_db.database import open_engine, session_factory
from procedures_db.settings import ROOT
from tests.bot.channels.service import Platforms, all_platforms
from tests.golden.facts import plain_text, read_facts, stated_facts
from tests.golden.people import Heard, Turn, WebPerson, telegram_person, zalo_person
from tests.test_end_to_end import settings as trained_settings

__all__ = ["trained_settings"]

CONVERSATIONS = yaml.safe_load((ROOT / "tests" / "golden" / "conversations.yml").read_text("utf-8"))
AT_ONCE = 6

pytestmark = [pytest.mark.engine]


def differences(turn: Turn, web: Heard, other: Heard, name: str) -> list[str]:
    """Return where a channel's answer is not the web's, or does not show its facts."""
    found = []
    for field in ("status", "procedure", "parts"):
        if web.answer[field] != other.answer[field]:
            found.append(f"{name} {turn}: another {field}")
    shown = plain_text(other.shown)
    found += [
        f"{name} {turn}: does not show {fact!r}"
        for fact in stated_facts(web.answer["parts"])
        if fact in plain_text(web.shown) and fact not in shown
    ]
    if read_facts(web.shown) != read_facts(other.shown):
        found.append(f"{name} {turn}: {read_facts(web.shown) ^ read_facts(other.shown)}")
    return found


async def converse(
    http: ClientSession, url: str, platforms: Platforms, sessions: Any, conversation: Turn
) -> tuple[list[str], int, str | None]:
    """Ask every turn on all three; return differences, facts compared, and what it was about."""
    number = conversation["id"]
    web = WebPerson(http, url, number)
    zalo = zalo_person(http, url, platforms, sessions, number)
    telegram = telegram_person(http, url, platforms, sessions, number)
    found: list[str] = []
    facts = 0
    about: str | None = None
    for at, turn in enumerate(conversation["turns"]):
        on_web = await web.ask(turn)
        found += differences(turn, on_web, await zalo.ask(turn), "zalo")
        found += differences(turn, on_web, await telegram.ask(turn), "telegram")
        facts += len(stated_facts(on_web.answer["parts"]) | read_facts(on_web.shown))
        if at == 0 and on_web.answer["procedure"]:
            about = on_web.answer["procedure"]["code"]
    return found, facts, about


async def compare_all(settings: Settings) -> tuple[list[str], int, list[str]]:
    """Run every conversation against one running service."""
    async with all_platforms() as platforms, ClientSession() as http:
        own = replace(settings, channels=platforms.settings())
        async with own_service(own) as url:
            engine = open_engine(own.data.database_url)
            sessions = session_factory(engine)
            room = asyncio.Semaphore(AT_ONCE)

            async def one(conversation: Turn) -> tuple[list[str], int, str | None]:
                async with room:
                    return await converse(http, url, platforms, sessions, conversation)

            results = await asyncio.gather(*map(one, CONVERSATIONS))
            engine.dispose()
    wrong = [
        f"{conversation['id']}: {about}"
        for conversation, (_, _, about) in zip(CONVERSATIONS, results, strict=True)
        if conversation.get("code") and about != conversation["code"]
    ]
    found = [one for differing, _, _ in results for one in differing]
    return found, sum(facts for _, facts, _ in results), wrong


async def test_web_zalo_and_telegram_give_the_same_facts(trained_settings: Settings) -> None:
    found, facts, wrong = await compare_all(trained_settings)

    turns = sum(len(one["turns"]) for one in CONVERSATIONS)
    print(  # noqa: T201
        f"\n{len(CONVERSATIONS)} conversations, {turns} turns on three channels, {facts} facts "
        f"compared, {len(found)} differ, {len(wrong)} about another procedure"
    )
    assert len(CONVERSATIONS) >= 60
    assert facts > 500
    assert found == []
    assert len(wrong) <= 3, wrong
