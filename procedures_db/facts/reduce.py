"""Who pays less, and how much less: exemption rows and rules against what is known."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from procedures_db.content import ProcedureContent
from procedures_db.facts.fees import holds_on
from procedures_db.facts.results import Line, Reduction
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
from procedures_db.facts.words import Audience, audience_of
from procedures_db.terms import ChannelKind, CostType, FeeKind, Group, RuleKind

_ALL = 100


@dataclass(frozen=True)
class Charge:
    """Where a line stands."""

    case: str | None
    channel: ChannelKind | None
    is_mixed: bool
    """Phí and lệ phí are charged together, so a row that names neither is unclear."""


@dataclass(frozen=True)
class _Rule:
    """An exemption row or a reduction rule, in one form."""

    reduction: Reduction
    audience: Audience
    case: str | None
    channel: ChannelKind | None
    cost_type: CostType | None
    names_type: bool

    def touches(self, line: Line, charge: Charge) -> bool:
        """Return whether the row is about this line, whoever pays it."""
        return (
            self.case in (None, charge.case)
            and self.channel in (None, charge.channel)
            and (self.cost_type is None or line.cost_type in (None, self.cost_type))
        )


def _worth(rule: _Rule) -> tuple[int, bool]:
    """Of equal shares the one with a legal basis is told."""
    return (rule.reduction.percent or 0, rule.reduction.basis is not None)


class Reductions:
    """The reductions of one procedure that hold on the day."""

    def __init__(
        self, content: ProcedureContent, situation: Situation, day: date, rules: list[FeeRule]
    ) -> None:
        self._content = content
        self._situation = situation
        self._day = day
        self._rules = rules
        self._groups = frozenset(situation.groups)
        self._applied: set[Reduction] = set()

    def apply(self, line: Line, charge: Charge) -> Line:
        """Return the line less the best reduction; never below nothing, never raised."""
        if line.kind not in (FeeKind.AMOUNT, FeeKind.SET_BY_PROVINCE):
            return line
        due = [
            rule
            for rule in self._all
            if rule.touches(line, charge) and rule.audience.includes(self._groups)
        ]
        if charge.is_mixed and any(not rule.names_type for rule in due):
            return replace(
                line, total=None, is_unclear=True
            )  # the row does not say of which of the two
        if not due:
            return line
        best = max(due, key=_worth).reduction
        self._applied.add(best)
        percent = best.percent or 0
        if line.base is None:
            return replace(line, reduction=best, total=0 if percent == _ALL else None)
        return replace(line, reduction=best, total=line.base - line.base * percent // _ALL)

    def possible(self) -> tuple[Reduction, ...]:
        """Return the reductions that the applicant may have and has not got; call it last."""
        return tuple(
            rule.reduction
            for at, rule in enumerate(self._everything)
            if rule.reduction not in self._applied
            and self._is_open(rule)
            and not self._is_said(rule, self._everything[:at])
        )

    def _is_open(self, rule: _Rule) -> bool:
        channel, case = self._situation.channel, self._situation.case
        return (
            (channel is None or rule.channel in (None, channel))
            and (case is None or rule.case in (None, case))
            and not rule.audience.is_everyone
            and not rule.audience.includes(self._groups)
        )

    def _is_said(self, rule: _Rule, before: list[_Rule]) -> bool:
        """Return whether rows before it name the same people, and as much or more."""
        groups: set[frozenset[Group]] = set()
        for one in before:
            wider = one.channel is None and one.case is None and one.cost_type is None
            if wider and (one.reduction.percent or 0) >= (rule.reduction.percent or 0):
                groups |= one.audience.alternatives
        return rule.audience.is_clear and rule.audience.alternatives <= groups

    @property
    def _all(self) -> list[_Rule]:
        """Those whose share and audience are known."""
        return [rule for rule in self._everything if rule.reduction.percent]

    @cached_property
    def _everything(self) -> list[_Rule]:
        found: list[_Rule] = []
        for at, row in enumerate(self._content.exemptions):
            if not holds_on(row, self._day):
                continue
            audience = audience_of(row.group)
            told = row.text if row.percent is None else None
            reduction = Reduction(row.group, row.percent, row.proof, row.basis, note=told, row=at)
            channel = row.channel or audience.channel
            found.append(_Rule(reduction, audience, row.case, channel, None, False))
        found += [self._of_rule(rule) for rule in self._rules if self._is_mine(rule)]
        return found

    def _is_mine(self, rule: FeeRule) -> bool:
        here = rule.province in (None, self._situation.province)
        return rule.kind is RuleKind.REDUCTION and here

    def _of_rule(self, rule: FeeRule) -> _Rule:
        groups = [frozenset({one}) for one in rule.groups]
        if rule.all_groups:
            groups = [frozenset(rule.all_groups)]
        audience = Audience(not groups, frozenset(groups)) if not rule.condition else Audience()
        reduction = Reduction(
            rule.label,
            rule.percent,
            rule.proof,
            rule.basis,
            note=rule.condition or rule.note,
            province=rule.province,
            rule=rule.key,
        )
        # A rule without a cost type is about all charges of its procedures.
        return _Rule(reduction, audience, rule.case, rule.channel, rule.cost_type, True)
