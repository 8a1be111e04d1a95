"""An answer for small frames: the page's card as plain data, every text ready to be shown."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.calculation import Calculation
from bot.web.cards import Card, Choice, Part, build_card
from bot.web.conversations import Turn
from bot.web.desks import Desk
from bot.web.rows import Row, Table
from bot.web.sections import Checklist, Document, Item, Online, Place
from bot.web.several import BundleStep
from bot.web.sources import Source

Data = dict[str, Any]


@dataclass(frozen=True)
class _Group:
    title: str
    items: list[Data]


def compact_answer(answer: Mapping[str, Any]) -> Data:
    """Return the card of an answer as JSON data; a frame only has to put the texts in place."""
    return _compact(build_card(Turn(str(answer.get("turn_id") or ""), "", dict(answer))))


def _compact(card: Card) -> Data:
    return {
        "status": card.status,
        "title": card.name,
        "code": card.code,
        "text": _text(card),
        "notices": list(_notices(card)),
        "parts": [*_several(card), *(_part(part) for part in card.parts)],
        "source": _source(card.source),
        "official": {"text": card.official.text, "url": card.official.url} if card.code else None,
        "asks": messages.CASE_ASKED.format(question=card.asks) if card.asks else "",
        "answers": _choices(card.answers),
        "choices": _choices(card.choices),
        "pick": card.offers_procedures,
        "receipt": card.receipt,
        "rate": card.can_be_rated,
    }


def _text(card: Card) -> str:
    if card.bundle:
        return card.bundle.intro
    return "" if card.parts or card.comparison else card.text


def _notices(card: Card) -> Iterator[str]:
    if card.status == "partial":
        yield messages.PARTIAL
    if card.case:
        yield messages.CASE_KNOWN.format(case=card.case)
    yield from card.notices


def _choices(choices: tuple[Choice, ...]) -> list[Data]:
    return [{"title": each.title, "payload": each.payload} for each in choices]


def _several(card: Card) -> Iterator[Data]:
    """Yield the parts of an answer about several procedures."""
    if card.bundle:
        steps = [_bundle_step(step) for step in card.bundle.steps]
        yield _data("", [_Group("", steps)], ordered=True)
        papers = [
            _item(name, notes=(messages.SHARED_BY.format(steps=numbers),))
            for name, numbers in card.bundle.papers
        ]
        if papers:
            yield _data(messages.SHARED_PAPERS, [_Group("", papers)])
    if card.comparison:
        names = [name for name, _, _ in card.comparison.sides]
        for row in card.comparison.rows:
            sides = zip(names, row.sides, strict=True)
            told = [_Group(name, [_item(line) for line in lines]) for name, lines in sides]
            yield _data(row.label, told)


def _bundle_step(step: BundleStep) -> Data:
    when = messages.WHEN.format(when=step.when) if step.when else ""
    lines = [f"{label}: {text}" for label, text in step.lines]
    return _item(
        step.name,
        notes=(messages.FIRST if step.first else "", step.why, when, *lines),
        url=step.official.url if step.official else None,
    )


def _data(
    title: str,
    groups: list[_Group],
    *,
    ordered: bool = False,
    missing: bool = False,
    source: Data | None = None,
) -> Data:
    return {
        "title": title,
        "missing": missing,
        "ordered": ordered,
        "groups": [{"title": group.title, "items": group.items} for group in groups],
        "source": source,
    }


def _part(part: Part) -> Data:
    groups = [_Group("", [_item(part.text)])] if part.text and not part.section else []
    ordered = False
    if part.section:
        template, shown = part.section
        groups = _GROUPS[template](shown)
        ordered = template == "steps"
    for override in part.overrides:
        title = messages.OVERRIDE.format(place=override.place or messages.OVERRIDE_PLACE)
        groups.append(_Group(title, [_item(override.text, notes=override.notes)]))
    return _data(
        part.title, groups, ordered=ordered, missing=part.missing, source=_source(part.source)
    )


def _source(source: Source | None) -> Data | None:
    return None if source is None else {"text": source.words, "url": source.url}


def _item(
    text: str,
    *,
    value: str = "",
    tone: str = "",
    notes: tuple[str | None, ...] = (),
    url: str | None = None,
    more: Data | None = None,
) -> Data:
    told = [note for note in notes if note]
    return {"text": text, "value": value, "tone": tone, "notes": told, "url": url, "more": more}


def _papers(shown: Checklist) -> list[_Group]:
    several = any(group.case for group in shown.groups)
    groups = [
        _Group(
            group.case or (messages.EVERY_CASE if several else ""),
            [_paper(document) for document in group.documents],
        )
        for group in shown.groups
    ]
    if shown.left_out:
        needless = [_item(name, notes=(why,)) for name, why in shown.left_out]
        groups.append(_Group(messages.NOT_NEEDED, needless))
    return groups


def _paper(document: Document) -> Data:
    use = "" if document.held else messages.PRESENT if document.present else messages.SUBMIT
    optional = messages.OPTIONAL if document.optional else ""
    when = messages.WHEN.format(when=document.when) if document.when else ""
    form = document.form
    return _item(
        document.full_name or document.name,
        notes=(
            ", ".join(filter(None, (use, document.quantity, optional))),
            when,
            document.note,
            document.held,
            document.issuer,
            messages.FORM.format(form=form.text) if form and not form.url else "",
        ),
        more={"text": messages.FORM.format(form=form.text), "url": form.url}
        if form and form.url
        else None,
    )


def _rows(shown: Table) -> list[_Group]:
    items = [_row(row) for row in shown.rows]
    basis = messages.BASIS.format(basis=shown.basis) if shown.basis else ""
    rows = [_Group("", [*items, *([_item("", notes=(basis,))] if basis else [])])]
    return [*_account_groups(shown.calculation), *rows] if shown.calculation else rows


def _account_groups(calculated: Calculation) -> Iterator[_Group]:
    for account in calculated.accounts:
        sums = [_item(each.label, value=each.value, notes=each.notes) for each in account.sums]
        yield _Group(account.heading, [*sums, *([_item(account.total)] if account.total else [])])
    if calculated.best:
        yield _Group("", [_item("", notes=calculated.best)])


def _row(row: Row) -> Data:
    wording = messages.WORDING.format(wording=row.wording) if row.wording else ""
    basis = messages.BASIS.format(basis=row.basis) if row.basis else ""
    return _item(
        row.label,
        value=f"{row.value}{row.unit or ''}",
        tone=row.tone,
        notes=(*row.notes, basis, wording),
    )


def _place(shown: Place) -> list[_Group]:
    groups = [
        _Group(role, [_item(office.name, notes=(office.address,)) for office in offices])
        for role, offices in shown.agencies
    ]
    if shown.levels:
        groups.append(_Group(messages.LEVEL, [_item(shown.levels)]))
    ways = [_item(name, notes=(description,)) for name, description in shown.channels]
    groups += [_Group(messages.WAYS, ways)] if ways else []
    groups += [_desk(desk) for desk in shown.desks]
    return [*groups, *([_Group("", [_item(shown.unknown)])] if shown.unknown else [])]


def _desk(desk: Desk) -> _Group:
    items = [_item(desk.name, notes=(desk.address, desk.place, desk.state, *desk.notes))]
    items += [_item(label, notes=(text,)) for label, text in desk.lines]
    if desk.booking:
        items.append(_item(messages.BOOKING, url=desk.booking))
    return _Group(messages.OFFICES, items)


def _online(shown: Online) -> list[_Group]:
    items = [_item(shown.explanation)]
    if shown.link:
        items.append(_item(shown.link.text, url=shown.link.url))
    return [_Group("", items)]


def _items(shown: tuple[Item, ...]) -> list[_Group]:
    return [
        _Group(
            "",
            [
                _item(
                    f"{item.case}: {item.text}" if item.case else item.text,
                    notes=(item.extra,),
                    url=item.url,
                )
                for item in shown
            ],
        )
    ]


_GROUPS: Mapping[str, Callable[[Any], list[_Group]]] = {
    "documents": _papers,
    "table": _rows,
    "place": _place,
    "online": _online,
    "list": _items,
    "steps": _items,
}
