"""Answers arranged for the box on other sites: the same words as on the page."""

from typing import Any

from bot.web.compact import compact_answer
from tests.bot.web.samples import ANSWERS, FEE, answer


def test_a_life_event_is_a_list_of_procedures_and_shared_papers() -> None:
    step = {
        "short_name": "Khai tử",
        "code": "1.000656",
        "why": "Để xoá tên.",
        "when": "trong 15 ngày",
        "linked": True,
        "fee": ["8.000 đồng"],
        "source_url": "https://dichvucong.gov.vn/a",
    }
    papers = [{"name": "Giấy báo tử", "steps": [1, 2]}]
    bundle = {"name": "Người thân qua đời", "intro": "Theo thứ tự.", "steps": [step]}

    card = compact_answer(answer(bundle=bundle | {"papers": papers}))

    steps, shared = card["parts"]
    (item,) = steps["groups"][0]["items"]
    assert card["title"] == "Người thân qua đời"
    assert card["text"] == "Theo thứ tự."
    assert steps["ordered"]
    assert item["text"] == "Khai tử"
    assert item["url"] == "https://dichvucong.gov.vn/a"
    assert item["notes"] == [
        "Nên làm trước",
        "Để xoá tên.",
        "Khi nào cần: trong 15 ngày",
        "Phí, lệ phí: 8.000 đồng",
    ]
    assert shared["groups"][0]["items"][0]["notes"] == ["dùng cho việc 1, 2"]


def test_a_comparison_tells_every_facet_of_both_sides() -> None:
    sides = [{"short_name": name, "code": "1.1"} for name in ("Cấp đổi", "Cấp lại")]
    rows = [{"label": "Phí, lệ phí", "sides": [["15.000 đồng"], []]}]

    card = compact_answer(answer(comparison={"sides": sides, "rows": rows}))

    ((part),) = card["parts"]
    told = [(group["title"], group["items"][0]["text"]) for group in part["groups"]]
    assert part["title"] == "Phí, lệ phí"
    assert told == [("Cấp đổi", "15.000 đồng"), ("Cấp lại", "Chưa có trong dữ liệu")]


def test_what_is_missing_is_said_with_the_official_page() -> None:
    card = compact_answer(ANSWERS["partial"])

    assert card["notices"][0].startswith("Dữ liệu mới có một phần")
    assert card["parts"][1]["missing"]
    assert card["parts"][1]["groups"][0]["items"][0]["text"] == "Chưa có trong dữ liệu."
    assert card["official"]["url"].startswith("https://")


def test_addresses_that_are_none_are_left_out() -> None:
    procedure: dict[str, Any] = {"code": "1.1", "name": "x", "source_url": "javascript:alert(1)"}

    card = compact_answer(answer("answered", {**FEE, "source": None}, procedure=procedure))

    assert "javascript" not in str(card)
