"""Life events, comparisons and questions about the case, as the page arranges them."""

from typing import Any

from bot.web.cards import build_card
from bot.web.conversations import Turn


def card_of(**answer: Any) -> Any:
    given = {
        "status": "answered",
        "procedure": {"code": "1.000656", "name": "Đăng ký khai tử"},
        "candidates": [],
        "parts": [],
        "text": "…",
        "buttons": [],
    }
    return build_card(Turn("k", "hỏi", given | answer))


def test_a_life_event_is_shown_under_its_own_name() -> None:
    step = {"short_name": "Khai tử", "code": "1.000656", "why": "Trước hết", "fee": ["8.000 đồng"]}
    bundle = {"name": "Người thân qua đời", "intro": "Theo thứ tự.", "steps": [step], "papers": []}

    card = card_of(bundle=bundle)

    assert card.name == "Người thân qua đời"
    assert card.code == ""
    assert card.bundle.steps[0].lines == (("Phí, lệ phí", "8.000 đồng"),)


def test_what_one_side_of_a_comparison_does_not_know_is_said() -> None:
    sides = [{"short_name": "Tạm trú", "code": "1"}, {"short_name": "Thường trú", "code": "2"}]
    rows = [{"label": "Phí", "sides": [["15.000 đồng"], []]}]

    card = card_of(comparison={"sides": sides, "rows": rows})

    assert card.name == "Tạm trú và Thường trú"
    assert card.comparison.rows[0].sides == (("15.000 đồng",), ("Chưa có trong dữ liệu",))


def test_options_of_a_question_are_apart_from_what_to_ask_next() -> None:
    buttons = [{"title": title, "payload": "p/1/d"} for title in ("Có", "Không", "Bỏ qua", "Phí")]
    question = {"key": "the_chap", "text": "Có thế chấp không?", "options": 3}

    card = card_of(buttons=buttons, question=question, case=[{"question": "?", "answer": "Mua"}])

    assert card.asks == "Có thế chấp không?"
    assert [choice.title for choice in card.answers] == ["Có", "Không", "Bỏ qua"]
    assert [choice.title for choice in card.choices] == ["Phí"]
    assert card.case == "Mua"
