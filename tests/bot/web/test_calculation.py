"""The page shows how the amount comes about."""

from datetime import date
from typing import Any

from bot.web.calculation import calculation
from bot.web.sections import section
from procedures_db.answers import answer
from procedures_db.facts.situation import Situation
from procedures_db.read import ProcedureFacts
from procedures_db.terms import ChannelKind, Facet, Group, Unit
from tests.factories import TODAY, amount, content

PAGES = {
    "fees": [
        amount(2_000, per="trang", cap=200_000, cap_per="bản", basis="226/2016/TT-BTC"),
        amount(1_000, per="trang", from_quantity=3, cap=200_000, cap_per="bản"),
    ]
}
CHANNELS = [{"channel": "direct"}, {"channel": "online"}]


def part(facet: Facet, situation: Situation, **changes: Any) -> dict[str, Any]:
    facts = ProcedureFacts(content(**changes), 1)
    return answer(facts, [facet], [], TODAY, situation=situation)["parts"][0]["facts"]


def test_arithmetic_stands_above_the_rows() -> None:
    facts = part(Facet.FEE, Situation(counts=((Unit.PAGE, 5),)), **PAGES)

    shown = calculation(facts)

    assert shown
    (account,) = shown.accounts
    assert account.sums[0].value == "2.000 × 2 + 1.000 × 3 = 7.000 đ"
    assert account.sums[0].notes == ("Căn cứ: 226/2016/TT-BTC",)
    found = section("fee", facts)
    assert found
    assert found[1].calculation == shown
    assert len(found[1].rows) == 2


def test_nothing_told_shows_the_rows_only() -> None:
    facts = part(Facet.FEE, Situation(), **PAGES)

    assert calculation(facts) is None


def test_cheapest_way_is_named() -> None:
    fees = [amount(15_000, channel="direct"), amount(7_000, channel="online")]

    shown = calculation(part(Facet.FEE, Situation(), channels=CHANNELS, fees=fees))

    assert shown
    assert shown.best == ("Rẻ nhất: nộp trực tuyến.",)


def test_each_way_has_its_own_account() -> None:
    fees = [amount(15_000, channel="direct"), amount(7_000, channel="online")]
    poor = Situation(groups=(Group.POOR,))

    shown = calculation(part(Facet.FEE, poor, channels=CHANNELS, fees=fees))

    assert shown
    assert [account.heading for account in shown.accounts] == ["Nộp trực tiếp", "Nộp trực tuyến"]


def test_charges_are_added_where_they_add_up() -> None:
    fees = [
        amount(135_000, label="Cấp", adds_up=True),
        amount(60_000, label="Thi", adds_up=True),
    ]

    shown = calculation(
        part(
            Facet.FEE,
            Situation(channel=ChannelKind.DIRECT),
            channels=[{"channel": "direct"}],
            fees=fees,
        )
    )

    assert shown
    assert shown.accounts[0].total.replace("\N{NO-BREAK SPACE}", " ") == "Cộng: 195.000 đ"


def test_proof_is_named_beside_the_exemption() -> None:
    exemption = {"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận hộ nghèo"}
    poor = Situation(groups=(Group.POOR,))

    shown = calculation(part(Facet.FEE, poor, fees=[amount(20_000)], exemptions=[exemption]))

    assert shown
    (sum_,) = shown.accounts[0].sums
    assert sum_.value == "20.000 × 1 − miễn 100 % (hộ nghèo) = 0 đ"
    assert sum_.notes == ("Cần có: giấy chứng nhận hộ nghèo",)


def test_time_says_until_when() -> None:
    facts = part(Facet.TIME, Situation(), times=[{"value": 3, "unit": "working_day"}])

    found = section("time", facts)

    assert found
    # 24 November 2026 is a public holiday.
    assert found[1].rows[0].notes == ("Nộp hôm nay: chậm nhất ngày 27/11/2026 có kết quả",)


def test_other_day_of_handing_in_is_named() -> None:
    tomorrow = Situation(submitted=date(2026, 12, 1))

    found = section("time", part(Facet.TIME, tomorrow, times=[{"value": 1, "unit": "working_day"}]))

    assert found
    assert found[1].rows[0].notes == ("Nộp ngày 01/12/2026: chậm nhất ngày 02/12/2026 có kết quả",)
