"""The citizen's own address and scheme, as proxies that the operator trusts tell them.

aiohttp-remotes does not fit: it answers garbage in these headers with an error, and its filter
believes them from every peer.
"""

from collections.abc import Awaitable, Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

from aiohttp import hdrs, web

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_SCHEMES = ("http", "https")


def read_networks(text: str) -> tuple[Network, ...]:
    """Return the addresses and networks of a list; raise ValueError for what is neither."""
    return tuple(ip_network(one) for one in text.replace(",", " ").split())


def believe_proxies(app: web.Application, trusted: Sequence[Network]) -> None:
    """Give every handler `request.remote` and `request.scheme` as the trusted proxies tell them.

    Call it last: it has to be the outermost middleware. A request of any other peer is left as
    it came, whatever its headers say.
    """

    @web.middleware
    async def see_through(request: web.Request, handler: Handler) -> web.StreamResponse:
        peer = _address(request.remote or "")
        if peer is None or not _is_one_of(peer, trusted):
            return await handler(request)
        changes: dict[str, Any] = {"remote": str(_client(peer, request, trusted))}
        scheme = _last(request, hdrs.X_FORWARDED_PROTO).lower()
        if scheme in _SCHEMES:
            changes["scheme"] = scheme
        return await handler(request.clone(**changes))

    app.middlewares.insert(0, see_through)


def _client(peer: Address, request: web.Request, trusted: Sequence[Network]) -> Address:
    """Return the last address that no trusted proxy has, going back from the peer.

    What stands before it in the header was written by strangers.
    """
    found = peer
    for text in reversed(_entries(request, hdrs.X_FORWARDED_FOR)):
        address = _address(text)
        if address is None:
            break
        found = address
        if not _is_one_of(found, trusted):
            break
    return found


def _entries(request: web.Request, name: str) -> list[str]:
    return [one.strip() for one in ",".join(request.headers.getall(name, [])).split(",")]


def _last(request: web.Request, name: str) -> str:
    return _entries(request, name)[-1]


def _address(text: str) -> Address | None:
    if "%" in text:  # the zone of an IPv6 address may be any text
        return None
    if text.startswith("["):  # some proxies add the port
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _is_one_of(address: Address, networks: Sequence[Network]) -> bool:
    return any(address in network for network in networks)
