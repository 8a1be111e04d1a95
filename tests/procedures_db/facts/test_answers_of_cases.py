"""Answers for one person's case: arithmetic, exemptions, days; edits reach the next answer."""

import time
from typing import Any

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.answers import answer
from procedures_db.answers.contract import Part
from procedures_db.database import transaction
from procedures_db.facts.rule_files import read_rule_files
from procedures_db.facts.situation import NOTHING_SAID, Situation
from procedures_db.read import ProcedureFacts, ProcedureReader
from procedures_db.terms import ChannelKind, Facet, Group
from tests import factories
from tests.factories import CODE, TODAY, amount, content, facts
from tests.procedures_db.facts.test_fee_cases import catalogue, rules

HAI_PHONG = "Thành phố Hải Phòng"
POOR = Situation(groups=(Group.POOR,))


def part(facet: Facet, situation: Situation, **changes: Any) -> Part:
    return answer(facts(**changes), [facet], [], TODAY, situation=situation)["parts"][0]


def real(code: str, facet: Facet, situation: Situation) -> Part:
    known = ProcedureFacts(catalogue()[code], 1)
    reply = answer(known, [facet], [], TODAY, situation=situation, rules=rules())
    return reply["parts"][0]


def test_waived_fee_shows_its_arithmetic_its_basis_and_the_proof() -> None:
    exemption = {"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận", "basis": "1/NQ"}

    fee = part(Facet.FEE, POOR, fees=[amount(20_000)], exemptions=[exemption])

    assert "20.000 × 1 − miễn 100 % (hộ nghèo) = 0 đ" in fee["text"]
    assert "theo 1/NQ" in fee["text"]
    assert "Cần mang: giấy chứng nhận" in fee["text"]
    assert fee["facts"]["computed"]["amount"] == 0
    assert fee["facts"]["amount"] == 20_000


def test_nothing_is_called_free_that_no_row_calls_free() -> None:
    fee = part(Facet.FEE, POOR, fees=[{"kind": "set_by_province"}, {"kind": "unknown"}])

    assert "miễn phí" not in fee["text"].lower()
    assert fee["facts"]["computed"]["amount"] is None


def test_province_that_is_not_known_is_said_not_to_be_known() -> None:
    fee = real("1.004873", Facet.FEE, Situation(province="Thành phố Hà Nội"))

    assert "do Hội đồng nhân dân cấp tỉnh quy định; chưa có mức của tỉnh" in fee["text"]
    assert "Hải Phòng" not in fee["text"]


def test_province_that_is_known_is_named_with_its_resolution() -> None:
    there = Situation(province=HAI_PHONG, channel=ChannelKind.DIRECT)

    fee = real("1.004873", Facet.FEE, there)

    assert "5.000 × 1 = 5.000 đ (mức của Thành phố Hải Phòng)" in fee["text"]
    assert "12/2018/NQ-HĐND" in fee["text"]


def test_exemptions_of_the_province_are_listed() -> None:
    exemption = real("1.004873", Facet.EXEMPTION, Situation(POOR.groups, province=HAI_PHONG))

    assert "Bạn được miễn 100 %" in exemption["text"]
    assert "16/2023/NQ-HĐND" in exemption["text"]


def test_number_that_is_missing_is_asked_for() -> None:
    fee = real("2.000815", Facet.FEE, Situation(case="trong_nuoc"))

    assert (
        "2.000 đồng/trang, 1.000 đồng/trang từ trang thứ 3, tối đa 200.000 đồng/bản" in fee["text"]
    )
    assert "cho biết số trang thì tính được số tiền" in fee["text"]


def test_cheapest_way_is_named_though_nothing_was_told() -> None:
    rows = [amount(15_000, channel="direct"), amount(7_000, channel="online")]
    channels = [{"channel": "direct"}, {"channel": "online"}]

    fee = part(Facet.FEE, NOTHING_SAID, channels=channels, fees=rows)

    assert fee["text"].endswith("Rẻ nhất: nộp trực tuyến.")
    assert "15.000 đồng" in fee["text"]


def test_time_says_until_when_for_papers_handed_in_today() -> None:
    ready = part(Facet.TIME, NOTHING_SAID, times=[{"value": 1, "unit": "working_day"}])

    assert "Nộp hôm nay thì chậm nhất ngày 25/11/2026 có kết quả" in ready["text"]
    assert ready["facts"]["rows"][0]["ready_on"] == "2026-11-25"


def test_time_that_has_expired_gives_no_day() -> None:
    rows = [
        {"value": 9, "unit": "working_day", "valid_to": "2026-01-01"},
        {"value": 1, "unit": "working_day"},
    ]

    ready = part(Facet.TIME, NOTHING_SAID, times=rows)

    assert [row["ready_on"] for row in ready["facts"]["rows"]] == ["2026-11-25"]


def test_overview_says_how_long_not_until_when() -> None:
    overview = part(Facet.OVERVIEW, NOTHING_SAID, times=[{"value": 1, "unit": "working_day"}])

    assert "1 ngày làm việc" in overview["text"]
    assert "Nộp hôm nay" not in overview["text"]


def test_answer_without_a_situation_stays_as_it_was() -> None:
    fee = answer(facts(fees=[amount(8_000)]), [Facet.FEE], [], TODAY)["parts"][0]

    assert "computed" not in fee["facts"]


@pytest.mark.parametrize("code", sorted(catalogue()))
def test_whole_catalogue_is_answered_for_everybody(code: str) -> None:
    everybody = Situation(groups=tuple(Group), province=HAI_PHONG)

    for situation in (NOTHING_SAID, everybody):
        reply = answer(
            ProcedureFacts(catalogue()[code], 1),
            list(Facet),
            [],
            TODAY,
            situation=situation,
            rules=rules(),
        )
        assert "None" not in reply["text"]


def test_edited_fee_is_in_the_next_answer(sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, content(fees=[amount(8_000)]))
    reader = ProcedureReader(sessions)
    before = answer(reader.get(CODE), [Facet.FEE], [], TODAY, situation=POOR)

    with transaction(sessions) as session:
        session.query(models.Fee).update({"amount": 9_000})
    changed = time.monotonic()
    text = before["text"]
    while "9.000 × 1 = 9.000 đ" not in text and time.monotonic() - changed < 5:
        time.sleep(0.05)
        text = answer(reader.get(CODE), [Facet.FEE], [], TODAY, situation=POOR)["text"]

    assert "8.000 × 1 = 8.000 đ" in before["text"]
    assert "9.000 × 1 = 9.000 đ" in text
    assert "8.000" not in text


def test_rules_are_shipped_for_the_catalogue() -> None:
    named = {code for one in read_rule_files() for code in one.procedures}

    assert len(named & set(catalogue())) >= 15
