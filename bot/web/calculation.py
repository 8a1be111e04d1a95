"""The computed fee of one case: its arithmetic, line by line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.web import messages
from bot.web.formatting import NBSP

Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Sum:
    """One charge: what it is, how its amount comes about, and what belongs to it."""

    label: str
    value: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Account:
    """The charges of one case and way of applying; `total` is empty for a single charge."""

    heading: str
    sums: tuple[Sum, ...]
    total: str = ""


@dataclass(frozen=True)
class Calculation:
    """All accounts, and which way is cheapest or fastest."""

    accounts: tuple[Account, ...]
    best: tuple[str, ...] = ()


def calculation(facts: Facts) -> Calculation | None:
    """Return the arithmetic of a fee part; None where nothing was told of the case."""
    computed = facts.get("computed")
    if not isinstance(computed, Mapping):
        return None
    best = tuple(_best(computed))
    accounts: tuple[Account, ...] = ()
    if computed.get("is_about_person"):
        options = [one for one in computed.get("options") or () if isinstance(one, Mapping)]
        accounts = tuple(_account(one, several=len(options) > 1) for one in options)
    return Calculation(accounts, best) if accounts or best else None


def _best(computed: Facts) -> Iterator[str]:
    for key, words in (("cheapest", messages.CHEAPEST), ("fastest", messages.FASTEST)):
        channel = messages.CHANNELS.get(str(computed.get(key) or ""))
        if channel:
            yield words.format(channel=channel[:1].lower() + channel[1:])


def _account(option: Facts, *, several: bool) -> Account:
    sums = tuple(_sum(line) for line in option.get("lines") or ())
    names = [messages.CHANNELS.get(str(channel), "") for channel in option.get("channels") or ()]
    where = ", ".join(filter(None, [str(option.get("case") or ""), *names]))
    total = ""
    if len(sums) > 1 and option.get("totals"):
        amounts = " + ".join(str(one["text"]).replace(" ", NBSP) for one in option["totals"])
        words = messages.SUM_TOTAL if option.get("is_complete") else messages.SUM_KNOWN
        total = words.format(amount=amounts)
    return Account(where if several else "", sums, total)


def _sum(line: Facts) -> Sum:
    label = str(line.get("label") or messages.FEE_LABEL)
    reduction = line.get("reduction") or {}
    bases = dict.fromkeys(filter(None, (line.get("basis"), reduction.get("basis"))))
    notes = [messages.BASIS.format(basis=basis) for basis in bases]
    if reduction.get("proof"):
        notes.append(messages.PROOF.format(proof=reduction["proof"]))
    if line.get("province"):
        notes.append(messages.SET_IN.format(province=line["province"]))
    if line.get("missing"):
        notes.append(messages.TELL_COUNT.format(count=line["missing"]))
    if line.get("is_unclear"):
        notes.append(messages.UNCLEAR_REDUCTION)
    return Sum(label, _value(line), tuple(notes))


def _value(line: Facts) -> str:
    if line.get("arithmetic"):
        return str(line["arithmetic"])
    match line.get("kind"):
        case "free":
            return messages.FREE
        case "set_by_province":
            return messages.SET_BY_PROVINCE
    return messages.NOT_COMPUTED if line.get("kind") == "amount" else messages.UNKNOWN
