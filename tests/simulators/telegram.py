"""Telegram's Bot API: webhook and long polling, HTML, limits, blocked bots, flood control."""

import asyncio
import itertools
import json
import math
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, web

from tests.simulators.base import Simulator

TOKEN = "123456:AAtoken_of_the_simulator-0123456789abcde"
NAME = "thutuc_bot"
TAGS = frozenset({"b", "strong", "i", "em", "u", "s", "a", "code", "pre", "blockquote"})


@dataclass(frozen=True)
class SentMessage:
    """One message as the person sees it."""

    chat_id: int
    text: str
    html: str
    buttons: list[tuple[str, str]] = field(default_factory=list)


class BadHtmlError(Exception):
    """Telegram cannot parse the entities."""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in TAGS:
            raise BadHtmlError(f"Unsupported start tag {tag}")
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            raise BadHtmlError(f"Unexpected end tag {tag}")

    def handle_data(self, data: str) -> None:
        self.text += data


def seen_text(html: str) -> str:
    """Return what a person sees of the HTML; raise BadHtmlError as Telegram would."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise BadHtmlError(f"Can't find end tag corresponding to start tag {reader.open[-1]}")
    return reader.text


class TelegramSimulator(Simulator):
    """One bot and the people who write to it."""

    def __init__(
        self,
        *,
        per_second: int = 1_000_000,
        per_chat: int = 1_000_000,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__()
        self.clock = clock
        self.per_second = per_second
        self.per_chat = per_chat
        """Messages a second to all, and to one chat."""
        self.sent: list[SentMessage] = []
        self.answered_taps: list[str] = []
        self.blocked_by: set[int] = set()
        self.webhook: dict[str, str] = {}
        self.commands: list[dict[str, str]] = []
        self.floods = 0
        self.waiting: deque[dict[str, Any]] = deque()
        """Updates for long polling."""
        self._ids = itertools.count(1)
        self._times: deque[tuple[float, int]] = deque()

    def add_routes(self, app: web.Application) -> None:
        app.router.add_route("*", "/bot{token}/{method}", self._call)

    def texts_to(self, chat_id: int) -> list[str]:
        """Return the texts that the person sees, in order."""
        return [one.text for one in self.sent if one.chat_id == chat_id]

    async def _call(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != TOKEN:
            return _error(401, "Unauthorized")
        data = {name: str(value) for name, value in (await request.post()).items()}
        return await self._run(request.match_info["method"], data)

    async def _run(self, method: str, data: Mapping[str, str]) -> web.Response:
        match method:
            case "getMe":
                name = {"first_name": "Thủ Tục", "username": NAME}
                return _ok({"id": 123456, "is_bot": True} | name)
            case "sendMessage":
                return self._send(data)
            case "answerCallbackQuery":
                self.answered_taps.append(data["callback_query_id"])
                return _ok(True)
            case "setWebhook":
                self.webhook = dict(data)
                return _ok(True)
            case "deleteWebhook":
                self.webhook = {}
                return _ok(True)
            case "getWebhookInfo":
                return _ok(
                    {
                        "url": self.webhook.get("url", ""),
                        "has_custom_certificate": False,
                        "pending_update_count": len(self.waiting),
                    }
                )
            case "setMyCommands":
                self.commands = json.loads(data["commands"])
                return _ok(True)
            case "getUpdates":
                return await self._updates(data)
        return _error(404, "Not Found: method not found")

    def _send(self, data: Mapping[str, str]) -> web.Response:
        chat_id = int(data["chat_id"])
        wait = self._flood_wait(chat_id)
        if wait:
            self.floods += 1
            return _error(429, f"Too Many Requests: retry after {wait}", {"retry_after": wait})
        if chat_id in self.blocked_by:
            return _error(403, "Forbidden: bot was blocked by the user")
        html = data.get("text", "")
        try:
            text = seen_text(html) if data.get("parse_mode") == "HTML" else html
        except BadHtmlError as error:
            return _error(400, f"Bad Request: can't parse entities: {error}")
        if not text.strip():
            return _error(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > 4096:
            return _error(400, "Bad Request: message is too long")
        markup = json.loads(data.get("reply_markup", "{}"))
        buttons = [
            (one["text"], one["callback_data"])
            for row in markup.get("inline_keyboard", [])
            for one in row
        ]
        if any(not title or not 1 <= len(tap.encode()) <= 64 for title, tap in buttons):
            return _error(400, "Bad Request: BUTTON_DATA_INVALID")
        self.sent.append(SentMessage(chat_id, text, html, buttons))
        return _ok(
            {
                "message_id": next(self._ids),
                "date": int(time.time()),
                "chat": {"id": chat_id, "type": "private"},
                "text": text,
            }
        )

    def _flood_wait(self, chat_id: int) -> int:
        now = self.clock()
        while self._times and now - self._times[0][0] >= 1:
            self._times.popleft()
        in_chat = [at for at, to in self._times if to == chat_id]
        if len(self._times) >= self.per_second:
            return max(1, math.ceil(self._times[0][0] + 1 - now))
        if len(in_chat) >= self.per_chat:
            return max(1, math.ceil(in_chat[0] + 1 - now))
        self._times.append((now, chat_id))
        return 0

    async def _updates(self, data: Mapping[str, str]) -> web.Response:
        if self.webhook.get("url"):
            return _error(409, "Conflict: can't use getUpdates method while webhook is active")
        offset = int(data.get("offset", "0"))
        while self.waiting and self.waiting[0]["update_id"] < offset:
            self.waiting.popleft()
        ends = time.monotonic() + min(float(data.get("timeout", "0")), 1.0)
        while not self.waiting and time.monotonic() < ends:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return _ok(list(self.waiting)[:100])

    # --- deliveries -------------------------------------------------------------------------

    def message(self, chat_id: int, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Return an update with a message of a person."""
        return {"update_id": next(self._ids), "message": self.content(chat_id, text, **fields)}

    def edited(self, chat_id: int, text: str) -> dict[str, Any]:
        """Return an update with an edited message."""
        content = self.content(chat_id, text) | {"edit_date": int(time.time())}
        return {"update_id": next(self._ids), "edited_message": content}

    def content(self, chat_id: int, text: str | None = None, **fields: Any) -> dict[str, Any]:
        """Return a message."""
        return (
            {
                "message_id": next(self._ids),
                "date": int(time.time()),
                "chat": {"id": chat_id, "type": "private", "first_name": "An"},
                "from": {"id": chat_id, "is_bot": False, "first_name": "An"},
            }
            | ({"text": text} if text is not None else {})
            | fields
        )

    def tap(self, chat_id: int, data: str) -> dict[str, Any]:
        """Return an update with a tapped button."""
        number = next(self._ids)
        return {
            "update_id": number,
            "callback_query": {
                "id": f"tap-{number}",
                "from": {"id": chat_id, "is_bot": False, "first_name": "An"},
                "chat_instance": "1",
                "message": self.content(chat_id, "…"),
                "data": data,
            },
        }

    async def deliver(
        self,
        session: ClientSession,
        update: Mapping[str, Any],
        *,
        times: int = 1,
        url: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> list[int]:
        """Post the update to the webhook `times`, each again until taken; return the statuses."""
        target = url or self.webhook["url"]
        sent = headers
        if sent is None:
            sent = {"X-Telegram-Bot-Api-Secret-Token": self.webhook.get("secret_token", "")}
        statuses = []
        for _ in range(times):
            for pause in (0.05, 0.1, 0.2, 0.5, 0.0):
                status = await self._post(session, target, update, sent)
                if status == 200 or status in (401, 403):
                    break
                await asyncio.sleep(pause)
            statuses.append(status)
        return statuses

    async def _post(
        self,
        session: ClientSession,
        url: str,
        update: Mapping[str, Any],
        headers: Mapping[str, str],
    ) -> int:
        try:
            async with session.post(
                url, json=update, headers=headers, timeout=ClientTimeout(total=5)
            ) as response:
                reply = await response.read()
        except (ClientError, TimeoutError):
            return 0
        if response.status == 200 and reply:
            call = json.loads(reply)
            if "method" in call:
                await self._run(call.pop("method"), {k: str(v) for k, v in call.items()})
        return response.status


def _ok(result: object) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _error(code: int, text: str, parameters: Mapping[str, int] | None = None) -> web.Response:
    body: dict[str, Any] = {"ok": False, "error_code": code, "description": text}
    if parameters:
        body["parameters"] = parameters
    return web.json_response(body, status=code)
