"""What an applicant pays: computed from rows and rules only, for one day.

Nothing is guessed: where a number, a case or a province's decision is missing, the line says so
and has no total. Of several reductions the best one counts; they are never stacked.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from procedures_db.calendar import WorkCalendar
from procedures_db.content import Fee, ProcedureContent
from procedures_db.facts.fees import holds_on
from procedures_db.facts.ready import fastest_channel
from procedures_db.facts.reduce import Charge, Reductions
from procedures_db.facts.results import FeeResult, Line, Option, Step
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
from procedures_db.facts.words import counted_by
from procedures_db.terms import ChannelKind, CostType, FeeKind, RuleKind, Unit

_Row = tuple[int, Fee]


def compute_fees(
    content: ProcedureContent,
    situation: Situation,
    today: date,
    rules: Sequence[FeeRule] = (),
    days: WorkCalendar | None = None,
) -> FeeResult | None:
    """Return what is due in `situation`, or None when no row about fees holds on the day.

    `days` are for naming the fastest channel; without them it is not named.
    """
    day = situation.submitted or today
    rows = [(at, fee) for at, fee in enumerate(content.fees) if holds_on(fee, day)]
    if not rows:
        return None
    mine = [rule for rule in rules if content.code in rule.procedures and rule.holds_on(day)]
    case = _Computation(content, situation, day, rows, mine)
    options = case.options()
    cheapest = _cheapest(options)
    fastest = None
    if days is not None and situation.channel is None:
        times = [time for time in content.times if holds_on(time, day)]
        fastest = fastest_channel(times, situation.case, day, days)
    return FeeResult(tuple(options), case.reductions.possible(), cheapest, fastest)


@dataclass
class _Computation:
    """One question: the rows of the day and what is known of the applicant."""

    content: ProcedureContent
    situation: Situation
    day: date
    rows: list[_Row]
    rules: list[FeeRule]

    def __post_init__(self) -> None:
        self.reductions = Reductions(self.content, self.situation, self.day, self.rules)

    def options(self) -> list[Option]:
        """Return the options, those that differ by nothing but the channel merged."""
        found: list[Option] = []
        offered: list[ChannelKind | None] = [*self._channels()] or [None]
        for case in self._cases():
            by_lines: dict[tuple[Line, ...], list[ChannelKind]] = {}
            for channel in offered:
                lines = tuple(self._lines(case, channel))
                by_lines.setdefault(lines, []).extend([channel] if channel else [])
            for lines, channels in by_lines.items():
                if lines or (case == self.situation.case and len(by_lines) == 1):
                    same = len(by_lines) == 1 and self.situation.channel is None
                    found.append(_option(case, () if same else tuple(channels), lines))
        return found

    def _cases(self) -> list[str | None]:
        known = [case.key for case in self.content.cases]
        if self.situation.case in known:
            return [self.situation.case]
        named = {fee.case for _, fee in self.rows}
        named |= {row.case for row in self.content.exemptions if holds_on(row, self.day)}
        named |= {rule.case for rule in self.rules if self._is_here(rule)}
        found: list[str | None] = [key for key in known if key in named]
        whatever = any(fee.case is None for _, fee in self.rows)
        return [*found, None] if whatever and len(found) < len(known) else found or [None]

    def _channels(self) -> list[ChannelKind]:
        offered = list(dict.fromkeys(row.channel for row in self.content.channels))
        if self.situation.channel in offered:
            return [self.situation.channel]
        if self.situation.channel and not offered:
            return [self.situation.channel]
        return offered

    def _lines(self, case: str | None, channel: ChannelKind | None) -> list[Line]:
        rows = [
            row
            for row in self.rows
            if row[1].case in (None, case) and row[1].channel in (None, channel)
        ]
        lines = _marked([line for group in _groups(rows) for line in self._of_group(group)])
        lines += self._unsaid(rows, case, channel)
        lines = [one for line in lines for one in self._decided(line, case, channel)]
        charges = [line for line in lines if line.kind in (FeeKind.AMOUNT, FeeKind.SET_BY_PROVINCE)]
        mixed = len({line.cost_type for line in charges if line.cost_type}) > 1
        return [self.reductions.apply(line, Charge(case, channel, mixed)) for line in lines]

    def _unsaid(
        self, rows: list[_Row], case: str | None, channel: ChannelKind | None
    ) -> list[Line]:
        """Return the charges that the rows give for other channels only: here they are unknown."""
        if channel is None:
            return []
        said = {_charge_of(fee) for _, fee in rows}
        elsewhere = [
            fee
            for _, fee in self.rows
            if fee.case in (None, case) and fee.channel not in (None, channel)
        ]
        return [
            Line(FeeKind.UNKNOWN, label=label, cost_type=cost_type)
            for label, cost_type in dict.fromkeys(_charge_of(fee) for fee in elsewhere)
            if (label, cost_type) not in said
        ]

    def _of_group(self, group: list[_Row]) -> list[Line]:
        """Return the lines of rows about one charge: tiers belong to the row before them."""
        tiers: list[list[_Row]] = []
        for row in group:
            if (row[1].from_quantity or 1) > 1 and tiers and _is_tier_of(row[1], tiers[-1][0][1]):
                tiers[-1].append(row)
            else:
                tiers.append([row])
        return [self._line(one) for one in tiers]

    def _line(self, tiers: list[_Row]) -> Line:
        first = tiers[0][1]
        line = Line(
            kind=first.kind,
            currency=first.currency,
            label=first.label if len(tiers) == 1 else None,
            cost_type=first.cost_type,
            per=first.per,
            basis=first.basis,
            text=first.text,
            adds_up=bool(first.adds_up),
            rows=tuple(at for at, _ in tiers),
        )
        if first.kind is FeeKind.FREE:
            return replace(line, base=0, total=0)
        if first.kind is not FeeKind.AMOUNT:
            return line
        rates = tuple(Step(fee.amount or 0, fee.from_quantity or 1) for _, fee in tiers)
        line = replace(line, rates=rates, cap=first.cap, cap_per=first.cap_per)
        return self._counted(line)

    def _counted(self, line: Line) -> Line:
        """Return the line with its arithmetic, where the numbers are known."""
        counted = counted_by(line.per)
        if line.per is None and any(count > 1 for _, count in self.situation.counts):
            return line  # the row does not say what it is charged for
        number = self.situation.count(counted.unit) if counted.unit else None
        number = number or counted.default
        if number is None:
            return replace(line, missing=counted.unit)
        steps = _steps(line.rates, number)
        if not steps:
            return replace(line, missing=counted.unit)  # the first tier begins later
        cap_unit = counted_by(line.cap_per).unit if line.cap_per else None
        times = 1
        if counted.unit is Unit.PAGE and cap_unit in (None, Unit.COPY):
            times = self.situation.count(Unit.COPY) or 1
        due = sum(step.amount * step.count for step in steps)
        capped = line.cap is not None and due > line.cap
        base = (line.cap or 0) if capped else due
        if capped and cap_unit is None and line.cap_per:
            return replace(line, steps=(), missing=None)  # capped per something uncounted
        base *= times
        return replace(line, steps=steps, is_capped=capped, times=times, base=base, total=base)

    def _decided(self, line: Line, case: str | None, channel: ChannelKind | None) -> list[Line]:
        """Return what the applicant's province has set for a charge that is left to it."""
        is_open = line.kind is FeeKind.UNKNOWN and line.label is None
        if line.kind is not FeeKind.SET_BY_PROVINCE and not is_open:
            return [line]
        set_here = [
            rule
            for rule in self.rules
            if rule.kind is RuleKind.AMOUNT
            and self._is_here(rule)
            and rule.case in (None, case)
            and rule.channel in (None, channel)
            and (rule.cost_type is None or line.cost_type in (None, rule.cost_type))
        ]
        if not set_here:
            return [line]
        several = len(set_here) > 1 or line.is_alternative
        return [
            self._counted(
                Line(
                    kind=FeeKind.AMOUNT,
                    label=rule.label,
                    cost_type=rule.cost_type or line.cost_type,
                    rates=(Step(rule.amount or 0, 1),),
                    per=rule.per,
                    adds_up=line.adds_up and not several,
                    is_alternative=several,
                    province=rule.province,
                    basis=rule.basis,
                    text=rule.note,
                    rows=line.rows,
                    rule=rule.key,
                )
            )
            for rule in set_here
        ]

    def _is_here(self, rule: FeeRule) -> bool:
        return rule.province in (None, self.situation.province)


