"""Staff keep offices: forms, two editors at once, days off, files in and out."""

import io
from datetime import date

import pytest
from aiohttp import FormData
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.offices.store import add_office, change_office
from procedures_db.terms import Role
from tests.bot.web.html_page import HtmlPage
from tests.procedures_db.offices.samples import BY, VALUES, office
from tests.staff.conftest import Browser, SignIn, read_page
from tests.staff.test_people import XSS

LIST = "/can-bo/noi-tiep-nhan"
FORM = {**VALUES, "tinh": "Thành phố Hà Nội", "nhan": "Chưa rõ", "dang_dung": "có"}


@pytest.fixture
async def editor(signed_in: SignIn) -> Browser:
    return await signed_in(Role.EDITOR)


@pytest.fixture
def number(sessions: sessionmaker[Session]) -> int:
    with transaction(sessions) as session:
        return add_office(session, office(), BY).id


def fields_of(page: HtmlPage) -> dict[str, str]:
    """Return what the form of an office would send as it is."""
    main = page.one("main")
    found = {
        each.get("name") or "": each.get("value") or ""
        for each in main.walk()
        if each.tag == "input"
    }
    for each in main.walk():
        if each.tag == "textarea":
            found[each.get("name") or ""] = each.text
        if each.tag == "select":
            chosen = [one for one in each.walk() if one.get("selected") is not None]
            found[each.get("name") or ""] = (chosen[0].get("value") or "") if chosen else ""
    return found


def upload(text: str | bytes) -> FormData:
    data = FormData()
    body = text if isinstance(text, bytes) else text.encode()
    data.add_field("tep", io.BytesIO(body), filename="noi.csv", content_type="text/csv")
    return data


async def test_editor_adds_an_office_and_finds_it(editor: Browser) -> None:
    response = await editor.send(f"{LIST}/moi", FORM)

    added = await editor.page(response.headers["Location"])
    listed = await editor.page(f"{LIST}?q=trung+tam+ba+dinh&tinh=01")
    assert added.one("h1").text == VALUES["ten"]
    assert "Đã thêm" in added.text
    assert "Thứ hai – thứ sáu: 07:30–11:30, 13:30–17:00" in listed.text
    assert VALUES["ten"] not in (await editor.page(f"{LIST}?q=ben+nghe")).text
    assert VALUES["ten"] not in (await editor.page(f"{LIST}?trang_thai=ngung")).text


async def test_wrong_fields_are_named_and_nothing_typed_is_lost(editor: Browser) -> None:
    fields = FORM | {"ten": "", "xa": "Ba Dinhh", "gio_2": "sáng", "ghi_chu": XSS}

    page = await read_page(await editor.post(f"{LIST}/moi", fields), 422)

    wrong = {each.get("name") for each in page.all() if each.get("aria-invalid") == "true"}
    assert wrong == {"ten", "xa", "gio_2"}
    assert "Có phải là: Phường Ba Đình" in page.text
    assert page.one("textarea", name="ghi_chu").text == XSS
    assert fields_of(page)["gio_2"] == "sáng"


