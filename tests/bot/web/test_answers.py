"""Answers as cards: every status, every facet, every fact as a citizen reads it."""

from typing import Any

import pytest

from tests.bot.web.conftest import Visit
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.html_page import HtmlPage
from tests.bot.web.samples import (
    ANSWERS,
    DOCUMENTS,
    EVERY_FACET,
    FEE,
    PROCEDURE,
    SOURCE,
    TIME,
    answer,
    fee,
    paper,
    part,
)

NBSP = "\N{NO-BREAK SPACE}"


async def shown(ask: Visit, gateway: FakeGateway, reply: dict[str, Any]) -> HtmlPage:
    gateway.reply = reply
    return await ask("câu hỏi")


async def one_part(ask: Visit, gateway: FakeGateway, facet: str, facts: dict[str, Any]) -> HtmlPage:
    return await shown(ask, gateway, answer("answered", part(facet, facts)))


@pytest.mark.parametrize("status", ANSWERS)
async def test_every_status_has_a_readable_card(ask: Visit, visit: Visit, status: str) -> None:
    fragment = await ask(status)
    page = await visit()

    assert f"status-{status}" in fragment.one("article").classes
    reply = ANSWERS[status]
    assert (reply["procedure"] or {"name": reply["text"]})["name"] in fragment.text
    assert page.one("li", id="luot-moi").text == fragment.text


async def test_procedure_is_named_with_code_source_and_dates(ask: Visit) -> None:
    page = await ask("answered")

    assert page.one("h3").text == PROCEDURE["name"]
    assert "Mã thủ tục 1.001193" in page.text
    assert page.one("p", class_="source").text == (
        "Nguồn: Cổng Dịch vụ công quốc gia theo Quyết định 1872/QĐ-BTP, "
        "lấy ngày 18/07/2026, kiểm tra ngày 20/07/2026."
    )
    assert page.one("a", class_="official").get("href") == PROCEDURE["source_url"]
    assert "7KQ2-M4" in page.text


async def test_facts_that_nobody_checked_say_so(ask: Visit, gateway: FakeGateway) -> None:
    source = {**SOURCE, "verified_on": None}
    page = await shown(ask, gateway, answer("answered", part("time", TIME["facts"], source=source)))

    assert "chưa kiểm tra lại" in page.one("p", class_="source").text


async def test_parts_from_different_sources_each_name_their_own(
    ask: Visit, gateway: FakeGateway
) -> None:
    other = {**SOURCE, "name": "Nghị quyết của tỉnh", "decision": "Nghị quyết 12/2025/NQ-HĐND"}
    reply = answer("answered", TIME, part("fee", FEE["facts"], source=other))

    page = await shown(ask, gateway, reply)

    sources = [each.text for each in page.all("p", class_="source")]
    assert len(sources) == 2
    assert "theo Nghị quyết 12/2025/NQ-HĐND" in sources[1]


async def test_papers_are_a_checklist_by_case(ask: Visit) -> None:
    page = await ask("answered")

    boxes = [each for each in page.all("input") if each.get("type") == "checkbox"]
    papers = [paper for group in DOCUMENTS["facts"]["groups"] for paper in group["documents"]]
    assert len(boxes) == len(papers)
    assert [each.text.split(" 1 giấy tờ")[0] for each in page.all("summary")] == [
        "Trẻ bị bỏ rơi",
        "Trẻ sinh ra do mang thai hộ",
        "Ủy quyền cho người khác đi làm",
    ]
    assert "1 bản chính, 1 bản sao" in page.text
    assert "Khi nào cần: cha mẹ đã đăng ký kết hôn" in page.text
    assert page.one("a", href="https://example.gov.vn/to-khai.docx").text.startswith("Mẫu tờ khai")
    assert "số bản là vì dữ liệu chưa có" in page.text


async def test_papers_to_hand_in_and_to_show_are_told_apart(
    ask: Visit, gateway: FakeGateway
) -> None:
    papers = [paper("Tờ khai", copies=2), paper("Căn cước", use="present", originals=1)]
    facts = {"groups": [{"case": None, "documents": papers}]}

    page = await one_part(ask, gateway, "documents", facts)

    assert [each.text for each in page.all("span", class_="tag")] == ["Nộp", "Xuất trình"]
    assert "2 bản sao" in page.text
    assert not page.all("details")
    assert "Mọi trường hợp" not in page.text
    assert "dữ liệu chưa có" not in page.text


async def test_one_case_alone_is_named_and_open(ask: Visit, gateway: FakeGateway) -> None:
    facts = {"groups": [{"case": "* Hồ sơ gồm:", "documents": [paper("Tờ khai")]}]}

    page = await one_part(ask, gateway, "documents", facts)

    assert page.one("p", class_="case-name").text == "Hồ sơ gồm"


