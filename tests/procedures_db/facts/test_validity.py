"""Which fees hold on a day, and what may be called the amount."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given

from procedures_db.content import Fee, FeeExemption
from procedures_db.facts.fees import exemptions_on, fees_on, holds_on, single_amount
from procedures_db.terms import FeeKind
from tests.factories import TODAY, amount
from tests.procedures_db.strategies import fee_rows

DAY = timedelta(days=1)


def fees(*rows: dict[str, Any]) -> list[Fee]:
    return [Fee.model_validate(row) for row in rows]


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "holds"),
    [
        (None, None, True),
        (TODAY, None, True),
        (None, TODAY, True),
        (TODAY, TODAY, True),
        (TODAY + DAY, None, False),
        (None, TODAY - DAY, False),
        (TODAY - DAY, TODAY + DAY, True),
        (TODAY - 2 * DAY, TODAY - DAY, False),
    ],
)
def test_row_holds_from_its_first_to_its_last_day(
    valid_from: date | None, valid_to: date | None, holds: bool
) -> None:
    (fee,) = fees(amount(1_000, valid_from=valid_from, valid_to=valid_to))

    assert holds_on(fee, TODAY) is holds


def test_halved_fee_ends_with_its_year() -> None:
    rows = fees(
        amount(25_000, valid_to="2026-12-31"),
        amount(50_000, valid_from="2027-01-01"),
    )

    assert [fee.amount for fee in fees_on(rows, date(2026, 12, 31))] == [25_000]
    assert [fee.amount for fee in fees_on(rows, date(2027, 1, 1))] == [50_000]


def test_unknown_fee_stays_only_where_nothing_is_known() -> None:
    unknown, known = {"kind": "unknown", "text": "Theo quy định"}, amount(1_000)

    assert fees_on(fees(unknown, known), TODAY) == fees(known)
    assert fees_on(fees(unknown), TODAY) == fees(unknown)


def test_expired_fee_is_not_replaced_by_a_guess() -> None:
    assert fees_on(fees(amount(1_000, valid_to="2020-12-31")), TODAY) == []


def test_expired_exemption_is_left_out() -> None:
    rows = [
        FeeExemption(group="Hộ nghèo", percent=100),
        FeeExemption(group="Mọi người", percent=50, valid_to=TODAY - DAY),
    ]

    assert [row.group for row in exemptions_on(rows, TODAY)] == ["Hộ nghèo"]


def test_same_amount_in_every_channel_is_the_amount() -> None:
    rows = fees(*(amount(8_000, channel=kind) for kind in ("direct", "online", "postal")))

    assert single_amount(rows) == 8_000


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [amount(8_000), amount(9_000)],
        [amount(8_000, channel="direct"), {"kind": "free", "channel": "online"}],
        [{"kind": "free"}],
        [{"kind": "unknown"}],
        [{"kind": "set_by_province"}],
        [amount(8_000, currency="USD")],
        [amount(8_000, per="trang"), amount(8_000, per="bản")],
        [amount(8_000, from_quantity=3)],
        [amount(2_000, cap=200_000)],
        [amount(8_000, case="tre_han")],
        [amount(50_000, cost_type="phi"), amount(50_000, cost_type="le_phi")],
        [amount(50_000, label="Thẩm định"), amount(50_000, label="Cấp giấy")],
    ],
)
def test_there_is_no_single_amount_where_it_depends(rows: list[dict[str, Any]]) -> None:
    assert single_amount(fees(*rows)) is None


@given(fee_rows())
def test_single_amount_is_always_the_amount_of_every_row(rows: list[dict[str, Any]]) -> None:
    found = fees(*rows)

    single = single_amount(found)

    assert single is None or {(fee.kind, fee.amount, fee.currency) for fee in found} == {
        (FeeKind.AMOUNT, single, "VND")
    }
