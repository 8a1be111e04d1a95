"""The chat page: show it, take a question, start again, delete what was said."""

from aiohttp import web

from bot.gateway.schemas import IncomingMessage, NotDeletedError
from bot.web import messages
from bot.web.cards import Card, build_card
from bot.web.conversations import Turn
from bot.web.feedback_views import asks_satisfaction, is_due
from bot.web.forms import MAX_QUESTION, QuestionForm, read_question
from bot.web.keys import CONVERSATIONS, GATEWAY
from bot.web.pages import render, to_chat, wants_fragment
from bot.web.preferences import residence_of
from bot.web.visitor import (
    CHANNEL,
    COOKIE,
    conversation_id,
    conversation_of,
    new_token,
    remember,
    token_of,
)

_REFUSALS = {"empty": 422, "too_long": 422, "too_many": 429, "unavailable": 503}
"""Reasons for which the gateway did not ask: the question stays in the form, to be sent again."""


async def show_chat(request: web.Request) -> web.Response:
    """Show the page with what is still kept of the visitor's conversation."""
    return await _page(request)


async def ask(request: web.Request) -> web.Response:
    """Ask the gateway; then the fragment of the new turn, or the whole page by redirect."""
    form = await read_question(request)
    if form.error:
        return await _question_error(request, form, 422)
    token, residence = token_of(request) or new_token(), residence_of(request)
    answer = await request.app[GATEWAY].answer(
        IncomingMessage(
            conversation_id=conversation_id(token),
            text=form.text,
            channel=CHANNEL,
            payload=form.payload,
            address=request.remote,
            province=residence.province.name if residence else None,
            commune=residence.commune.name if residence and residence.commune else None,
        )
    )
    refusal = _REFUSALS.get(str(answer.get("reason")))
    if refusal:
        unanswered = QuestionForm(form.text, error=str(answer.get("text") or ""))
        return await _question_error(request, unanswered, refusal)
    if wants_fragment(request):
        turn = Turn(str(answer.get("turn_id") or ""), form.text, answer)
        response = render(request, "turn.html", {"card": build_card(turn), "asked_reason": ""})
    else:
        await request.app[GATEWAY].recorded()
        response = to_chat(request, fragment="luot-moi")
    remember(request, response, token)
    return response


async def start_again(request: web.Request) -> web.Response:
    """Begin a new conversation; the old one is no longer shown to anybody."""
    response = to_chat(request)
    response.del_cookie(COOKIE)
    return response


async def confirm_deletion(request: web.Request) -> web.Response:
    """Ask whether the conversation shall really go, and say what goes."""
    turns = await _turns(request)
    return render(request, "delete.html", {"count": len(turns)})


async def delete_conversation(request: web.Request) -> web.Response:
    """Delete the visitor's questions, answers and opinions for good."""
    conversation = conversation_of(request)
    if conversation is not None:
        try:
            await request.app[GATEWAY].forget(conversation)
        except NotDeletedError as error:
            raise web.HTTPServiceUnavailable from error
    response = to_chat(request, query={"da-xoa": "1"})
    response.del_cookie(COOKIE)
    return response


async def show_answer(request: web.Request) -> web.Response:
    """Show one answer of the visitor alone and unfolded, to be printed or saved."""
    conversation = conversation_of(request)
    turn = None
    if conversation is not None:
        turn = await request.app[CONVERSATIONS].turn(conversation, request.match_info["turn"])
    if turn is None:
        raise web.HTTPNotFound
    return render(request, "print.html", {"card": build_card(turn), "alone": True})


async def _turns(request: web.Request) -> list[Turn]:
    conversation = conversation_of(request)
    if conversation is None:
        return []
    return await request.app[CONVERSATIONS].turns(conversation)


async def _question_error(request: web.Request, form: QuestionForm, status: int) -> web.Response:
    if wants_fragment(request):
        return render(request, "question_error.html", {"error": form.error}, status=status)
    return await _page(request, form, status=status)


async def _page(
    request: web.Request, form: QuestionForm | None = None, status: int = 200
) -> web.Response:
    cards: list[Card] = [build_card(turn) for turn in await _turns(request)]
    context = {
        "cards": cards,
        "form": form or QuestionForm(""),
        "suggestions": messages.SUGGESTIONS,
        "limit": MAX_QUESTION,
        "deleted": "da-xoa" in request.query and not cards,
        "asked_reason": request.query.get("gop-y", ""),
        "asks_satisfaction": await asks_satisfaction(request),
        "satisfaction_is_due": is_due(cards),
    }
    return render(request, "chat.html", context, status=status)
