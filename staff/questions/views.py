"""One group of questions: what was asked, what is to become of it, and what became of it."""

import asyncio
from collections.abc import Mapping

from aiohttp import web

from procedures_db.editing.catalogue_index import Filters
from procedures_db.errors import NotFoundError
from procedures_db.gaps import decide
from procedures_db.gaps.errors import GapError, GapStateError
from procedures_db.gaps.read import GapView, gap_view, names_of
from procedures_db.terms import Facet, GapState
from staff.db import read
from staff.forms import Form, read_form
from staff.keys import user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures.common import INDEX, carry_out, number_in
from staff.questions import messages as words
from staff.questions.again import ASK, WAKE, is_answered

_MOST_FOUND = 8


@requires(Permission.READ_QUESTIONS)
async def show_question(request: web.Request) -> web.Response:
    """Show a group and what can be done about it."""
    view = await _view(request)
    form = {"cau": view.gap.wording or view.question, "thu_tuc": view.gap.code or ""}
    return await _page(request, view, form)


@requires(Permission.EDIT_QUESTIONS)
async def decide_question(request: web.Request) -> web.Response:
    """Do what an editor's button says; a search for procedures keeps what was typed."""
    form = await read_form(request)
    view = await _view(request)
    step = form["viec"]
    if step == "search":
        return await _page(request, view, form)
    if step not in ("propose", "task", "dismiss", "reopen"):
        raise web.HTTPBadRequest(reason=words.UNKNOWN_STEP)
    try:
        await _carry_out(request, step, form)
    except GapStateError as error:
        await say(request, str(error), kind="warning")
    except GapError as error:
        return await _page(request, view, form, error=str(error), status=422)
    else:
        await say(request, words.DONE[step])
    return redirect(request, "question", id=request.match_info["id"])


@requires(Permission.REVIEW_QUESTIONS)
async def review_question(request: web.Request) -> web.Response:
    """Accept the proposed wording or give it back."""
    form = await read_form(request)
    id_, step, version = int(request.match_info["id"]), form["viec"], _version(form)
    try:
        if step == "accept":
            await carry_out(request, decide.accept, id_, expected_version=version)
            request.app[WAKE].set()
        elif step == "reject":
            await carry_out(request, decide.reject, id_, form["ly_do"], expected_version=version)
        else:
            raise web.HTTPBadRequest(reason=words.UNKNOWN_STEP)
    except GapError as error:
        await say(request, str(error), kind="bad")
    else:
        await say(request, words.DONE[step])
    return redirect(request, "question", id=str(id_))


async def _carry_out(request: web.Request, step: str, form: Form) -> None:
    id_, version = int(request.match_info["id"]), _version(form)
    if step == "propose":
        await carry_out(
            request, decide.propose, id_, form["thu_tuc"], form["cau"], expected_version=version
        )
    elif step == "task":
        facet = Facet(form["muc"]) if form["muc"] in set(Facet) else None
        await carry_out(
            request,
            decide.make_task,
            id_,
            form["thu_tuc"],
            facet,
            form["ghi_chu"],
            expected_version=version,
        )
    elif step == "dismiss":
        await carry_out(request, decide.dismiss, id_, _reason(form), expected_version=version)
    else:
        await carry_out(request, decide.reopen, id_, expected_version=version)


def _reason(form: Form) -> str:
    label = words.NO_NEED.get(form["ly_do"])
    if label is None:
        raise GapError(words.CHOOSE_REASON)
    if form["ly_do"] == "khac" and not form["ly_do_khac"]:
        raise GapError(words.SAY_WHICH)
    return f"{label}: {form['ly_do_khac']}" if form["ly_do_khac"] else label


def _version(form: Form) -> int:
    return number_in(form["phien_ban"])


async def _view(request: web.Request) -> GapView:
    id_ = int(request.match_info["id"])
    try:
        return await read(request, lambda session: gap_view(session, id_))
    except NotFoundError as error:
        raise web.HTTPNotFound from error


async def _page(
    request: web.Request,
    view: GapView,
    form: Mapping[str, str],
    *,
    error: str = "",
    status: int = 200,
) -> web.Response:
    search, chosen = form.get("tim", "")[:200], form.get("thu_tuc", "")
    index = request.app[INDEX]
    found = (
        (await asyncio.to_thread(index.search, Filters(words=search))).lines[:_MOST_FOUND]
        if search
        else ()
    )
    known = {one.code: one.name for one in found}
    known |= {one.code: one.name for one in view.suggestions if one.code not in known}
    seen = {chosen, *(one.code or "" for one in view.asked), *(one.now_code for one in view.asked)}
    names = await read(request, lambda session: names_of(session, seen))
    if chosen in names:
        known = {chosen: names[chosen]} | known
    gap = view.gap
    context = {
        "view": view,
        "gap": gap,
        "form": {
            "tim": search,
            "thu_tuc": chosen,
            "cau": form.get("cau", ""),
            "muc": form.get("muc", ""),
            "ghi_chu": form.get("ghi_chu", ""),
            "ly_do": form.get("ly_do", ""),
            "ly_do_khac": form.get("ly_do_khac", ""),
        },
        "error": error,
        "choices": list(known.items()),
        "nothing_found": bool(search) and not found,
        "names": names,
        "undecided": gap.state in decide.UNDECIDED,
        "can_reopen": gap.state in (GapState.PROPOSED, GapState.DISMISSED, GapState.RESOLVED),
        "is_own": gap.proposed_by == user_of(request).name,
        "is_closed": gap.state in (GapState.ACCEPTED, GapState.RESOLVED),
        "waits": ASK in request.app and gap.reasked_at is None,
        "holds": bool(gap.reask and is_answered(gap.reask, gap.code)),
        "is_answered": is_answered,
        "texts": words,
    }
    return await page(request, "questions/question.html", context, status=status)
