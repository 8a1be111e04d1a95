"""What differs between two contents of a procedure, in the words of the office."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from pydantic import BaseModel

from procedures_db.content import Fee, ProcedureContent, ProcessingTime, Provenance
from procedures_db.editing import messages
from procedures_db.editing.fields import (
    TEXT,
    Field,
    RowList,
    Section,
    own_fields,
    provenance_fields,
    row_lists,
    sections,
)
from procedures_db.terms import FeeKind

_SIMILAR = 0.5
_LONGEST_COMPARED = 2_000
_FEE_VALUE = frozenset({"kind", "cost_type", "amount", "currency", "per"})
_TIME_VALUE = frozenset({"value", "unit", "text"})


@dataclass(frozen=True)
class Change:
    """One thing that differs; `text` says it whole."""

    section: str
    """Key of the editor's page where it is."""
    place: str
    """Name of the field or list."""
    text: str
    before: str = ""
    after: str = ""


def difference(before: ProcedureContent | None, after: ProcedureContent) -> list[Change]:
    """Return what changes from `before` to `after`; empty exactly when nothing does."""
    if before is None:
        return [
            Change("names", "name", messages.NEW_PROCEDURE.format(name=after.name), "", after.name)
        ]
    found: list[Change] = []
    for section in sections().values():
        for field in section.own:
            found += _own_change(section, field, before, after)
        for rows in section.lists:
            found += _row_changes(section, rows, before, after)
    return found


def questions_difference(before: Sequence[str], after: Sequence[str] | None) -> list[Change]:
    """Return which questions of people are added and taken out."""
    if after is None:
        return []
    noun = messages.QUESTION
    added = [one for one in after if one not in before]
    gone = [one for one in before if one not in after]
    return [
        *(Change("questions", "questions", _added(noun, one), "", one) for one in added),
        *(Change("questions", "questions", _removed(noun, one), one, "") for one in gone),
    ]


def own_value(content: ProcedureContent, name: str) -> Any:
    """Return the value of a single field, by its name with a dot for the provenance's."""
    value: Any = content
    for part in name.split("."):
        value = getattr(value, part)
    return value


def row_value(row: Any, name: str) -> Any:
    """Return the value of a row's field; a plain row is its own."""
    return row if name == TEXT and not isinstance(row, BaseModel) else getattr(row, name)


def describe(rows: RowList, row: Any, content: ProcedureContent) -> str:
    """Return the words that name a row: what it is, and for whom."""
    heads = [_head(rows, name, row) for name in rows.head]
    text = ", ".join(head for head in heads if head) or rows.noun
    scope = _scope(row, content)
    return f"{text} ({scope})" if scope else text


def _own_change(
    section: Section, field: Field, before: ProcedureContent, after: ProcedureContent
) -> list[Change]:
    old, new = own_value(before, field.name), own_value(after, field.name)
    if old == new:
        return []
    return [_valued(section.key, field.name, field.label, field.spoken(old), field.spoken(new))]


def _row_changes(
    section: Section, rows: RowList, before: ProcedureContent, after: ProcedureContent
) -> list[Change]:
    old, new = list(getattr(before, rows.name)), list(getattr(after, rows.name))
    if old == new:
        return []
    pairs = _pair(rows, old, new)
    found: list[Change] = []
    for left, right in pairs:
        if old[left] != new[right]:
            found += _changed_row(section, rows, (old[left], before), (new[right], after))
    kept_old, kept_new = {left for left, _ in pairs}, {right for _, right in pairs}
    for at, row in enumerate(new):
        if at not in kept_new:
            text = describe(rows, row, after)
            found.append(Change(section.key, rows.name, _added(rows.noun, text), "", text))
    for at, row in enumerate(old):
        if at not in kept_old:
            text = describe(rows, row, before)
            found.append(Change(section.key, rows.name, _removed(rows.noun, text), text, ""))
    order = [right for _, right in sorted(pairs)]
    if order != sorted(order) or not found:
        text = messages.REORDERED.format(title=rows.title.lower())
        found.append(Change(section.key, rows.name, text))
    return found


def _changed_row(
    section: Section,
    rows: RowList,
    old: tuple[Any, ProcedureContent],
    new: tuple[Any, ProcedureContent],
) -> list[Change]:
    (left, before), (right, after) = old, new
    if rows.is_plain:
        label = rows.noun.capitalize()
        return [_valued(section.key, rows.name, label, _plain(rows, left), _plain(rows, right))]
    found: list[Change] = []
    told: frozenset[str] = frozenset()
    if isinstance(left, Fee) and isinstance(right, Fee):
        told = _FEE_VALUE
        found += _headline(section, rows, old, new, told, _fee_words)
    elif isinstance(left, ProcessingTime) and isinstance(right, ProcessingTime):
        told = _TIME_VALUE
        found += _headline(section, rows, old, new, told, _time_words)
    name = describe(rows, right, after)
    for field in rows.fields:
        if field.name in told:
            continue
        first, second = getattr(left, field.name), getattr(right, field.name)
        if first != second:
            label = f"{rows.noun.capitalize()} “{_short(name)}” – {field.label.lower()}"
            words_of = _named(field, before), _named(field, after)
            found.append(
                _valued(section.key, rows.name, label, words_of[0](first), words_of[1](second))
            )
    by_staff = right.provenance is not None and right.provenance.source == messages.STAFF_SOURCE
    if left.provenance != right.provenance and not (found and by_staff):
        label = messages.SOURCE_OF.format(noun=rows.noun, name=_short(name))
        found.append(
            _valued(
                section.key,
                rows.name,
                label,
                _provenance(left.provenance),
                _provenance(right.provenance),
            )
        )
    return found


