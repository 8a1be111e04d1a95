"""Rules on fees that hold for many procedures: the nation's, and those of a province's council."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from procedures_db.content import Provenance, Text
from procedures_db.terms import ChannelKind, CostType, Group, RuleKind


class FeeRule(BaseModel):
    """A reduction, or the amount that a province has set, for the procedures it names."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]{3,80}$")]
    kind: RuleKind
    province: Text | None = None
    """Full name of today's province; None is the whole country."""
    procedures: Annotated[list[Text], Field(min_length=1)]
    case: str | None = None
    channel: ChannelKind | None = None
    cost_type: CostType | None = None
    """The rule touches charges of this type only, and those that do not say theirs; None: all."""
    groups: list[Group] = []
    """Who belongs to one of them; empty is everybody."""
    all_groups: list[Group] = []
    """Who belongs to all of them."""
    condition: Text | None = None
    """What nobody but the office can tell: the reduction is said, never taken off."""
    label: Text
    """What is charged, or who pays less."""
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    amount: Annotated[int, Field(gt=0)] | None = None
    per: Text | None = None
    proof: Text | None = None
    note: Text | None = None
    basis: Text
    valid_from: date | None = None
    valid_to: date | None = None
    provenance: Provenance

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        if (self.kind is RuleKind.REDUCTION) != (self.percent is not None):
            raise ValueError("a reduction has a percent, and nothing else has")
        if (self.kind is RuleKind.AMOUNT) != (self.amount is not None):
            raise ValueError("an amount rule has an amount, and nothing else has")
        if self.kind is RuleKind.AMOUNT and (self.groups or self.all_groups):
            raise ValueError("an amount is everybody's; groups belong to reductions")
        if self.kind is not RuleKind.REDUCTION and self.province is None:
            raise ValueError("only a province sets an amount")
        if self.groups and self.all_groups:
            raise ValueError("a rule names groups or all_groups, not both")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self

    def holds_on(self, day: date) -> bool:
        """Return whether the rule is in force on `day` (both ends included)."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )
