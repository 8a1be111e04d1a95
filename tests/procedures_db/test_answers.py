"""The structured answer: every fact comes from a row, and what is missing is said to be missing."""

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from procedures_db.answers import answer, ask_back, ask_topic, decode, non_answer, not_in_data
from procedures_db.answers.contract import CandidateRef, Part, Reply
from procedures_db.answers.render import FACET_NAMES, non_answers
from procedures_db.content import ProcedureContent
from procedures_db.read import ProcedureFacts
from procedures_db.terms import Facet, FeeKind
from tests.factories import CODE, PAGE, TODAY, amount, content, detailed, facts, provenance
from tests.procedures_db.strategies import contents, fee_rows

CANDIDATES: list[CandidateRef] = [
    {"code": f"9.00000{n}", "name": f"Thủ tục {n}", "score": 0.5 / n} for n in range(1, 6)
]
REPLY_KEYS = {"status", "procedure", "candidates", "parts", "text", "buttons"}


def reply_to(*facets: Facet, today: date = TODAY, **changes: Any) -> Reply:
    return answer(facts(**changes), facets, CANDIDATES, today)


def part(facet: Facet, today: date = TODAY, **changes: Any) -> Part:
    return reply_to(facet, today=today, **changes)["parts"][0]


def all_of(procedure: ProcedureContent, *facets: Facet) -> Reply:
    return answer(ProcedureFacts(procedure, 3), facets, CANDIDATES, TODAY)


# --- the whole -----------------------------------------------------------------------------


@pytest.mark.parametrize("facet", Facet)
def test_every_facet_of_a_detailed_procedure_is_answered(facet: Facet) -> None:
    reply = all_of(detailed(), facet)

    assert reply["status"] == "answered"
    assert reply["parts"][0]["facts"]
    assert reply["parts"][0]["text"] in reply["text"]


@pytest.mark.parametrize("facet", Facet)
def test_every_facet_of_a_bare_procedure_is_said_to_be_missing(facet: Facet) -> None:
    reply = reply_to(facet)

    only = reply["parts"][0]
    assert reply["status"] == only["status"] == "not_in_data"
    assert only["facts"] == {}
    assert "chưa có trong dữ liệu" in only["text"]
    assert PAGE in only["text"]
    assert FACET_NAMES[facet].lower() in only["text"].lower()


def test_missing_fact_without_official_page_sends_to_the_office() -> None:
    missing = part(Facet.FEE, provenance=provenance(url=None))

    assert "hỏi nơi tiếp nhận hồ sơ" in missing["text"]


def test_page_of_the_portal_is_known_by_the_uuid() -> None:
    reply = reply_to(Facet.FEE, uuid="abc", provenance=provenance(url=None))

    assert reply["procedure"] is not None
    assert reply["procedure"]["source_url"] == "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/abc"


def test_compound_question_is_answered_part_by_part() -> None:
    reply = all_of(detailed(), Facet.DOCUMENTS, Facet.FEE, Facet.TIME)

    assert [one["facet"] for one in reply["parts"]] == ["documents", "fee", "time"]
    assert reply["status"] == "answered"
    for one in reply["parts"]:
        assert one["text"] in reply["text"]


def test_answer_is_partial_where_one_part_is_missing() -> None:
    reply = reply_to(Facet.DOCUMENTS, Facet.FEE, documents=[{"name": "Tờ khai"}])

    assert reply["status"] == "partial"
    assert [one["status"] for one in reply["parts"]] == ["answered", "not_in_data"]


def test_same_facet_twice_is_answered_once() -> None:
    reply = all_of(detailed(), Facet.FEE, Facet.FEE)

    assert len(reply["parts"]) == 1


def test_question_without_facet_gets_the_overview() -> None:
    reply = all_of(detailed())

    assert [one["facet"] for one in reply["parts"]] == ["overview"]


def test_answer_names_procedure_source_and_date() -> None:
    reply = all_of(detailed(), Facet.FEE)

    assert reply["procedure"] == {
        "code": CODE,
        "name": "Thủ tục đăng ký nuôi ong",
        "source_url": PAGE,
        "verified_on": "2026-11-01",
        "fetched_on": "2026-07-18",
        "decision": "12/QĐ-MAU",
        "revision": 3,
    }
    assert "Thủ tục đăng ký nuôi ong (mã 9.000001)" in reply["text"]
    for words in ("Nguồn: Cổng mẫu", "12/QĐ-MAU", "18/07/2026", PAGE):
        assert words in reply["text"]


