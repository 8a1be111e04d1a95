"""The pages about questions: an editor proposes, another person decides, the answer is shown."""

import re
from html import unescape

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.gaps.collect import Collector
from procedures_db.gaps.decide import get_gap
from procedures_db.terms import GapState, Origin, Role
from tests import tiny_catalogue
from tests.procedures_db.gaps.test_collect import ask
from tests.staff.conftest import Browser, SignIn, read_page
from tests.tiny_catalogue import BEES, BIRTH

HOME = "/can-bo/cau-hoi"
ASKED = "con vật có cánh vàng đen thì khai với ai"
PROMISED_SECONDS = 5


@pytest.fixture
def gap(sessions: sessionmaker[Session]) -> int:
    """A group of one question that was asked back about."""
    tiny_catalogue.fill(sessions)
    ask(sessions, ASKED, "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        return session.scalars(select(models.QuestionGap.id)).one()


def state_of(sessions: sessionmaker[Session], gap: int) -> GapState:
    with sessions() as session:
        return get_gap(session, gap).state


async def text_of(browser: Browser, path: str) -> str:
    return (await browser.page(path)).one("main").text


def proposal(version: int = 1, **changes: str) -> dict[str, str]:
    fields = {"viec": "propose", "thu_tuc": BEES, "cau": ASKED, "phien_ban": str(version)}
    return fields | changes


async def test_queue_shows_what_was_not_answered_and_why(signed_in: SignIn, gap: int) -> None:
    browser = await signed_in(Role.EDITOR)

    assert "1 nhóm câu hỏi" in await text_of(browser, HOME)
    assert ASKED in await text_of(browser, f"{HOME}?vi=asked_back")
    for nothing in ("?vi=partial", "?muc=cho-duyet", "?muc=viec", "?muc=xong"):
        assert "0 nhóm câu hỏi" in await text_of(browser, HOME + nothing)
    for odd in ("?muc=%00", "?vi=x&trang=99", "?trang=-1"):
        assert "1 nhóm câu hỏi" in await text_of(browser, HOME + odd)
    home = await text_of(browser, "/can-bo/")
    assert "1 Câu hỏi chưa trả lời được" in home


async def test_editor_proposes_and_another_person_accepts(
    signed_in: SignIn, gap: int, sessions: sessionmaker[Session]
) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    page = await editor.page(f"{HOME}/{gap}")
    assert page.one("input", name="cau").get("value") == ASKED

    found = await editor.post(
        f"{HOME}/{gap}",
        {"viec": "search", "tim": "nuoi ong", "cau": "câu đang gõ", "phien_ban": "1"},
    )
    page = await read_page(found)
    assert page.all("input", name="thu_tuc")[0].get("value") == BEES
    assert page.one("input", name="cau").get("value") == "câu đang gõ"
    await editor.send(f"{HOME}/{gap}", proposal())
    assert "Đã gửi duyệt" in await text_of(editor, f"{HOME}/{gap}")
    assert (await editor.post(f"{HOME}/{gap}/duyet", {"viec": "accept"})).status == 403
    assert "1 Cách hỏi chờ duyệt" in await text_of(reviewer, "/can-bo/")

    accepted = {"viec": "accept", "phien_ban": "2"}
    await reviewer.send(f"{HOME}/{gap}/duyet", accepted)

    said = await text_of(reviewer, f"{HOME}/{gap}")
    assert "Đã duyệt" in said
    assert "Chưa hỏi lại" in said  # nobody to ask in this test
    assert state_of(sessions, gap) is GapState.ACCEPTED
    await reviewer.send(f"{HOME}/{gap}/duyet", accepted)
    assert "Người khác đã xử lý" in await text_of(reviewer, f"{HOME}/{gap}")
    with sessions() as session:
        table = models.WrittenQuestion
        staff = session.scalars(select(table.text).where(table.origin == Origin.STAFF)).all()
        actions = session.scalars(
            select(models.AuditEntry.action).where(models.AuditEntry.target == f"question {gap}")
        ).all()
    assert list(staff) == [ASKED]
    assert list(actions) == ["question.proposed", "question.accepted"]


async def test_reviewer_does_not_accept_an_own_proposal(
    signed_in: SignIn, gap: int, sessions: sessionmaker[Session]
) -> None:
    reviewer = await signed_in(Role.REVIEWER)
    await reviewer.send(f"{HOME}/{gap}", proposal())
    page = await reviewer.page(f"{HOME}/{gap}")
    assert "cần một người khác duyệt" in page.text
    assert "Duyệt" not in [button.text for button in page.all("button")]

    await reviewer.send(f"{HOME}/{gap}/duyet", {"viec": "accept", "phien_ban": "2"})

    assert state_of(sessions, gap) is GapState.PROPOSED


async def test_rejected_proposal_shows_the_reason(
    signed_in: SignIn, gap: int, sessions: sessionmaker[Session]
) -> None:
    editor, reviewer = await signed_in(Role.EDITOR), await signed_in(Role.REVIEWER)
    await editor.send(f"{HOME}/{gap}", proposal())
    fields = {"viec": "reject", "phien_ban": "2", "ly_do": "<b>không</b> phải ong"}
    await reviewer.send(f"{HOME}/{gap}/duyet", fields)

    assert "<b>không</b> phải ong" in await text_of(editor, f"{HOME}/{gap}")
    assert ASKED in await text_of(editor, HOME)
    await editor.send(f"{HOME}/{gap}", proposal(3))
    await editor.send(f"{HOME}/{gap}", {"viec": "reopen", "phien_ban": "4"})
    assert state_of(sessions, gap) is GapState.OPEN


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"thu_tuc": ""}, "Hãy chọn một thủ tục"),
        ({"thu_tuc": "x' OR 1=1"}, "Hãy chọn một thủ tục"),
        ({"cau": ""}, "Hãy ghi câu hỏi"),
        ({"cau": "gọi tôi 0912 345 678"}, "dữ liệu cá nhân"),
        ({"cau": "lam giay khai sinh can giay to gi"}, "“Thủ tục đăng ký khai sinh”"),
        ({"viec": "task", "ghi_chu": ""}, "thiếu điều gì"),
        ({"viec": "dismiss", "ly_do": "x"}, "chọn lý do"),
        ({"viec": "dismiss", "ly_do": "khac"}, "lý do khác là gì"),
    ],
)
async def test_what_is_refused_is_said_and_nothing_typed_is_lost(
    signed_in: SignIn,
    gap: int,
    sessions: sessionmaker[Session],
    changes: dict[str, str],
    says: str,
) -> None:
    editor = await signed_in(Role.EDITOR)
    fields = proposal() | {"ghi_chu": "ghi chú đang gõ"} | changes

    page = await read_page(await editor.post(f"{HOME}/{gap}", fields), 422)

    assert says in page.one("main").text
    assert page.one("input", name="cau").get("value") == fields["cau"]
    assert page.one("textarea", name="ghi_chu").text == fields["ghi_chu"]
    assert state_of(sessions, gap) is GapState.OPEN


