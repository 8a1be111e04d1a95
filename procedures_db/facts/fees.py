"""Which fee and exemption rows hold on a day."""

from datetime import date

from procedures_db.content import Fee, FeeExemption, PlaceOverride, ProcessingTime
from procedures_db.terms import FeeKind


def holds_on(row: Fee | FeeExemption | PlaceOverride | ProcessingTime, today: date) -> bool:
    """Return whether the row's validity includes `today` (both ends included)."""
    return (row.valid_from is None or row.valid_from <= today) and (
        row.valid_to is None or today <= row.valid_to
    )


def fees_on(fees: list[Fee], today: date) -> list[Fee]:
    """Return the fee rows that hold on `today`; unknown ones are left out if others remain."""
    valid = [fee for fee in fees if holds_on(fee, today)]
    known = [fee for fee in valid if fee.kind is not FeeKind.UNKNOWN]
    return known or valid


def exemptions_on(exemptions: list[FeeExemption], today: date) -> list[FeeExemption]:
    """Return the exemptions that hold on `today`."""
    return [exemption for exemption in exemptions if holds_on(exemption, today)]


def single_amount(fees: list[Fee]) -> int | None:
    """Return the one amount in đồng that everybody pays, or None when it depends or is unknown."""
    what = {(fee.amount, fee.currency, fee.per, fee.cost_type, fee.label) for fee in fees}
    depends = any(fee.case or fee.from_quantity or fee.cap for fee in fees)
    if len(what) != 1 or depends or fees[0].currency != "VND":
        return None
    return fees[0].amount
