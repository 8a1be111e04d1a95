"""The facts of one facet, arranged for its template in `templates/parts/`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.web import messages
from bot.web.desks import Desk, desks_of, hours_unknown
from bot.web.formatting import heading, safe_url, shorten, vietnamese_date
from bot.web.rows import Facts, Table, exemption_table, fee_table, time_table, validity

_LONGEST_NAME = 200
_STEP_NUMBER = re.compile(r"^Bước \d+\s*[:.)–-]\s*", re.IGNORECASE)
"""The list has numbers of its own."""


@dataclass(frozen=True)
class Link:
    """A name, and an address when there is a safe one."""

    text: str
    url: str | None


@dataclass(frozen=True)
class Document:
    """One paper of the checklist; `quantity` is empty when the source gives no number.

    `full_name` is set where `name` had to be cut.
    """

    name: str
    full_name: str
    present: bool
    optional: bool
    quantity: str
    when: str
    note: str
    form: Link | None
    held: str = ""
    """Where it is kept already, when it need not be brought."""
    issuer: str = ""
    """Where to get it."""
    had: bool = False
    """The citizen says she has it."""


@dataclass(frozen=True)
class DocumentGroup:
    """The papers of one case; `case` is empty for papers that everybody needs."""

    case: str
    documents: tuple[Document, ...]


@dataclass(frozen=True)
class Checklist:
    """All papers, by case."""

    groups: tuple[DocumentGroup, ...]
    left_out: tuple[tuple[str, str], ...] = ()
    """Papers that this person does not need, and why."""

    @property
    def some_quantity_unknown(self) -> bool:
        """Whether the source leaves out how many copies of a paper are needed."""
        return any(not paper.quantity for group in self.groups for paper in group.documents)


@dataclass(frozen=True)
class Office:
    """An office; `address` says where, as the source words it."""

    name: str
    address: str


@dataclass(frozen=True)
class Place:
    """Offices, levels of government and ways to hand the application in."""

    agencies: tuple[tuple[str, tuple[Office, ...]], ...]
    """What offices do, and which they are."""
    levels: str
    channels: tuple[tuple[str, str], ...]
    desks: tuple[Desk, ...] = ()
    """Offices known by address and hours."""
    unknown: str = ""
    """Said when opening hours were asked for and are not known."""


@dataclass(frozen=True)
class Online:
    """How far the procedure works online, and where."""

    level: str
    explanation: str
    link: Link | None


@dataclass(frozen=True)
class Item:
    """One entry of a plain list."""

    text: str
    case: str = ""
    extra: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Override:
    """What one province or commune has decided otherwise."""

    place: str
    text: str
    notes: tuple[str, ...]


Section = tuple[str, Any]
"""Name of the template in `templates/parts/`, and what it shows."""


def section(facet: str, facts: Facts) -> Section | None:
    """Return how to show a facet's facts, or None when there is nothing to show."""
    if facet not in _SECTIONS or not isinstance(facts, Mapping):
        return None
    template, arrange = _SECTIONS[facet]
    shown = arrange(facts)
    return (template, shown) if shown else None


def overrides(facts: Facts) -> tuple[Override, ...]:
    """Return the local decisions about a facet."""
    found = []
    for row in _dicts(facts, "overrides"):
        place = ", ".join(filter(None, (_text(row, "commune"), _text(row, "province"))))
        basis = messages.BASIS.format(basis=row["basis"]) if row.get("basis") else None
        if _text(row, "text"):
            notes = tuple(note for note in (validity(row), basis) if note)
            found.append(Override(place, _text(row, "text"), notes))
    return tuple(found)


def _text(row: Facts, key: str) -> str:
    return str(row.get(key) or "").strip()


def _dicts(facts: Facts, key: str) -> list[Facts]:
    return [row for row in facts.get(key) or () if isinstance(row, Mapping)]


def _checklist(facts: Facts) -> Checklist | None:
    own = facts.get("checklist")
    own = own if isinstance(own, Mapping) else {}
    groups = []
    for group in _dicts(facts, "groups"):
        rows = [row for row in _dicts(group, "documents") if _text(row, "name")]
        papers = tuple(_document(row, own) for row in rows)
        if papers:
            groups.append(DocumentGroup(heading(_text(group, "case")), papers))
    groups.sort(key=lambda group: bool(group.case))
    left_out = tuple(
        (_text(row, "name"), "; ".join(row.get("because") or ())) for row in _dicts(own, "left_out")
    )
    return Checklist(tuple(groups), left_out) if groups else None


