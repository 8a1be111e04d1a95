"""An office is read from what people typed; every wrong field is named in Vietnamese."""

from datetime import date

import pytest

from procedures_db.offices import messages
from procedures_db.offices.content import Known, read_day_off, read_office, to_values
from procedures_db.offices.places import find_commune, find_province
from procedures_db.terms import OfficeTakes
from tests.procedures_db.offices.samples import BA_DINH, HA_NOI, VALUES, WEEK, WORKDAY, office

TODAY = date(2026, 11, 23)
KNOWN = Known(frozenset({"Hộ tịch"}), frozenset({"1.001193"}))


def wrong(**changes: str) -> dict[str, str]:
    content, errors = read_office(VALUES | changes, KNOWN, TODAY)
    assert content is None
    return errors


def test_everything_typed_is_in_the_office() -> None:
    assert read_office(VALUES, KNOWN, TODAY) == (office(), {})


def test_written_office_is_read_the_same() -> None:
    whole = office(
        note="Cổng sau",
        takes=OfficeTakes.LISTED,
        fields=("Hộ tịch",),
        procedures=("1.001193",),
        is_home=True,
    )

    assert read_office(to_values(whole), KNOWN, TODAY) == (whole, {})


def test_what_nobody_wrote_is_unknown() -> None:
    bare = {key: VALUES[key] for key in ("ten", "dia_chi", "tinh", "nguon", "kiem_tra")}

    content, _ = read_office(bare, KNOWN, TODAY)

    assert content
    assert content.hours == (None,) * 7
    assert content.takes is OfficeTakes.UNKNOWN
    assert (content.phone, content.commune, content.note) == (None, None, None)


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("ten", " ", "Hãy ghi tên"),
        ("dia_chi", "", "Hãy ghi địa chỉ"),
        ("nguon", "", "Hãy ghi nguồn"),
        ("ten", "x" * 201, "dài quá 200"),
        ("tinh", "Atlantis", "34 tỉnh"),
        ("tinh", "", "34 tỉnh"),
        ("xa", "Ba Dinhh", "Phường Ba Đình"),
        ("gio_3", "sáng", "Không đọc được giờ"),
        ("dien_thoai", "gọi chị Lan", "chữ số"),
        ("dat_lich", "javascript:alert(1)", "https://"),
        ("nguon_url", "https://", "https://"),
        ("nhan", "tất", "Chưa rõ"),
        ("linh_vuc", "Hộ tịch", "Theo danh sách"),
        ("kiem_tra", "hôm qua", "24/11/2026"),
        ("kiem_tra", "24/11/2026", "sau hôm nay"),
        ("mac_dinh", "chắc vậy", "“có”"),
    ],
)
def test_wrong_field_is_named(key: str, value: str, says: str) -> None:
    errors = wrong(**{key: value})

    assert list(errors) == [key]
    assert says in errors[key]


def test_list_of_what_is_taken_names_what_exists() -> None:
    errors = wrong(nhan="listed", linh_vuc="Hộ tịch; Phép thuật", thu_tuc="1.001193\n9.9")

    assert errors["linh_vuc"] == messages.FIELD_UNKNOWN.format(names="Phép thuật")
    assert errors["thu_tuc"] == messages.CODE_UNKNOWN.format(names="9.9")
    assert "linh_vuc" in wrong(nhan="listed")


def test_office_out_of_use_is_no_home() -> None:
    assert "mac_dinh" in wrong(mac_dinh="có", dang_dung="không")


@pytest.mark.parametrize("text", ["Hà Nội", "ha noi", "TP. Hà Nội", "Thành phố Hà Nội", "1", "01"])
def test_province_is_found_however_it_is_written(text: str) -> None:
    province = find_province(text)

    assert province
    assert province.code == HA_NOI


@pytest.mark.parametrize("text", ["Ba Đình", "phường ba đình", "P. Ba Dinh", "4", "00004"])
def test_commune_is_found_however_it_is_written(text: str) -> None:
    commune = find_commune(HA_NOI, text)

    assert commune
    assert commune.code == BA_DINH


def test_commune_of_another_province_is_not_found() -> None:
    assert find_commune("79", "Ba Đình") is None


def test_days_off_have_a_reason_and_a_source() -> None:
    given = {"tu": "24/12/2026", "den": "", "gio": "", "ly_do": "Sửa nhà", "nguon": "Thông báo 9"}

    days, _ = read_day_off(given)
    morning, _ = read_day_off(given | {"gio": "7:30-11:30, 13:30-17:00", "den": "2026-12-25"})
    nothing, errors = read_day_off({"tu": "24/12/2026", "den": "1/12/2026"})

    assert days
    assert (days.first, days.last, days.hours) == (date(2026, 12, 24), date(2026, 12, 24), ())
    assert morning
    assert morning.hours == WORKDAY == WEEK[0]
    assert nothing is None
    assert set(errors) == {"ly_do", "nguon", "den"}