def test_five_candidates_come_along() -> None:
    assert all_of(detailed(), Facet.FEE)["candidates"] == CANDIDATES


def test_part_names_the_source_of_its_own_rows() -> None:
    newer = provenance(source="Nguồn mới", fetched_on="2026-10-01")

    source = part(Facet.FEE, fees=[amount(1_000), amount(2_000, provenance=newer)])["source"]

    assert source["name"] == "Nguồn mới"
    assert source["fetched_on"] == "2026-10-01"


@settings(max_examples=25)
@given(contents())
def test_any_content_is_answered_in_the_contract(procedure: ProcedureContent) -> None:
    reply = all_of(procedure, *Facet)

    assert reply.keys() == REPLY_KEYS
    assert json.loads(json.dumps(reply)) == reply
    assert [one["facet"] for one in reply["parts"]] == list(Facet)
    for one in reply["parts"]:
        assert one["text"].strip()
        assert bool(one["facts"]) is (one["status"] == "answered")
        assert "None" not in one["text"]


# --- fees ----------------------------------------------------------------------------------


@settings(max_examples=150)
@given(fee_rows())
def test_no_amount_is_ever_said_that_no_row_has(rows: list[dict[str, Any]]) -> None:
    fee = part(Facet.FEE, fees=rows)

    held = {row["amount"] for row in rows} | {row["cap"] for row in rows}
    said = re.findall(r"(\d[\d.]*) (?:đồng|USD)", fee["text"])
    assert {int(one.replace(".", "")) for one in said} <= held
    assert fee["facts"].get("amount") in held | {None}
    assert {one["amount"] for one in fee["facts"].get("rows", ())} <= held


@settings(max_examples=150)
@given(fee_rows())
def test_nothing_is_free_unless_a_row_says_so(rows: list[dict[str, Any]]) -> None:
    fee = part(Facet.FEE, fees=rows)

    if FeeKind.FREE not in {row["kind"] for row in rows}:
        assert "miễn phí" not in fee["text"].lower()
    assert not re.search(r"\b0 đồng", fee["text"])
    assert fee["facts"].get("amount") != 0


@pytest.mark.parametrize(
    ("fee", "words"),
    [
        (amount(8_000), "8.000 đồng"),
        (amount(1_250_000), "1.250.000 đồng"),
        (amount(2_000, per="trang"), "2.000 đồng/trang"),
        (amount(1_000, per="trang", from_quantity=3), "1.000 đồng/trang từ trang thứ 3"),
        (amount(2_000, cap=200_000, cap_per="bản"), "tối đa 200.000 đồng/bản"),
        (amount(25, currency="USD"), "25 USD"),
        (amount(8_000, label="Lệ phí cấp mới"), "8.000 đồng (Lệ phí cấp mới)"),
        (amount(8_000, basis="Thông tư 1"), "theo Thông tư 1"),
        (amount(8_000, valid_to="2026-12-31"), "đến hết 31/12/2026"),
        (amount(8_000, valid_from="2026-02-01"), "từ 01/02/2026"),
        ({"kind": "free"}, "Miễn phí"),
        ({"kind": "set_by_province"}, "Hội đồng nhân dân cấp tỉnh quy định"),
        ({"kind": "unknown", "text": "Theo biểu phí"}, "nguồn ghi: Theo biểu phí"),
    ],
)
def test_fee_is_said_as_it_stands(fee: dict[str, Any], words: str) -> None:
    assert words in part(Facet.FEE, fees=[fee])["text"]


def test_fee_of_a_channel_names_it() -> None:
    fee = part(Facet.FEE, channels=[{"channel": "online"}], fees=[amount(4_000, channel="online")])

    assert "4.000 đồng (nộp trực tuyến)" in fee["text"]


def test_fee_of_a_case_names_it() -> None:
    fee = part(
        Facet.FEE,
        cases=[{"key": "tre", "name": "Làm trễ hạn"}],
        fees=[amount(5_000, case="tre")],
    )

    assert fee["facts"]["rows"][0]["case"] == "Làm trễ hạn"
    assert "5.000 đồng (Làm trễ hạn)" in fee["text"]