async def test_long_lists_and_long_names_are_folded(ask: Visit, gateway: FakeGateway) -> None:
    long_name = "Giấy tờ rất dài dòng " * 30
    papers = [paper(f"Giấy {n}") for n in range(11)] + [paper(long_name)]
    facts = {"groups": [{"case": None, "documents": papers}]}

    page = await one_part(ask, gateway, "documents", facts)

    assert page.one("details", class_="more").text.startswith("Xem thêm 4 giấy tờ")
    assert page.all("label")[-1].text.endswith("…")
    assert long_name.strip() in page.text


async def test_amounts_are_written_the_vietnamese_way(ask: Visit) -> None:
    text = (await ask("answered")).text.replace(NBSP, " ")

    assert "8.000 đ /bản" in text
    assert "Từ trang thứ 3" in text
    assert "Tối đa 200.000 đ/bản" in text
    assert "Áp dụng đến hết 31/12/2026" in text
    assert "Căn cứ: Thông tư 281/2016/TT-BTC" in text
    assert "Nộp trực tuyến" in text


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (fee("free"), "Miễn phí"),
        (fee("unknown"), "Chưa có trong dữ liệu"),
        (fee("set_by_province"), "Do tỉnh, thành quy định"),
        (fee("amount", amount=0), "Chưa có trong dữ liệu"),
        (fee("amount", amount=None), "Chưa có trong dữ liệu"),
        (fee("unknown", amount=0), "Chưa có trong dữ liệu"),
        (fee(amount=50, currency="USD"), f"50{NBSP}USD"),
        (fee(amount=1500000), f"1.500.000{NBSP}đ"),
        ({"kind": "other"}, "Chưa có trong dữ liệu"),
        ({}, "Chưa có trong dữ liệu"),
    ],
)
async def test_nothing_is_free_unless_its_row_says_so(
    ask: Visit, gateway: FakeGateway, row: dict[str, Any], value: str
) -> None:
    page = await one_part(ask, gateway, "fee", {"rows": [row or {"kind": None}]})

    assert page.all("td")[0].text == value
    assert "0 đồng" not in page.text
    assert f" 0{NBSP}đ" not in page.text


async def test_one_single_amount_is_enough(ask: Visit, gateway: FakeGateway) -> None:
    page = await one_part(ask, gateway, "fee", {"amount": 8000, "currency": "VND"})

    assert page.one("td").text == f"8.000{NBSP}đ"


async def test_a_long_unit_is_told_beside_the_label(ask: Visit, gateway: FakeGateway) -> None:
    facts = {"rows": [fee(amount=5000, per="người trong danh sách"), fee(amount=1000, per="lần")]}

    page = await one_part(ask, gateway, "fee", facts)

    assert "Tính theo người trong danh sách" in page.text
    assert [each.text for each in page.all("span", class_="unit")] == ["/lần"]


async def test_a_tier_that_the_label_names_is_not_repeated(
    ask: Visit, gateway: FakeGateway
) -> None:
    row = fee(amount=1000, per="trang", from_quantity=3, label="Từ trang thứ 3")

    page = await one_part(ask, gateway, "fee", {"rows": [row]})

    assert page.text.count("Từ trang thứ 3") == 1


async def test_offices_are_grouped_by_what_they_do(ask: Visit, gateway: FakeGateway) -> None:
    roles = {"A": "executing", "B": "receiving", "C": "executing", "D": "unheard_of"}
    agencies = [{"name": name, "role": role, "address": None} for name, role in roles.items()]

    page = await one_part(ask, gateway, "place", {"agencies": agencies})

    assert page.one("dl").text == "Nơi nhận hồ sơ B Cơ quan thực hiện A C Cơ quan D"


async def test_wording_of_the_source_is_kept_where_the_amount_is_unclear(
    ask: Visit, gateway: FakeGateway
) -> None:
    rows = [
        fee("unknown", label="Nộp tại xã", text="Theo quy định."),
        fee(amount=7000, channel="online", text="Cá nhân, hộ gia đình nộp qua mạng."),
        fee(amount=9000, label="Tập thể", text="Không cần nhắc lại."),
    ]

    page = await one_part(ask, gateway, "fee", {"rows": rows})

    assert "Nguồn ghi: “Theo quy định.”" in page.text
    assert "Cá nhân, hộ gia đình" in page.text
    assert "Không cần nhắc lại" not in page.text


