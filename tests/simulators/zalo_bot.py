"""The Zalo Bot Platform: Telegram-like calls, no buttons, 2,000 characters."""

import itertools
import time
from collections.abc import Mapping
from typing import Any

from aiohttp import ClientSession, web

from tests.simulators.base import Simulator

TOKEN = "987654:zalo-bot-token"


class ZaloBotSimulator(Simulator):
    """One bot and the people who write to it."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[tuple[str, str]] = []
        self.webhook: dict[str, str] = {}
        self.blocked_by: set[str] = set()
        self._ids = itertools.count(1)

    def add_routes(self, app: web.Application) -> None:
        app.router.add_post("/bot{token}/{method}", self._call)

    def texts_to(self, chat_id: str) -> list[str]:
        """Return the texts that the person sees, in order."""
        return [text for to, text in self.sent if to == chat_id]

    async def _call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        data = await request.json()
        match request.match_info["method"]:
            case "setWebhook":
                if not 8 <= len(data["secret_token"]) <= 256:
                    return _error(400, "secret_token")
                self.webhook = data
                return web.json_response({"ok": True, "result": data})
            case "sendMessage":
                return self._send(data)
        return _error(404, "Not Found")

    def _send(self, data: Mapping[str, str]) -> web.Response:
        if data["chat_id"] in self.blocked_by:
            return _error(403, "Forbidden")
        if not 1 <= len(data["text"].encode("utf-16-le")) // 2 <= 2000:
            return _error(400, "Bad Request: text")
        self.sent.append((data["chat_id"], data["text"]))
        result = {"message_id": f"out-{next(self._ids)}", "date": int(time.time() * 1000)}
        return web.json_response({"ok": True, "result": result})

    def message(
        self, chat_id: str, text: str | None, name: str = "message.text.received"
    ) -> dict[str, Any]:
        """Return an event with a message of a person."""
        message = {
            "from": {"id": chat_id, "display_name": "An", "is_bot": False},
            "chat": {"id": chat_id, "chat_type": "PRIVATE"},
            "message_id": f"in-{next(self._ids)}",
            "date": int(time.time() * 1000),
        } | ({"text": text} if text is not None else {})
        return {"ok": True, "result": {"event_name": name, "message": message}}

    async def deliver(
        self,
        session: ClientSession,
        url: str,
        event: Mapping[str, Any],
        *,
        secret: str | None = None,
        times: int = 1,
    ) -> list[int]:
        """Post the event to the webhook `times`; return the statuses."""
        given = self.webhook.get("secret_token", "") if secret is None else secret
        statuses = []
        for _ in range(times):
            headers = {"X-Bot-Api-Secret-Token": given} if given else {}
            async with session.post(url, json=event, headers=headers) as response:
                statuses.append(response.status)
        return statuses


def _error(code: int, text: str) -> web.Response:
    body = {"ok": False, "error_code": code, "description": text}
    return web.json_response(body, status=code)