def _groups(rows: list[_Row]) -> list[list[_Row]]:
    """Return the rows of each charge; of one charge the rows made for this case count."""
    by_charge: dict[tuple[object, ...], list[_Row]] = {}
    for row in rows:
        fee = row[1]
        is_tier = (fee.from_quantity or 1) > 1
        key: tuple[object, ...] = (fee.label, fee.cost_type, fee.currency)
        if is_tier:
            key = next(
                (known for known, group in by_charge.items() if _is_tier_of(fee, group[-1][1])), key
            )
        by_charge.setdefault(key, []).append(row)
    return [_fitting(group) for group in by_charge.values()]


def _charge_of(fee: Fee) -> tuple[str | None, CostType | None]:
    return (fee.label, fee.cost_type)


def _fitting(group: list[_Row]) -> list[_Row]:
    exact = max(_exactness(fee) for _, fee in group)
    best = [row for row in group if _exactness(row[1]) == exact]
    known = [row for row in best if row[1].kind is not FeeKind.UNKNOWN] or best
    seen: dict[tuple[object, ...], _Row] = {}
    for row in known:
        fee = row[1]
        same: tuple[object, ...] = (
            fee.kind,
            fee.amount,
            fee.currency,
            fee.per,
            fee.from_quantity,
            fee.cap,
        )
        if fee.kind is FeeKind.UNKNOWN:
            same = (*same, fee.text)
        seen.setdefault(same, row)
    return list(seen.values())


