"""What visitors think: a thumb and a reason per answer, one to five for the conversation."""

from collections.abc import Mapping
from typing import Final

from aiohttp import web

from bot.web import messages
from bot.web.cards import Card, build_card
from bot.web.forms import read_form
from bot.web.keys import CONVERSATIONS, GATEWAY
from bot.web.pages import render, to_chat, wants_fragment
from bot.web.visitor import CHANNEL, conversation_of, token_of
from procedures_db.errors import NotFoundError

DISMISSED_COOKIE: Final = "thutuc_de_sau"
ANSWERS_BEFORE_ASKING: Final = 3
"""So many answers make a conversation whose end is worth a question."""
_THUMBS: Final = {"1": 1, "-1": -1}


async def rate(request: web.Request) -> web.Response:
    """Keep the thumb, and the reason when there is one; then the form's next state."""
    fields = await read_form(request)
    conversation, key = conversation_of(request), str(fields.get("turn", ""))
    thumb = _THUMBS.get(str(fields.get("thumb", "")))
    if conversation is None or thumb is None:
        raise web.HTTPBadRequest
    reason = _reason(fields)
    await request.app[GATEWAY].recorded()
    log = request.app[CONVERSATIONS]
    try:
        await log.rate(conversation, key, thumb, reason)
    except NotFoundError as error:
        raise web.HTTPNotFound from error
    turn = await log.turn(conversation, key)
    if turn is None:
        raise web.HTTPNotFound
    card = build_card(turn)
    if wants_fragment(request):
        return render(request, "feedback.html", {"card": card, "asked_reason": key})
    query = {"gop-y": key} if card.wants_reason else None
    return to_chat(request, fragment=f"gop-y-{key}", query=query)


async def rate_conversation(request: web.Request) -> web.Response:
    """Keep the stars, or that the visitor does not want to be asked."""
    fields = await read_form(request)
    conversation = conversation_of(request)
    stars = str(fields.get("stars", ""))
    if conversation is None or not ("later" in fields or stars in ("1", "2", "3", "4", "5")):
        raise web.HTTPBadRequest
    thanked = "later" not in fields
    if thanked:
        comment = str(fields.get("comment", "")) or None
        await request.app[CONVERSATIONS].rate_conversation(
            conversation, CHANNEL, int(stars), comment
        )
    if wants_fragment(request):
        response = render(request, "satisfaction_thanks.html", {"thanked": thanked})
    else:
        response = to_chat(request, fragment="hai-long")
    if not thanked:
        response.set_cookie(
            DISMISSED_COOKIE,
            token_of(request) or "",
            httponly=True,
            samesite="Lax",
            secure=request.secure,
        )
    return response


async def asks_satisfaction(request: web.Request) -> bool:
    """Tell whether the page may ask at the end of this conversation; once, and never again."""
    conversation, token = conversation_of(request), token_of(request)
    if conversation is None:
        return True
    if request.cookies.get(DISMISSED_COOKIE) == token:
        return False
    return not await request.app[CONVERSATIONS].is_rated(conversation)


def is_due(cards: list[Card]) -> bool:
    """Tell whether enough has been answered to ask how it was."""
    return sum(card.is_answer for card in cards) >= ANSWERS_BEFORE_ASKING


def _reason(fields: Mapping[str, object]) -> str | None:
    """Return why the visitor was not helped; None when they have not been asked yet."""
    kind = messages.FEEDBACK_REASONS.get(str(fields.get("reason", "")), "")
    comment = str(fields.get("comment", "")).strip()
    if kind and comment:
        return messages.FEEDBACK_REASON.format(kind=kind, comment=comment)
    nothing = messages.FEEDBACK_NO_REASON if "sent" in fields else None
    return kind or comment or nothing
