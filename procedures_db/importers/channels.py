"""Ways of handing in."""

from procedures_db.content import OnlineService, SubmissionChannel
from procedures_db.importers.formats import portal_url
from procedures_db.importers.text import clean, fold, says_nothing
from procedures_db.terms import ChannelKind, OnlineLevel

_KINDS = {
    "direct": ChannelKind.DIRECT,
    "truc tiep": ChannelKind.DIRECT,
    "online": ChannelKind.ONLINE,
    "truc tuyen": ChannelKind.ONLINE,
    "postal": ChannelKind.POSTAL,
    "dich vu buu chinh": ChannelKind.POSTAL,
    "qua buu dien": ChannelKind.POSTAL,
    "buu chinh": ChannelKind.POSTAL,
}
_ORDER = (ChannelKind.DIRECT, ChannelKind.ONLINE, ChannelKind.POSTAL)


def channel_kind(name: object) -> ChannelKind | None:
    """Return the channel that a source calls `name`."""
    return _KINDS.get(fold(name)) if isinstance(name, str) else None


def channels(described: list[tuple[ChannelKind, str]]) -> list[SubmissionChannel]:
    """Return each channel once, with what the source says about it."""
    texts: dict[ChannelKind, list[str]] = {}
    for kind, text in described:
        known = texts.setdefault(kind, [])
        value = clean(text)
        if value and not says_nothing(value) and value not in known:
            known.append(value)
    return [
        SubmissionChannel(channel=kind, description="\n".join(texts[kind]) or None)
        for kind in _ORDER
        if kind in texts
    ]


def online_service(
    offered: list[ChannelKind], uuid: str | None, *, full: bool | None = None
) -> list[OnlineService]:
    """Return where one applies online; the level is only what the record itself says."""
    if ChannelKind.ONLINE not in offered:
        return []
    level = OnlineLevel.FULL if full else OnlineLevel.UNKNOWN
    return [OnlineService(level=level, url=portal_url(uuid))]
