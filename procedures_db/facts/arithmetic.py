"""The arithmetic of a line, written out: "2.000 × 2 + 1.000 × 3 = 7.000 đ"."""

from procedures_db.facts import messages
from procedures_db.facts.results import Line, Reduction
from procedures_db.terms import FeeKind

_ALL = 100


def arithmetic(line: Line) -> str | None:
    """Return how the line's total comes about, or None when it has none."""
    if line.total is None or line.kind in (FeeKind.FREE, FeeKind.UNKNOWN):
        return None
    left = _charged(line)
    if line.reduction:
        left = f"{left} − {_taken_off(line.reduction)}"
    return f"{left} = {money(line.total, line.currency)}"


def money(amount: int, currency: str) -> str:
    """Return an amount as it stands in arithmetic: "7.000 đ", "10 USD"."""
    return f"{_digits(amount)} {messages.DONG if currency == 'VND' else currency}"


def _charged(line: Line) -> str:
    if line.kind is FeeKind.SET_BY_PROVINCE or not line.steps:
        return messages.PROVINCE_SETS if line.kind is FeeKind.SET_BY_PROVINCE else _rates(line)
    terms = " + ".join(f"{_digits(step.amount)} × {step.count}" for step in line.steps)
    if line.is_capped and line.cap is not None:
        due = sum(step.amount * step.count for step in line.steps)
        limit = f"{messages.AT_MOST} {_digits(line.cap)}"
        if line.times == 1 and not line.reduction:
            return f"{terms} = {_digits(due)}, {limit}"
        terms = f"{terms} = {_digits(due)}, {limit}"
        return f"({terms}) × {line.times}" if line.times > 1 else f"({terms})"
    if line.times > 1:
        return f"({terms}) × {line.times}"
    return terms


def _rates(line: Line) -> str:
    return " + ".join(_digits(rate.amount) for rate in line.rates)


def _taken_off(reduction: Reduction) -> str:
    percent = reduction.percent or 0
    verb = messages.WAIVED if percent == _ALL else messages.REDUCED
    who = reduction.who[:1].lower() + reduction.who[1:]
    return f"{verb} {percent} % ({who})"


def _digits(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
