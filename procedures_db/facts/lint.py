"""What is incomplete, contradicting or expired in a procedure, for the staff who keep it true."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from procedures_db.content import Fee, FeeExemption, PlaceOverride, ProcedureContent
from procedures_db.facts.fees import holds_on
from procedures_db.facts.words import audience_of, counted_by
from procedures_db.terms import DetailLevel, FeeKind, ProcedureState
from procedures_db.yaml_text import read_yaml

_YEAR = timedelta(days=365)
_SOON = timedelta(days=45)
_END = re.compile(
    r"(?:đến hết|đến|hết)(?: ngày)? (\d{1,2})[/-](\d{1,2})[/-](20\d\d)", re.IGNORECASE
)
_Validity = Fee | FeeExemption | PlaceOverride


class Severity(StrEnum):
    """How much a finding matters to citizens."""

    ERROR = "error"  # the answer is, or may be, wrong
    WARNING = "warning"  # the answer is less than it could be
    NOTE = "note"  # good to have


@dataclass(frozen=True)
class Finding:
    """One thing to look at: a row of a section, or the section when `position` is None."""

    key: str
    severity: Severity
    section: str
    """Field of ProcedureContent."""
    position: int | None = None
    values: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def text(self) -> str:
        """The finding in Vietnamese."""
        return messages()[self.key].format(**self.values)


@dataclass(frozen=True)
class Score:
    """How complete a procedure is (0–100), and how many of its rows are in doubt."""

    completeness: int
    errors: int
    warnings: int


@cache
def messages() -> dict[str, str]:
    """Return the Vietnamese sentence of each key."""
    text = resources.files("procedures_db.facts").joinpath("lint.yml").read_text("utf-8")
    data: dict[str, str] = read_yaml(text)
    return data


def lint_procedure(content: ProcedureContent, today: date) -> list[Finding]:
    """Return what to look at, the most important first; the same content gives the same list."""
    found = [one for check in _CHECKS for one in check(content, today)]
    order = list(Severity)
    return sorted(found, key=lambda one: order.index(one.severity))


def score(content: ProcedureContent, findings: Sequence[Finding]) -> Score:
    """Return the score: full marks for every section that is there and every row without doubt."""
    missing = {one.section for one in findings if one.position is None and one.key in _EMPTY}
    doubtful = {one.section for one in findings if one.position is not None}
    worth = len(_SECTIONS)
    kept = sum(
        0.0 if section in missing else 0.75 if section in doubtful else 1.0 for section in _SECTIONS
    )
    return Score(
        completeness=round(100 * kept / worth),
        errors=sum(one.severity is Severity.ERROR for one in findings),
        warnings=sum(one.severity is Severity.WARNING for one in findings),
    )


_SECTIONS = {
    "agencies": Severity.WARNING,
    "channels": Severity.WARNING,
    "documents": Severity.WARNING,
    "times": Severity.WARNING,
    "fees": Severity.WARNING,
    "steps": Severity.NOTE,
    "results": Severity.NOTE,
    "legal_basis": Severity.NOTE,
    "summary": Severity.NOTE,
}
_EMPTY = frozenset(f"no_{name}" for name in _SECTIONS)


def _whole(content: ProcedureContent, today: date) -> Iterator[Finding]:
    if content.detail is not DetailLevel.LISTED:
        for name, severity in _SECTIONS.items():
            if not getattr(content, name):
                yield Finding(f"no_{name}", severity, name)
    verified = content.provenance.verified_on
    if verified is None:
        yield Finding("not_verified", Severity.NOTE, "provenance")
    elif today - verified > _YEAR:
        yield Finding("verified_long_ago", Severity.WARNING, "provenance", None, _day(verified))
    if content.valid_to and content.valid_to < today and content.state is ProcedureState.ACTIVE:
        yield Finding("procedure_expired", Severity.ERROR, "valid_to", None, _day(content.valid_to))


def _fees(content: ProcedureContent, today: date) -> Iterator[Finding]:
    fees = content.fees
    if fees and all(_is_over(fee, today) for fee in fees):
        yield Finding("fee_all_expired", Severity.ERROR, "fees")
    for at, fee in enumerate(fees):
        if _is_over(fee, today):
            yield _of_row("fee_expired", Severity.NOTE, "fees", at, **_day(fee.valid_to))
            continue
        if fee.kind is FeeKind.UNKNOWN:
            yield _of_row("fee_unknown", Severity.WARNING, "fees", at)
            continue
        if not fee.basis:
            yield _of_row("fee_without_basis", Severity.NOTE, "fees", at)
        if fee.kind is FeeKind.AMOUNT:
            yield from _amount(content, at, fee, today)


def _amount(content: ProcedureContent, at: int, fee: Fee, today: date) -> Iterator[Finding]:
    if fee.valid_from is None:
        yield _of_row("fee_without_validity", Severity.NOTE, "fees", at)
    said = _said_end(fee)
    covered = fee.valid_to or any(row.valid_to == said for row in content.exemptions)
    if said and not covered:
        yield _of_row("fee_ends_in_words", Severity.ERROR, "fees", at, **_day(said))
    if fee.valid_to and fee.valid_to - today <= _SOON:
        following = [
            one
            for one in content.fees
            if _charge(one) == _charge(fee) and one.valid_to != fee.valid_to
            if not _is_over(one, fee.valid_to + timedelta(days=1))
        ]
        if not following:
            yield _of_row("fee_ends_soon", Severity.WARNING, "fees", at, **_day(fee.valid_to))
    if fee.per and counted_by(fee.per).unit is None and counted_by(fee.per).default is None:
        yield _of_row("fee_unit_unclear", Severity.WARNING, "fees", at, per=fee.per)
    if (fee.from_quantity or 1) > 1 and not any(
        (one.from_quantity or 1) == 1 and _place(one) == _place(fee) and one.per == fee.per
        for one in content.fees
    ):
        yield _of_row(
            "fee_tier_without_base", Severity.ERROR, "fees", at, first=str(fee.from_quantity)
        )


def _fee_pairs(content: ProcedureContent, today: date) -> Iterator[Finding]:
    """Compare the rows of one charge that hold at the same time."""
    rows = [
        (at, fee)
        for at, fee in enumerate(content.fees)
        if fee.kind is not FeeKind.UNKNOWN and not _is_over(fee, today)
    ]
    for index, (at, fee) in enumerate(rows):
        for other_at, other in rows[:index]:
            if _charge(fee) != _charge(other) or not _overlap(fee, other):
                continue
            what = (fee.kind, fee.amount, fee.currency, fee.per, fee.from_quantity)
            if what == (other.kind, other.amount, other.currency, other.per, other.from_quantity):
                key, severity = "fee_duplicate", Severity.WARNING
            elif fee.kind is not other.kind:
                key, severity = "fee_free_and_amount", Severity.ERROR
            elif fee.from_quantity != other.from_quantity or fee.currency != other.currency:
                continue
            else:
                key, severity = "fee_conflict", Severity.ERROR
            yield _of_row(key, severity, "fees", at, other=str(other_at + 1))


def _fee_sums(content: ProcedureContent, today: date) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for at, fee in enumerate(content.fees):
        if fee.kind is not FeeKind.AMOUNT or fee.adds_up is not None or not holds_on(fee, today):
            continue
        if (fee.from_quantity or 1) > 1:
            continue
        first = seen.setdefault((*_place(fee), fee.currency), at)
        if first != at and _charge(content.fees[first]) != _charge(fee):
            yield _of_row("fee_sum_unclear", Severity.WARNING, "fees", at)


def _exemptions(content: ProcedureContent, today: date) -> Iterator[Finding]:
    rows = content.exemptions
    for at, row in enumerate(rows):
        if _is_over(row, today):
            yield _of_row(
                "exemption_expired", Severity.NOTE, "exemptions", at, **_day(row.valid_to)
            )
            continue
        audience = audience_of(row.group)
        if row.percent is None:
            yield _of_row("exemption_without_percent", Severity.WARNING, "exemptions", at)
        if not row.basis:
            yield _of_row("exemption_without_basis", Severity.NOTE, "exemptions", at)
        if not row.proof and not audience.is_everyone:
            yield _of_row("exemption_without_proof", Severity.NOTE, "exemptions", at)
        if not audience.is_clear:
            yield _of_row("exemption_group_unclear", Severity.NOTE, "exemptions", at)
        for before, other in enumerate(rows[:at]):
            if _is_over(other, today) or not _overlap(row, other):
                continue
            other_audience = audience_of(other.group)
            same = row.group == other.group or (
                audience.is_clear
                and audience.alternatives == other_audience.alternatives
                and audience.is_everyone == other_audience.is_everyone
            )
            if same and _reach(row) == _reach(other) and row.percent != other.percent:
                key, severity = "exemption_conflict", Severity.ERROR
            elif same and row.case == other.case and _meet(row.channel, other.channel):
                key, severity = "exemption_overlap", Severity.NOTE
            else:
                continue
            yield _of_row(key, severity, "exemptions", at, other=str(before + 1))


def _times(content: ProcedureContent, _today: date) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for at, row in enumerate(content.times):
        if row.value is None:
            yield _of_row("time_without_unit", Severity.NOTE, "times", at)
            continue
        first = seen.setdefault((row.case, row.channel, row.note, row.text), at)
        if (content.times[first].value, content.times[first].unit) != (row.value, row.unit):
            yield _of_row("time_conflict", Severity.ERROR, "times", at, other=str(first + 1))


def _documents(content: ProcedureContent, _today: date) -> Iterator[Finding]:
    seen: dict[tuple[object, ...], int] = {}
    for at, row in enumerate(content.documents):
        if row.originals is None and row.copies is None:
            yield _of_row("document_without_count", Severity.NOTE, "documents", at)
        first = seen.setdefault((row.name.casefold(), row.case, row.when, row.use), at)
        if first != at:
            yield _of_row(
                "document_duplicate", Severity.WARNING, "documents", at, other=str(first + 1)
            )


def _rest(content: ProcedureContent, today: date) -> Iterator[Finding]:
    for at, law in enumerate(content.legal_basis):
        if not law.number:
            yield _of_row("law_without_number", Severity.NOTE, "legal_basis", at)
    for at, service in enumerate(content.online):
        if not service.url:
            yield _of_row("online_without_url", Severity.NOTE, "online", at)
    for at, override in enumerate(content.overrides):
        if _is_over(override, today):
            day = _day(override.valid_to)
            yield _of_row("override_expired", Severity.WARNING, "overrides", at, **day)
        elif not override.basis:
            yield _of_row("override_without_basis", Severity.WARNING, "overrides", at)


_CHECKS: tuple[Callable[[ProcedureContent, date], Iterator[Finding]], ...] = (
    _whole, _fees, _fee_pairs, _fee_sums, _exemptions, _times, _documents, _rest,
)  # fmt: skip


def _of_row(key: str, severity: Severity, section: str, at: int, **values: str) -> Finding:
    return Finding(key, severity, section, at, values)


def _day(day: date | None) -> dict[str, str]:
    return {"day": day.strftime("%d/%m/%Y") if day else "?"}


def _is_over(row: _Validity, today: date) -> bool:
    return row.valid_to is not None and row.valid_to < today


def _overlap(one: _Validity, other: _Validity) -> bool:
    latest = max(one.valid_from or date.min, other.valid_from or date.min)
    return latest <= min(one.valid_to or date.max, other.valid_to or date.max)


def _place(fee: Fee) -> tuple[object, ...]:
    return (fee.case, fee.channel)


def _charge(fee: Fee) -> tuple[object, ...]:
    return (*_place(fee), fee.label, fee.cost_type)


def _reach(row: FeeExemption) -> tuple[object, ...]:
    return (row.case, row.channel)


def _meet(one: object, other: object) -> bool:
    return one is None or other is None or one == other


def _said_end(fee: Fee) -> date | None:
    """Return the last day that the row's own words name."""
    for text in (fee.label, fee.text):
        match = _END.search(text or "")
        if match:
            day, month, year = (int(part) for part in match.groups())
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None
