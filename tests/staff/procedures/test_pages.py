"""The pages about procedures: an editor writes, a reviewer decides, nothing typed is lost."""

import re
from datetime import date
from typing import Any

import pytest
from aiohttp import FormData
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.editing.fields import sections
from procedures_db.read import read_procedure
from procedures_db.terms import DraftState, Role
from tests import factories
from tests.factories import CODE, amount, content, detailed
from tests.staff.conftest import Browser, SignIn, read_page

HOME = "/can-bo"


@pytest.fixture(autouse=True)
def published(sessions: sessionmaker[Session]) -> None:
    fee = amount(50_000, cost_type="le_phi")
    factories.publish(sessions, detailed(fees=[fee]), content("9.000002", field="Chăn nuôi"))


async def text_of(browser: Browser, path: str) -> str:
    response = await browser.get(path)
    await read_page(response)
    return await response.text()


async def begin(browser: Browser) -> str:
    response = await browser.send(f"{HOME}/thu-tuc/{CODE}/sua")
    return response.headers["Location"]


async def fields_of(browser: Browser, path: str) -> dict[str, str]:
    """The fields of a section's form as a browser would send them."""
    return form_fields(await text_of(browser, path))


def form_fields(html: str) -> dict[str, str]:
    from html import unescape

    form = html[html.index('id="muc"') : html.index('<aside class="preview"')]
    found = {}
    for match in re.finditer(r'<input ([^>]*name="[^"]+"[^>]*)>', form):
        name = re.search(r'name="([^"]*)"', match[1])
        value = re.search(r'value="([^"]*)"', match[1])
        assert name
        found[name[1]] = unescape(value[1]) if value else ""
    for match in re.finditer(r'<textarea [^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S):
        found[match[1]] = unescape(match[2])
    for match in re.finditer(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', match[2])
        found[match[1]] = unescape(chosen[1]) if chosen else ""
    return found


NEW_FEE = {
    "fees-0-amount": "70.000",
    "fees-0-basis": "02/2026/TT-MAU",
    "fees-0-valid_from": "2026-11-01",
}


async def submitted(browser: Browser, changes: dict[str, str] | None = None) -> str:
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/fees")
    await browser.send(f"{draft}/muc/fees", fields | (changes or NEW_FEE))
    await browser.send(f"{draft}/viec", {"viec": "submit", "phien_ban": "2"})
    return draft


def told_fee(sessions: sessionmaker[Session]) -> int | None:
    with sessions() as session:
        return read_procedure(session, CODE).content.fees[0].amount


@pytest.mark.parametrize("words", ["nuoi ong", "Nuôi Ong", CODE, "khai bao dan"])
async def test_search_needs_no_diacritics(signed_in: SignIn, words: str) -> None:
    browser = await signed_in(Role.EDITOR)

    response = await browser.get(f"{HOME}/thu-tuc", params={"q": words})

    text = await response.text()
    assert "Thủ tục đăng ký nuôi ong" in text
    assert "9.000002" not in text


async def test_filters_stand_in_the_address(signed_in: SignIn) -> None:
    browser = await signed_in(Role.EDITOR)

    text = await text_of(browser, f"{HOME}/thu-tuc?can-xem=1&linh-vuc=Ch%C4%83n+nu%C3%B4i")

    assert "1 thủ tục" in text
    assert CODE in text


async def test_every_section_opens_and_saves_unchanged(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)

    for version, key in enumerate(sections(), 1):
        fields = await fields_of(browser, f"{draft}/muc/{key}")
        assert fields["phien_ban"] == str(version)
        await browser.send(f"{draft}/muc/{key}", fields)

    with sessions() as session:
        [kept] = session.scalars(select(models.Draft))
        [first] = session.scalars(
            select(models.Revision.content).where(
                models.Revision.content["code"].as_string() == CODE
            )
        )
    assert kept.content == first


async def test_preview_shows_the_fee_as_it_is_typed(signed_in: SignIn) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/fees")

    response = await browser.post(f"{draft}/xem-truoc/fees", fields | NEW_FEE)

    assert response.status == 200
    assert "70.000" in await response.text()
    assert "50.000" in await text_of(browser, f"{draft}/muc/fees")


async def test_added_row_loses_nothing_that_was_typed(signed_in: SignIn) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/steps")

    typed = fields | {"steps-0-text": "Đang gõ dở…", "lam": "add:steps"}
    response = await browser.post(f"{draft}/muc/steps", typed)
    page = await response.text()

    again = form_fields(page)
    assert again["steps-0-text"] == "Đang gõ dở…"
    assert again["steps-2-text"] == ""
    assert "autofocus" in page


async def test_rows_can_be_moved_and_removed(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/steps")

    moved = await browser.post(f"{draft}/muc/steps", fields | {"lam": "down:steps:0"})
    fields = form_fields(await moved.text())
    gone = await browser.post(f"{draft}/muc/steps", fields | {"lam": "remove:steps:1"})
    await browser.send(f"{draft}/muc/steps", form_fields(await gone.text()))

    with sessions() as session:
        [kept] = session.scalars(select(models.Draft))
    assert [step["text"] for step in kept.content["steps"]] == ["Nộp tại xã."]


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"fees-0-amount": "nhiều"}, "fees-0-amount", "Chỉ ghi số"),
        ({"fees-0-amount": ""}, "fees-0-amount", "Chỉ ghi số tiền khi"),
        ({"fees-0-basis": ""}, "fees-0-basis", "Ghi căn cứ pháp lý"),
        ({"fees-0-valid_from": ""}, "fees-0-valid_from", "Ghi ngày bắt đầu"),
        ({"fees-0-valid_to": "2020-01-01"}, "fees-0-amount", "Ngày bắt đầu phải trước"),
    ],
)
async def test_wrong_field_is_named_and_keeps_what_was_typed(
    signed_in: SignIn, changes: dict[str, str], field: str, said: str
) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/fees") | NEW_FEE | changes

    response = await browser.post(f"{draft}/muc/fees", fields)

    page = await response.text()
    assert response.status == 422
    assert f'<a href="#o-{field}">{said}' in page
    assert f'aria-describedby="s-{field}"' in page
    assert form_fields(page) == fields


