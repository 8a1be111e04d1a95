"""A person's own account, and the first page."""

from aiohttp import web
from sqlalchemy import select

from procedures_db import models
from staff import messages
from staff.accounts import people
from staff.accounts.errors import AccountError
from staff.accounts.sessions import end_all_sessions
from staff.db import read, write
from staff.forms import read_form
from staff.keys import CLOCK, HOME_PARTS, PASSWORDS, user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.views.requests import address_of


@requires(Permission.OWN_ACCOUNT)
async def home(request: web.Request) -> web.Response:
    """Show what waits for this person."""
    parts = [await part(request) for part in request.app[HOME_PARTS]]
    return await page(request, "home.html", {"parts": [part for part in parts if part]})


@requires(Permission.OWN_ACCOUNT)
async def show_account(request: web.Request) -> web.Response:
    """Show the own account."""
    return await _account(request)


@requires(Permission.OWN_ACCOUNT)
async def change_password(request: web.Request) -> web.Response:
    """Change the own password and sign out everywhere else."""
    form = await read_form(request)
    current = user_of(request)
    passwords = request.app[PASSWORDS]
    if form["mat_khau"] != form["nhac_lai"]:
        return await _account(request, messages.PASSWORDS_DIFFER, 422)
    stored = await read(
        request, lambda session: session.get_one(models.StaffUser, current.id).password_hash
    )
    right = await read(request, lambda _: passwords.verify(stored, form["hien_tai"]))
    if not right:
        return await _account(request, messages.PASSWORD_WRONG, 422)
    try:
        await write(
            request,
            lambda session: people.set_password(
                session,
                passwords,
                session.get_one(models.StaffUser, current.id),
                form["mat_khau"],
                actor=current.name,
                address=address_of(request),
                keep_session=current.session_hash,
            ),
        )
    except AccountError as error:
        return await _account(request, str(error), 422)
    await say(request, messages.PASSWORD_CHANGED)
    return redirect(request, "account")


@requires(Permission.OWN_ACCOUNT)
async def sign_out_elsewhere(request: web.Request) -> web.Response:
    """End all other sessions of this person."""
    current = user_of(request)
    await write(
        request,
        lambda session: end_all_sessions(session, current.id, but=current.session_hash),
    )
    await say(request, messages.SIGNED_OUT_ELSEWHERE)
    return redirect(request, "account")


@requires(Permission.OWN_ACCOUNT)
async def renew_recovery_codes(request: web.Request) -> web.Response:
    """Replace the recovery codes and show the new ones this once."""
    current = user_of(request)
    codes = await write(
        request,
        lambda session: people.renew_recovery_codes(
            session, session.get_one(models.StaffUser, current.id), address=address_of(request)
        ),
    )
    home = str(request.app.router["account"].url_for())
    return await page(request, "recovery.html", {"codes": codes, "next": home})


async def _account(
    request: web.Request, error: str | None = None, status: int = 200
) -> web.Response:
    current = user_of(request)
    now = request.app[CLOCK]()
    table = models.StaffSession
    user, opened = await read(
        request,
        lambda session: (
            session.get_one(models.StaffUser, current.id),
            session.scalars(
                select(table)
                .where(table.user_id == current.id, table.expires_at > now)
                .order_by(table.last_seen_at.desc())
            ).all(),
        ),
    )
    context = {
        "error": error,
        "has_codes": user.totp_secret is not None,
        "recovery_left": len(user.recovery_hashes),
        "sessions": opened,
        "this": current.session_hash,
    }
    return await page(request, "account.html", context, status=status)