def test_single_amount_is_given_to_programs() -> None:
    fee = part(Facet.FEE, fees=[amount(8_000)])

    assert fee["facts"]["amount"] == 8_000
    assert fee["facts"]["currency"] == "VND"


def test_fee_that_has_ended_is_missing_and_not_free() -> None:
    fee = part(Facet.FEE, fees=[amount(8_000, valid_to="2025-12-31")])

    assert fee["status"] == "not_in_data"
    assert "8.000" not in fee["text"]


def test_unknown_fee_without_words_is_missing() -> None:
    assert part(Facet.FEE, fees=[{"kind": "unknown"}])["status"] == "not_in_data"


# --- the other facets ----------------------------------------------------------------------


def test_papers_are_grouped_by_case_with_the_common_ones_first() -> None:
    documents = part(
        Facet.DOCUMENTS,
        cases=[{"key": "tre", "name": "Làm trễ hạn"}],
        documents=[{"name": "Cam đoan", "case": "tre"}, {"name": "Tờ khai"}],
    )

    groups = documents["facts"]["groups"]
    assert [(group["case"], group["documents"][0]["name"]) for group in groups] == [
        (None, "Tờ khai"),
        ("Làm trễ hạn", "Cam đoan"),
    ]
    assert documents["text"].index("Tờ khai") < documents["text"].index("Làm trễ hạn:")


@pytest.mark.parametrize(
    ("paper", "words"),
    [
        ({"originals": 1}, "Đơn (1 bản chính)"),
        ({"originals": 1, "copies": 2}, "Đơn (1 bản chính, 2 bản sao)"),
        ({"use": "present"}, "xuất trình"),
        ({"when": "nhờ người khác"}, "nhờ người khác"),
        ({"required": False}, "nếu có"),
    ],
)
def test_paper_says_how_many_and_when(paper: dict[str, Any], words: str) -> None:
    assert words in part(Facet.DOCUMENTS, documents=[{"name": "Đơn"} | paper])["text"]


def test_number_of_papers_that_is_not_known_is_not_said() -> None:
    text = part(Facet.DOCUMENTS, documents=[{"name": "Đơn"}])["text"]

    assert "bản" not in text


def test_form_of_a_paper_comes_with_its_address() -> None:
    documents = part(
        Facet.DOCUMENTS,
        forms=[{"name": "Mẫu 1", "url": "https://example.vn/1"}],
        documents=[{"name": "Đơn", "form": "Mẫu 1"}],
    )

    paper = documents["facts"]["groups"][0]["documents"][0]
    assert paper["form"] == {"name": "Mẫu 1", "url": "https://example.vn/1"}


@pytest.mark.parametrize(
    ("time", "words"),
    [
        ({"value": 1, "unit": "working_day"}, "1 ngày làm việc"),
        ({"value": 2, "unit": "hour", "note": "Sau 15 giờ thì hôm sau."}, "2 giờ"),
        ({"value": 0, "unit": "day"}, "0 ngày"),
        ({"text": "Trả ngay"}, "Trả ngay"),
    ],
)
def test_time_is_said_as_it_stands(time: dict[str, Any], words: str) -> None:
    assert words in part(Facet.TIME, times=[time])["text"]


def test_online_level_that_is_not_known_is_not_claimed() -> None:
    online = part(Facet.ONLINE, online=[{"url": "https://example.vn/nop"}])

    assert "mức độ trực tuyến chưa rõ" in online["text"]
    assert "https://example.vn/nop" in online["text"]


def test_online_row_that_says_nothing_is_missing() -> None:
    assert part(Facet.ONLINE, online=[{}])["status"] == "not_in_data"


def test_place_without_agency_is_the_level() -> None:
    assert "cấp xã, cấp tỉnh" in part(Facet.PLACE, levels=["commune", "province"])["text"]


def test_exemption_names_group_share_and_proof() -> None:
    rows = [
        {"group": "Hộ nghèo", "percent": 100, "proof": "giấy chứng nhận"},
        {"group": "Trẻ em", "percent": 50},
    ]

    text = part(Facet.EXEMPTION, exemptions=rows)["text"]

    assert "Hộ nghèo: được miễn" in text
    assert "cần giấy chứng nhận" in text
    assert "Trẻ em: giảm 50 %" in text


