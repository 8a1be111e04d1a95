"""Parts of an answer for one person's case: computed fee, exemptions, the day it is ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from procedures_db.answers.computed import computed_fee, ready_days
from procedures_db.answers.contract import Part
from procedures_db.answers.render import render
from procedures_db.content import ProcedureContent
from procedures_db.facts.rules import FeeRule
from procedures_db.facts.situation import Situation
from procedures_db.terms import Facet

Facts = dict[str, Any]


@dataclass(frozen=True)
class Situated:
    """The case that a procedure is asked about, on a day."""

    content: ProcedureContent
    situation: Situation
    today: date
    rules: Sequence[FeeRule] = ()

    @cached_property
    def fee(self) -> Facts | None:
        """The computed fee, once for all parts."""
        return computed_fee(self.content, self.situation, self.today, self.rules)

    def facts(self, facet: Facet, facts: Facts | None) -> Facts | None:
        """Return the facts of a facet with those of the case; existing keys stay as they are."""
        facts = self._here(facts)
        if facet is Facet.FEE and facts and self.fee:
            return facts | {"computed": self.fee}
        if facet is Facet.EXEMPTION and self.fee:
            mine = self._reductions(self.fee)
            if mine["applied"] or any(one["rule"] for one in mine["possible"]):
                return (facts or {"rows": []}) | {"mine": mine}
        if facet is Facet.TIME and facts and facts.get("rows"):
            return facts | self._ready(facts["rows"])
        return facts

    def _here(self, facts: Facts | None) -> Facts | None:
        """Leave out what other provinces have decided, when it is known which one is meant."""
        province = self.situation.province
        if not facts or not province or "overrides" not in facts:
            return facts
        here = [one for one in facts["overrides"] if one["province"] == province]
        rest = {name: value for name, value in facts.items() if name != "overrides"}
        return (rest | {"overrides": here}) if here else rest or None

    def _ready(self, rows: list[Facts]) -> Facts:
        submitted = self.situation.submitted or self.today
        days = ready_days(self.content, self.situation, self.today, self.situation.channel)
        return {
            "rows": [row | {"ready_on": day} for row, day in zip(rows, days, strict=True)],
            "submitted": submitted.isoformat(),
            "is_today": submitted == self.today,
        }

    def _reductions(self, fee: Facts) -> Facts:
        applied = [
            line["reduction"]
            for option in fee["options"]
            for line in option["lines"]
            if line["reduction"]
        ]
        distinct = [one for at, one in enumerate(applied) if one not in applied[:at]]
        return {"applied": distinct, "possible": fee["possible"]}


def without_days(part: Part) -> Part:
    """Return a time part as an overview shows it: how long, not until when."""
    rows = [{**row, "ready_on": None} for row in part["facts"].get("rows", ())]
    facts = {**part["facts"], "rows": rows}
    return {**part, "facts": facts, "text": render("time", **_own(facts))}


def fee_text(facts: Facts) -> str:
    """Return the text of a fee part: the arithmetic of the case, or the rows and the best way."""
    computed = facts["computed"]
    if computed["is_about_person"]:
        return render("computed", **computed)
    best = render("best", cheapest=computed["cheapest"], fastest=computed["fastest"])
    return "\n".join(filter(None, [render("fee", **_own(facts)), best]))


def _own(facts: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name not in ("overrides", "computed")}
