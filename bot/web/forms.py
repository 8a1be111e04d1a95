"""The question form: what was sent, and what is wrong with it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from aiohttp import web

from bot.web import messages
from bot.web.formatting import group_digits, has_visible_text

MAX_QUESTION = 1_000
MAX_PAYLOAD = 500
MAX_FORM_BYTES = 64 * 1024
FORM_TYPE = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class QuestionForm:
    """A question as sent; `error` says in Vietnamese why it cannot be asked."""

    text: str
    payload: str | None = None
    error: str | None = None


async def read_form(request: web.Request) -> Mapping[str, object]:
    """Return the fields of a form; a body that is no readable form is a 4xx."""
    if request.content_type != FORM_TYPE:
        raise web.HTTPUnsupportedMediaType
    try:
        return await request.clone(client_max_size=MAX_FORM_BYTES).post()
    except (UnicodeDecodeError, web.RequestPayloadError) as error:
        raise web.HTTPBadRequest from error
    except LookupError as error:  # an unknown charset
        raise web.HTTPUnsupportedMediaType from error


async def read_question(request: web.Request) -> QuestionForm:
    """Return the question form; a body that is no readable form is a 4xx."""
    fields = await read_form(request)
    return check_question(str(fields.get("text", "")), str(fields.get("payload", "")))


def check_question(text: str, payload: str = "") -> QuestionForm:
    """Return the question as the gateway gets it, or the same text with what is wrong."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if len(payload) > MAX_PAYLOAD:
        return QuestionForm(text, error=messages.BUTTON_BROKEN)
    if not has_visible_text(text):
        return QuestionForm("", error=messages.QUESTION_EMPTY)
    if len(text) > MAX_QUESTION:
        error = messages.QUESTION_TOO_LONG.format(
            limit=group_digits(MAX_QUESTION), length=group_digits(len(text))
        )
        return QuestionForm(text, error=error)
    return QuestionForm(text, payload or None)
