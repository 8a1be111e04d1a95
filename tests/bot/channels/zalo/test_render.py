"""Answers as Zalo shows them."""

from typing import Any

import pytest

from bot.channels.settings import ButtonStyle
from bot.channels.zalo.render import render

BUTTONS = [{"title": "Phí, lệ phí", "payload": "p/1.001193/f"}]


def answer(text: str, buttons: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    return {"text": text, "buttons": buttons or [], "procedure": None}


@pytest.mark.parametrize("style", list(ButtonStyle))
def test_long_text_becomes_several_messages(style: ButtonStyle) -> None:
    rows = [f"- giấy tờ số {number} của hồ sơ" for number in range(300)]

    pieces = render(answer("\n".join(rows), BUTTONS), style)

    assert len(pieces) > 3
    assert all(len(piece["text"]) <= 2_000 for piece in pieces)
    shown = "\n".join(piece["text"] for piece in pieces)
    assert all(row in shown for row in rows)


def test_buttons_hang_on_the_last_message() -> None:
    pieces = render(answer("a " * 1_500, BUTTONS), ButtonStyle.TEMPLATE)

    assert ["attachment" in piece for piece in pieces] == [False, True]
    assert pieces[-1]["attachment"]["payload"]["buttons"] == [
        {"title": "Phí, lệ phí", "type": "oa.query.hide", "payload": "#nut:p/1.001193/f"}
    ]


def test_numbers_are_shown_instead_of_buttons() -> None:
    (piece,) = render(answer("Giấy tờ: …", BUTTONS), ButtonStyle.NUMBERS)

    assert list(piece) == ["text"]
    assert "1. Phí, lệ phí" in piece["text"]


def test_more_buttons_than_zalo_takes_become_numbers() -> None:
    (piece,) = render(answer("Giấy tờ: …", BUTTONS * 6), ButtonStyle.TEMPLATE)

    assert "6. Phí, lệ phí" in piece["text"]


def test_long_title_is_shortened() -> None:
    long = [{"title": "Đăng ký " * 30, "payload": "p/1/f"}]

    (piece,) = render(answer("Chọn", long), ButtonStyle.TEMPLATE)

    assert len(piece["attachment"]["payload"]["buttons"][0]["title"]) <= 100