def _headline(
    section: Section,
    rows: RowList,
    old: tuple[Any, ProcedureContent],
    new: tuple[Any, ProcedureContent],
    told: frozenset[str],
    words: Callable[[Any], str],
) -> list[Change]:
    """Say the value itself first: “Lệ phí (trực tiếp): 50.000 đ → 70.000 đ”."""
    (left, _), (right, after) = old, new
    if all(getattr(left, name) == getattr(right, name) for name in told):
        return []
    noun = rows.noun.capitalize()
    if isinstance(right, Fee):
        noun = rows.field("cost_type").spoken(right.cost_type) or messages.FEE
        noun = f"{noun} {right.label}" if right.label else noun
    scope = _scope(right, after)
    first, second = words(left), words(right)
    if isinstance(right, Fee) and left.cost_type != right.cost_type:
        kind = rows.field("cost_type")
        first = f"{kind.spoken(left.cost_type)} {first}".strip()
        second = f"{kind.spoken(right.cost_type)} {second}".strip()
    return [_valued(section.key, rows.name, f"{noun} ({scope})" if scope else noun, first, second)]


def _pair(rows: RowList, old: list[Any], new: list[Any]) -> list[tuple[int, int]]:
    """Say which rows are the same thing: alike ones, then by their key, then by their words."""
    left, right = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int]] = []

    def take(same: Callable[[Any, Any], bool]) -> None:
        for one in list(left):
            other = next((at for at in right if same(old[one], new[at])), None)
            if other is not None:
                pairs.append((one, other))
                left.remove(one)
                right.remove(other)

    def key(row: Any) -> tuple[Any, ...]:
        return tuple(row_value(row, name) for name in rows.key)

    take(lambda one, other: bool(one == other))
    if not rows.is_plain:
        take(lambda one, other: key(one) == key(other))
        if rows.name in ("fees", "times"):
            take(lambda one, other: (one.channel, one.case) == (other.channel, other.case))
        else:
            take(lambda one, other: row_value(one, rows.key[0]) == row_value(other, rows.key[0]))
    take(lambda one, other: _alike(_plain(rows, one), _plain(rows, other)))
    return pairs


def _alike(one: str, other: str) -> bool:
    one, other = one[:_LONGEST_COMPARED], other[:_LONGEST_COMPARED]
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return (
        matcher.real_quick_ratio() > _SIMILAR
        and matcher.quick_ratio() > _SIMILAR
        and matcher.ratio() > _SIMILAR
    )


def _plain(rows: RowList, row: Any) -> str:
    if rows.is_plain:
        return rows.fields[0].spoken(row)
    return ", ".join(filter(None, (_head(rows, name, row) for name in rows.head)))


def _head(rows: RowList, name: str, row: Any) -> str:
    if name == "_fee":
        kind = rows.field("cost_type").spoken(row.cost_type)
        return " ".join(filter(None, (kind, row.label, _fee_words(row))))
    if name == "_time":
        return _time_words(row)
    return rows.field(name).spoken(row_value(row, name))


def _fee_words(fee: Fee) -> str:
    if fee.kind is not FeeKind.AMOUNT or fee.amount is None:
        return row_lists()["fees"].field("kind").spoken(fee.kind)
    amount = f"{fee.amount:,}".replace(",", ".")
    unit = messages.DONG if fee.currency == "VND" else fee.currency
    return f"{amount} {unit}" + (f"/{fee.per}" if fee.per else "")


def _time_words(time: ProcessingTime) -> str:
    unit = row_lists()["times"].field("unit").spoken(time.unit)
    value = "" if time.value is None else f"{time.value} {unit}"
    return f"{value} ({time.text})" if value and time.text else value or time.text or ""


def _scope(row: Any, content: ProcedureContent) -> str:
    channel = getattr(row, "channel", None) if isinstance(row, BaseModel) else None
    words = []
    if channel and hasattr(row, "case"):
        words.append(row_lists()["channels"].field("channel").spoken(channel).lower())
    if case := getattr(row, "case", None):
        words.append(_case_name(case, content))
    if (tier := getattr(row, "from_quantity", None)) and tier > 1:
        words.append(messages.FROM_QUANTITY.format(count=tier))
    return ", ".join(words)


def _case_name(key: str | None, content: ProcedureContent) -> str:
    return next((case.name for case in content.cases if case.key == key), key or "")


def _named(field: Field, content: ProcedureContent) -> Callable[[Any], str]:
    if field.name == "case":
        return lambda key: _case_name(key, content)
    return field.spoken


def _provenance(provenance: Provenance | None) -> str:
    if provenance is None:
        return messages.SOURCE_OF_PROCEDURE
    parts = [field.spoken(getattr(provenance, field.name)) for field in provenance_fields()]
    return ", ".join(part for part in parts if part)


def _valued(section: str, place: str, label: str, before: str, after: str) -> Change:
    text = messages.CHANGED.format(
        label=label, before=before or messages.NOTHING, after=after or messages.NOTHING
    )
    return Change(section, place, text, before, after)


def _added(noun: str, text: str) -> str:
    return messages.ADDED.format(noun=noun, text=text)


def _removed(noun: str, text: str) -> str:
    return messages.REMOVED.format(noun=noun, text=text)


def _short(text: str, longest: int = 80) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def field_order() -> tuple[str, ...]:
    """Return the names of all fields that a difference looks at."""
    return (*(field.name for field in own_fields()), *row_lists())
