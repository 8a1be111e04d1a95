"""Offices with sensible defaults; a test states only what matters to it."""

from datetime import date, datetime
from typing import Any

from procedures_db.offices.content import OfficeContent
from procedures_db.offices.store import By
from procedures_db.terms import OfficeTakes

NOW = datetime(2026, 11, 23, 2, 0)  # noqa: DTZ001
BY = By("lan", NOW, "10.0.0.1")
WORKDAY = (("07:30", "11:30"), ("13:30", "17:00"))
WEEK = (*(WORKDAY,) * 5, (), ())
HA_NOI, BA_DINH = "01", "00004"

VALUES = {
    "ten": "Trung tâm Phục vụ hành chính công phường Ba Đình",
    "co_quan": "Ủy ban nhân dân phường Ba Đình",
    "dia_chi": "Số 1 phố Mẫu",
    "tinh": "Hà Nội",
    "xa": "Ba Đình",
    **{f"gio_{number}": "7h30-11h30, 13:30 – 17:00" for number in range(1, 6)},
    "gio_6": "nghỉ",
    "gio_7": "nghỉ",
    "dien_thoai": "024 0000 0000",
    "dat_lich": "https://example.vn/dat-lich",
    "nhan": "level",
    "nguon": "Thông báo 01/TB-UBND",
    "nguon_url": "https://example.vn/thong-bao",
    "kiem_tra": "2026-11-20",
}


def office(**changes: Any) -> OfficeContent:
    """The desk of a ward."""
    values: dict[str, Any] = {
        "name": VALUES["ten"],
        "agency": VALUES["co_quan"],
        "address": VALUES["dia_chi"],
        "province": HA_NOI,
        "commune": BA_DINH,
        "hours": WEEK,
        "phone": VALUES["dien_thoai"],
        "booking_url": VALUES["dat_lich"],
        "takes": OfficeTakes.LEVEL,
        "source": VALUES["nguon"],
        "source_url": VALUES["nguon_url"],
        "checked_on": date(2026, 11, 20),
    }
    return OfficeContent(**values | changes)
