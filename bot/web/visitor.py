"""Who is asking: the cookie that holds the conversation together."""

import re
import secrets

from aiohttp import web

COOKIE = "thutuc_chat"
CHANNEL = "web"
LIFETIME_SECONDS = 30 * 24 * 60 * 60
_COOKIE_VALUE = re.compile(r"[A-Za-z0-9_-]{22}")


def token_of(request: web.Request) -> str | None:
    """Return the visitor's token, or None when there is none that we could have given."""
    value = request.cookies.get(COOKIE, "")
    return value if _COOKIE_VALUE.fullmatch(value) else None


def new_token() -> str:
    """Return a token that nobody can guess."""
    return secrets.token_urlsafe(16)


def conversation_of(request: web.Request) -> str | None:
    """Return the id of the visitor's conversation."""
    token = token_of(request)
    return None if token is None else conversation_id(token)


def conversation_id(token: str) -> str:
    """Return the id under which the gateway knows the conversation."""
    return f"{CHANNEL}-{token}"


def remember(request: web.Request, response: web.Response, token: str) -> None:
    """Give the visitor the cookie; 30 days after the last question it is gone."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=LIFETIME_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=request.secure,
    )
