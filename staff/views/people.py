"""Accounts, for administrators."""

from aiohttp import web
from sqlalchemy import select

from procedures_db import models
from procedures_db.terms import Role
from staff import messages
from staff.accounts import people
from staff.accounts.errors import AccountError
from staff.db import read, write
from staff.forms import Form, read_form
from staff.keys import CLOCK, user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.views.requests import address_of


@requires(Permission.MANAGE_STAFF)
async def show_people(request: web.Request) -> web.Response:
    """List all accounts."""
    return await _list(request, Form({}))


@requires(Permission.MANAGE_STAFF)
async def add_person(request: web.Request) -> web.Response:
    """Make an account and show its one-time link this once."""
    form = await read_form(request)
    role = _role(form["vai_tro"])
    if role is None:
        return await _list(request, form, messages.ROLE_WRONG, 422)
    actor, now, address = user_of(request).name, request.app[CLOCK](), address_of(request)
    try:
        user, token = await write(
            request,
            lambda session: people.add_with_link(
                session, form["ten"], form["ho_ten"], role, now, actor=actor, address=address
            ),
        )
    except AccountError as error:
        return await _list(request, form, str(error), 422)
    return await _link(request, user, token)


@requires(Permission.MANAGE_STAFF)
async def change_person(request: web.Request) -> web.Response:
    """Change role, open or close an account, or reset it."""
    form = await read_form(request)
    actor, now, address = user_of(request), request.app[CLOCK](), address_of(request)
    user_id = int(request.match_info["id"])
    if user_id == actor.id:
        return await _list(request, Form({}), messages.NOT_YOURSELF, 422)
    role = _role(form["vai_tro"])
    deed = form["viec"]
    if deed == "vai_tro" and role is None:
        return await _list(request, Form({}), messages.ROLE_WRONG, 422)
    try:
        user, token = await write(
            request,
            lambda session: people.change_person(
                session, user_id, deed, role, now, actor=actor.name, address=address
            ),
        )
    except AccountError as error:
        return await _list(request, Form({}), str(error), 422)
    if user is None:
        raise web.HTTPNotFound
    if token:
        return await _link(request, user, token)
    await say(request, messages.PERSON_CHANGED.format(name=user.full_name))
    return redirect(request, "people")


def _role(text: str) -> Role | None:
    return Role(text) if text in Role else None


async def _link(request: web.Request, user: models.StaffUser, token: str) -> web.Response:
    path = request.app.router["link"].url_for(token=token)
    address = str(request.url.origin().join(path))
    context = {"person": user, "address": address, "hours": people.LINK_LIFETIME.days * 24}
    return await page(request, "person_link.html", context)


async def _list(
    request: web.Request, form: Form, error: str | None = None, status: int = 200
) -> web.Response:
    table = models.StaffUser
    users = await read(
        request,
        lambda session: session.scalars(
            select(table).order_by(table.is_active.desc(), table.name)
        ).all(),
    )
    context = {"people": users, "form": form, "error": error, "roles": messages.ROLES}
    return await page(request, "people.html", context, status=status)
