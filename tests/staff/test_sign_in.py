"""Signing in: who gets in, who does not, and that nobody learns why."""

import time
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.terms import Role
from staff import messages
from staff.accounts import people
from staff.accounts.passwords import Passwords
from staff.accounts.sessions import hash_of
from staff.security import COOKIE
from tests.staff.conftest import PASSWORD, AddPerson, Browser, Clock, SignIn, read_page

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SIGN_IN = "/can-bo/dang-nhap"


async def attempt(browser: Browser, name: str, password: str = PASSWORD) -> int:
    response = await browser.post(SIGN_IN, {"ten": name, "mat_khau": password})
    if response.status == 422:
        page = await read_page(response, 422)
        assert messages.SIGN_IN_FAILED in page.root.text
    return response.status


def cookie_of(browser: Browser) -> str:
    return browser.client.session.cookie_jar.filter_cookies(browser.client.make_url("/can-bo/"))[
        COOKIE
    ].value


async def test_page_asks_for_name_and_password(browser: Browser) -> None:
    page = await browser.page(SIGN_IN)

    assert [one.get("name") for one in page.all("input")] == ["tiep", "ten", "mat_khau"]


async def test_stranger_is_sent_to_sign_in_and_then_on(
    browser: Browser, add_person: AddPerson
) -> None:
    add_person("lan", Role.EDITOR)

    sent = await browser.get("/can-bo/tai-khoan?x=1")
    response = await browser.post(
        SIGN_IN, {"ten": " Lan ", "mat_khau": PASSWORD, "tiep": "/can-bo/tai-khoan?x=1"}
    )

    assert sent.headers["Location"] == "/can-bo/dang-nhap?tiep=%2Fcan-bo%2Ftai-khoan%3Fx%3D1"
    assert response.headers["Location"] == "/can-bo/tai-khoan?x=1"
    assert "Lan" in (await browser.page("/can-bo/tai-khoan")).root.text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://example.org/",
        "//example.org/can-bo/",
        "/\\example.org",
        "/can-bo\\..",
        "",
        "http:[",
    ],
)
async def test_sign_in_never_leads_to_another_site(
    browser: Browser, add_person: AddPerson, wanted: str
) -> None:
    add_person("lan", Role.EDITOR)

    response = await browser.post(SIGN_IN, {"ten": "lan", "mat_khau": PASSWORD, "tiep": wanted})

    assert response.headers["Location"] == "/can-bo/"


async def test_all_failures_look_the_same(
    new_browser: Callable[[], Browser],
    add_person: AddPerson,
    sessions: sessionmaker[Session],
    clock: Clock,
) -> None:
    add_person("thuy1", Role.EDITOR)
    gone = add_person("gone1", Role.EDITOR)
    with transaction(sessions) as session:
        user = session.get_one(models.StaffUser, gone.id)
        people.set_active(session, user, False, actor="test")
        people.add_person(session, "new1", "Người mới", Role.EDITOR, clock(), actor="test")

    tries = [("thuy1", "sai rồi"), ("nobody1", PASSWORD), ("gone1", PASSWORD), ("new1", "")]
    pages = []
    for name, password in tries:
        response = await new_browser().post(SIGN_IN, {"ten": name, "mat_khau": password})
        assert response.status == 422
        pages.append((await response.text()).replace(name, "TÊN"))

    assert len(set(pages)) == 1


def test_checking_takes_as_long_for_a_name_that_does_not_exist() -> None:
    passwords = Passwords()
    stored = passwords.hash(PASSWORD)

    def seconds(given: str | None) -> float:
        best = 9.0
        for _ in range(5):
            started = time.thread_time()
            assert not passwords.verify(given, "sai mật khẩu rồi")
            best = min(best, time.thread_time() - started)
        return best

    assert seconds(None) == pytest.approx(seconds(stored), rel=0.5)


async def test_guessing_is_locked_with_growing_delay(
    browser: Browser, add_person: AddPerson, clock: Clock
) -> None:
    add_person("lan", Role.EDITOR)

    for _ in range(5):
        assert await attempt(browser, "lan", "sai mật khẩu rồi") == 422
    locked = await attempt(browser, "lan")
    clock.forward(seconds=31)
    assert await attempt(browser, "lan", "sai mật khẩu rồi") == 422
    clock.forward(seconds=31)
    still_locked = await attempt(browser, "lan")
    clock.forward(seconds=30)
    open_again = await attempt(browser, "lan")

    assert (locked, still_locked, open_again) == (422, 422, 303)


async def test_thousand_guesses_at_once_do_not_find_the_password(
    browser: Browser, add_person: AddPerson
) -> None:
    add_person("lan", Role.EDITOR)

    statuses = [await attempt(browser, "lan", f"mật khẩu số {n}") for n in range(12)]
    statuses.append(await attempt(browser, "lan"))

    assert set(statuses) == {422}


