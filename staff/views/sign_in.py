"""Signing in and out."""

import asyncio

from aiohttp import web

from procedures_db.terms import SessionStage
from staff import messages
from staff.accounts import codes, people, signing_in
from staff.accounts.errors import AccountError
from staff.db import read, write
from staff.forms import Form, read_form
from staff.keys import CLOCK, PASSWORDS, PROVIDER_TITLE, SESSIONS, user_of
from staff.pages import page, redirect
from staff.permissions import Permission, requires
from staff.security import COOKIE, PREFIX, set_session_cookie
from staff.views.requests import address_of, next_page, visitor_of

NEXT_COOKIE = "thutuc_can_bo_tiep"
NEXT_SECONDS = 600


@requires(Permission.PUBLIC)
async def show_sign_in(request: web.Request) -> web.Response:
    """Show the form; `ket-thuc` says that a session has just ended."""
    note = {"dang-xuat": messages.SIGNED_OUT, "mat-khau": messages.PASSWORD_CHOSEN}.get(
        request.query.get("da", "")
    )
    return await _form(request, Form({}), note=note)


@requires(Permission.PUBLIC)
async def sign_in(request: web.Request) -> web.Response:
    """Check name and password; every failure looks the same."""
    form = await read_form(request)
    app = request.app
    done = await asyncio.to_thread(
        signing_in.sign_in,
        app[SESSIONS],
        app[PASSWORDS],
        form["ten"],
        form["mat_khau"],
        visitor_of(request),
        app[CLOCK](),
    )
    if done is None:
        return await _form(request, form, error=messages.SIGN_IN_FAILED, status=422)
    return after_first_step(request, done, form["tiep"])


def after_first_step(request: web.Request, done: signing_in.SignedIn, wanted: str) -> web.Response:
    """Go on to what the sign-in still needs, or to the page that was wanted."""
    if done.stage is SessionStage.FULL:
        response = web.Response(status=303, headers={"Location": next_page(wanted)})
    else:
        response = redirect(request, "code" if done.stage is SessionStage.CODE else "enrol")
        response.set_cookie(
            NEXT_COOKIE,
            next_page(wanted),
            path=PREFIX,
            max_age=NEXT_SECONDS,
            httponly=True,
            samesite="Lax",
        )
    set_session_cookie(request, response, done.token)
    return response


async def show_failure(request: web.Request, error: str, status: int) -> web.Response:
    """Show the form again and say why somebody is not signed in."""
    return await _form(request, Form({}), error=error, status=status)


@requires(Permission.SECOND_STEP)
async def show_code(request: web.Request) -> web.Response:
    """Ask for the one-time code."""
    if user_of(request).stage is not SessionStage.CODE:
        return redirect(request, "home")
    return await page(request, "code.html", {"error": None})


@requires(Permission.SECOND_STEP)
async def check_code(request: web.Request) -> web.Response:
    """Check the one-time code and finish the sign-in."""
    form = await read_form(request)
    done = await asyncio.to_thread(
        signing_in.check_code,
        request.app[SESSIONS],
        user_of(request).session_hash,
        form["ma"],
        visitor_of(request),
        request.app[CLOCK](),
    )
    if done is None:
        return await page(request, "code.html", {"error": messages.CODE_WRONG}, status=422)
    return _finished(request, done)


@requires(Permission.SECOND_STEP)
async def show_enrolment(request: web.Request) -> web.Response:
    """Show the QR code to set up one-time codes with."""
    return await _enrolment(request)


@requires(Permission.SECOND_STEP)
async def enrol(request: web.Request) -> web.Response:
    """Keep the authenticator when its first code is right; show the recovery codes this once."""
    form = await read_form(request)
    done = await asyncio.to_thread(
        signing_in.enrol,
        request.app[SESSIONS],
        user_of(request).session_hash,
        form["ma"],
        visitor_of(request),
        request.app[CLOCK](),
    )
    if done is None:
        return await _enrolment(request, messages.CODE_WRONG, 422)
    signed_in, recovery = done
    wanted = next_page(request.cookies.get(NEXT_COOKIE, ""))
    response = await page(request, "recovery.html", {"codes": recovery, "next": wanted})
    set_session_cookie(request, response, signed_in.token)
    return response


@requires(Permission.SECOND_STEP)
async def sign_out(request: web.Request) -> web.Response:
    """End this session."""
    token = request.cookies.get(COOKIE, "")
    await asyncio.to_thread(signing_in.sign_out, request.app[SESSIONS], token, address_of(request))
    response = redirect(request, "sign_in", query={"da": "dang-xuat"})
    response.del_cookie(COOKIE, path=PREFIX)
    return response


@requires(Permission.PUBLIC)
async def show_link(request: web.Request) -> web.Response:
    """Show the form to choose a password with, where the link still holds."""
    token, now = request.match_info["token"], request.app[CLOCK]()
    user = await read(request, lambda session: people.person_of_link(session, token, now))
    name = user.name if user else None
    return await _choose(request, name, status=200 if user else 410)


@requires(Permission.PUBLIC)
async def choose_password(request: web.Request) -> web.Response:
    """Set the password; the link is spent with it."""
    form = await read_form(request)
    token, app = request.match_info["token"], request.app
    user = await read(request, lambda session: people.person_of_link(session, token, app[CLOCK]()))
    if user is None:
        return await _choose(request, None, status=410)
    if form["mat_khau"] != form["nhac_lai"]:
        return await _choose(request, user.name, messages.PASSWORDS_DIFFER, 422)
    try:
        await write(
            request,
            lambda session: people.use_link(
                session,
                app[PASSWORDS],
                token,
                form["mat_khau"],
                app[CLOCK](),
                address=address_of(request),
            ),
        )
    except AccountError as error:
        return await _choose(request, user.name, str(error), 422)
    return redirect(request, "sign_in", query={"da": "mat-khau"})


async def _form(
    request: web.Request,
    form: Form,
    *,
    note: str | None = None,
    error: str | None = None,
    status: int = 200,
) -> web.Response:
    context = {
        "name": form["ten"],
        "next": form["tiep"] or request.query.get("tiep", ""),
        "note": note,
        "error": error,
        "provider": request.app.get(PROVIDER_TITLE),
    }
    return await page(request, "sign_in.html", context, status=status)


async def _choose(
    request: web.Request, name: str | None, error: str | None = None, status: int = 200
) -> web.Response:
    context = {"name": name, "error": error, "over": messages.LINK_OVER}
    return await page(request, "choose_password.html", context, status=status)


async def _enrolment(
    request: web.Request, error: str | None = None, status: int = 200
) -> web.Response:
    user = user_of(request)
    secret = await write(
        request, lambda session: signing_in.prepare_enrolment(session, user.session_hash)
    )
    if secret is None:
        return redirect(request, "home")
    context = {"secret": secret, "qr": codes.qr_svg(secret, user.name), "error": error}
    return await page(request, "enrol.html", context, status=status)


def _finished(request: web.Request, done: signing_in.SignedIn) -> web.Response:
    wanted = next_page(request.cookies.get(NEXT_COOKIE, ""))
    response = web.Response(status=303, headers={"Location": wanted})
    response.del_cookie(NEXT_COOKIE, path=PREFIX)
    set_session_cookie(request, response, done.token)
    return response
