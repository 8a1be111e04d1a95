"""What holds for every fee, whatever its rows."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from procedures_db.content import ProcedureContent
from procedures_db.facts.compute import compute_fees
from procedures_db.facts.results import FeeResult, Line
from procedures_db.facts.situation import NOTHING_SAID, Situation
from procedures_db.terms import ChannelKind, CostType, FeeKind, Group, Unit
from tests.factories import TODAY, amount, content

CHANNELS = [{"channel": kind} for kind in ChannelKind]
days = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@st.composite
def validity(draw: st.DrawFn) -> dict[str, Any]:
    ends = sorted(draw(st.tuples(days, days)))
    return {
        "valid_from": draw(st.sampled_from([None, ends[0]])),
        "valid_to": draw(st.sampled_from([None, ends[1]])),
    }


@st.composite
def fees(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from([*FeeKind, FeeKind.AMOUNT, FeeKind.AMOUNT]))
    row: dict[str, Any] = {
        "kind": kind,
        "label": draw(st.sampled_from([None, "Cấp", "Thẩm định"])),
        "cost_type": draw(st.none() | st.sampled_from(CostType)),
        "channel": draw(st.none() | st.sampled_from(ChannelKind)),
        "case": draw(st.sampled_from([None, "moi", "dong"])),
        "adds_up": draw(st.sampled_from([None, True])),
    } | draw(validity())
    if kind is FeeKind.AMOUNT:
        row |= {
            "amount": draw(st.integers(1, 500_000)),
            "per": draw(st.sampled_from([None, "trang", "bản", "người", "lần", "con voi"])),
            "from_quantity": draw(st.sampled_from([None, None, 2, 3])),
            "cap": draw(st.sampled_from([None, 200_000])),
            "cap_per": draw(st.sampled_from([None, "bản"])),
        }
    return row


@st.composite
def exemptions(draw: st.DrawFn) -> dict[str, Any]:
    names = ["Hộ nghèo", "Người khuyết tật", "Mọi người", "Người nộp hồ sơ trực tuyến", "Kẻ lạ"]
    return {
        "group": draw(st.sampled_from(names)),
        "percent": draw(st.none() | st.integers(1, 100)),
        "channel": draw(st.none() | st.sampled_from(ChannelKind)),
        "case": draw(st.sampled_from([None, "moi"])),
    } | draw(validity())


@st.composite
def procedures(draw: st.DrawFn) -> ProcedureContent:
    return content(
        channels=CHANNELS,
        cases=[{"key": "moi", "name": "Mới"}, {"key": "dong", "name": "Đông"}],
        fees=draw(st.lists(fees(), min_size=1, max_size=5)),
        exemptions=draw(st.lists(exemptions(), max_size=4)),
    )


situations = st.builds(
    Situation,
    groups=st.lists(st.sampled_from([Group.POOR, Group.DISABLED]), unique=True).map(tuple),
    channel=st.none() | st.sampled_from(ChannelKind),
    case=st.sampled_from([None, "moi", "dong"]),
    counts=st.dictionaries(
        st.sampled_from([Unit.PAGE, Unit.COPY, Unit.PERSON]), st.integers(1, 400)
    ).map(lambda counts: tuple(counts.items())),
)


def lines_of(result: FeeResult | None) -> list[Line]:
    return [line for option in result.options for line in option.lines] if result else []


def without(procedure: ProcedureContent, **changes: Any) -> ProcedureContent:
    return procedure.model_copy(update=changes)


@given(procedures(), situations, days)
def test_nobody_is_paid(procedure: ProcedureContent, case: Situation, today: date) -> None:
    result = compute_fees(procedure, case, today)

    assert all(line.total is None or line.total >= 0 for line in lines_of(result))
    for option in result.options if result else ():
        assert all(total >= 0 for total in option.totals.values())


@given(procedures(), situations, days)
def test_exemption_never_raises(procedure: ProcedureContent, case: Situation, today: date) -> None:
    with_them = compute_fees(procedure, case, today)
    plain = without(procedure, exemptions=[])

    for option in with_them.options if with_them else ():
        for channel in option.channels or tuple(ChannelKind):
            there = Situation(case.groups, channel, option.case or case.case, case.counts)
            mine, full = (compute_fees(one, there, today) for one in (procedure, plain))
            if mine and full and mine.only and full.only:
                for currency, total in mine.only.totals.items():
                    assert total <= full.only.totals.get(currency, total)
    for line in lines_of(with_them):
        if line.total is not None and line.base is not None:
            assert line.total <= line.base


@given(procedures(), situations, days)
def test_expired_rows_never_apply(
    procedure: ProcedureContent, case: Situation, today: date
) -> None:
    def holds(row: Any) -> bool:
        begun = row.valid_from is None or row.valid_from <= today
        return begun and (row.valid_to is None or today <= row.valid_to)

    current = without(
        procedure,
        fees=[row for row in procedure.fees if holds(row)],
        exemptions=[row for row in procedure.exemptions if holds(row)],
    )

    mine, other = compute_fees(procedure, case, today), compute_fees(current, case, today)
    assert (mine is None) == (other is None)
    if mine and other:
        assert [one.lines for one in mine.options] == [
            tuple(_at_rows_of(line, procedure, current) for line in one.lines)
            for one in other.options
        ]


def _at_rows_of(line: Line, whole: ProcedureContent, current: ProcedureContent) -> Line:
    """Give a reduction the position that its row has in the whole procedure."""
    if line.reduction is None or line.reduction.row is None:
        return line
    row = current.exemptions[line.reduction.row]
    at = next(at for at, one in enumerate(whole.exemptions) if one is row)
    return replace(line, reduction=replace(line.reduction, row=at))


@given(procedures(), situations, days)
def test_every_amount_comes_from_a_row(
    procedure: ProcedureContent, case: Situation, today: date
) -> None:
    rows = procedure.fees

    for line in lines_of(compute_fees(procedure, case, today)):
        amounts = {rows[at].amount for at in line.rows}
        assert {step.amount for step in line.steps} <= amounts
        assert {rate.amount for rate in line.rates} <= amounts
        if line.kind is FeeKind.UNKNOWN:
            assert line.total is None
        elif line.total is not None and line.kind is FeeKind.AMOUNT:
            due = sum(step.amount * step.count for step in line.steps)
            capped = min(due, line.cap) if line.cap else due
            percent = (line.reduction.percent or 0) if line.reduction else 0
            base = capped * line.times
            assert line.total == base - base * percent // 100
        elif line.total == 0:
            full = line.reduction is not None and line.reduction.percent == 100
            assert full or any(rows[at].kind is FeeKind.FREE for at in line.rows)


@given(procedures(), situations, days)
def test_totals_are_sums_of_what_is_due_together(
    procedure: ProcedureContent, case: Situation, today: date
) -> None:
    result = compute_fees(procedure, case, today)

    for option in result.options if result else ():
        if option.totals:
            assert not any(line.is_alternative for line in option.lines)
            known = [line for line in option.lines if line.total is not None]
            assert sum(option.totals.values()) == sum(line.total or 0 for line in known)
        if option.is_complete:
            assert all(line.total is not None for line in option.lines)


def test_reductions_are_not_stacked() -> None:
    halves = [{"group": "Hộ nghèo", "percent": 50}, {"group": "Mọi người", "percent": 60}]

    result = compute_fees(
        content(fees=[amount(20_000)], exemptions=halves), Situation((Group.POOR,)), TODAY
    )

    assert result
    assert result.only
    assert result.only.dong == 8_000


def test_amounts_that_may_exclude_each_other_are_not_added() -> None:
    rows = [amount(350_000, label="Dưới 200 suất"), amount(500_000, label="Từ 200 suất")]

    result = compute_fees(content(fees=rows), NOTHING_SAID, TODAY)

    assert result
    assert result.only
    assert result.only.totals == {}
    assert all(line.is_alternative for line in result.only.lines)


def test_reduction_of_one_of_two_charges_is_not_guessed() -> None:
    rows = [
        amount(50_000, cost_type="phi", label="Phí", adds_up=True),
        amount(20_000, cost_type="le_phi", label="Lệ phí", adds_up=True),
    ]
    poor = [{"group": "Hộ nghèo", "percent": 100}]

    result = compute_fees(content(fees=rows, exemptions=poor), Situation((Group.POOR,)), TODAY)

    assert result
    assert result.only
    assert result.only.totals == {}
    assert all(line.is_unclear for line in result.only.lines)


def test_currencies_are_kept_apart() -> None:
    rows = [
        amount(10, currency="USD", label="Cấp", adds_up=True),
        amount(50_000, label="Dịch", adds_up=True),
    ]

    result = compute_fees(content(fees=rows), NOTHING_SAID, TODAY)

    assert result
    assert result.only
    assert result.only.totals == {"USD": 10, "VND": 50_000}
    assert result.only.dong is None


def test_groups_that_were_not_named_are_offered() -> None:
    poor = [{"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận"}]

    result = compute_fees(content(fees=[amount(8_000)], exemptions=poor), NOTHING_SAID, TODAY)

    assert result
    assert [(one.who, one.proof) for one in result.possible] == [("Hộ nghèo", "giấy chứng nhận")]


def test_there_is_no_result_where_no_row_holds() -> None:
    old = amount(8_000, valid_to=TODAY - timedelta(days=1))

    assert compute_fees(content(fees=[old]), NOTHING_SAID, TODAY) is None
