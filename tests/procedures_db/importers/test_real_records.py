"""The real records, imported once: what is known of them must come out."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.content import Fee, ProcedureContent
from procedures_db.importers import ImportReport, SourceFormat, import_paths
from procedures_db.importers.files import detect, read_records
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.importers.reading import code_of
from procedures_db.importers.recovered import codes_of
from procedures_db.models import Procedure, SourceRecord
from procedures_db.store import parse_content, published_content
from procedures_db.terms import ChannelKind, DetailLevel, FeeKind, TimeUnit
from tests.conftest import RECORD_FILES as FILES
from tests.conftest import RECORDS_READ_ON as TODAY

pytestmark = pytest.mark.data


@pytest.fixture
def real(imported: tuple[sessionmaker[Session], ImportReport]) -> Iterator[Session]:
    with imported[0]() as session:
        yield session


def from_source(session: Session, code: str, source: SourceFormat) -> ProcedureContent:
    """What one source says of a procedure."""
    row = session.scalars(
        select(SourceRecord.content).where(
            SourceRecord.code == code, SourceRecord.source_format == source.value
        )
    ).one()
    return parse_content(row)


def priced(content: ProcedureContent) -> list[tuple[ChannelKind | None, int | None, str | None]]:
    return [(row.channel, row.amount, row.per) for row in content.fees if row.amount]


def test_all_listed_procedures_are_in_and_most_known_details(
    imported: tuple[sessionmaker[Session], ImportReport], real: Session
) -> None:
    listed = real.scalar(
        select(func.count()).where(SourceRecord.source_format == SourceFormat.LISTING.value)
    )
    known = select(SourceRecord.code).where(SourceRecord.source_format == "listing")
    detailed = real.scalar(
        select(func.count()).where(
            Procedure.detail != DetailLevel.LISTED, Procedure.code.in_(known)
        )
    )

    assert listed == 5_670
    assert detailed is not None
    assert detailed >= 3_176


def test_what_is_rejected_is_known(imported: tuple[sessionmaker[Session], ImportReport]) -> None:
    reasons = Counter(item.reason.rpartition(" ")[0] for item in imported[1].rejected)

    assert reasons == {
        "codes: bản ghi không có mã thủ": 24,
        "trùng mã với bản ghi khác trong cùng lần": 10,
        "ma_thu_tuc: trang là của thủ tục": 17,
    }


def test_second_import_of_everything_changes_nothing(
    imported: tuple[sessionmaker[Session], ImportReport], tthc: Path
) -> None:
    sessions, first = imported

    again = import_paths(sessions, [tthc / name for name in FILES], today=TODAY)

    assert (again.new, again.changed, again.published) == (0, 0, 0)
    assert again.unchanged == first.new


def test_zeros_of_the_api_are_what_their_text_says(real: Session) -> None:
    rows = real.scalars(select(SourceRecord.content).where(SourceRecord.source_format == "api"))
    free = [
        content.code
        for content in map(parse_content, rows)
        if any(row.kind is FeeKind.FREE for row in content.fees)
    ]

    assert "1.000894" in free
    assert len(free) < 20


def test_no_amount_in_dong_is_smaller_than_a_thousand(real: Session) -> None:
    rows = real.scalars(select(SourceRecord.content))
    small = [
        (content.code, fee.amount)
        for content in map(parse_content, rows)
        for fee in content.fees
        if fee.amount is not None and fee.currency == "VND" and fee.amount < 1_000
    ]

    assert small == []


def test_copies_are_certified_by_the_page(real: Session) -> None:
    content = published_content(real, "2.000815")

    first, more = (row for row in content.fees if row.currency == "VND")
    assert (first.amount, first.per, first.cap, first.cap_per) == (2_000, "trang", 200_000, "bản")
    assert (more.amount, more.per, more.from_quantity) == (1_000, "trang", 3)


@pytest.mark.parametrize(
    ("code", "amount"),
    [("2.000884", 10_000), ("2.001019", 50_000), ("2.000635", 8_000), ("2.001263", 400_000)],
)
def test_plain_fees(real: Session, code: str, amount: int) -> None:
    fees: list[Fee] = published_content(real, code).fees

    assert {row.amount for row in fees if row.amount and row.currency == "VND"} == {amount}


def test_permanent_residence_costs_less_online(real: Session) -> None:
    content = published_content(real, "1.004222")

    assert [(row.channel, row.amount) for row in content.fees] == [
        (ChannelKind.ONLINE, 10_000),
        (ChannelKind.DIRECT, 20_000),
    ]


def test_temporary_residence_keeps_all_its_fees(real: Session) -> None:
    content = published_content(real, "1.004194")

    assert sorted((row.channel, row.amount) for row in content.fees) == [
        (ChannelKind.DIRECT, 10_000),
        (ChannelKind.DIRECT, 15_000),
        (ChannelKind.ONLINE, 5_000),
        (ChannelKind.ONLINE, 7_000),
    ]


def test_identity_card_costs_half_until_the_end_of_2026(real: Session) -> None:
    content = published_content(real, "1.014064")

    assert {row.amount for row in content.fees if row.amount} == {70_000}
    halves = {
        (row.percent, row.valid_from, row.valid_to)
        for row in content.exemptions
        if row.valid_to == date(2026, 12, 31)
    }
    assert halves == {(50, date(2025, 7, 1), date(2026, 12, 31))}
    assert Flag.EXPIRED in {kind_of(flag) for flag in content.flags}


def test_disability_takes_25_working_days(real: Session) -> None:
    content = published_content(real, "1.001699")

    assert [(row.value, row.unit) for row in content.times] == [(25, TimeUnit.WORKING_DAY)]


def test_marriage_is_free_by_its_own_text(real: Session) -> None:
    fees = published_content(real, "1.000894").fees

    assert [row.kind for row in fees] == [FeeKind.FREE, FeeKind.UNKNOWN]


def test_building_permits_take_the_newer_time_and_are_flagged(real: Session) -> None:
    content = published_content(real, "1.013225")

    assert [(row.value, row.unit) for row in content.times] == [(10, TimeUnit.WORKING_DAY)]
    assert content.decision_number == "1077/QĐ-BXD"
    assert Flag.SOURCES_TIME in {kind_of(flag) for flag in content.flags}


def test_page_shows_one_fee_where_the_api_has_more(real: Session) -> None:
    page = from_source(real, "1.004194", SourceFormat.PAGE)
    api = from_source(real, "1.004194", SourceFormat.API)

    assert len(priced(page)) < len(priced(api))


def test_garbled_birth_registration_is_flagged(real: Session) -> None:
    flags = published_content(real, "1.001193").flags

    assert Flag.GARBLED in {kind_of(flag) for flag in flags}


@pytest.mark.parametrize("name", FILES[1:])
def test_amounts_and_times_stand_in_their_record(real: Session, tthc: Path, name: str) -> None:
    """No amount and no time is made: the digits of each are in the raw text of its record."""
    texts: dict[str, str] = {}
    source: SourceFormat | None = None
    for record in read_records(tthc / name):
        assert record.data is not None
        source = detect(record.data)
        for code in codes_of(record.data) or [code_of(record.data)]:
            texts[code] = texts.get(code, "") + str(record.data)
    assert source is not None
    made: list[tuple[str, int]] = []
    rows = real.scalars(
        select(SourceRecord.content).where(SourceRecord.source_format == source.value)
    )
    for content in map(parse_content, rows):
        raw = texts[content.code]
        digits = raw.replace(".", "").replace(",", "")
        amounts = [fee.amount for fee in content.fees if fee.amount]
        made += [(content.code, amount) for amount in amounts if not _spoken(amount, digits)]
        times = [time.value for time in content.times if time.value is not None]
        made += [(content.code, time) for time in times if str(time) not in raw]
    assert made == []


def _spoken(amount: int, digits: str) -> bool:
    """Return whether the amount is in the text, as digits or as so many thousand or million."""
    if str(amount) in digits:
        return True
    for factor, words in ((1_000_000, ("triệu",)), (1_000, ("nghìn", "ngàn"))):
        for part in (amount / factor, amount / factor * 10, amount / factor * 100):
            shown = str(round(part)) if part == round(part) else None
            if shown and any(f"{shown} {word}" in digits for word in words):
                return True
    return False
