"""A gateway that answers from the samples."""

import asyncio
import secrets
from typing import Any

from aiohttp import web

from bot.channels.api import add_api_routes
from bot.channels.cross_origin import allow_origins
from bot.channels.opinions import add_opinion_routes
from bot.gateway.schemas import IncomingMessage
from bot.proxies import believe_proxies, read_networks
from bot.web import GATEWAY, SITE_INFO, setup_web
from bot.web.conversations import Sessions
from procedures_db.conversations import delete_conversation, record_turn
from procedures_db.database import transaction
from tests.bot.web.samples import ANSWERS, EVERY_FACET, answer


class FakeGateway:
    """Gives `reply`, or the sample whose status is the question; remembers what it was asked."""

    def __init__(self, sessions: Sessions) -> None:
        self.sessions = sessions
        self.reply: dict[str, Any] | None = None
        self.failures: list[Exception] = []
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.messages: list[IncomingMessage] = []

    async def answer(self, message: IncomingMessage) -> dict[str, Any]:
        self.messages.append(message)
        await self.may_answer.wait()
        if self.failures:
            raise self.failures.pop(0)
        given = {
            **self._reply_to(message.text),
            "turn_id": secrets.token_hex(8),
            "conversation_id": message.conversation_id,
        }
        if not given.get("reason"):
            self._record(given, message)
        return given

    async def forget(self, conversation_id: str) -> None:
        with transaction(self.sessions) as session:
            delete_conversation(session, conversation_id)

    async def recorded(self) -> None:
        """Everything is recorded before the answer is given."""

    def _reply_to(self, text: str) -> dict[str, Any]:
        if self.reply is not None:
            return self.reply
        if text == "everything":
            return answer("answered", *EVERY_FACET)
        return ANSWERS.get(text, ANSWERS["answered"])

    def _record(self, given: dict[str, Any], message: IncomingMessage) -> None:
        with transaction(self.sessions) as session:
            record_turn(
                session,
                {"status": "", **given},
                channel=message.channel,
                question=message.text,
                latency_ms=5,
            )


def make_app(gateway: FakeGateway) -> web.Application:
    """The application with nothing but the page, the box and the API in it."""
    app = web.Application()
    app[GATEWAY] = gateway
    app[SITE_INFO] = {"procedures": 5670, "detailed": 3176, "data_date": "2026-07-18"}
    setup_web(app, gateway.sessions)
    add_api_routes(app)
    add_opinion_routes(app)
    allow_origins(app, frozenset({"*"}))
    believe_proxies(app, read_networks("127.0.0.1"))
    return app