async def test_case_gets_its_sign_from_its_name(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.EDITOR)
    draft = await begin(browser)
    fields = await fields_of(browser, f"{draft}/muc/documents")

    added = {"cases-2-key": "", "cases-2-name": "Đàn ở núi", "cases-2-was": ""}
    await browser.send(f"{draft}/muc/documents", fields | added)

    with sessions() as session:
        [kept] = session.scalars(select(models.Draft))
    assert kept.content["cases"][2] | {"provenance": None} == {
        "key": "dan_o_nui",
        "name": "Đàn ở núi",
        "provenance": None,
    }


async def test_story_from_edit_to_publishing_and_back(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    draft = await submitted(editor)
    assert told_fee(sessions) == 50_000

    page = await text_of(reviewer, f"{draft}/duyet")
    assert "<del>50.000 đ</del>" in page
    assert "<ins>70.000 đ</ins>" in page
    await reviewer.send(f"{draft}/duyet", {"viec": "publish", "phien_ban": "3"})
    assert told_fee(sessions) == 70_000

    history = await text_of(reviewer, f"{HOME}/thu-tuc/{CODE}/lich-su?tu=1&den=2")
    assert "<del>50.000 đ</del>" in history
    await reviewer.send(f"{HOME}/thu-tuc/{CODE}/khoi-phuc", {"ban": "1", "ly_do": "nhầm"})
    assert told_fee(sessions) == 50_000


async def test_reviewer_cannot_publish_own_draft(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    reviewer = await signed_in(Role.REVIEWER)
    draft = await submitted(reviewer)

    page = await text_of(reviewer, f"{draft}/duyet")
    await reviewer.send(f"{draft}/duyet", {"viec": "publish", "phien_ban": "3"})

    assert "không được tự công bố" in page
    assert "Công bố ngay" not in page
    assert told_fee(sessions) == 50_000


async def test_editor_cannot_review(signed_in: SignIn) -> None:
    editor = await signed_in(Role.EDITOR)
    draft = await submitted(editor)

    assert (await editor.get(f"{draft}/duyet")).status == 403
    assert (await editor.post(f"{draft}/duyet", {"viec": "publish"})).status == 403
    assert (await editor.post(f"{HOME}/thu-tuc/{CODE}/khoi-phuc", {"ban": "1"})).status == 403


async def test_returned_draft_shows_the_comment(signed_in: SignIn) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    draft = await submitted(editor)

    form = {"viec": "return", "phien_ban": "3", "loi_nhan": "Xem lại <b>mức</b>"}
    await reviewer.send(f"{draft}/duyet", form)

    page = await text_of(editor, draft)
    assert "Trả lại để sửa" in page
    assert "Xem lại &lt;b&gt;mức&lt;/b&gt;" in page


async def test_draft_is_scheduled_for_a_day(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    draft = await submitted(editor)

    form = {"viec": "schedule", "phien_ban": "3", "ngay": "2026-12-01"}
    await reviewer.send(f"{draft}/duyet", form)

    with sessions() as session:
        [kept] = session.scalars(select(models.Draft))
    assert (kept.state, kept.valid_from) == (DraftState.SCHEDULED, date(2026, 12, 1))


async def test_slower_editor_sees_both_texts_and_can_take_the_own(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    first, second = await signed_in(Role.EDITOR, "anh"), await signed_in(Role.EDITOR, "binh")
    draft = await begin(first)
    fields = await fields_of(first, f"{draft}/muc/fees")
    await first.send(f"{draft}/muc/fees", fields | NEW_FEE)

    late = fields | NEW_FEE | {"fees-0-amount": "90000"}
    response = await second.send(f"{draft}/muc/fees", late)

    kept = response.headers["Location"]
    page = await text_of(second, kept)
    assert "70.000 đ" in page
    assert "90.000 đ" in page
    await second.send(kept, {"phien_ban": "2"})
    with sessions() as session:
        [stored] = session.scalars(select(models.Draft))
    assert stored.content["fees"][0]["amount"] == 90_000


async def test_outdated_draft_shows_both_sides(signed_in: SignIn) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    late = await submitted(editor)
    other = await submitted(editor, NEW_FEE | {"fees-0-amount": "60000"})
    await reviewer.send(f"{other}/duyet", {"viec": "publish", "phien_ban": "3"})

    page = await text_of(reviewer, f"{late}/duyet")
    assert "Bản đang công bố đã đổi" in page
    assert "60.000 đ" in page
    assert "70.000 đ" in page
    await editor.send(f"{late}/viec", {"viec": "rebase", "phien_ban": "3"})
    assert "dựa trên bản 2" in await text_of(editor, late)


async def test_questions_are_saved_with_the_draft(signed_in: SignIn) -> None:
    editor = await signed_in(Role.EDITOR)
    draft = await begin(editor)

    form = {"cau_hoi": "nuôi ong sao\n\nnuôi ong sao", "phien_ban": "1"}
    await editor.send(f"{draft}/cau-hoi", form)

    assert "Thêm câu hỏi người dân hay hỏi: nuôi ong sao" in await text_of(editor, draft)


async def test_new_procedure_begins_with_code_and_name(signed_in: SignIn) -> None:
    editor = await signed_in(Role.EDITOR)

    response = await editor.send(f"{HOME}/thu-tuc-moi", {"code": "9.000777", "name": "Mới"})
    assert "Thủ tục mới: Mới" in await text_of(editor, response.headers["Location"])
    again = await editor.post(f"{HOME}/thu-tuc-moi", {"code": CODE, "name": "Mới"})
    assert again.status == 422


@pytest.mark.parametrize("field", ["steps-0-text"])
async def test_markup_in_a_text_stays_text(signed_in: SignIn, field: str) -> None:
    editor = await signed_in(Role.EDITOR)
    draft = await begin(editor)
    fields = await fields_of(editor, f"{draft}/muc/steps")
    evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"

    await editor.send(f"{draft}/muc/steps", fields | {field: evil})

    for path in (draft, f"{draft}/muc/steps"):
        page = await text_of(editor, path)
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize("path", ["/ban-nhap/999", "/thu-tuc/9.999999", "/ban-nhap/1/muc/khac"])
async def test_what_is_not_there_is_404(signed_in: SignIn, path: str) -> None:
    editor = await signed_in(Role.EDITOR)

    assert (await editor.get(HOME + path)).status == 404


# --- files -----------------------------------------------------------------------------------


def file_form(name: str, data: bytes) -> Any:
    form = FormData()
    form.add_field("tep", data, filename=name)
    return form


async def test_exported_file_can_be_uploaded_and_changes_nothing(signed_in: SignIn) -> None:
    editor = await signed_in(Role.EDITOR)
    for kind in ("xlsx", "zip"):
        exported = await (await editor.get(f"{HOME}/nap-xuat/tai-ve/{kind}")).read()

        response = await editor.send(f"{HOME}/nap-xuat", file_form(f"tep.{kind}", exported))

        page = await text_of(editor, response.headers["Location"])
        assert '<span class="figure">2</span>giữ nguyên' in page
        assert '<span class="figure">0</span>chỗ sai' in page


async def test_uploaded_changes_become_drafts_when_confirmed_and_can_be_undone(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    editor = await signed_in(Role.EDITOR)
    data = "Mã thủ tục,Tên thủ tục\n9.000002,Tên mới\n9.000003,\n".encode()
    response = await editor.send(f"{HOME}/nap-xuat", file_form("thu-tuc.csv", data))
    batch = response.headers["Location"]
    page = await text_of(editor, batch)
    assert "Thủ tục mẫu 9.000002 → " not in page
    assert "Tên mới" in page
    assert "Cần điền mục này." in page

    await editor.send(batch, {"viec": "confirm"})
    with sessions() as session:
        [draft] = session.scalars(select(models.Draft))
    assert draft.content["name"] == "Tên mới"

    await editor.send(batch, {"viec": "undo"})
    with sessions() as session:
        assert session.scalars(select(models.Draft.state)).all() == [DraftState.WITHDRAWN]


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("../../etc/passwd", b"root", "Chỉ nhận tệp"),
        ("tep.xlsx", b"<html>", "Không đọc được tệp"),
        ("tep.exe", b"MZ", "Chỉ nhận tệp"),
        ("la.csv", b"a,b", "Không rõ trang"),
    ],
)
async def test_harmful_or_wrong_files_are_refused_with_a_reason(
    signed_in: SignIn, name: str, data: bytes, said: str
) -> None:
    editor = await signed_in(Role.EDITOR)

    response = await editor.post(f"{HOME}/nap-xuat", file_form(name, data))

    assert response.status == 422
    assert said in await response.text()


async def test_portal_records_arrive_as_proposals(signed_in: SignIn) -> None:
    editor = await signed_in(Role.EDITOR)
    record = b'{"data": {"id": "u", "code": "9.000555", "name": "M\\u1edbi", "type": "STANDARD"}}\n'

    response = await editor.send(f"{HOME}/nap-xuat", file_form("cong.jsonl", record))

    assert "Thủ tục mới: Mới" in await text_of(editor, response.headers["Location"])
