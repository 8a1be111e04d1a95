"""Offices on the page and in the frame: where, when, open or not, by whom and since when."""

from typing import Any

import pytest

from bot.web.compact import compact_answer
from tests.bot.web.conftest import Visit
from tests.bot.web.fakes import FakeGateway
from tests.bot.web.samples import answer, part


def desk(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Một cửa phường Mẫu",
        "agency": "Ủy ban nhân dân phường Mẫu",
        "address": "Số 1 phố Mẫu",
        "place": "Phường Mẫu, Tỉnh Mẫu",
        "phone": "024 1",
        "booking_url": "https://example.vn/dat-lich",
        "note": "Gửi xe ở cổng sau",
        "hours": [{"days": "Thứ hai – thứ sáu", "text": "07:30–11:30"}],
        "days_off": [
            {"first": "2026-12-24", "last": "2026-12-25", "text": "nghỉ", "reason": "Sửa nhà",
             "source": "Thông báo 9"}
        ],
        "now": {"at": "2026-11-23T09:00", "state": "open", "until": "11:30", "reason": None,
                "next_day": None, "next_time": None},
        "source": {"name": "Thông báo 1", "url": "https://example.vn/1",
                   "checked_on": "2026-11-20"},
        "takes": True,
        "is_assumed": False,
    } | changes  # fmt: skip


def reply(*desks: dict[str, Any], **facts: Any) -> dict[str, Any]:
    return answer("answered", part("place", {"offices": list(desks), **facts}))


async def test_page_tells_where_and_when(ask: Visit, gateway: FakeGateway) -> None:
    gateway.reply = reply(desk())

    page = await ask("ở đâu")

    for text in (
        "Một cửa phường Mẫu",
        "Số 1 phố Mẫu",
        "Phường Mẫu, Tỉnh Mẫu",
        "Lúc 09:00 23/11/2026: đang mở cửa đến 11:30",
        "Thứ hai – thứ sáu: 07:30–11:30",
        "24/12/2026 – 25/12/2026: nghỉ (Sửa nhà)",
        "Thông báo 1, kiểm tra ngày 20/11/2026",
        "Gửi xe ở cổng sau",
    ):
        assert text in page.text
    links = {each.get("href") for each in page.all("a")}
    assert {"https://example.vn/dat-lich", "https://example.vn/1"} <= links
    assert "mời bạn hỏi trước khi đến" not in page.text


@pytest.mark.parametrize(
    ("now", "says"),
    [
        ({"state": "closed"}, "đang đóng cửa"),
        ({"state": "closed", "reason": "Bão", "next_day": "2026-11-25", "next_time": "07:30"},
         "đang đóng cửa (Bão), mở lại lúc 07:30 25/11/2026"),
        ({"state": "unknown"}, "chưa rõ có mở cửa không"),
        ({"state": "strange"}, "chưa rõ có mở cửa không"),
    ],
)  # fmt: skip
async def test_closed_and_unknown_are_told_apart(
    ask: Visit, gateway: FakeGateway, now: dict[str, Any], says: str
) -> None:
    gateway.reply = reply(desk(now={"at": "2026-11-23T18:00", **now}))

    assert says in (await ask("ở đâu")).text


async def test_what_is_unknown_is_said(ask: Visit, gateway: FakeGateway) -> None:
    gateway.reply = reply(desk(hours=[], takes=False, is_assumed=True, booking_url="javascript:1"))

    page = await ask("ở đâu")

    assert "Giờ làm việc Chưa có trong dữ liệu" in page.text
    assert "mời bạn hỏi trước khi đến" in page.text
    assert "bạn ở nơi khác" in page.text
    assert not [each for each in page.all("a") if (each.get("href") or "").startswith("java")]


async def test_hours_that_nobody_knows_are_said_to_be_unknown(
    ask: Visit, gateway: FakeGateway
) -> None:
    gateway.reply = reply(levels=["commune"], hours_unknown={"place": None})

    assert "Giờ làm việc: chưa có trong dữ liệu" in (await ask("mấy giờ")).text


def test_frame_tells_the_same() -> None:
    (shown,) = compact_answer(reply(desk()))["parts"]

    text = str(shown)
    for wanted in ("Một cửa phường Mẫu", "đang mở cửa", "07:30–11:30", "dat-lich", "20/11/2026"):
        assert wanted in text
