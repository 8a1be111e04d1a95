"""The check finds a figure that differs from the records, in both directions."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from procedures_db.catalogue.check import check_catalogue, compare, main
from procedures_db.catalogue.loader import CatalogueFile
from procedures_db.catalogue.sources import Source
from procedures_db.content import ProcedureContent
from procedures_db.terms import ChannelKind, TimeUnit

UUID = "019d0000-0000-7000-8000-000000000001"
SOURCE = Source(
    text=(
        "Thủ tục mẫu . 12/QĐ-BXX . Nghị định số 10/2020/NĐ-CP ngày 05/3/2020 . "
        "Thu 20.000 đồng/lần, từ trang thứ 3 thu 1.000 đồng, tối đa 200.000 đồng. "
        "Giảm 50% đến hết ngày 31/12/2026. Không quá 03 ngày làm việc. Từ đủ 14 tuổi."
    ),
    fee_text="Thu 20.000 đồng/lần, từ trang thứ 3 thu 1.000 đồng, tối đa 200.000 đồng.",
    ids={UUID},
)
SOURCE.times[ChannelKind.DIRECT].add((3, TimeUnit.WORKING_DAY))
GOOD: dict[str, Any] = {
    "code": "9.000001",
    "uuid": UUID,
    "name": "Thủ tục mẫu",
    "decision_number": "12/QĐ-BXX",
    "provenance": {
        "source": "Cổng mẫu",
        "url": f"https://example.vn/{UUID}",
        "fetched_on": "2026-07-18",
    },
    "channels": [{"channel": "direct"}],
    "times": [{"channel": "direct", "value": 3, "unit": "working_day"}],
    "fees": [
        {"kind": "amount", "amount": 20000, "cap": 200000},
        {"kind": "amount", "amount": 1000, "from_quantity": 3, "cap": 200000},
    ],
    "exemptions": [{"group": "Mọi người", "percent": 50, "valid_to": "2026-12-31"}],
    "conditions": [{"text": "Từ đủ 14 tuổi."}],
    "legal_basis": [{"title": "Nghị định", "number": "10/2020/NĐ-CP", "issued_on": "2020-03-05"}],
}


def findings(source: Source = SOURCE, **changes: Any) -> list[str]:
    content = ProcedureContent.model_validate(GOOD | changes)
    return [f"{where}: {text}" for where, text in compare(content, {"9.000001": source}, "")]


def test_content_with_the_records_figures_has_no_findings() -> None:
    assert findings() == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"uuid": UUID[:-1] + "2"}, "uuid: "),
        ({"name": "Thủ tục khác"}, "name: "),
        ({"decision_number": "13/QĐ-BXX"}, "decision_number: 13/QĐ-BXX"),
        ({"decision_date": "2026-01-01"}, "decision_date: 2026-01-01"),
        ({"related": [{"code": "9.000009"}]}, "related.0: 9.000009"),
        ({"legal_basis": [{"title": "x", "number": "11/2020/NĐ-CP"}]}, "legal_basis.0: 11/2020"),
        ({"legal_basis": [{"title": "x", "issued_on": "2020-03-06"}]}, "legal_basis.0: 2020-03-06"),
        ({"fees": [{"kind": "amount", "amount": 30000}]}, "fees.0: 30000 VND is not"),
        ({"fees": [{"kind": "amount", "amount": 20000}]}, "fees: the source's 1000 VND is missing"),
        ({"fees": [{"kind": "free"}]}, "fees.0: no text says that it is free"),
        ({"fees": [{"kind": "set_by_province"}]}, "fees.0: no text leaves it to"),
        (
            {"fees": [*GOOD["fees"], {"kind": "unknown", "basis": "Thông tư 9/2020/TT-BTC"}]},
            "fees.2: basis",
        ),
        ({"exemptions": [{"group": "x", "percent": 60}]}, "exemptions.0: 60 %"),
        ({"exemptions": [{"group": "x", "percent": 100}]}, "exemptions.0: 100 %"),
        ({"exemptions": [{"group": "x", "valid_to": "2027-12-31"}]}, "exemptions.0: 2027-12-31"),
        ({"times": [{"value": 4, "unit": "working_day"}]}, "times.0: 4 working_day is not"),
        ({"times": [{"value": 3, "unit": "day"}]}, "times.0: 3 day is not"),
        ({"times": []}, "times: the source's 3 working_day (direct) is missing"),
        ({"conditions": [{"text": "Từ đủ 16 tuổi."}]}, "conditions.0.text: age 16"),
        ({"steps": [{"text": "Chờ 5 ngày làm việc."}]}, "steps.0.text: time 5 working_day"),
        ({"summary": "Mất 15.000 đồng."}, "summary: amount 15000 VND"),
        ({"summary": "Giảm 70%."}, "summary: share 70"),
        ({"summary": "Từ ngày 01/02/2026."}, "summary: date 2026-02-01"),
        (
            {"overrides": [{"province": "x", "facet": "fee", "text": "Thu 20.000 đồng."}]},
            "overrides.0.text: amount 20000 VND",
        ),
    ],
)
def test_difference_is_found(changes: dict[str, Any], expected: str) -> None:
    assert any(text.startswith(expected) for text in findings(**changes))


def test_figure_of_the_source_may_be_told_in_a_flag_only() -> None:
    flags = ["Nguồn còn ghi 20.000 đồng, 1.000 đồng, 200.000 đồng."]

    assert findings(fees=[], flags=flags) == []


def test_code_without_record_is_found() -> None:
    content = ProcedureContent.model_validate(GOOD)

    assert list(compare(content, {}, "")) == [("code", "no record has it")]


def test_default_zero_of_the_portal_is_not_free() -> None:
    default = Source(text=SOURCE.text + " . Trực tiếp7 Ngày làm việcMiễn phí", ids={UUID})
    stated = Source(text=SOURCE.text + " . Miễn lệ phí.", ids={UUID})

    free = [{"kind": "free"}]
    assert "fees.0: no text says that it is free" in findings(default, fees=free)
    assert findings(stated, fees=free) == []


@pytest.mark.data
def test_catalogue_has_the_records_figures(catalogue: list[CatalogueFile], data_dir: Path) -> None:
    assert [str(finding) for finding in check_catalogue(catalogue, data_dir)] == []


Change = Callable[[dict[str, Any]], None]


def _wrong(key: str, position: int, field: str, by: int) -> Change:
    def change(data: dict[str, Any]) -> None:
        data[key][position][field] += by

    return change


@pytest.mark.data
@pytest.mark.parametrize(
    ("key", "field", "by"),
    [
        ("fees", "amount", 1),
        ("fees", "amount", 1000),
        ("fees", "cap", 1),
        ("exemptions", "percent", -1),
    ],
)
def test_every_changed_amount_is_found(
    catalogue: list[CatalogueFile],
    sources: dict[str, Source],
    place_text: str,
    key: str,
    field: str,
    by: int,
) -> None:
    tried = 0
    for file in catalogue:
        for position, row in enumerate(getattr(file.content, key)):
            if getattr(row, field) is None:
                continue
            tried += 1
            changed = _changed(file.content, _wrong(key, position, field, by))
            assert list(compare(changed, sources, place_text)), f"{file.name}: {key}.{position}"

    assert tried


@pytest.mark.data
def test_every_changed_time_is_found(
    catalogue: list[CatalogueFile], sources: dict[str, Source], place_text: str
) -> None:
    tried = 0
    for file in catalogue:
        for position, time in enumerate(file.content.times):
            if time.value is None:
                continue
            tried += 1
            changed = _changed(file.content, _wrong("times", position, "value", 80))
            assert list(compare(changed, sources, place_text)), f"{file.name}: times.{position}"

    assert tried


@pytest.mark.data
def test_command_tells_and_fails_when_something_differs(
    data_dir: Path, catalogue: list[CatalogueFile]
) -> None:
    result = CliRunner().invoke(main, [str(data_dir)])

    assert result.exit_code == 0
    assert result.output == f"{len(catalogue)} files, 0 findings\n"


def _changed(content: ProcedureContent, change: Change) -> ProcedureContent:
    data = content.model_dump()
    change(data)
    return ProcedureContent.model_validate(data)
