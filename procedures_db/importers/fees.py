"""From the portal's fee cells to fee rows; 0 and "Miễn phí" in a cell are its default."""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from procedures_db.content import Fee, FeeExemption
from procedures_db.importers.clauses import split_clauses, unwrap
from procedures_db.importers.fee_clauses import ClauseReading, names_only_a_law, read_clause
from procedures_db.importers.fee_words import only_says_no, without_default
from procedures_db.importers.flags import Flag
from procedures_db.importers.text import fold, line, says_nothing
from procedures_db.language import TextReader
from procedures_db.terms import ChannelKind, CostType, FeeKind

Row = TypeVar("Row", Fee, FeeExemption)

_THOUSAND = 1_000
_ON_FEE = re.compile(r"(?:đồng|\dđ|vnđ|usd)\s*/|phí[^.\n]*\d", re.IGNORECASE)
_PER_ONLY = re.compile(
    r"^\W*(?:(?:việt nam )?đồng|đ|vnđ)?\s*/\s*(?P<per>[^\d.,;:()]{2,40}?)"
    r"(?:\s+đồng)?\s*(?=$|[.,;:(])",
    re.IGNORECASE,
)
_SMALLEST = 1_000
"""No charge in đồng is smaller; a smaller number in a cell means thousands or another currency."""


@dataclass(frozen=True)
class FeeCell:
    """One fee as the source prints it for one way of handing in."""

    channel: ChannelKind | None
    value: float | None
    currency: str | None = None
    cost_type: CostType | None = None
    text: str = ""
    description: str = ""
    """What the source says about this way of handing in; it may explain the amount."""


@dataclass
class FeeReading:
    """Rows, exemptions and doubts read from a procedure's fee cells."""

    fees: list[Fee] = field(default_factory=list)
    exemptions: list[FeeExemption] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def read_fees(
    cells: list[FeeCell],
    offered: list[ChannelKind],
    reader: TextReader,
    *,
    fetched_on: date,
    dollars_plausible: bool = True,
) -> FeeReading:
    """Return the fees that `cells` really state.

    Rows that hold for every channel offered are one row without a channel. `dollars_plausible`
    is whether this kind of procedure can cost US dollars at all.
    """
    result = FeeReading()
    fees: list[tuple[ChannelKind | None, Fee]] = []
    exemptions: list[tuple[ChannelKind | None, FeeExemption]] = []
    for cell in cells:
        found, flags = _read_cell(cell, reader, dollars_plausible)
        result.flags += flags
        fees += [(_channel(row.channel, cell, offered), row) for row in found.rows]
        exemptions += [(_channel(row.channel, cell, offered), row) for row in found.exemptions]
    priced = [kind for kind in offered if any(cell.channel is kind for cell in cells)]
    everywhere = offered if len(priced) == len(offered) else []
    result.fees = _merge_channels(fees, everywhere)
    result.exemptions = _merge_channels(exemptions, everywhere)
    result.fees = _drop_empty(result.fees)
    dated: list[Fee | FeeExemption] = [*result.fees, *result.exemptions]
    for row in dated:
        if row.valid_to and row.valid_to < fetched_on:
            result.flags.append(Flag.EXPIRED(f"đến {row.valid_to:%d/%m/%Y}: {row.text or ''}"))
    return result


def _read_cell(
    cell: FeeCell, reader: TextReader, dollars_plausible: bool
) -> tuple[ClauseReading, list[str]]:
    found = ClauseReading()
    flags: list[str] = []
    text = unwrap(without_default(unwrap(cell.text)))
    if text and not (says_nothing(text) and len(text) > 20):
        for clause in split_clauses(text):
            read_clause(clause, reader, found)
    if only_says_no(text):
        flags.append(Flag.FEE_BARE_NO())
    if found.unread:
        flags.append(Flag.FEE_UNREAD(found.unread[0]))
    value = cell.value or 0
    if not any(row.amount for row in found.rows):
        _read_description(cell, reader, found)
    undated = {row.amount for row in found.rows if row.amount and not row.valid_to}
    if value <= 0:
        if not found.rows and not found.exemptions and text:
            found.rows.append(_unknown(text, reader))
        elif not found.rows:
            found.rows.append(Fee(kind=FeeKind.UNKNOWN))
        elif found.silent and all(row.kind is not FeeKind.AMOUNT for row in found.rows):
            found.rows += [_unknown(said, reader) for said in found.silent if _is_charge(said)]
        return _typed(found, cell), flags
    _add_value(cell, value, undated, found, flags, dollars_plausible)
    return _typed(found, cell), flags


def _read_description(cell: FeeCell, reader: TextReader, found: ClauseReading) -> None:
    """Take the description's sentence on the fee where it explains the cell's own amount."""
    for sentence in cell.description.split("\n"):
        if not _ON_FEE.search(sentence):
            continue
        said = ClauseReading()
        for clause in split_clauses(sentence):
            read_clause(clause, reader, said)
        amounts = {(row.amount, row.currency) for row in said.rows if row.amount}
        if cell.value and (cell.value, cell.currency or "VND") in amounts:
            found.rows += [row for row in said.rows if row.amount]
            found.exemptions += said.exemptions
            return


