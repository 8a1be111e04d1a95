"""The chat page: show it, take a question, start again, send static files."""

import re
import secrets
from typing import Any

import aiohttp_jinja2
from aiohttp import web

from bot.gateway.schemas import IncomingMessage
from bot.web import messages
from bot.web.cards import Card, build_card
from bot.web.conversations import LIFETIME_SECONDS, Turn
from bot.web.errors import wants_fragment
from bot.web.forms import MAX_QUESTION, QuestionForm, read_question
from bot.web.keys import ASSETS, CONVERSATIONS, GATEWAY, SITE_INFO, TEMPLATES
from bot.web.security import FRAGMENT_HEADER

COOKIE = "thutuc_chat"
CHANNEL = "web"
_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{22}")
_FOREVER = "public, max-age=31536000, immutable"
_REFUSALS = {"empty": 422, "too_long": 422, "too_many": 429, "unavailable": 503}
"""Reasons for which the gateway did not ask: the question stays in the form, to be sent again."""
_COMPRESS_ABOVE = 1_024


async def show_chat(request: web.Request) -> web.Response:
    """Show the page with what is still kept of the visitor's conversation."""
    return _page(request, _history(request))


async def ask(request: web.Request) -> web.Response:
    """Ask the gateway; then the fragment of the new turn, or the whole page by redirect."""
    form = await read_question(request)
    if form.error:
        return _question_error(request, form, 422)
    token = _token(request) or secrets.token_urlsafe(16)
    message = IncomingMessage(
        conversation_id=f"{CHANNEL}-{token}",
        text=form.text,
        channel=CHANNEL,
        payload=form.payload,
        address=request.remote,
    )
    answer = await request.app[GATEWAY].answer(message)
    refusal = _REFUSALS.get(str(answer.get("reason")))
    if refusal:
        unanswered = QuestionForm(form.text, error=str(answer.get("text") or ""))
        return _question_error(request, unanswered, refusal)
    turn = Turn(secrets.token_hex(4), form.text, answer)
    request.app[CONVERSATIONS].add(token, turn)
    if wants_fragment(request):
        response = _render(request, "turn.html", {"card": build_card(turn)})
    else:
        response = _to_chat(request, fragment="luot-moi")
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.secure or request.headers.get("X-Forwarded-Proto") == "https",
    )
    return response


async def start_again(request: web.Request) -> web.Response:
    """Forget the visitor's turns and begin a new conversation."""
    token = _token(request)
    if token:
        request.app[CONVERSATIONS].forget(token)
    response = _to_chat(request)
    response.del_cookie(COOKIE)
    return response


async def send_asset(request: web.Request) -> web.Response:
    """Send a static file; for a year if the address has the right hash, else to be checked."""
    asset = request.app[ASSETS].get(request.match_info["name"])
    if asset is None:
        raise web.HTTPNotFound
    current = request.match_info["digest"] == asset.digest
    headers = {
        "Cache-Control": _FOREVER if current else "no-cache",
        "ETag": f'"{asset.digest}"',
        "Vary": "Accept-Encoding",
    }
    if request.if_none_match and any(tag.value == asset.digest for tag in request.if_none_match):
        return web.Response(status=304, headers=headers)
    charset = None if asset.gzipped is None else "utf-8"
    body = asset.body
    if asset.gzipped is not None and "gzip" in request.headers.get("Accept-Encoding", ""):
        body = asset.gzipped
        headers["Content-Encoding"] = "gzip"
    return web.Response(
        body=body, content_type=asset.content_type, charset=charset, headers=headers
    )


def _token(request: web.Request) -> str | None:
    value = request.cookies.get(COOKIE, "")
    return value if _COOKIE_VALUE.fullmatch(value) else None


def _to_chat(request: web.Request, fragment: str | None = None) -> web.Response:
    address = request.app.router["chat"].url_for().with_fragment(fragment)
    return web.Response(status=303, headers={"Location": str(address)})


def _history(request: web.Request) -> list[Card]:
    token = _token(request)
    if token is None:
        return []
    return [build_card(turn) for turn in request.app[CONVERSATIONS].turns(token)]


def _question_error(request: web.Request, form: QuestionForm, status: int) -> web.Response:
    if wants_fragment(request):
        return _render(request, "question_error.html", {"error": form.error}, status=status)
    return _page(request, _history(request), form, status=status)


def _page(
    request: web.Request, cards: list[Card], form: QuestionForm | None = None, status: int = 200
) -> web.Response:
    context = {
        "cards": cards,
        "form": form or QuestionForm(""),
        "suggestions": messages.SUGGESTIONS,
        "limit": MAX_QUESTION,
        "site": request.app.get(SITE_INFO, {}),
    }
    return _render(request, "chat.html", context, status=status)


def _render(
    request: web.Request, template: str, context: dict[str, Any], status: int = 200
) -> web.Response:
    response = aiohttp_jinja2.render_template(
        template, request, context, app_key=TEMPLATES, status=status
    )
    response.headers["Cache-Control"] = "no-store"
    if wants_fragment(request):
        response.headers[FRAGMENT_HEADER] = "turn"
    if response.body_length > _COMPRESS_ABOVE:
        response.enable_compression()
    return response
