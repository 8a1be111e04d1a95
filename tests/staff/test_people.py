"""Accounts, channels, notices and the audit trail as administrators use them."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import audit, models
from procedures_db.conversations import channel_is_on, current_notice
from procedures_db.database import transaction
from procedures_db.terms import Role
from staff import messages
from staff.accounts import people
from staff.accounts.errors import AccountError
from staff.csv_files import safe_cell
from tests.staff.conftest import PASSWORD, AddPerson, Browser, SignIn, read_page

XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


async def test_administrator_adds_a_person_who_chooses_a_password(
    signed_in: SignIn, new_browser: Callable[[], Browser]
) -> None:
    admin = await signed_in(Role.ADMINISTRATOR)

    fields = {"ten": "Hoa.Le", "ho_ten": "Lê  Hoa", "vai_tro": "editor"}
    shown = await read_page(await admin.post("/can-bo/can-bo", fields))
    link = shown.all("code", class_="secret")[0].text
    path = link[link.index("/can-bo/") :]
    other = new_browser()
    await other.page(path)
    await other.send(path, {"mat_khau": PASSWORD, "nhac_lai": PASSWORD})
    await other.send("/can-bo/dang-nhap", {"ten": "hoa.le", "mat_khau": PASSWORD})

    assert "Lê Hoa" in (await other.page("/can-bo/")).root.text
    assert "Lê Hoa" in (await admin.page("/can-bo/can-bo")).root.text


@pytest.mark.parametrize(
    "fields",
    [
        {"ten": "a", "ho_ten": "Lê Hoa", "vai_tro": "editor"},
        {"ten": "hoa lê", "ho_ten": "Lê Hoa", "vai_tro": "editor"},
        {"ten": "hoa", "ho_ten": "", "vai_tro": "editor"},
        {"ten": "hoa", "ho_ten": "Lê Hoa", "vai_tro": "king"},
        {"ten": "administrator.1", "ho_ten": "Lê Hoa", "vai_tro": "editor"},
        {"ten": XSS, "ho_ten": XSS, "vai_tro": XSS},
        {},
    ],
)
async def test_wrong_accounts_are_refused_with_what_was_typed(
    signed_in: SignIn, fields: dict[str, str]
) -> None:
    admin = await signed_in(Role.ADMINISTRATOR)

    page = await read_page(await admin.post("/can-bo/can-bo", fields), 422)

    assert page.all(id="o-ten")[0].get("value") == fields.get("ten", "")
    assert [one for one in page.all("script") if not one.get("src")] == []


async def test_new_role_and_closing_sign_the_person_out(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    admin, editor = await signed_in(Role.ADMINISTRATOR), await signed_in(Role.EDITOR)
    with sessions() as session:
        path = f"/can-bo/can-bo/{people.find_person(session, 'editor.1').id}"

    await admin.send(path, {"viec": "vai_tro", "vai_tro": "reviewer"})
    signed_out = (await editor.get("/can-bo/")).status
    await admin.send(path, {"viec": "dong"})
    refused = await editor.post("/can-bo/dang-nhap", {"ten": "editor.1", "mat_khau": PASSWORD})

    assert (signed_out, refused.status) == (303, 422)


async def test_nobody_changes_the_own_account_there(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    admin = await signed_in(Role.ADMINISTRATOR)
    with sessions() as session:
        number = people.find_person(session, "administrator.1").id

    response = await admin.post(f"/can-bo/can-bo/{number}", {"viec": "dong"})

    assert response.status == 422


def test_last_administrator_stays(session: Session, add_person: AddPerson) -> None:
    add_person("chief", Role.ADMINISTRATOR)
    user = people.find_person(session, "chief")

    with pytest.raises(AccountError, match="cuối cùng"):
        people.set_active(session, user, False, actor="test")
    with pytest.raises(AccountError, match="cuối cùng"):
        people.change_role(session, user, Role.EDITOR, actor="test")


async def test_person_changes_the_own_password(
    signed_in: SignIn, new_browser: Callable[[], Browser]
) -> None:
    browser = await signed_in(Role.EDITOR)
    path = "/can-bo/tai-khoan/mat-khau"
    new = "mây trôi bến cũ"

    def fields(current: str, first: str, second: str) -> dict[str, str]:
        return {"hien_tai": current, "mat_khau": first, "nhac_lai": second}

    wrong = await browser.post(path, fields("sai rồi", new, new))
    differs = await browser.post(path, fields(PASSWORD, new, "khác"))
    easy = await browser.post(path, fields(PASSWORD, "aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa"))
    await browser.send(path, fields(PASSWORD, new, new))

    assert [wrong.status, differs.status, easy.status] == [422, 422, 422]
    assert messages.PASSWORD_CHANGED in (await browser.page("/can-bo/tai-khoan")).root.text
    await new_browser().send("/can-bo/dang-nhap", {"ten": "editor.1", "mat_khau": new})


async def test_channel_is_switched_off_and_on(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.REVIEWER)

    await browser.send("/can-bo/kenh", {"kenh": "zalo", "bat": "0"})
    page = await browser.page("/can-bo/kenh")
    with sessions() as session:
        off = channel_is_on(session, "zalo")
    await browser.send("/can-bo/kenh", {"kenh": "zalo", "bat": "1"})

    assert off is False
    assert "Zalo: đã tắt" in page.root.text
    with sessions() as session:
        assert channel_is_on(session, "zalo")
    assert (await browser.post("/can-bo/kenh", {"kenh": "fax", "bat": "0"})).status == 404


async def test_notice_is_set_shown_and_ended(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)
    now = datetime.now(UTC) + timedelta(hours=7)
    fields = {
        "noi_dung": f"Nghỉ do bão {XSS}",
        "tu": f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}",
        "den": f"{now + timedelta(hours=1):%Y-%m-%dT%H:%M}",
    }

    await browser.send("/can-bo/kenh/thong-bao", fields)
    with sessions() as session:
        shown = current_notice(session)
    page = await browser.page("/can-bo/kenh")
    await browser.send("/can-bo/kenh/dung-thong-bao")

    assert shown == fields["noi_dung"]
    assert [one for one in page.all("script") if not one.get("src")] == []
    with sessions() as session:
        assert current_notice(session) is None


@pytest.mark.parametrize(
    "change",
    [{"noi_dung": ""}, {"noi_dung": "x" * 501}, {"tu": ""}, {"den": "2026-11-01T00:00"}],
)
async def test_wrong_notice_is_shown_again_with_what_is_wrong(
    signed_in: SignIn, change: dict[str, str]
) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)
    fields = {"noi_dung": "Nghỉ", "tu": "2026-11-20T08:00", "den": "2026-11-20T17:00"} | change

    page = await read_page(await browser.post("/can-bo/kenh/thong-bao", fields), 422)

    assert len(page.all(class_="errors")) == 1
    assert page.all(aria_invalid="true")


async def test_audit_is_filtered_and_exported(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)
    with transaction(sessions) as session:
        for n in range(120):
            audit.record(session, "hoa", "office.change", f"Xã {n} 100%", {"n": n}, "10.0.0.1")
        audit.record(session, "=1+1", "office.change", XSS, {"x": XSS}, None)

    page = await browser.page("/can-bo/nhat-ky?ai=hoa&doi_tuong=100%25&trang=2")
    strange = await browser.page("/can-bo/nhat-ky?tu=2000-13-77&den=9999-12-31&trang=x")
    response = await browser.get("/can-bo/nhat-ky.csv?viec=office.change")
    rows = list(csv.reader(io.StringIO((await response.read()).decode("utf-8-sig"))))

    assert "120 dòng" in page.root.text
    assert len(page.all("tr")) == 51
    assert [one for one in strange.all("script") if not one.get("src")] == []
    assert len(rows) == 122
    assert rows[1][1] == "'=1+1"
    with sessions() as session:
        assert len(session.scalars(select(models.AuditEntry.id)).all()) > 121


@pytest.mark.parametrize("text", ["=1+1", "+84", "-a", "@x", "\t=1"])
def test_cells_that_would_be_computed_are_text(text: str) -> None:
    assert safe_cell(text) == text or safe_cell(text) == "'" + text
    assert safe_cell("=1") == "'=1"
    assert safe_cell(-5) == "-5"