async def test_one_address_cannot_try_many_names_forever(
    browser: Browser, add_person: AddPerson
) -> None:
    add_person("lan", Role.EDITOR)

    for n in range(30):
        await attempt(browser, f"name{n}", "sai mật khẩu rồi")

    assert await attempt(browser, "lan") == 422


async def test_people_behind_one_proxy_are_locked_one_by_one(
    browser: Browser, add_person: AddPerson, sessions: sessionmaker[Session]
) -> None:
    add_person("lan", Role.EDITOR)

    async def sign_in(address: str, name: str, password: str) -> int:
        headers = {"Sec-Fetch-Site": "same-origin", "X-Forwarded-For": f"8.8.8.8, {address}"}
        fields = {"ten": name, "mat_khau": password}
        return (await browser.post(SIGN_IN, fields, headers=headers)).status

    for n in range(30):
        await sign_in("203.0.113.9", f"name{n}", "sai mật khẩu rồi")

    assert await sign_in("203.0.113.9", "lan", PASSWORD) == 422
    assert await sign_in("203.0.113.10", "lan", PASSWORD) == 303
    with sessions() as session:
        last = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id)).all()[-1]
    assert (last.action, last.address) == ("staff.sign_in", "203.0.113.10")


async def test_session_is_new_after_every_step(
    browser: Browser,
    new_browser: Callable[[], Browser],
    add_person: AddPerson,
    clock: Clock,
) -> None:
    add_person("minh", Role.REVIEWER, SECRET)
    browser.client.session.cookie_jar.update_cookies({COOKIE: "fixed-by-an-attacker"})

    await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})
    first = cookie_of(browser)
    await browser.send("/can-bo/ma", {"ma": clock.code(SECRET)})
    second = cookie_of(browser)

    assert len({"fixed-by-an-attacker", first, second}) == 3
    response = await new_browser().get("/can-bo/", headers={"Cookie": f"{COOKIE}={first}"})
    assert response.headers["Location"].startswith(SIGN_IN)


async def test_database_has_only_hashes_of_sessions(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.EDITOR)

    with sessions() as session:
        stored = session.scalars(select(models.StaffSession.id_hash)).all()

    assert stored == [hash_of(cookie_of(browser))]


async def test_cookie_is_kept_from_scripts_and_other_sites(
    browser: Browser, add_person: AddPerson
) -> None:
    add_person("lan", Role.EDITOR)

    response = await browser.post(
        SIGN_IN,
        {"ten": "lan", "mat_khau": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin", "X-Forwarded-Proto": "https"},
    )

    cookie = response.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["path"] == "/can-bo"


async def test_reviewer_has_to_set_up_codes_before_anything_else(
    browser: Browser, add_person: AddPerson, clock: Clock, sessions: sessionmaker[Session]
) -> None:
    add_person("minh", Role.REVIEWER)

    await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})
    sent = await browser.get("/can-bo/")
    page = await browser.page("/can-bo/thiet-lap-ma")
    secret = page.all("code", class_="secret")[0].text
    wrong = await browser.post("/can-bo/thiet-lap-ma", {"ma": "000000"})
    done = await read_page(await browser.post("/can-bo/thiet-lap-ma", {"ma": clock.code(secret)}))

    assert sent.headers["Location"] == "/can-bo/thiet-lap-ma"
    assert wrong.status == 422
    recovery = [one.text for one in done.all("code")]
    assert len(recovery) == 10
    await browser.page("/can-bo/")
    with sessions() as session:
        user = session.scalars(select(models.StaffUser)).one()
        assert not {*recovery} & {*user.recovery_hashes}


async def test_code_cannot_be_used_twice(
    new_browser: Callable[[], Browser], add_person: AddPerson, clock: Clock
) -> None:
    add_person("minh", Role.REVIEWER, SECRET)
    first, second = new_browser(), new_browser()
    for browser in (first, second):
        await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})

    await first.send("/can-bo/ma", {"ma": clock.code(SECRET)})
    replayed = await second.post("/can-bo/ma", {"ma": clock.code(SECRET)})
    clock.forward(seconds=30)
    fresh = await second.post("/can-bo/ma", {"ma": clock.code(SECRET)})

    assert (replayed.status, fresh.status) == (422, 303)


async def test_guessing_codes_is_locked(
    browser: Browser, add_person: AddPerson, clock: Clock
) -> None:
    add_person("minh", Role.REVIEWER, SECRET)
    await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})

    for guess in range(5):
        assert (await browser.post("/can-bo/ma", {"ma": f"00000{guess}"})).status == 422

    assert (await browser.post("/can-bo/ma", {"ma": clock.code(SECRET)})).status == 422
    assert await attempt(browser, "minh") == 422


