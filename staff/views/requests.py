"""What several views read from a request."""

from urllib.parse import urlsplit

from aiohttp import web

from staff.accounts.signing_in import Visitor
from staff.security import PREFIX

__all__ = ["address_of", "next_page", "visitor_of"]


def address_of(request: web.Request) -> str:
    """Return the network address that the request came from."""
    return request.remote or "?"


def visitor_of(request: web.Request) -> Visitor:
    """Return the browser at the other end."""
    return Visitor(address_of(request), request.headers.get("User-Agent"))


def next_page(wanted: str) -> str:
    """Return a page of the console to go on to; never one of another site."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return f"{PREFIX}/"
    if parts.scheme or parts.netloc or "\\" in wanted or not wanted.startswith(f"{PREFIX}/"):
        return f"{PREFIX}/"
    return wanted