def _exactness(fee: Fee) -> int:
    return (fee.case is not None) + (fee.channel is not None)


def _is_tier_of(tier: Fee, base: Fee) -> bool:
    """Return whether `tier` goes on where `base`, or a tier before it, ends."""
    same = ("case", "channel", "cost_type", "currency", "per")
    return (
        base.kind is FeeKind.AMOUNT
        and tier.kind is FeeKind.AMOUNT
        and all(getattr(tier, name) == getattr(base, name) for name in same)
        and (base.from_quantity or 1) < (tier.from_quantity or 1)
    )


def _marked(lines: list[Line]) -> list[Line]:
    """Mark the lines that exclude each other: amounts that no row says are due together."""
    charged = [line for line in lines if line.kind is not FeeKind.UNKNOWN]
    loose = [line for line in charged if not line.adds_up]
    by_charge: dict[tuple[object, ...], int] = {}
    for line in charged:
        key = (line.label, line.cost_type)
        by_charge[key] = by_charge.get(key, 0) + 1
    several = len(charged) > 1 and any(line.kind is FeeKind.AMOUNT for line in loose)
    return [
        replace(line, is_alternative=True)
        if line.kind is not FeeKind.UNKNOWN
        and (by_charge[line.label, line.cost_type] > 1 or (several and not line.adds_up))
        else line
        for line in lines
    ]


def _steps(rates: tuple[Step, ...], number: int) -> tuple[Step, ...]:
    """Split `number` units among the tiers: a tier holds from its first unit to the next tier's."""
    if not rates or rates[0].count > 1:
        return ()
    ends = [rate.count - 1 for rate in rates[1:]] + [number]
    steps = []
    for rate, end in zip(rates, ends, strict=True):
        count = min(end, number) - rate.count + 1
        if count > 0:
            steps.append(Step(rate.amount, count))
    return tuple(steps)


def _option(case: str | None, channels: tuple[ChannelKind, ...], lines: tuple[Line, ...]) -> Option:
    """Add up what can be added: never alternatives, never a line without a total."""
    totals: dict[str, int] = {}
    summable = not any(line.is_alternative for line in lines)
    if summable:
        for line in lines:
            if line.total is not None:
                totals[line.currency] = totals.get(line.currency, 0) + line.total
    complete = bool(lines) and summable and all(line.total is not None for line in lines)
    return Option(case, channels, lines, totals, complete)


def _cheapest(options: Sequence[Option]) -> ChannelKind | None:
    """Return the channel that costs least in one case; None where it is the same or unknown."""
    if len({option.case for option in options}) != 1 or len(options) < 2:
        return None
    priced = [(option.dong, option) for option in options]
    if any(dong is None for dong, _ in priced):
        return None
    least = min(dong for dong, _ in priced if dong is not None)
    best = [option for dong, option in priced if dong == least]
    if len(best) != 1 or len(best[0].channels) != 1:
        return None
    return best[0].channels[0]