async def test_recovery_code_helps_once(
    new_browser: Callable[[], Browser],
    add_person: AddPerson,
    sessions: sessionmaker[Session],
) -> None:
    user = add_person("minh", Role.REVIEWER, SECRET)
    with transaction(sessions) as session:
        codes = people.renew_recovery_codes(session, session.get_one(models.StaffUser, user.id))
    statuses = []
    for _ in range(2):
        browser = new_browser()
        await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})
        statuses.append((await browser.post("/can-bo/ma", {"ma": codes[0].upper()})).status)

    assert statuses == [303, 422]


async def test_password_alone_opens_no_page_of_a_reviewer(
    browser: Browser, add_person: AddPerson
) -> None:
    add_person("minh", Role.REVIEWER, SECRET)
    await browser.send(SIGN_IN, {"ten": "minh", "mat_khau": PASSWORD})

    for path in ("/can-bo/", "/can-bo/tai-khoan", "/can-bo/thiet-lap-ma"):
        response = await browser.get(path)
        assert response.status == 303


async def test_session_ends_when_idle_and_at_the_end_of_the_day(
    signed_in: SignIn, clock: Clock
) -> None:
    browser = await signed_in(Role.EDITOR)

    for _ in range(12):
        clock.forward(minutes=59)
        response = await browser.get("/can-bo/")
        assert response.status == 200
    clock.forward(minutes=20)

    assert (await browser.get("/can-bo/")).status == 303


async def test_idle_session_ends(signed_in: SignIn, clock: Clock) -> None:
    browser = await signed_in(Role.EDITOR)

    clock.forward(minutes=61)

    assert (await browser.get("/can-bo/")).status == 303


@pytest.mark.parametrize("deed", ["role", "disable", "reset", "password"])
async def test_change_of_an_account_ends_its_sessions(
    signed_in: SignIn, sessions: sessionmaker[Session], clock: Clock, deed: str
) -> None:
    browser = await signed_in(Role.EDITOR, "lan")
    assert (await browser.get("/can-bo/")).status == 200

    with transaction(sessions) as session:
        user = people.find_person(session, "lan")
        if deed == "role":
            people.change_role(session, user, Role.REVIEWER, actor="test")
        elif deed == "disable":
            people.set_active(session, user, False, actor="test")
        elif deed == "reset":
            people.reset(session, user, clock(), actor="test")
        else:
            people.set_password(session, Passwords(), user, "khác hẳn rồi nhé", actor="test")

    assert (await browser.get("/can-bo/")).status == 303


async def test_signing_out_ends_the_session_in_the_database(
    signed_in: SignIn, sessions: sessionmaker[Session]
) -> None:
    browser = await signed_in(Role.EDITOR)
    token = cookie_of(browser)

    await browser.send("/can-bo/dang-xuat")

    response = await browser.get("/can-bo/", headers={"Cookie": f"{COOKIE}={token}"})
    assert response.status == 303
    with sessions() as session:
        assert session.scalars(select(models.StaffSession)).all() == []


async def test_link_sets_a_password_once(
    browser: Browser, sessions: sessionmaker[Session], clock: Clock
) -> None:
    with transaction(sessions) as session:
        _, token = people.add_with_link(
            session, "lan", "Nguyễn Lan", Role.EDITOR, clock(), actor="test"
        )
    path = f"/can-bo/mat-khau-moi/{token}"

    await browser.page(path)
    easy = await browser.post(path, {"mat_khau": "lan-lan-lan-lan", "nhac_lai": "lan-lan-lan-lan"})
    differs = await browser.post(path, {"mat_khau": PASSWORD, "nhac_lai": "x"})
    await browser.send(path, {"mat_khau": PASSWORD, "nhac_lai": PASSWORD})
    again = await browser.post(path, {"mat_khau": PASSWORD, "nhac_lai": PASSWORD})

    assert (easy.status, differs.status, again.status) == (422, 422, 410)
    assert await attempt(browser, "lan") == 303


async def test_old_link_is_refused(
    browser: Browser, sessions: sessionmaker[Session], clock: Clock
) -> None:
    with transaction(sessions) as session:
        _, token = people.add_with_link(
            session, "lan", "Nguyễn Lan", Role.EDITOR, clock(), actor="test"
        )

    clock.forward(hours=73)

    await browser.page(f"/can-bo/mat-khau-moi/{token}", 410)


async def test_signing_in_is_written_down_but_not_what_strangers_type(
    browser: Browser, add_person: AddPerson, sessions: sessionmaker[Session]
) -> None:
    add_person("lan", Role.EDITOR)

    await attempt(browser, PASSWORD, "lan")
    await attempt(browser, "lan")

    with sessions() as session:
        entries = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id)).all()
    assert [(one.action, one.actor) for one in entries][-2:] == [
        ("staff.sign_in_failed", "?"),
        ("staff.sign_in", "lan"),
    ]
    assert entries[-1].address == "127.0.0.1"