async def test_unknown_steps_and_groups_are_refused(signed_in: SignIn, gap: int) -> None:
    reviewer = await signed_in(Role.REVIEWER)

    assert (await reviewer.post(f"{HOME}/{gap}", {"viec": "x"})).status == 400
    assert (await reviewer.post(f"{HOME}/{gap}/duyet", {"viec": "x"})).status == 400
    assert (await reviewer.get(f"{HOME}/999999999")).status == 404
    assert (await reviewer.post(f"{HOME}/999999999/duyet", {"viec": "accept"})).status == 404
    assert (await reviewer.post(f"{HOME}/viec/999999999")).status == 404


async def test_dismissed_group_says_why_and_can_be_taken_up_again(
    signed_in: SignIn, gap: int, sessions: sessionmaker[Session]
) -> None:
    editor = await signed_in(Role.EDITOR)
    fields = {"viec": "dismiss", "ly_do": "ngoai", "ly_do_khac": "hỏi kiểm lâm", "phien_ban": "1"}
    await editor.send(f"{HOME}/{gap}", fields)
    assert "Ngoài phạm vi: hỏi kiểm lâm" in await text_of(editor, f"{HOME}/{gap}")
    assert ASKED in await text_of(editor, f"{HOME}?muc=xong")

    await editor.send(f"{HOME}/{gap}", {"viec": "reopen", "phien_ban": "2"})

    assert state_of(sessions, gap) is GapState.OPEN


async def test_task_stands_at_its_procedure_until_it_is_done(
    signed_in: SignIn, gap: int, sessions: sessionmaker[Session]
) -> None:
    editor = await signed_in(Role.EDITOR)
    fields = proposal(viec="task", thu_tuc=BIRTH, muc="fee", ghi_chu="chưa nói phí làm lại")
    await editor.send(f"{HOME}/{gap}", fields)

    assert "chưa nói phí làm lại" in await text_of(editor, f"/can-bo/thu-tuc/{BIRTH}")
    assert "1 việc" in await text_of(editor, f"{HOME}/viec?thu-tuc={BIRTH}")
    assert "0 việc" in await text_of(editor, f"{HOME}/viec?thu-tuc={BEES}")
    listed = unescape(await (await editor.get(f"{HOME}/viec")).text())
    action = re.search(r'action="([^"]+/viec/\d+)"', listed)
    assert action
    await editor.send(action[1])
    await editor.send(action[1])

    assert "đã được đánh dấu là xong" in await text_of(editor, f"{HOME}/viec")
    assert "chưa nói phí làm lại" in await text_of(editor, f"{HOME}/viec?muc=xong")
    assert state_of(sessions, gap) is GapState.RESOLVED


async def test_administrator_sees_and_changes_nothing(signed_in: SignIn, gap: int) -> None:
    browser = await signed_in(Role.ADMINISTRATOR)

    page = await browser.page(f"{HOME}/{gap}")

    assert [form for form in page.one("main").walk() if form.tag == "form"] == []
    assert (await browser.post(f"{HOME}/{gap}", proposal())).status == 403


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script> thả diều", '" onfocus=x y="', "{{7*7}}"]
)
async def test_words_of_citizens_and_staff_stay_words(
    signed_in: SignIn, sessions: sessionmaker[Session], text: str
) -> None:
    ask(sessions, text, "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        gap = session.scalars(select(models.QuestionGap.id)).one()
    editor = await signed_in(Role.EDITOR)

    page = await editor.page(f"{HOME}/{gap}")
    assert page.one("h1").text == text
    assert page.one("input", name="cau").get("value") == text
    assert text in await text_of(editor, HOME)
