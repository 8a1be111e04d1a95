"""The steps of a draft, the reviewer's page, and texts that were kept aside."""

from collections.abc import Callable
from datetime import date
from typing import Any

from aiohttp import web
from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.editing import drafts, messages, publishing
from procedures_db.editing.difference import difference
from procedures_db.editing.errors import EditingError
from procedures_db.editing.preview import impact
from procedures_db.errors import ContentError
from procedures_db.store import parse_content
from procedures_db.terms import DraftState
from staff.db import read
from staff.forms import read_form
from staff.keys import CLOCK, Waiting, user_of
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures import messages as words
from staff.procedures.common import carry_out, number_in, today
from staff.procedures.editing import desk_of, story_of

_STEPS: dict[str, Callable[..., Any]] = {
    "submit": drafts.submit_for_review,
    "withdraw": drafts.withdraw,
    "reopen": drafts.reopen,
    "rebase": drafts.rebase,
}


@requires(Permission.READ_PROCEDURES)
async def show_reviews(request: web.Request) -> web.Response:
    """List what waits for a reviewer, is to be published on a day, or was returned."""
    table = models.Draft
    states = (DraftState.IN_REVIEW, DraftState.SCHEDULED, DraftState.RETURNED, DraftState.DRAFT)
    found = await read(
        request,
        lambda session: session.execute(
            select(table, models.Procedure.name)
            .outerjoin(models.Procedure, models.Procedure.code == table.code)
            .where(table.state.in_(states))
            .order_by(table.updated_at.desc())
            .limit(500)
        ).all(),
    )
    groups = [
        (state, [(draft, name) for draft, name in found if draft.state is state])
        for state in states
    ]
    context = {"groups": groups, "states": messages.STATES, "origins": messages.ORIGINS}
    return await page(request, "procedures/reviews.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def take_step(request: web.Request) -> web.Response:
    """Submit, withdraw, take up again, or bring up to the published revision."""
    form = await read_form(request)
    step = form["viec"]
    id_ = request.match_info["id"]
    if step not in _STEPS:
        raise web.HTTPBadRequest(reason=words.UNKNOWN_STEP)
    version = number_in(form["phien_ban"])
    try:
        await carry_out(request, _STEPS[step], int(id_), expected_version=version)
    except (EditingError, ContentError) as error:
        await say(request, str(error), kind="bad")
    else:
        await say(request, words.DONE[step])
    return redirect(request, "draft", id=id_)


@requires(Permission.REVIEW_PROCEDURES)
async def show_review(request: web.Request) -> web.Response:
    """Show what a draft changes and whose answers change with it."""
    desk = await desk_of(request)
    now, day = request.app[CLOCK](), today(request)
    report = await read(
        request,
        lambda session: impact(session, desk.published, desk.content, now=now, today=day),
    )
    theirs = []
    if desk.is_outdated and desk.published is not None:
        theirs = difference(desk.base, desk.published)
    context = {
        "desk": desk,
        "changes": desk.changes,
        "theirs": theirs,
        "report": report,
        "states": messages.STATES,
        "origins": messages.ORIGINS,
        "is_own": user_of(request).name in desk.draft.contributors,
        "story": await story_of(request, desk.draft.id),
        "actions": words.ACTIONS,
        "tomorrow": date.fromordinal(day.toordinal() + 1).isoformat(),
    }
    return await page(request, "procedures/review.html", context)


@requires(Permission.REVIEW_PROCEDURES)
async def decide(request: web.Request) -> web.Response:
    """Publish, publish on a day, or return with a comment."""
    form = await read_form(request)
    id_, step = int(request.match_info["id"]), form["viec"]
    version = number_in(form["phien_ban"])
    said = words.DONE.get(step, "")
    try:
        if step == "publish":
            number = await carry_out(request, publishing.publish, id_, expected_version=version)
            said = said.format(number=number)
        elif step == "schedule":
            day = _day(form["ngay"])
            await carry_out(
                request,
                publishing.schedule,
                id_,
                day,
                expected_version=version,
                today=today(request),
            )
            said = said.format(day=f"{day:%d/%m/%Y}")
        elif step == "return":
            await carry_out(
                request,
                drafts.return_to_editor,
                id_,
                form["loi_nhan"],
                expected_version=version,
            )
        else:
            raise web.HTTPBadRequest(reason=words.UNKNOWN_STEP)
    except (EditingError, ContentError) as error:
        await say(request, str(error), kind="bad")
        return redirect(request, "review", id=str(id_))
    await say(request, said)
    return redirect(request, "draft", id=str(id_))


@requires(Permission.READ_PROCEDURES)
async def show_kept(request: web.Request) -> web.Response:
    """Show a text that was kept beside the draft, and how it differs from the draft."""
    desk, kept = await desk_of(request), await _kept(request)
    content = parse_content(kept.content)
    context = {
        "desk": desk,
        "kept": kept,
        "kept_changes": difference(desk.content, content),
        "base_changes": difference(desk.base, content),
        "draft_changes": desk.changes,
    }
    return await page(request, "procedures/kept.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def restore_kept(request: web.Request) -> web.Response:
    """Make a kept text the draft's text; what the draft had is kept in turn."""
    form = await read_form(request)
    kept = await _kept(request)
    try:
        await carry_out(
            request,
            drafts.save_draft,
            kept.draft_id,
            parse_content(kept.content),
            expected_version=number_in(form["phien_ban"]),
            questions=kept.questions,
        )
    except (EditingError, ContentError) as error:
        await say(request, str(error), kind="bad")
    else:
        await say(request, words.DONE["restore"])
    return redirect(request, "draft", id=str(kept.draft_id))


async def waiting_reviews(request: web.Request) -> Waiting | None:
    """Tell the first page how many drafts wait for a reviewer."""
    if not user_of(request).may(Permission.REVIEW_PROCEDURES):
        return None
    return await _waiting(request, words.WAITING_REVIEWS, (DraftState.IN_REVIEW,))


async def _waiting(
    request: web.Request, label: str, states: tuple[DraftState, ...]
) -> Waiting | None:
    table = models.Draft
    found = await read(
        request,
        lambda session: session.query(table.id).where(table.state.in_(states)).count(),
    )
    return Waiting(label, found, str(request.app.router["reviews"].url_for()))


async def _kept(request: web.Request) -> models.DraftVersion:
    id_, kept_id = int(request.match_info["id"]), int(request.match_info["kept"])

    def find(session: Session) -> models.DraftVersion | None:
        return session.get(models.DraftVersion, kept_id)

    kept = await read(request, find)
    if kept is None or kept.draft_id != id_:
        raise web.HTTPNotFound
    return kept


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise EditingError(words.DAY_WRONG) from error
