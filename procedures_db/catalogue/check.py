"""Compare every figure of the catalogue with the portal's records, in both directions.

A figure of ours must be in the source, and a fee or a time that the source holds must be in ours
(at least in a flag). Run `python -m procedures_db.catalogue.check DATA_DIR`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from procedures_db.catalogue.loader import CatalogueFile, read_catalogue
from procedures_db.catalogue.sources import (
    Money,
    Source,
    ages_in,
    amounts_in,
    dates_in,
    numbers_in,
    percents_in,
    plain,
    read_place_source,
    read_sources,
    times_in,
)
from procedures_db.content import Fee, ProcedureContent
from procedures_db.terms import FeeKind

# The portal prints "Miễn phí" for every zero, glued to the cell before it; that is not a statement.
_FREE = re.compile(
    r"(?<!\w)(không thu|không mất phí|không phải (?:nộp|trả)|không có lệ phí|"
    r"(?:được )?miễn (?:thu )?(?:phí|lệ phí)|lệ phí: không)",
    re.I,
)
_BY_PROVINCE = re.compile(r"hội đồng nhân dân|hđnd", re.I)
# Amounts under 1,000 on the pages mean thousands, and their own text repeats them in full.
_SMALLEST_DONG = 1_000


@dataclass(frozen=True)
class Finding:
    """A figure that the catalogue and the source do not share."""

    file: str
    where: str
    problem: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.problem}"


def check_catalogue(files: Iterable[CatalogueFile], folder: Path) -> list[Finding]:
    """Return everything in which `files` differ from the records in `folder`."""
    sources = read_sources(folder)
    place_text = read_place_source(folder)
    return [
        Finding(file.name, where, problem)
        for file in files
        for where, problem in compare(file.content, sources, place_text)
    ]


def compare(
    content: ProcedureContent, sources: dict[str, Source], place_text: str
) -> Iterator[tuple[str, str]]:
    """Yield the place and the problem of each difference of one procedure."""
    source = sources.get(content.code)
    if source is None:
        yield "code", "no record has it"
        return
    yield from _identity(content, source, sources)
    yield from _fees(content, source)
    yield from _exemptions(content, source)
    yield from _times(content, source)
    yield from _prose(content, source, place_text)
    yield from _left_out(content, source)


def prose_of(content: ProcedureContent) -> list[tuple[str, str]]:
    """Return every text written by us, with its place; names of official things are left out."""
    parts: list[tuple[str, str]] = []

    def collect(value: Any, where: str) -> None:
        if isinstance(value, dict):
            for name, item in value.items():
                if name not in ("provenance", "basis", "url"):
                    collect(item, f"{where}.{name}" if where else name)
        elif isinstance(value, list):
            for position, item in enumerate(value):
                collect(item, f"{where}.{position}")
        elif isinstance(value, str):
            parts.append((where, value))

    official = {
        *("code", "uuid", "name", "field", "target_groups", "issuing_agency"),
        *("legal_basis", "agencies", "related", "results"),
    }
    collect(content.model_dump(exclude=official), "")
    return [(where, plain(text)) for where, text in parts]


def _identity(
    content: ProcedureContent, source: Source, sources: dict[str, Source]
) -> Iterator[tuple[str, str]]:
    if content.uuid not in source.ids:
        yield "uuid", f"{content.uuid} is not the record's"
    if content.uuid and not (content.provenance.url or "").endswith(content.uuid):
        yield "provenance.url", "is not the page of this uuid"
    if plain(content.name) not in source.text:
        yield "name", "is not the official name"
    for where, number in (
        ("decision_number", content.decision_number),
        ("provenance.decision", content.provenance.decision),
    ):
        if number and number not in source.text:
            yield where, f"{number} is not in the source"
    if content.decision_date and content.decision_date not in source.decided_on:
        yield "decision_date", f"{content.decision_date} is not the record's"
    for position, law in enumerate(content.legal_basis):
        where = f"legal_basis.{position}"
        if law.number and law.number not in source.text:
            yield where, f"{law.number} is not in the source"
        if law.issued_on and law.issued_on.isoformat() not in dates_in(source.text):
            yield where, f"{law.issued_on} is not in the source"
    for position, related in enumerate(content.related):
        if related.code not in sources:
            yield f"related.{position}", f"{related.code} is no procedure"


def _fees(content: ProcedureContent, source: Source) -> Iterator[tuple[str, str]]:
    said, numbers, dates = amounts_in(source.text), numbers_in(source.text), dates_in(source.text)
    for position, fee in enumerate(content.fees):
        where = f"fees.{position}"
        for money in sorted(_money_of(fee) - said):
            yield where, f"{money[0]} {money[1]} is not in the source"
        if fee.from_quantity and fee.from_quantity not in numbers:
            yield where, f"from_quantity {fee.from_quantity} is not in the source"
        if fee.kind is FeeKind.FREE and not _FREE.search(source.text):
            yield where, "no text says that it is free"
        if fee.kind is FeeKind.SET_BY_PROVINCE and not _BY_PROVINCE.search(source.text):
            yield where, "no text leaves it to the provincial council"
        if fee.basis and not _cited(fee.basis, source):
            yield where, f"basis {fee.basis!r} is not in the source"
        yield from _validity(where, fee.valid_from, fee.valid_to, dates)


def _exemptions(content: ProcedureContent, source: Source) -> Iterator[tuple[str, str]]:
    dates = dates_in(source.text)
    for position, exemption in enumerate(content.exemptions):
        where = f"exemptions.{position}"
        percents = percents_in(source.text)
        if _FREE.search(source.text):  # "miễn" is all of it, with or without "100%"
            percents |= {100}
        if exemption.percent and exemption.percent not in percents:
            yield where, f"{exemption.percent} % is not in the source"
        if exemption.basis and not _cited(exemption.basis, source):
            yield where, f"basis {exemption.basis!r} is not in the source"
        yield from _validity(where, exemption.valid_from, exemption.valid_to, dates)


def _validity(where: str, start: Any, end: Any, dates: frozenset[str]) -> Iterator[tuple[str, str]]:
    for day in (start, end):
        if day and day.isoformat() not in dates:
            yield where, f"{day} is not in the source"


def _times(content: ProcedureContent, source: Source) -> Iterator[tuple[str, str]]:
    written = times_in(source.text)
    for position, time in enumerate(content.times):
        if time.value is None or time.unit is None:
            continue
        held = source.times.get(time.channel, set()) | source.times.get(None, set())
        if time.channel is None:
            held = {item for times in source.times.values() for item in times}
        if (time.value, time.unit) not in held | written:
            yield f"times.{position}", f"{time.value} {time.unit.value} is not in the source"
    # A text mentions other durations too (asking another office, correcting papers), so one row
    # at least is the portal's own number; whether of working days its text knows better.
    held_values = {value for times in source.times.values() for value, _ in times}
    said = [row for row in content.times if row.text or row.value in held_values]
    if held_values and not said:
        yield "times", "no row is a time that the portal holds as data"


def _prose(content: ProcedureContent, source: Source, place_text: str) -> Iterator[tuple[str, str]]:
    held = {time for times in source.times.values() for time in times}
    for where, text in prose_of(content):
        truth = place_text if where.startswith("overrides.") else source.text
        for name, find in (
            ("amount", amounts_in),
            ("time", times_in),
            ("share", percents_in),
            ("age", ages_in),
            ("date", dates_in),
        ):
            for figure in sorted(find(text) - find(truth) - held):
                yield where, f"{name} {_show(figure)} is not in the source"


def _left_out(content: ProcedureContent, source: Source) -> Iterator[tuple[str, str]]:
    """Yield what the source holds about fees and times and the catalogue passes over."""
    prose = " . ".join(text for _, text in prose_of(content))
    ours = amounts_in(prose) | {money for fee in content.fees for money in _money_of(fee)}
    for amount, currency in sorted(amounts_in(source.fee_text) - ours):
        if currency != "VND" or amount >= _SMALLEST_DONG:
            yield "fees", f"the source's {amount} {currency} is missing"
    told = times_in(prose)
    for channel, times in source.times.items():
        rows = {
            (row.value, row.unit)
            for row in content.times
            if channel is None or row.channel in (None, channel)
        }
        for value, unit in sorted(times - told - rows):
            label = f" ({channel.value})" if channel else ""
            yield "times", f"the source's {value} {unit.value}{label} is missing"


def _money_of(fee: Fee) -> set[Money]:
    return {(value, fee.currency) for value in (fee.amount, fee.cap) if value}


def _cited(basis: str, source: Source) -> bool:
    """Return whether the numbers of all documents named in `basis` are in the source."""
    numbers = re.findall(r"[\w.]+/\d{4}/[\w-]+|\d+/[A-ZĐ][\wĐ-]+", basis)
    return bool(numbers) and all(number in source.text for number in numbers)


def _show(figure: Any) -> str:
    return " ".join(map(str, figure)) if isinstance(figure, tuple) else str(figure)


@click.command()
@click.argument("data_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(data_dir: Path) -> None:
    """Compare the packaged catalogue with the records in DATA_DIR."""
    files = read_catalogue()
    findings = check_catalogue(files, data_dir)
    for finding in findings:
        click.echo(str(finding))
    click.echo(f"{len(files)} files, {len(findings)} findings")
    raise SystemExit(1 if findings else 0)


if __name__ == "__main__":
    main()
