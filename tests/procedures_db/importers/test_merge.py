"""Which record of a procedure is published, and what is flagged."""

from datetime import date
from typing import Any

import pytest

from procedures_db.content import ProcedureContent
from procedures_db.importers.flags import Flag, kind_of
from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.merge import merge
from tests import factories

API = SourceFormat.API
PAGE = SourceFormat.PAGE
LISTING = SourceFormat.LISTING
CATALOGUE = SourceFormat.CATALOGUE


def content(**changes: Any) -> ProcedureContent:
    return factories.content(**{"name": "Đăng ký nuôi ong"} | changes)


def time(value: int, unit: str = "day") -> dict[str, Any]:
    return {"value": value, "unit": unit}


def kinds(merged: ProcedureContent) -> list[str]:
    return [kind_of(flag) for flag in merged.flags]


@pytest.mark.parametrize(
    ("better", "poorer"),
    [
        (CATALOGUE, API),
        (API, SourceFormat.TRANSCRIBED),
        (SourceFormat.TRANSCRIBED, PAGE),
        (PAGE, SourceFormat.DEFENCE),
        (SourceFormat.DEFENCE, SourceFormat.RECOVERED),
        (SourceFormat.RECOVERED, LISTING),
    ],
)
def test_the_more_trusted_record_is_published(better: SourceFormat, poorer: SourceFormat) -> None:
    merged = merge({poorer: content(steps=[{"text": "cũ"}]), better: content(summary="tốt")})

    assert merged.summary == "tốt"


def test_trap_10_a_newer_decision_wins_where_both_are_dated() -> None:
    old = content(decision_date=date(2025, 1, 1), times=[time(20)])
    new = content(decision_date=date(2026, 1, 1), times=[time(10)])

    merged = merge({API: old, SourceFormat.TRANSCRIBED: new})

    assert merged.times == new.times
    assert kinds(merged) == [Flag.SOURCES_TIME]


def test_an_undated_record_does_not_win_over_a_dated_one() -> None:
    merged = merge({API: content(decision_date=date(2025, 1, 1)), PAGE: content(summary="x")})

    assert merged.decision_date == date(2025, 1, 1)


def test_disagreeing_fees_are_flagged() -> None:
    merged = merge(
        {API: content(fees=[factories.amount(9)]), PAGE: content(fees=[factories.amount(8)])}
    )

    assert kinds(merged) == [Flag.SOURCES_FEE]


def test_a_page_that_keeps_one_of_several_fees_does_not_disagree() -> None:
    merged = merge(
        {
            API: content(fees=[factories.amount(15), factories.amount(10)]),
            PAGE: content(fees=[factories.amount(10)]),
        }
    )

    assert merged.flags == []


def test_free_against_an_amount_is_flagged() -> None:
    merged = merge(
        {API: content(fees=[{"kind": "free"}]), PAGE: content(fees=[factories.amount(8)])}
    )

    assert kinds(merged) == [Flag.SOURCES_FEE]


def test_the_listing_completes_what_a_better_record_lacks() -> None:
    listed = content(
        uuid="u-1",
        field="Chăn nuôi",
        kind="provincial",
        province="Tỉnh Gia Lai",
        target_groups=["Công dân Việt Nam"],
        issuing_agency="UBND tỉnh Gia Lai",
        agencies=[{"name": "Sở Ong"}],
        detail="listed",
    )
    better = content(
        channels=[{"channel": "online"}],
        online=[{"level": "unknown"}],
        provenance=factories.provenance(url=None),
    )

    merged = merge({PAGE: better, LISTING: listed})

    assert (merged.uuid, merged.field, merged.province) == ("u-1", "Chăn nuôi", "Tỉnh Gia Lai")
    assert (merged.kind, merged.issuing_agency) == ("provincial", "UBND tỉnh Gia Lai")
    assert merged.target_groups == ["Công dân Việt Nam"]
    assert merged.agencies[0].provenance == listed.provenance
    assert merged.online[0].url == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/u-1"
    assert merged.provenance.url == merged.online[0].url
    assert merged.detail == "full"


def test_trap_7_the_listing_names_the_procedure_and_the_old_name_is_kept() -> None:
    older = factories.provenance(fetched_on=date(2026, 6, 15))

    merged = merge(
        {PAGE: content(name="Khai ong", provenance=older), LISTING: content(detail="listed")}
    )

    assert (merged.name, merged.aliases) == ("Đăng ký nuôi ong", ["Khai ong"])
    assert kinds(merged) == [Flag.SOURCES_NAME]


def test_a_poorer_record_fills_whole_lists_with_its_own_source() -> None:
    other = content(
        documents=[{"name": "Đơn"}],
        steps=[{"text": "Nộp đơn"}],
        provenance=factories.provenance(source="Nguồn khác"),
    )

    merged = merge({API: content(steps=[{"text": "Bước 1"}]), PAGE: other})

    assert [row.text for row in merged.steps] == ["Bước 1"]
    assert [row.name for row in merged.documents] == ["Đơn"]
    assert merged.documents[0].provenance == other.provenance


def test_the_catalogue_is_never_changed_only_flagged() -> None:
    curated = content(times=[time(5)], fees=[factories.amount(7)])
    imported = content(
        uuid="u-1", times=[time(9)], fees=[factories.amount(8)], steps=[{"text": "Bước 1"}]
    )

    merged = merge({CATALOGUE: curated, API: imported, LISTING: content(name="Khác")})

    assert merged.model_copy(update={"flags": []}) == curated
    assert kinds(merged) == [Flag.SOURCES_TIME, Flag.SOURCES_FEE, Flag.SOURCES_NAME]


def test_a_procedure_that_the_list_lacks_is_flagged() -> None:
    assert kinds(merge({PAGE: content()}, listed=False)) == [Flag.UNLISTED]
    assert merge({PAGE: content()}).flags == []
