"""Answers as Telegram shows them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import key_of, render
from tests.simulators.telegram import seen_text


def answer(text: str, **fields: Any) -> dict[str, Any]:
    return {"text": text, "buttons": [], "procedure": None, "turn_id": "0123456789abcdef"} | fields


@given(st.text(alphabet='a<b>&;"\n:- 1.🐝đ/#', max_size=9_000), st.booleans())
def test_person_sees_every_letter_whatever_it_is(text: str, titled: bool) -> None:
    procedure = {"code": "1"} if titled else None
    pieces = render(answer(text, procedure=procedure))

    seen = [seen_text(piece["html"]) for piece in pieces]
    assert "".join("".join(seen).split()) == "".join(text.split())
    assert all(len(one.encode("utf-16-le")) // 2 <= 4_096 for one in seen)


def test_title_and_headings_are_bold() -> None:
    text = "Đăng ký khai sinh\n\nGiấy tờ:\n- A & B\n\nLưu ý: không có"

    (piece,) = render(answer(text, procedure={"code": "1"}))

    assert piece["html"] == (
        "<b>Đăng ký khai sinh</b>\n\n<b>Giấy tờ:</b>\n- A &amp; B\n\nLưu ý: không có"
    )


def test_buttons_hang_on_the_last_message_and_fit() -> None:
    buttons = [
        {"title": "Phí", "payload": "p/1.001193/f"},
        {"title": "Cấp lại " * 20, "payload": "x" * 65},
        {"title": "Đ", "payload": "đ" * 33},
    ]

    pieces = render(answer("chữ " * 1_500, buttons=buttons))

    assert ["buttons" in piece for piece in pieces] == [False, True]
    first, second, third = pieces[-1]["buttons"]
    assert first == {"text": "Phí", "data": "p/1.001193/f"}
    assert len(second["text"]) <= 60
    assert all(len(one["data"].encode()) <= 64 for one in (first, second, third))
    assert key_of(second["data"]) == ("0123456789abcdef", 1)
    assert key_of(third["data"]) == ("0123456789abcdef", 2)


def test_ordinary_payload_is_no_key() -> None:
    assert key_of("p/1.001193/f") is None
    assert key_of("k/abc/x") is None
