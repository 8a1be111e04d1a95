"""The computed fee as JSON data of the fee part, and what the time part says of the day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from procedures_db.calendar import vietnam_calendar
from procedures_db.content import ProcedureContent
from procedures_db.facts import messages
from procedures_db.facts.arithmetic import arithmetic, money
from procedures_db.facts.compute import compute_fees
from procedures_db.facts.fees import holds_on
from procedures_db.facts.ready import ready_by
from procedures_db.facts.results import FeeResult, Line, Option, Reduction
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
from procedures_db.terms import ChannelKind, FeeKind

Facts = dict[str, Any]
_MOST_OPTIONS = 8


def computed_fee(
    content: ProcedureContent, situation: Situation, today: date, rules: Sequence[FeeRule]
) -> Facts | None:
    """Return what is due in the situation, or None when no row holds or too much is open."""
    days = vietnam_calendar(situation.submitted or today)
    result = compute_fees(content, situation, today, rules, days)
    if result is None or len(result.options) > _MOST_OPTIONS:
        return None
    names = {case.key: case.name for case in content.cases}
    return {
        "situation": situation.to_json(),
        "amount": result.only.dong if result.only else None,
        "options": [_option(option, names) for option in result.options],
        "possible": [] if _pays_nothing(result) else [_reduction(one) for one in result.possible],
        "cheapest": result.cheapest,
        "fastest": result.fastest,
        "is_about_person": is_about_person(situation, result),
    }


def is_about_person(situation: Situation, result: FeeResult) -> bool:
    """Return whether something that the applicant said changes what is shown."""
    lines = [line for option in result.options for line in option.lines]
    named = {row.kind for row in lines} != {FeeKind.UNKNOWN}
    told = bool(situation.groups or situation.counts or situation.province)
    return named and (told or bool(situation.channel) or bool(situation.case))


def _pays_nothing(result: FeeResult) -> bool:
    """Return whether there is nothing left to reduce."""
    totals = [
        line.total
        for option in result.options
        for line in option.lines
        if line.kind in (FeeKind.AMOUNT, FeeKind.SET_BY_PROVINCE)
    ]
    return bool(totals) and set(totals) == {0}


def ready_days(
    content: ProcedureContent, situation: Situation, today: date, channel: ChannelKind | None
) -> list[str | None]:
    """Return the last day of each time row that holds today, as ISO text; None is open."""
    submitted = situation.submitted or today
    times = [time for time in content.times if holds_on(time, today)]
    days: list[str | None] = [None] * len(times)
    for one in ready_by(submitted, times, channel, vietnam_calendar(submitted)):
        days[one.row] = one.on.isoformat() if one.on else None
    return days


def _option(option: Option, names: dict[str, str]) -> Facts:
    return {
        "case": names.get(option.case) if option.case else None,
        "channels": [str(channel) for channel in option.channels],
        "lines": [_line(line) for line in option.lines],
        "totals": [
            {"amount": amount, "currency": currency, "text": money(amount, currency)}
            for currency, amount in option.totals.items()
        ],
        "is_complete": option.is_complete,
    }


def _line(line: Line) -> Facts:
    return {
        "kind": str(line.kind),
        "label": line.label,
        "cost_type": line.cost_type,
        "currency": line.currency,
        "base": line.base,
        "total": line.total,
        "arithmetic": arithmetic(line),
        "rates": [{"amount": rate.amount, "from": rate.count} for rate in line.rates],
        "per": line.per,
        "cap": line.cap,
        "cap_per": line.cap_per,
        "missing": messages.UNITS.get(line.missing) if line.missing else None,
        "reduction": _reduction(line.reduction) if line.reduction else None,
        "is_alternative": line.is_alternative,
        "is_unclear": line.is_unclear,
        "province": line.province,
        "basis": line.basis,
        "text": line.text,
        "note": None if line.rule is None else line.text,
    }


def _reduction(reduction: Reduction) -> Facts:
    return {
        "who": reduction.who,
        "percent": reduction.percent,
        "proof": reduction.proof,
        "basis": reduction.basis,
        "note": reduction.note,
        "province": reduction.province,
        "rule": reduction.rule,
    }
