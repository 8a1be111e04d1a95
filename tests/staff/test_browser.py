"""The console in a real browser: signing in by keyboard, small screens, accessibility."""

from typing import Any

from playwright.async_api import async_playwright
from sqlalchemy import select, update
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.gaps.collect import Collector
from procedures_db.offices.store import add_office
from procedures_db.terms import GapState, Role
from tests.bot.web.browser import ARGUMENTS, CHROMIUM, IN_BROWSER, SMALLEST, sideways, violations
from tests.procedures_db.gaps.test_collect import NOW, ask
from tests.procedures_db.offices.samples import BY, office
from tests.staff.conftest import PASSWORD, AddPerson, Clock

pytestmark = [IN_BROWSER[0], IN_BROWSER[-1]]  # these tests open a browser of their own

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PAGES = (
    "",
    "can-bo",
    "cau-hoi",
    "cau-hoi/viec",
    "kenh",
    "nhat-ky",
    "noi-tiep-nhan",
    "noi-tiep-nhan/1",
    "noi-tiep-nhan/moi",
    "noi-tiep-nhan/nap",
    "noi-tiep-nhan/ngay-nghi",
    "so-lieu",
    "tai-khoan",
)


async def test_pages_fit_small_screens_and_have_no_accessibility_faults(
    server: Any, sessions: sessionmaker[Session], add_person: AddPerson, clock: Clock
) -> None:
    add_person("an.tran", Role.ADMINISTRATOR, SECRET)
    with transaction(sessions) as session:
        number = add_office(session, office(), BY).id
    home = str(server.make_url("/can-bo/"))
    problems: list[str] = []
    faults: dict[str, list[str]] = {}
    widths: dict[str, int] = {}
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport=SMALLEST)
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        await page.goto(home)
        await page.get_by_label("Tên đăng nhập").fill("an.tran")
        await page.get_by_label("Mật khẩu").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_label("Mã 6 chữ số").fill(clock.code(SECRET))
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Việc cần làm").wait_for()
        for path in PAGES:
            await page.goto(home + path.replace("/1", f"/{number}"))
            faults[path] = await violations(page)
            widths[path] = await sideways(page)
        await browser.close()

    assert faults == {path: [] for path in PAGES}
    assert widths == dict.fromkeys(PAGES, 0)
    assert problems == []


async def test_pages_of_a_question_have_no_accessibility_faults_in_any_state(
    server: Any, add_person: AddPerson, clock: Clock, sessions: sessionmaker[Session]
) -> None:
    add_person("binh.le", Role.REVIEWER, SECRET)
    ask(sessions, "xin phép thả diều sáo trên mái nhà tập thể thì hỏi ai ở phường", "clarify")
    Collector(sessions).collect()
    with sessions() as session:
        number = session.scalars(select(models.QuestionGap.id)).one()
    home = str(server.make_url("/can-bo/"))
    problems: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = await browser.new_page(viewport=SMALLEST)
        page.set_default_timeout(20_000)
        page.on(
            "console", lambda said: problems.append(said.text) if said.type == "error" else None
        )
        await page.goto(home)
        await page.get_by_label("Tên đăng nhập").fill("binh.le")
        await page.get_by_label("Mật khẩu").fill(PASSWORD)
        await page.keyboard.press("Enter")
        await page.get_by_label("Mã 6 chữ số").fill(clock.code(SECRET))
        await page.keyboard.press("Enter")
        await page.get_by_role("heading", name="Việc cần làm").wait_for()
        for state in GapState:
            with transaction(sessions) as session:
                session.execute(
                    update(models.QuestionGap).values(
                        state=state,
                        code="9.000101",
                        wording="thả diều sáo hỏi ai",
                        proposed_by="an",
                        decided_at=NOW,
                        comment="xem lại",
                    )
                )
            await page.goto(f"{home}cau-hoi/{number}")
            assert await violations(page) == [], state
            assert await sideways(page) == 0, state
        await browser.close()

    assert problems == []