async def test_a_basis_that_all_rows_share_is_said_once(ask: Visit, gateway: FakeGateway) -> None:
    rows = [fee(amount=1000 * n, label=f"Mức {n}", basis="Thông tư 1") for n in (1, 2)]

    page = await one_part(ask, gateway, "fee", {"rows": rows})

    assert page.text.count("Căn cứ: Thông tư 1") == 1


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ({"value": 1, "unit": "working_day"}, f"1{NBSP}ngày{NBSP}làm{NBSP}việc"),
        ({"value": 25, "unit": "day"}, f"25{NBSP}ngày"),
        ({"value": 30, "unit": "minute"}, f"30{NBSP}phút"),
        ({"value": None, "unit": None, "text": "Ngay trong ngày"}, "Ngay trong ngày"),
        ({"value": 0, "unit": "day"}, "Chưa có trong dữ liệu"),
        ({"value": 1, "unit": None}, "Chưa có trong dữ liệu"),
    ],
)
async def test_times_have_their_unit(
    ask: Visit, gateway: FakeGateway, row: dict[str, Any], value: str
) -> None:
    page = await one_part(ask, gateway, "time", {"rows": [row]})

    assert page.all("td")[0].text == value


async def test_every_facet_has_its_section(ask: Visit) -> None:
    page = await ask("everything")

    assert len(page.all("h4")) == len(EVERY_FACET)
    for words in (
        "Miễn toàn bộ",
        "Giảm 50%",
        "Có miễn, giảm",
        "Cần có: Giấy chứng nhận hộ nghèo",
        "Nơi nhận hồ sơ Trung tâm Phục vụ hành chính công",
        "Cấp giải quyết Cấp xã",
        "Nuôi hộ: Có giấy tờ",
        "60/2014/QH13, ban hành ngày 20/11/2014",
        "Giấy khai sinh KQ.G15",
        "Khai sinh cho trẻ, làm tại Ủy ban nhân dân cấp xã.",
    ):
        assert words in page.text
    online = page.one("a", class_="button")
    assert online.get("href") == "https://dichvucong.gov.vn/nop/khai-sinh"
    assert "external" in (online.get("rel") or "")


async def test_steps_are_numbered_once(ask: Visit) -> None:
    page = await ask("everything")

    first, rest = page.all("ol", class_="steps")
    assert len(first.children) == 6
    assert rest.get("start") == "7"


async def test_step_numbers_of_the_source_are_left_to_the_list(
    ask: Visit, gateway: FakeGateway
) -> None:
    facts = {"items": [{"text": "Bước 1: Chuẩn bị"}, {"text": "Bước 2. Nộp"}]}

    page = await one_part(ask, gateway, "steps", facts)

    assert page.one("ol", class_="steps").text == "Chuẩn bị Nộp"


async def test_overview_shows_its_sections_as_cards(ask: Visit, gateway: FakeGateway) -> None:
    facts = {"summary": "Đăng ký cho trẻ mới sinh.", "sections": [FEE, TIME]}

    page = await one_part(ask, gateway, "overview", facts)

    titles = [each.text for each in page.all("h4")]
    assert titles == ["Tóm tắt", "Phí, lệ phí", "Thời gian giải quyết"]
    assert "Đăng ký cho trẻ mới sinh." in page.text
    assert len(page.all("table")) == 2


async def test_missing_fact_says_so_and_links_to_the_official_page(ask: Visit) -> None:
    page = await ask("partial")

    missing = page.one("section", class_="part-missing")
    assert "Chưa có trong dữ liệu" in missing.text
    links = [each.get("href") for each in missing.walk() if each.tag == "a"]
    assert links == [PROCEDURE["source_url"]]
    assert "mới có một phần điều bạn hỏi" in page.text


async def test_without_an_official_page_the_portal_is_named_as_what_it_is(
    ask: Visit, gateway: FakeGateway
) -> None:
    reply = answer("answered", TIME, procedure={**PROCEDURE, "source_url": None})

    page = await shown(ask, gateway, reply)

    official = page.one("a", class_="official")
    assert official.get("href") == "https://dichvucong.gov.vn"
    assert official.text.startswith("Tìm trên Cổng Dịch vụ công quốc gia")


async def test_local_decisions_are_shown_beside_the_national_fact(
    ask: Visit, gateway: FakeGateway
) -> None:
    row = {"province": "Hải Phòng", "commune": None, "text": "Không thu khi nộp trực tuyến"}
    local = {**row, "basis": "Nghị quyết 1", "valid_from": "2025-07-01", "valid_to": None}

    page = await one_part(ask, gateway, "fee", {**FEE["facts"], "overrides": [local]})
    alone = await one_part(ask, gateway, "fee", {"overrides": [local]})

    assert "Riêng tại Hải Phòng: Không thu khi nộp trực tuyến" in page.text
    assert "Áp dụng từ 01/07/2025" in page.text
    assert "bằng chữ" not in alone.text


