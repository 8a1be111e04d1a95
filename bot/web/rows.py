"""Fees, exemptions and times as rows of a small table: what it is for, and how much."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.web import messages
from bot.web.calculation import Calculation, calculation
from bot.web.formatting import NBSP, group_digits, money, vietnamese_date

Facts = Mapping[str, Any]
_LONG_VALUE = 24
_LONG_UNIT = 14


@dataclass(frozen=True)
class Row:
    """One line: `label` says for whom or which way, `value` how much, `tone` how it looks."""

    label: str
    value: str
    unit: str | None = None
    tone: str = "plain"  # plain | good | unknown
    notes: tuple[str, ...] = ()
    basis: str | None = None
    wording: str | None = None

    @property
    def long(self) -> bool:
        """Whether the value is a sentence that needs the whole width."""
        return len(self.value) > _LONG_VALUE


@dataclass(frozen=True)
class Table:
    """Rows, and the legal basis when all of them share it."""

    rows: tuple[Row, ...]
    basis: str | None = None
    calculation: Calculation | None = None
    """The arithmetic of the citizen's own case, shown before the rows."""


def fee_table(facts: Facts) -> Table:
    """Return the fees; nothing is called free unless its row says so."""
    rows = _dicts(facts, "rows")
    if not rows and _positive(facts.get("amount")):
        rows = [{"kind": "amount", **{key: facts.get(key) for key in ("amount", "currency")}}]
    table = _table([_fee_row(row) for row in rows])
    return replace(table, calculation=calculation(facts))


def exemption_table(facts: Facts) -> Table:
    """Return who pays less, and how much less."""
    mine = facts.get("mine") or {}
    yours = [_exemption_row(_of_rule(row)) for row in _dicts(mine, "applied")]
    yours = [replace(row, notes=(messages.YOURS, *row.notes)) for row in yours]
    others = [_of_rule(row) for row in _dicts(mine, "possible") if row.get("rule")]
    rows = [_exemption_row(row) for row in (*others, *_dicts(facts, "rows"))]
    return _table([*yours, *rows])


def time_table(facts: Facts) -> Table:
    """Return how long it takes, by channel and case."""
    return _table([_with_day(_time_row(row), row, facts) for row in _dicts(facts, "rows")])


def _with_day(shown: Row, row: Facts, facts: Facts) -> Row:
    """Add until when the result is ready, when the papers are handed in on the day told."""
    if not row.get("ready_on"):
        return shown
    day, submitted = vietnamese_date(row["ready_on"]), vietnamese_date(facts.get("submitted"))
    words = messages.READY_ON if facts.get("is_today") else messages.READY_ON_DAY
    return replace(shown, notes=(*shown.notes, words.format(day=day, submitted=submitted)))


def _of_rule(row: Facts) -> Facts:
    return {**row, "group": row.get("who"), "case": row.get("province"), "text": row.get("note")}


def _dicts(facts: Facts, key: str) -> list[Facts]:
    return [row for row in facts.get(key) or () if isinstance(row, Mapping)]


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def _table(rows: list[Row]) -> Table:
    bases = {row.basis for row in rows}
    if len(rows) > 1 and len(bases) == 1:
        return Table(tuple(replace(row, basis=None) for row in rows), bases.pop())
    return Table(tuple(rows))


def _label(row: Facts, default: str, *keys: str) -> tuple[str, tuple[str, ...]]:
    """Return what the row is for, and the further words that narrow it down."""
    told = [row.get(key) for key in keys]
    told.append(messages.CHANNELS.get(row.get("channel") or ""))
    words = list(dict.fromkeys(str(word) for word in told if word))
    return (words[0], tuple(words[1:])) if words else (default, ())


def validity(row: Facts) -> str | None:
    """Return in words from when to when a row applies, or None when it always does."""
    start, end = row.get("valid_from"), row.get("valid_to")
    words = {"start": vietnamese_date(start), "end": vietnamese_date(end)}
    if start and end:
        return messages.VALID_BETWEEN.format(**words)
    if end:
        return messages.VALID_TO.format(**words)
    return messages.VALID_FROM.format(**words) if start else None


def _notes(*notes: str | None) -> tuple[str, ...]:
    return tuple(note for note in notes if note)


def _fee_row(row: Facts) -> Row:
    kind, amount, per = row.get("kind"), row.get("amount"), row.get("per")
    label, narrower = _label(row, messages.FEE_LABEL, "label", "case")
    value, unit, tone = messages.UNKNOWN, None, "unknown"
    wording = row.get("text") or None
    if kind == "amount" and _positive(amount):
        value, tone = money(int(amount or 0), row.get("currency")), "plain"
        unit = f"/{per}" if per and len(str(per)) <= _LONG_UNIT else None
    elif kind == "free":
        value, tone = messages.FREE, "good"
    elif kind == "set_by_province":
        value = messages.SET_BY_PROVINCE
    if tone != "unknown" and (row.get("label") or row.get("case")):
        wording = None  # our own words already say what the amount is for
    tier = _tier(row)
    return Row(
        label,
        value,
        unit,
        tone,
        _notes(
            *narrower,
            _long_unit(row),
            tier if tier != label else None,
            _cap(row),
            validity(row),
        ),
        row.get("basis") or None,
        wording,
    )


def _long_unit(row: Facts) -> str | None:
    per = str(row.get("per") or "")
    return messages.PER.format(per=per) if len(per) > _LONG_UNIT else None


def _tier(row: Facts) -> str | None:
    first = row.get("from_quantity")
    if not _positive(first) or first == 1:
        return None
    text = messages.FROM_QUANTITY.format(per=row.get("per") or messages.UNIT, number=first)
    return text[:1].upper() + text[1:]


def _cap(row: Facts) -> str | None:
    cap = row.get("cap")
    if not _positive(cap):
        return None
    amount = money(int(cap or 0), row.get("currency"))
    if row.get("cap_per"):
        amount = f"{amount}/{row['cap_per']}"
    text = messages.AT_MOST.format(amount=amount)
    return text[:1].upper() + text[1:]


def _exemption_row(row: Facts) -> Row:
    percent = row.get("percent")
    value, tone = messages.WAIVED_OR_REDUCED, "plain"
    if _positive(percent):
        full = percent == 100
        value = messages.WAIVED if full else messages.REDUCED.format(percent=percent)
        tone = "good"
    label, narrower = _label(row, messages.EXEMPTION_LABEL, "group", "case")
    proof = messages.PROOF.format(proof=row["proof"]) if row.get("proof") else None
    return Row(
        label,
        value,
        None,
        tone,
        _notes(*narrower, proof, validity(row)),
        row.get("basis") or None,
        row.get("text") or None if not _positive(percent) else None,
    )


def _time_row(row: Facts) -> Row:
    value, unit = row.get("value"), messages.TIME_UNITS.get(row.get("unit") or "")
    label, narrower = _label(row, messages.TIME_LABEL, "case")
    notes = _notes(*narrower, row.get("note"))
    if _positive(value) and unit:
        return Row(label, f"{group_digits(int(value or 0))} {unit}".replace(" ", NBSP), notes=notes)
    if row.get("text"):
        return Row(label, str(row["text"]), notes=notes)
    return Row(label, messages.UNKNOWN, tone="unknown", notes=notes)