def test_decision_of_a_province_is_added_while_it_holds() -> None:
    override = {
        "province": "Thành phố Mẫu",
        "facet": "fee",
        "text": "Nộp qua mạng không mất lệ phí.",
        "valid_from": "2026-08-08",
    }
    changes = {"fees": [{"kind": "set_by_province"}], "overrides": [override]}

    now = part(Facet.FEE, **changes)
    before = part(Facet.FEE, today=date(2026, 8, 7), **changes)

    assert "Riêng tại Thành phố Mẫu: Nộp qua mạng không mất lệ phí." in now["text"]
    assert "Thành phố Mẫu" not in before["text"]


def test_decision_of_a_province_about_something_else_is_left_out() -> None:
    override = {"province": "Tỉnh Mẫu", "facet": "time", "text": "Trong ngày."}

    fee = part(Facet.FEE, fees=[amount(1_000)], overrides=[override])

    assert "Tỉnh Mẫu" not in fee["text"]


def test_overview_holds_what_is_known_and_nothing_else() -> None:
    overview = part(Facet.OVERVIEW, summary="Ghi vào sổ.", fees=[amount(1_000)])

    assert "Ghi vào sổ." in overview["text"]
    assert [one["facet"] for one in overview["facts"]["sections"]] == ["fee"]
    assert "chưa có trong dữ liệu" not in overview["text"]


# --- buttons -------------------------------------------------------------------------------


def test_suggestions_are_known_facts_that_were_not_asked() -> None:
    reply = reply_to(
        Facet.DOCUMENTS, documents=[{"name": "Đơn"}], fees=[amount(1)], steps=[{"text": "Nộp."}]
    )

    choices = [decode(button["payload"]) for button in reply["buttons"]]
    assert [choice.facets for choice in choices] == [(Facet.FEE,), (Facet.STEPS,)]
    assert {choice.code for choice in choices} == {CODE}


def test_suggestions_are_few() -> None:
    assert 1 <= len(all_of(detailed(), Facet.FORM)["buttons"]) <= 4


def test_asking_back_offers_the_candidates_and_keeps_the_facets() -> None:
    reply = ask_back(CANDIDATES, (Facet.FEE, Facet.TIME), 3)

    assert reply["status"] == "clarify"
    assert reply["candidates"] == CANDIDATES
    assert [button["title"] for button in reply["buttons"]] == [
        "Thủ tục 1",
        "Thủ tục 2",
        "Thủ tục 3",
    ]
    assert decode(reply["buttons"][0]["payload"]).facets == (Facet.FEE, Facet.TIME)
    assert "3. Thủ tục 3" in reply["text"]
    assert "Thủ tục 4" not in reply["text"]


def test_nothing_found_says_so_and_names_the_portal() -> None:
    reply = not_in_data(CANDIDATES, (), 1)

    assert reply["status"] == "not_in_data"
    assert reply["procedure"] is None
    assert "chưa tìm thấy" in reply["text"]
    assert "https://dichvucong.gov.vn" in reply["text"]
    assert len(reply["buttons"]) == 1


def test_nothing_found_without_candidates_offers_none() -> None:
    reply = not_in_data([], (), 3)

    assert reply["buttons"] == []
    assert "Gần nhất" not in reply["text"]


def test_unknown_topic_is_asked_for() -> None:
    assert ask_topic(CANDIDATES)["status"] == "clarify"


@pytest.mark.parametrize("kind", non_answers())
def test_what_is_said_without_facts_is_in_the_contract(kind: str) -> None:
    reply = non_answer(kind, CANDIDATES)

    assert reply.keys() == REPLY_KEYS
    assert reply["text"]
    assert reply["procedure"] is None
    assert reply["parts"] == []
    assert reply["status"] not in ("answered", "partial")


def test_channels_get_text_and_escape_it_themselves() -> None:
    text = part(Facet.STEPS, steps=[{"text": "Mang <b>giấy</b> & bút"}])["text"]

    assert "Mang <b>giấy</b> & bút" in text


def test_content_is_not_run_as_a_template() -> None:
    text = part(Facet.STEPS, steps=[{"text": "{{ 7 * 7 }} {% raw %}"}])["text"]

    assert "{{ 7 * 7 }} {% raw %}" in text


def test_bare_content_has_its_name() -> None:
    assert content().name in reply_to(Facet.FEE)["text"]