async def test_clarify_offers_the_buttons_and_does_not_list_them_twice(
    ask: Visit, gateway: FakeGateway
) -> None:
    buttons = [{"title": "Cấp mới", "payload": "p/1/d"}, {"title": "Cấp lại", "payload": "p/2/d"}]
    text = "Bạn hỏi về thủ tục nào?\n1. Cấp mới\n2. Cấp lại"

    page = await shown(ask, gateway, answer("clarify", text=text, buttons=buttons))

    assert [each.text for each in page.all("button", class_="choice")] == ["1 Cấp mới", "2 Cấp lại"]
    assert page.one("div", class_="said").text == "Bạn hỏi về thủ tục nào?"


async def test_clarify_without_buttons_offers_the_candidates(
    ask: Visit, gateway: FakeGateway
) -> None:
    page = await shown(ask, gateway, answer("clarify", buttons=[]))

    assert len(page.all("button", class_="choice")) == 5


async def test_follow_ups_are_offered_after_an_answer(ask: Visit) -> None:
    page = await ask("answered")

    titles = [each.text for each in page.all("button", class_="choice")]
    assert titles == ["Lệ phí", "Thời gian", "Nộp ở đâu", "Nộp trực tuyến"]


async def test_addresses_in_plain_text_can_be_followed(ask: Visit, gateway: FakeGateway) -> None:
    text = "Tìm ở https://dichvucong.gov.vn, hoặc hỏi xã."

    page = await shown(ask, gateway, answer("not_in_data", text=text))

    assert page.one("a").get("href") == "https://dichvucong.gov.vn"
    assert page.one("div", class_="said").text.endswith(", hoặc hỏi xã.")


@pytest.mark.parametrize("facet", [each["facet"] for each in EVERY_FACET])
@pytest.mark.parametrize("facts", [{}, {"rows": []}, {"items": [{}]}, {"groups": [{}]}, None])
async def test_empty_facts_fall_back_to_the_text(
    ask: Visit, gateway: FakeGateway, facet: str, facts: Any
) -> None:
    page = await one_part(ask, gateway, facet, facts)

    assert f"Nội dung về {facet} bằng chữ." in page.text


async def test_an_unknown_facet_or_status_still_shows_its_text(
    ask: Visit, gateway: FakeGateway
) -> None:
    page = await shown(ask, gateway, answer("new_status", part("weather", {"a": 1})))

    assert "Nội dung về weather bằng chữ." in page.text


async def test_an_answer_with_nothing_in_it_is_still_a_page(
    ask: Visit, gateway: FakeGateway
) -> None:
    assert (await shown(ask, gateway, {})).one("article")


EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>&amp;"


def poisoned(value: Any, key: str = "") -> Any:
    """The same structure, with markup in every text that is not one of a closed set."""
    closed = {"facet", "status", "kind", "channel", "unit", "use", "level", "role", "currency"}
    if isinstance(value, dict):
        return {name: poisoned(each, name) for name, each in value.items()}
    if isinstance(value, list):
        return [poisoned(each, key) for each in value]
    if (
        (value is None and key == "procedure")
        or key in closed
        or isinstance(value, bool | int | float)
    ):
        return value
    return EVIL


@pytest.mark.parametrize("status", ["answered", "clarify", "small_talk"])
async def test_markup_in_any_field_is_only_text(
    ask: Visit, visit: Visit, gateway: FakeGateway, status: str
) -> None:
    parts = EVERY_FACET if status == "answered" else ()
    gateway.reply = poisoned(answer(status, *parts, text="x", buttons=[{"title": "a"}]))

    fragment = await ask(EVIL)
    page = await visit()

    for each in (fragment, page):
        assert not each.all("img")
        assert "<script>alert" not in each.source
        assert EVIL in each.text or status == "answered"
    assert all(str(each.get("src")).startswith("/static/") for each in page.all("script"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil", "ftp://a/b"])
async def test_only_web_addresses_become_links(ask: Visit, gateway: FakeGateway, url: str) -> None:
    facts = {"groups": [{"documents": [paper("Tờ khai", form={"name": "Mẫu", "url": url})]}]}
    parts = [
        part("documents", facts, source={**SOURCE, "url": url}),
        part("online", {"level": "full", "url": url}, source=None),
        part("form", {"items": [{"name": "Mẫu", "url": url}]}, source=None),
    ]
    procedure = {**PROCEDURE, "source_url": url}

    page = await shown(ask, gateway, answer("answered", *parts, procedure=procedure))

    links = {each.get("href") for each in page.all("a") if "tool" not in each.classes}
    assert links == {"https://dichvucong.gov.vn", "/r/7KQ2-M4"}


async def test_notice_is_shown_once_above_the_parts(ask: Visit, gateway: FakeGateway) -> None:
    told = "Sổ hộ khẩu giấy không còn giá trị."

    page = await shown(ask, gateway, answer("answered", FEE, notices=[told], text=f"{told}\n\n…"))

    assert page.one("p", class_="notice").text == told
    assert page.text.count(told) == 1
    assert page.text.index(told) < page.text.index("Phí, lệ phí")