def _add_value(
    cell: FeeCell,
    value: float,
    undated: set[int],
    found: ClauseReading,
    flags: list[str],
    dollars_plausible: bool,
) -> None:
    """Add the cell's own amount where the text has not already said it better."""
    amount = round(value)
    text = line(unwrap(without_default(unwrap(cell.text))))
    foreign = cell.currency not in (None, "VND")
    if amount == value and amount in {row.amount for row in found.rows}:
        return
    if not foreign and value < _SMALLEST:
        said = {row.amount for row in found.rows if row.amount}
        if round(value * _THOUSAND * _THOUSAND) in said:
            flags.append(Flag.FEE_MISMATCH(f"ô ghi {value:g}; mô tả: {text}"))
            found.rows = [Fee(kind=FeeKind.UNKNOWN, text=text)]
        elif round(value * _THOUSAND) in said:
            flags.append(Flag.FEE_UNIT(f"ô ghi {value:g}, mô tả ghi nghìn đồng: {text}"))
        elif said:
            flags.append(Flag.FEE_MISMATCH(f"ô ghi {value:g}; mô tả: {text}"))
        else:
            flags.append(Flag.FEE_UNIT(f"ô ghi {value:g} mà không rõ đơn vị. {text}"))
            found.rows.append(Fee(kind=FeeKind.UNKNOWN, text=text or None))
        return
    if amount != value:
        flags.append(Flag.FEE_UNREAD(f"{value:g} {cell.currency or ''} {text}"))
        found.rows.append(Fee(kind=FeeKind.UNKNOWN, text=text or f"{value:g} {cell.currency}"))
        return
    if cell.currency == "USD" and not dollars_plausible:
        flags.append(Flag.CURRENCY(f"{amount} USD. {text}"))
        if not found.rows:
            found.rows.append(Fee(kind=FeeKind.UNKNOWN, text=text or None))
        return
    if cell.currency == "USD" and amount >= 10_000 and not undated:
        flags.append(Flag.CURRENCY(f"{amount} USD. {text}"))
    if undated and sum(undated) == amount:  # the text only says what the sum is made of
        found.rows = [row for row in found.rows if row.amount not in undated or row.valid_to]
    elif undated:
        flags.append(Flag.FEE_MISMATCH(f"ô ghi {amount}; mô tả: {text}"))
    labels = [said for said in found.silent if len(said) <= 200 and not names_only_a_law(said)]
    own = Fee(
        kind=FeeKind.AMOUNT,
        amount=amount,
        currency=cell.currency or "VND",
        per=_paid_for(text),
        label=labels[0] if labels and not _paid_for(text) else None,
        text=text or None,
    )
    found.rows = [own, *(row for row in found.rows if row.kind is not FeeKind.SET_BY_PROVINCE)]


def _paid_for(text: str) -> str | None:
    """Return what a text that starts with "/hồ sơ" or "đồng/tấn" says the amount pays."""
    match = _PER_ONLY.match(text)
    return line(match["per"]) if match else None


def _unknown(text: str, reader: TextReader) -> Fee:
    shown = line(text)
    laws = reader.read(shown).laws
    return Fee(
        kind=FeeKind.UNKNOWN, text=shown or None, basis=", ".join(dict.fromkeys(laws)) or None
    )


def _is_charge(text: str) -> bool:
    lowered = text.lower()
    return "phí" in lowered and ("thông tư" in lowered or "nghị định" in lowered)


def _typed(found: ClauseReading, cell: FeeCell) -> ClauseReading:
    if cell.cost_type is not None:
        found.rows = [
            row
            if row.cost_type or row.kind is FeeKind.UNKNOWN
            else row.model_copy(update={"cost_type": cell.cost_type})
            for row in found.rows
        ]
    return found


def _channel(
    said: ChannelKind | None, cell: FeeCell, offered: list[ChannelKind]
) -> ChannelKind | None:
    """A clause that names a channel holds for it, in whichever channel's cell it stands."""
    if said is not None and said in offered:
        return said
    return cell.channel if cell.channel in offered else None


def _merge_channels(
    rows: list[tuple[ChannelKind | None, Row]], everywhere: list[ChannelKind]
) -> list[Row]:
    channels: dict[str, list[ChannelKind | None]] = {}
    first: dict[str, Row] = {}
    for channel, row in rows:
        plain = row.model_copy(update={"channel": None})
        key = _key(plain)
        first.setdefault(key, plain)
        seen = channels.setdefault(key, [])
        if channel not in seen:
            seen.append(channel)
    merged: list[Row] = []
    for key, row in first.items():
        seen = channels[key]
        if None in seen or (everywhere and all(kind in seen for kind in everywhere)):
            merged.append(row)
        else:
            merged += [row.model_copy(update={"channel": kind}) for kind in seen]
    return merged


def _key(row: Fee | FeeExemption) -> str:
    """Two rows are one when they differ in the wording of their source only.

    A row that says nothing but its wording is one with rows of nearly the same wording.
    """
    plain = row.model_copy(update={"text": None})
    if isinstance(row, Fee) and row.kind is FeeKind.SET_BY_PROVINCE:
        plain = plain.model_copy(update={"cost_type": None})
    if isinstance(row, Fee) and row.kind is FeeKind.UNKNOWN:
        return plain.model_dump_json() + fold(row.text or "")
    return plain.model_dump_json().lower()


def _drop_empty(fees: list[Fee]) -> list[Fee]:
    """A row that says nothing adds nothing beside one that does."""
    said = [row for row in fees if row != Fee(kind=FeeKind.UNKNOWN, channel=row.channel)]
    silent = [row for row in fees if row not in said]
    taken = {row.channel for row in said}
    if None in taken:
        return said
    return said + [
        row for row in silent if row.channel not in taken and not (row.channel is None and said)
    ]