async def test_form_sent_as_it_is_changes_nothing(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    page = await editor.page(f"{LIST}/{number}")

    await editor.send(f"{LIST}/{number}", fields_of(page))

    with sessions() as session:
        assert session.get_one(models.Office, number).version == 1


async def test_second_editor_is_told_and_nobody_loses_anything(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    fields = fields_of(await editor.page(f"{LIST}/{number}")) | {"ghi_chu": "Cổng sau"}
    with transaction(sessions) as session:
        change_office(session, number, office(phone="024 7777"), 1, BY)

    told = await read_page(await editor.post(f"{LIST}/{number}", fields), 409)
    await editor.send(f"{LIST}/{number}", fields_of(told))

    assert "lan đã sửa nơi này" in told.text
    assert "024 7777" in told.text
    with sessions() as session:
        row = session.get_one(models.Office, number)
        assert (row.phone, row.note, row.version) == ("024 7777", "Cổng sau", 3)


async def test_both_changed_the_same_field_and_both_are_shown(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    fields = fields_of(await editor.page(f"{LIST}/{number}")) | {"dien_thoai": "024 1111"}
    with transaction(sessions) as session:
        change_office(session, number, office(phone="024 7777"), 1, BY)

    told = await read_page(await editor.post(f"{LIST}/{number}", fields), 409)

    assert "024 7777" in told.text
    assert fields_of(told)["dien_thoai"] == "024 1111"


@pytest.mark.parametrize("base", ["", "[]", "{", '{"ten": 1}'])
async def test_made_up_hidden_fields_break_nothing(editor: Browser, number: int, base: str) -> None:
    fields = FORM | {"goc": base, "ban": "x"}

    await read_page(await editor.post(f"{LIST}/{number}", fields), 409)


async def test_same_office_is_refused_twice(editor: Browser, number: int) -> None:
    page = await read_page(await editor.post(f"{LIST}/moi", FORM), 422)

    assert f"(số {number})" in page.text


async def test_days_off_of_one_office_and_of_all(editor: Browser, number: int) -> None:
    day = {"tu": "2026-12-24", "den": "", "gio": "", "ly_do": XSS, "nguon": "Thông báo 9"}

    await editor.send(f"{LIST}/ngay-nghi", day)
    await editor.send(f"{LIST}/ngay-nghi", day | {"noi": str(number), "gio": "8:00-10:00"})

    everybodys = await editor.page(f"{LIST}/ngay-nghi")
    own = await editor.page(f"{LIST}/ngay-nghi?noi={number}")
    assert "24/12/2026" in everybodys.text
    assert XSS in everybodys.text
    assert "01/01/2027" in everybodys.text
    assert "08:00–10:00" in own.text
    assert "08:00–10:00" in (await editor.page(f"{LIST}/{number}")).text
    (form,) = [each for each in own.all("form") if "/ngay-nghi/" in (each.get("action") or "")]
    await editor.send(form.get("action") or "", {"noi": str(number)})
    assert "08:00–10:00" not in (await editor.page(f"{LIST}/ngay-nghi?noi={number}")).text


async def test_wrong_days_are_refused(editor: Browser) -> None:
    fields = {"tu": "2026-12-24", "den": "2026-12-01", "gio": "sáng", "ly_do": "", "nguon": "x"}

    page = await read_page(await editor.post(f"{LIST}/ngay-nghi", fields), 422)

    assert "Có 3 chỗ cần sửa" in page.text
    assert (await editor.get(f"{LIST}/ngay-nghi?noi=999")).status == 404
    assert (await editor.post(f"{LIST}/ngay-nghi/999")).status == 404


async def test_file_goes_out_is_changed_and_comes_in(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    text = (await (await editor.get(f"{LIST}.csv")).read()).decode("utf-8-sig")
    first, second = text.strip().splitlines()
    changed = second.replace("024 0000 0000", "024 5555")
    new = second.replace(f"{number},1,", ",,", 1).replace("phố Mẫu", "phố Khác")
    wrong = new.replace("phố Khác", "phố Nữa").replace("Thành phố Hà Nội", "Atlantis")
    sent = "\n".join([first, changed, new, wrong])

    page = await read_page(await editor.post(f"{LIST}/nap", upload(sent)))
    with sessions() as session:
        assert [row.phone for row in session.scalars(select(models.Office))] == ["024 0000 0000"]
    response = await editor.send(f"{LIST}/nap/ghi", fields_of(page))

    assert "Nơi mới: 1; thay đổi: 1; như cũ: 0; không nhận được: 1" in page.text
    assert "024 0000 0000 → 024 5555" in page.text
    assert "34 tỉnh" in page.text
    listed = await editor.page(response.headers["Location"])
    assert "Đã thêm 1 nơi, sửa 1 nơi. 1 dòng" in listed.text
    with sessions() as session:
        phones = [
            row.phone for row in session.scalars(select(models.Office).order_by(models.Office.id))
        ]
    assert phones == ["024 5555", "024 0000 0000"]


async def test_file_is_shown_again_when_others_were_quicker(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    text = (await (await editor.get(f"{LIST}.csv")).read()).decode("utf-8-sig")
    sent = text.replace("024 0000 0000", "024 5555")
    fields = fields_of(await read_page(await editor.post(f"{LIST}/nap", upload(sent))))
    with transaction(sessions) as session:
        change_office(session, number, office(checked_on=date(2026, 11, 21)), 1, BY)

    page = await read_page(await editor.post(f"{LIST}/nap/ghi", fields), 409)

    assert "chưa ghi gì" in page.text
    with sessions() as session:
        assert session.get_one(models.Office, number).phone == "024 0000 0000"


@pytest.mark.parametrize("data", ["", "một,hai\n1,2", b"\xff\xfe\x00", b"x" * 1_600_000])
async def test_files_that_are_no_tables_of_offices_are_refused(
    editor: Browser, data: str | bytes
) -> None:
    await read_page(await editor.post(f"{LIST}/nap", upload(data)), 422)


async def test_missing_file_and_other_bodies_are_refused(editor: Browser) -> None:
    empty = FormData(default_to_multipart=True)
    empty.add_field("khac", "x")

    assert (await editor.post(f"{LIST}/nap", empty)).status == 422
    assert (await editor.post(f"{LIST}/nap", {"tep": "x"})).status == 415
    assert (await editor.post(f"{LIST}/nap/ghi", {"noi_dung": ""})).status == 422


async def test_formulas_leave_as_text(
    editor: Browser, sessions: sessionmaker[Session], number: int
) -> None:
    with transaction(sessions) as session:
        change_office(session, number, office(note="=1+1"), 1, BY)

    text = await (await editor.get(f"{LIST}.csv")).text()

    assert "'=1+1" in text
    page = await read_page(await editor.post(f"{LIST}/nap", upload(text)))
    assert "như cũ: 1" in page.text


async def test_template_has_only_its_first_line(editor: Browser) -> None:
    text = await (await editor.get(f"{LIST}.csv?mau=1")).text()

    assert len(text.strip().splitlines()) == 1
    await read_page(await editor.post(f"{LIST}/nap", upload(text)))
