"""Find a procedure, see what is published of it, start to change it."""

import asyncio
from dataclasses import asdict
from urllib.parse import urlencode

from aiohttp import web
from pydantic import ValidationError
from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent
from procedures_db.editing import drafts, messages
from procedures_db.editing.catalogue_index import Filters
from procedures_db.editing.fields import own_fields, sections
from procedures_db.editing.history import current_revision
from procedures_db.editing.preview import citizens_see
from procedures_db.editing.rules import staff_source
from procedures_db.editing.values import errors_of
from procedures_db.errors import ContentError
from procedures_db.gaps.read import TaskLine, tasks
from procedures_db.terms import Facet, TaskState
from staff.db import read
from staff.forms import Form, read_form
from staff.pages import page, redirect
from staff.permissions import Permission, requires
from staff.procedures.common import INDEX, carry_out, number_in, today

_CHOICES = ("kind", "state", "detail")


@requires(Permission.READ_PROCEDURES)
async def show_procedures(request: web.Request) -> web.Response:
    """List procedures by words and filters, which stand in the address."""
    query = request.query
    wanted = Filters(
        words=query.get("q", "")[:200],
        field=query.get("linh-vuc", ""),
        kind=query.get("loai", ""),
        state=query.get("tinh-trang", ""),
        detail=query.get("chi-tiet", ""),
        flagged=query.get("can-xem") == "1",
        page=number_in(query.get("trang", ""), 1),
    )
    index = request.app[INDEX]
    found, fields = await asyncio.to_thread(lambda: (index.search(wanted), index.fields()))
    options = {one.name: one.options for one in own_fields() if one.name in _CHOICES}
    rest = {key: value for key, value in query.items() if key != "trang" and value}

    def address(number: int) -> str:
        return "?" + urlencode(rest | {"trang": str(number)})

    context = {
        "found": found,
        "wanted": asdict(wanted),
        "fields": [(name, name) for name in fields],
        "options": options,
        "labels": {name: dict(pairs) for name, pairs in options.items()},
        "address": address,
    }
    return await page(request, "procedures/list.html", context)


@requires(Permission.READ_PROCEDURES)
async def show_procedure(request: web.Request) -> web.Response:
    """Show what is published of a procedure, and its drafts."""
    code = request.match_info["code"]

    def find(
        session: Session,
    ) -> tuple[int, ProcedureContent | None, list[object], list[TaskLine]]:
        number, content = current_revision(session, code)
        lacking = tasks(session, TaskState.OPEN, code)
        return number, content, list(drafts.drafts_of(session, code)), lacking

    number, content, known, lacking = await read(request, find)
    if content is None and not known:
        raise web.HTTPNotFound
    seen = None
    if content is not None:
        facets = [facet for facet in Facet if facet is not Facet.OVERVIEW]
        seen = citizens_see(content, facets, today(request), number)
    context = {
        "code": code,
        "number": number,
        "content": content,
        "drafts": known,
        "tasks": lacking,
        "states": messages.STATES,
        "origins": messages.ORIGINS,
        "seen": seen,
    }
    return await page(request, "procedures/procedure.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def start_draft(request: web.Request) -> web.Response:
    """Begin a draft of a published procedure."""
    await read_form(request)
    id_ = await carry_out(request, drafts.start_draft, request.match_info["code"])
    return redirect(request, "draft", id=str(id_))


@requires(Permission.EDIT_PROCEDURES)
async def show_new(request: web.Request) -> web.Response:
    """Ask for code and name of a new procedure."""
    return await _new(request, Form({}), {})


@requires(Permission.EDIT_PROCEDURES)
async def start_new(request: web.Request) -> web.Response:
    """Begin a draft of a procedure that is not there yet."""
    form = await read_form(request)
    try:
        content = ProcedureContent(
            code=form["code"],
            name=form["name"],
            provenance=staff_source(None, today(request)),
        )
        id_ = await carry_out(request, drafts.start_new_procedure, content)
    except ValidationError as failure:
        errors = {str(place[0]): text for place, text in errors_of(failure)}
        return await _new(request, form, errors, 422)
    except ContentError as error:
        return await _new(request, form, {"code": str(error)}, 422)
    return redirect(request, "draft", id=str(id_))


async def _new(
    request: web.Request, form: Form, errors: dict[str, str], status: int = 200
) -> web.Response:
    context = {"form": form, "errors": errors, "sections": sections()}
    return await page(request, "procedures/new.html", context, status=status)
