"""What a computed fee consists of."""

from dataclasses import dataclass, field

from procedures_db.terms import ChannelKind, CostType, FeeKind, Unit


@dataclass(frozen=True)
class Reduction:
    """Somebody pays less: an exemption row or a rule that holds on the day."""

    who: str
    percent: int | None
    proof: str | None
    basis: str | None
    note: str | None = None
    """A limit that a program cannot check, as the source words it."""
    province: str | None = None
    row: int | None = None
    """Position among the procedure's exemptions; None for a rule."""
    rule: str | None = None
    """Key of the rule; None for a row."""


@dataclass(frozen=True)
class Step:
    """`count` units at `amount` each."""

    amount: int
    count: int


@dataclass(frozen=True)
class Line:
    """One charge: where its amount comes from, and what this applicant pays of it."""

    kind: FeeKind
    currency: str = "VND"
    label: str | None = None
    cost_type: CostType | None = None
    rates: tuple[Step, ...] = ()
    """Amounts of the tiers, each with the first unit it applies to."""
    per: str | None = None
    steps: tuple[Step, ...] = ()
    """The arithmetic before cap, copies and reduction; empty when a number is not known."""
    cap: int | None = None
    cap_per: str | None = None
    is_capped: bool = False
    times: int = 1
    """How many times the sum of the steps is charged: the copies."""
    base: int | None = None
    reduction: Reduction | None = None
    total: int | None = None
    """What this applicant pays; None when it cannot be told."""
    missing: Unit | None = None
    """The number that has to be told."""
    adds_up: bool = False
    is_alternative: bool = False
    """The rows contradict each other or do not say which one is due."""
    is_unclear: bool = False
    """There is a reduction, and the source does not say of which charge."""
    province: str | None = None
    """The province whose decision it is."""
    basis: str | None = None
    text: str | None = None
    rows: tuple[int, ...] = field(default=(), compare=False)
    """Positions among the procedure's fees."""
    rule: str | None = None


@dataclass(frozen=True)
class Option:
    """The charges of one case and of the channels in which they are the same."""

    case: str | None
    channels: tuple[ChannelKind, ...]
    """Empty: whatever the channel."""
    lines: tuple[Line, ...]
    totals: dict[str, int] = field(default_factory=dict, hash=False)
    """By currency, where the lines can be added."""
    is_complete: bool = False
    """Nothing that may be due is missing from `totals`."""

    @property
    def dong(self) -> int | None:
        """What is due in đồng, when that is everything that is due."""
        only_dong = set(self.totals) == {"VND"}
        return self.totals["VND"] if self.is_complete and only_dong else None


@dataclass(frozen=True)
class FeeResult:
    """What the applicant pays, for every case and channel that is still possible."""

    options: tuple[Option, ...]
    possible: tuple[Reduction, ...] = ()
    """Reductions for groups the applicant has not named, or that a program cannot judge."""
    cheapest: ChannelKind | None = None
    fastest: ChannelKind | None = None

    @property
    def only(self) -> Option | None:
        """The one option that is left, or None."""
        return self.options[0] if len(self.options) == 1 else None
