"""An engine that speaks the real channel's HTTP, without Rasa behind it."""

import asyncio
from typing import Any

from aiohttp import ClientSession, web

TOKEN = "mật-khẩu".encode().hex()

REPLY: dict[str, Any] = {
    "status": "answered",
    "procedure": {
        "code": "9.000001",
        "name": "Thủ tục đăng ký nuôi ong",
        "source_url": None,
        "verified_on": None,
        "fetched_on": "2026-07-18",
        "decision": None,
        "revision": 1,
    },
    "candidates": [{"code": "9.000001", "name": "Thủ tục đăng ký nuôi ong", "score": 0.9}],
    "parts": [],
    "text": "Thủ tục đăng ký nuôi ong (mã 9.000001)",
    "buttons": [],
}


class FakeEngine:
    """Answers every turn with `reply`; the other attributes make it misbehave."""

    def __init__(self) -> None:
        self.turns: list[dict[str, Any]] = []
        self.forgotten: list[str] = []
        self.reply: dict[str, Any] = REPLY
        self.ready = True
        self.raw: web.Response | None = None
        """Sent as it is, instead of an answer."""
        self.cut_off = False
        """Close the connection without a word."""
        self._came = asyncio.Event()
        self.may_answer = asyncio.Event()
        self.may_answer.set()
        self.busy: set[str] = set()
        self.overtaken = False
        """Whether two turns of one conversation were ever worked on at once."""
        self.actions: str | None = None
        """URL of the action endpoint; if set, it answers, as it does with the real engine."""

    def app(self) -> web.Application:
        """The engine's routes."""
        app = web.Application()
        app.router.add_post("/webhooks/gateway/webhook", self._turn)
        app.router.add_get("/webhooks/gateway/health", self._health)
        app.router.add_delete("/webhooks/gateway/conversation", self._forget)
        return app

    async def wait_for_turns(self, count: int) -> None:
        """Return when so many turns have come."""
        while len(self.turns) < count:
            self._came.clear()
            await self._came.wait()

    async def _forget(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "unauthorized"}, status=401)
        if not self.ready:
            return web.json_response({}, status=503)
        self.forgotten.append(request.query["id"])
        return web.Response(status=204)

    async def _health(self, _request: web.Request) -> web.Response:
        if self.cut_off:
            raise ConnectionResetError
        return web.json_response({}, status=200 if self.ready else 503)

    async def _turn(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return web.json_response({"error": "unauthorized"}, status=401)
        turn = await request.json()
        self.turns.append(turn)
        self._came.set()
        conversation = turn["conversation_id"]
        self.overtaken |= conversation in self.busy
        self.busy.add(conversation)
        try:
            await self.may_answer.wait()
            await asyncio.sleep(0)
        finally:
            self.busy.discard(conversation)
        if self.cut_off:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        if self.raw is not None:
            return self.raw
        custom = await self._run_action(turn) if self.actions else self.reply
        return web.json_response({"messages": [{"custom": custom}]})

    async def _run_action(self, turn: dict[str, Any]) -> dict[str, Any]:
        call = {
            "next_action": "action_answer",
            "sender_id": turn["conversation_id"],
            "tracker": {
                "sender_id": turn["conversation_id"],
                "slots": {},
                "latest_message": {
                    "text": turn["text"],
                    "intent": {"name": "ask_procedure", "confidence": 0.9},
                    "facets": [{"name": "fee", "confidence": 0.9}],
                    "metadata": turn["metadata"],
                },
                "events": [],
            },
            "domain": {},
        }
        async with (
            ClientSession() as session,
            session.post(f"{self.actions}/webhook", json=call) as response,
        ):
            answer = await response.json()
        custom: dict[str, Any] = answer["responses"][0]["custom"]
        return custom
