"""Sign-in through an identity provider: only whom it proves, only where an account waits."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from joserfc.jwk import ECKey
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker
from yarl import URL

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.terms import Role
from staff import messages
from staff.accounts import people
from staff.app import setup_staff
from staff.oidc.settings import AccountClaim, OidcSettings
from staff.security import COOKIE
from tests.simulators.base import Trouble
from tests.simulators.identity_provider import CLIENT_ID, CLIENT_SECRET, IdentityProvider
from tests.staff.conftest import STATIC, AddPerson, Browser, Clock, read_page

START = "/can-bo/dang-nhap/don-vi"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NAME = "lan@xa.gov.vn"

Spoil = Callable[[IdentityProvider], None]


def seconds(clock: Clock) -> int:
    return int(clock().replace(tzinfo=UTC).timestamp())


@pytest.fixture
async def provider(clock: Clock) -> AsyncIterator[IdentityProvider]:
    async with IdentityProvider.running(seconds(clock)) as running:
        yield running


@pytest.fixture
def claim() -> AccountClaim:
    return AccountClaim.EMAIL


@pytest.fixture
def staff_app(
    sessions: sessionmaker[Session], clock: Clock, provider: IdentityProvider, claim: AccountClaim
) -> web.Application:
    app = web.Application()
    oidc = OidcSettings(provider.url, CLIENT_ID, CLIENT_SECRET, "tài khoản tỉnh", claim)
    setup_staff(app, sessions, static=[STATIC], clock=clock, oidc=oidc)
    return app


async def leave(browser: Browser, provider: IdentityProvider, query: str = "") -> URL:
    """Go to the provider, and return where it sends the browser back to."""
    provider.redirect_uri = str(browser.client.make_url(f"{START}/ve"))
    sent = await browser.get(START + query)
    assert sent.status == 303
    session = browser.client.session
    async with session.get(sent.headers["Location"], allow_redirects=False) as answer:
        assert answer.status == 302
        return URL(answer.headers["Location"])


async def sign_in(browser: Browser, provider: IdentityProvider, query: str = "") -> Any:
    back = await leave(browser, provider, query)
    return await browser.get(back.path_qs)


async def assert_refused(response: Any, sessions: sessionmaker[Session]) -> None:
    page = await read_page(response, 422)
    assert messages.OIDC_FAILED in page.root.text
    assert COOKIE not in response.cookies
    with sessions() as session:
        assert session.scalars(select(models.StaffSession)).all() == []


async def test_person_whom_an_administrator_has_added_signs_in(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person(NAME, Role.EDITOR)

    page = await browser.page("/can-bo/dang-nhap?tiep=/can-bo/tai-khoan")
    link = next(one for one in page.all("a") if "tài khoản tỉnh" in one.text)
    query = URL(str(link.get("href"))).raw_query_string
    response = await sign_in(browser, provider, f"?{query}")

    assert response.headers["Location"] == "/can-bo/tai-khoan"
    assert response.cookies[COOKIE]["httponly"]
    assert NAME in (await browser.page("/can-bo/tai-khoan")).root.text


async def test_without_settings_there_is_no_such_way_in(
    sessions: sessionmaker[Session], clock: Clock
) -> None:
    app = web.Application()
    setup_staff(app, sessions, static=[STATIC], clock=clock)
    async with TestClient(TestServer(app)) as client:
        browser = Browser(client)

        assert (await browser.get(START)).status == 404
        assert START not in await (await browser.get("/can-bo/dang-nhap")).text()


async def test_stranger_gets_no_account(
    browser: Browser, provider: IdentityProvider, sessions: sessionmaker[Session]
) -> None:
    await assert_refused(await sign_in(browser, provider), sessions)

    with sessions() as session:
        assert session.scalars(select(models.StaffUser)).all() == []
        assert session.scalars(select(models.AuditEntry.actor)).all() == ["?"]


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"email": None},
        {"email": ["lan@xa.gov.vn"]},
        {"email": "khac@xa.gov.vn", "preferred_username": NAME},
        {"email": "lan@xa.gov.vn\u212a"},
    ],
)
async def test_only_a_verified_address_names_an_account(
    browser: Browser,
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
    claims: dict[str, Any],
) -> None:
    add_person(NAME, Role.EDITOR)
    provider.person |= claims

    await assert_refused(await sign_in(browser, provider), sessions)


@pytest.mark.parametrize("claim", [AccountClaim.LOGIN_NAME])
async def test_operator_may_choose_the_login_name_instead(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person("nguyen.lan", Role.EDITOR)
    provider.person |= {"preferred_username": "Nguyen.Lan", "email_verified": False}

    assert (await sign_in(browser, provider)).status == 303


async def test_account_belongs_to_its_first_identity(
    new_browser: Callable[[], Browser],
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
    clock: Clock,
) -> None:
    lan = add_person(NAME, Role.EDITOR)
    assert (await sign_in(new_browser(), provider)).status == 303

    provider.person |= {"email": "ten-moi@xa.gov.vn", "email_verified": False}
    renamed = await sign_in(new_browser(), provider)
    provider.person |= {"sub": "người-2", "email": NAME, "email_verified": True}
    taken_over = await sign_in(new_browser(), provider)
    with transaction(sessions) as session:
        people.reset(session, session.get_one(models.StaffUser, lan.id), clock(), actor="test")
    after_reset = await sign_in(new_browser(), provider)

    assert (renamed.status, taken_over.status, after_reset.status) == (303, 422, 303)


async def test_closed_account_stays_closed(
    new_browser: Callable[[], Browser],
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
) -> None:
    lan, minh = add_person(NAME, Role.EDITOR), add_person("minh@xa.gov.vn", Role.EDITOR)
    await sign_in(new_browser(), provider)
    with transaction(sessions) as session:
        for one in (lan, minh):
            people.set_active(
                session, session.get_one(models.StaffUser, one.id), False, actor="test"
            )

    await assert_refused(await sign_in(new_browser(), provider), sessions)
    provider.person |= {"sub": "người-2", "email": "minh@xa.gov.vn"}
    await assert_refused(await sign_in(new_browser(), provider), sessions)


@pytest.mark.parametrize(
    ("claims", "where"),
    [
        ({}, "/can-bo/ma"),
        ({"amr": ["pwd"]}, "/can-bo/ma"),
        ({"amr": "mfa"}, "/can-bo/ma"),
        ({"acr": "1"}, "/can-bo/ma"),
        ({"amr": ["pwd", "mfa"]}, "/can-bo/"),
        ({"acr": "mfa"}, "/can-bo/"),
    ],
)
async def test_reviewer_needs_two_factors_of_the_provider_or_a_code_of_ours(
    browser: Browser,
    provider: IdentityProvider,
    add_person: AddPerson,
    claims: dict[str, Any],
    where: str,
) -> None:
    add_person(NAME, Role.REVIEWER, SECRET)
    provider.person |= claims

    response = await sign_in(browser, provider)

    assert response.headers["Location"] == where


async def test_reviewer_without_codes_has_to_set_them_up(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person(NAME, Role.ADMINISTRATOR)

    response = await sign_in(browser, provider)

    assert response.headers["Location"] == "/can-bo/thiet-lap-ma"
    assert (await browser.get("/can-bo/can-bo")).status == 303


def claims_with(**changed: Any) -> Spoil:
    def spoil(provider: IdentityProvider) -> None:
        provider.change = lambda claims: claims.update(changed)

    return spoil


def claims_without(name: str) -> Spoil:
    def spoil(provider: IdentityProvider) -> None:
        def change(claims: dict[str, Any]) -> None:
            del claims[name]

        provider.change = change

    return spoil


def late(**moved: int) -> Spoil:
    def spoil(provider: IdentityProvider) -> None:
        provider.change = lambda claims: claims.update(
            {name: provider.now + by for name, by in moved.items()}
        )

    return spoil


def strange_key(provider: IdentityProvider) -> None:
    provider.sign_with(ECKey.generate_key("P-256"), "ES256")


def broken_token(provider: IdentityProvider) -> None:
    provider.signer = lambda claims: "không.phải.token"


def changed_after_signing(provider: IdentityProvider) -> None:
    signer = provider.signer

    def tamper(claims: dict[str, Any]) -> str:
        head, _, signature = signer(claims).split(".")
        _, body, _ = signer(claims | {"sub": "người-khác"}).split(".")
        return f"{head}.{body}.{signature}"

    provider.signer = tamper


LIES: dict[str, Spoil] = {
    "nonce of another sign-in": claims_with(nonce="khac"),
    "no nonce": claims_without("nonce"),
    "another issuer": claims_with(iss="https://khac.example"),
    "no issuer": claims_without("iss"),
    "another audience": claims_with(aud="dich-vu-khac"),
    "one more audience": claims_with(aud=[CLIENT_ID, "dich-vu-khac"]),
    "no audience": claims_without("aud"),
    "another authorized party": claims_with(azp="dich-vu-khac"),
    "expired": late(exp=-61),
    "never expires": claims_without("exp"),
    "expiry that is no number": claims_with(exp="mai"),
    "made in the future": late(iat=120),
    "not valid yet": late(nbf=120),
    "no subject": claims_without("sub"),
    "empty subject": claims_with(sub=""),
    "subject that is no text": claims_with(sub=7),
    "subject without end": claims_with(sub="x" * 256),
    "alg none": IdentityProvider.sign_with_nothing,
    "public key as shared secret": IdentityProvider.sign_with_public_key_as_secret,
    "key of somebody else": strange_key,
    "changed after signing": changed_after_signing,
    "no token at all": broken_token,
}


@pytest.mark.parametrize("lie", LIES)
async def test_token_that_proves_nothing_is_refused(
    browser: Browser,
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
    lie: str,
) -> None:
    add_person(NAME, Role.EDITOR)
    LIES[lie](provider)

    response = await sign_in(browser, provider)

    assert provider.exchanged == 1
    await assert_refused(response, sessions)


async def test_clock_that_is_a_little_wrong_is_forgiven(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person(NAME, Role.EDITOR)
    late(exp=-30, iat=30)(provider)

    assert (await sign_in(browser, provider)).status == 303


@pytest.mark.parametrize(
    "change",
    [
        {"state": "khac"},
        {"state": "é"},
        {"state": None},
        {"iss": "https://khac.example"},
        {"iss": None},
        {"code": None},
        {"code": "khac"},
        {"error": "access_denied"},
    ],
)
async def test_answer_that_is_not_for_this_question_is_refused(
    browser: Browser,
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
    change: dict[str, str | None],
) -> None:
    add_person(NAME, Role.EDITOR)
    back = await leave(browser, provider)

    query = {**back.query, **change}
    answer = {name: value for name, value in query.items() if value is not None}
    response = await browser.get(str(URL(back.path).with_query(answer)))

    assert provider.exchanged == 0
    await assert_refused(response, sessions)


async def test_answer_of_an_attacker_does_not_sign_a_victim_in(
    new_browser: Callable[[], Browser],
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
) -> None:
    add_person(NAME, Role.EDITOR)
    attacker, victim, waiting = new_browser(), new_browser(), new_browser()
    back = await leave(attacker, provider)
    await leave(waiting, provider)

    await assert_refused(await victim.get(back.path_qs), sessions)
    await assert_refused(await waiting.get(back.path_qs), sessions)


async def test_answer_counts_once(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person(NAME, Role.EDITOR)
    back = await leave(browser, provider)
    cookies = {"Cookie": f"thutuc_can_bo_oidc={flow_secret(browser)}"}

    first = await browser.get(back.path_qs)
    again = await browser.get(back.path_qs)
    replayed = await browser.get(back.path_qs, headers=cookies)

    assert (first.status, again.status, replayed.status) == (303, 422, 422)


def flow_secret(browser: Browser) -> str:
    jar = browser.client.session.cookie_jar
    return jar.filter_cookies(browser.client.make_url("/can-bo/"))["thutuc_can_bo_oidc"].value


async def test_secret_goes_in_the_form_where_the_provider_wants_it_there(
    browser: Browser, provider: IdentityProvider, add_person: AddPerson
) -> None:
    add_person(NAME, Role.EDITOR)
    provider.metadata = {"token_endpoint_auth_methods_supported": ["client_secret_post"]}

    assert (await sign_in(browser, provider)).status == 303


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://khac.example"},
        {"token_endpoint": "http://khac.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
async def test_provider_that_leads_elsewhere_is_not_followed(
    browser: Browser, provider: IdentityProvider, metadata: dict[str, Any]
) -> None:
    provider.metadata = metadata

    page = await browser.page(START, 503)

    assert messages.OIDC_DOWN in page.root.text


@pytest.mark.parametrize("trouble", [Trouble.DOWN, Trouble.BROKEN])
async def test_provider_that_is_down_is_said_in_words(
    browser: Browser, provider: IdentityProvider, trouble: Trouble
) -> None:
    back = await leave(browser, provider)
    provider.trouble = trouble

    page = await read_page(await browser.get(back.path_qs), 503)

    assert messages.OIDC_DOWN in page.root.text


async def test_first_sign_in_is_written_down(
    browser: Browser,
    provider: IdentityProvider,
    add_person: AddPerson,
    sessions: sessionmaker[Session],
) -> None:
    add_person(NAME, Role.EDITOR)
    await sign_in(browser, provider)

    with sessions() as session:
        entries = session.scalars(select(models.AuditEntry).order_by(models.AuditEntry.id)).all()
        bound = session.scalars(select(models.StaffUser.oidc_subject)).one()
    assert [one.action for one in entries][-2:] == ["staff.bind_oidc", "staff.sign_in"]
    assert entries[-1].details == {"how": "oidc"}
    assert bound
    assert "người" not in bound