def _document(row: Facts, checklist: Facts) -> Document:
    counts = []
    for key, phrase in (("originals", messages.ORIGINALS), ("copies", messages.COPIES)):
        if isinstance(row.get(key), int) and row[key] > 0:
            counts.append(phrase.format(count=row[key]))
    form = row.get("form")
    name = heading(_text(row, "name"))
    short = shorten(name, _LONGEST_NAME)
    return Document(
        name=short or name,
        full_name=name if short else "",
        present=row.get("use") == "present",
        optional=row.get("required") is False,
        quantity=", ".join(counts),
        when=_text(row, "when"),
        note=_text(row, "note"),
        form=_link(form) if isinstance(form, Mapping) and form.get("name") else None,
        held=_held(row),
        issuer=_issuer(row, checklist),
        had=row.get("name") in {one.get("name") for one in _dicts(checklist, "has")},
    )


def _held(row: Facts) -> str:
    if not row.get("held_by"):
        return ""
    words = [messages.HELD_BY.format(database=_text(row, "held_by"))]
    if row.get("unless"):
        words.append(messages.UNLESS.format(unless=_text(row, "unless")))
    return " ".join(words)


def _issuer(row: Facts, checklist: Facts) -> str:
    names = checklist.get("issuers") or {}
    name = names.get(row.get("issued_by") or "")
    return messages.ISSUED_BY.format(name=name) if name else ""


def _link(row: Facts) -> Link:
    return Link(_text(row, "name"), safe_url(row.get("url")))


def _place(facts: Facts) -> Place | None:
    levels = [messages.LEVELS.get(level) for level in facts.get("levels") or ()]
    place = Place(
        agencies=_agencies(facts),
        levels=", ".join(filter(None, levels)).capitalize(),
        channels=tuple(
            (messages.CHANNELS[row["channel"]], _text(row, "description"))
            for row in _dicts(facts, "channels")
            if row.get("channel") in messages.CHANNELS
        ),
        desks=desks_of(facts),
        unknown=hours_unknown(facts),
    )
    return place if any((place.agencies, place.levels, place.channels, place.desks)) else None


def _agencies(facts: Facts) -> tuple[tuple[str, tuple[Office, ...]], ...]:
    """Return the offices by role, the one that takes the papers first."""
    by_role: dict[str, list[Office]] = {role: [] for role in messages.AGENCY_ROLES.values()}
    for row in _dicts(facts, "agencies"):
        role = messages.AGENCY_ROLES.get(_text(row, "role"), messages.AGENCY)
        if _text(row, "name"):
            office = Office(_text(row, "name"), _text(row, "address"))
            by_role.setdefault(role, []).append(office)
    return tuple((role, tuple(offices)) for role, offices in by_role.items() if offices)


def _online(facts: Facts) -> Online | None:
    level = _text(facts, "level")
    url = safe_url(facts.get("url"))
    if not level and not url:
        return None
    words = messages.ONLINE_READ if level == "information" else messages.ONLINE_APPLY
    return Online(
        level=level if level in messages.ONLINE_LEVELS else "unknown",
        explanation=messages.ONLINE_LEVELS.get(level, messages.ONLINE_UNKNOWN),
        link=Link(words, url) if url else None,
    )


def _items(facts: Facts) -> tuple[Item, ...]:
    rows = _dicts(facts, "items")
    return tuple(Item(_text(row, "text"), _text(row, "case")) for row in rows if _text(row, "text"))


def _steps(facts: Facts) -> tuple[Item, ...]:
    return tuple(
        replace(item, text=_STEP_NUMBER.sub("", item.text, count=1) or item.text)
        for item in _items(facts)
    )


def _forms(facts: Facts) -> tuple[Item, ...]:
    return tuple(
        Item(_text(row, "name"), url=safe_url(row.get("url")))
        for row in _dicts(facts, "items")
        if _text(row, "name")
    )


def _results(facts: Facts) -> tuple[Item, ...]:
    return tuple(
        Item(_text(row, "name"), extra=_text(row, "code"))
        for row in _dicts(facts, "items")
        if _text(row, "name")
    )


def _laws(facts: Facts) -> tuple[Item, ...]:
    items = []
    for row in _dicts(facts, "items"):
        number, issued = _text(row, "number"), _text(row, "issued_on")
        details = [number] if number and number not in _text(row, "title") else []
        if issued:
            details.append(messages.ISSUED_ON.format(date=vietnamese_date(issued)))
        if _text(row, "title") or number:
            items.append(Item(_text(row, "title") or number, extra=", ".join(details)))
    return tuple(items)


def _table(arrange: Callable[[Facts], Table]) -> Callable[[Facts], Table | None]:
    def arranged(facts: Facts) -> Table | None:
        table = arrange(facts)
        return table if table.rows else None

    return arranged


_SECTIONS: Mapping[str, tuple[str, Callable[[Facts], Any]]] = {
    "documents": ("documents", _checklist),
    "fee": ("table", _table(fee_table)),
    "exemption": ("table", _table(exemption_table)),
    "time": ("table", _table(time_table)),
    "place": ("place", _place),
    "online": ("online", _online),
    "conditions": ("list", _items),
    "steps": ("steps", _steps),
    "form": ("list", _forms),
    "legal_basis": ("list", _laws),
    "result": ("list", _results),
}
