"""A draft's sections: one form each, with what citizens would see beside it."""

from dataclasses import dataclass
from typing import Any

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.content import ProcedureContent
from procedures_db.editing import drafts, messages
from procedures_db.editing.difference import Change, difference, questions_difference
from procedures_db.editing.drafts import EDITABLE, OPEN
from procedures_db.editing.errors import StaleDraftError
from procedures_db.editing.fields import Section, sections
from procedures_db.editing.history import current_revision
from procedures_db.editing.preview import citizens_see
from procedures_db.editing.questions import questions_of
from procedures_db.errors import NotFoundError
from procedures_db.store import parse_content
from procedures_db.terms import Facet, Origin
from staff.db import read
from staff.forms import read_form
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures import messages as words
from staff.procedures.common import carry_out, number_in, today
from staff.procedures.findings import findings_by_place
from staff.procedures.forms import SectionForm, filled, posted, read_content


@dataclass(frozen=True)
class Desk:
    """Everything about a draft that its pages show."""

    draft: models.Draft
    content: ProcedureContent
    base: ProcedureContent | None
    """The revision it started from."""
    published: ProcedureContent | None
    current: int
    """Number of the published revision."""
    staff_questions: list[str]
    written_questions: list[str]

    @property
    def is_outdated(self) -> bool:
        """Whether another revision was published since."""
        return self.draft.state in OPEN and self.current != self.draft.based_on

    @property
    def can_be_written(self) -> bool:
        """Whether its text may be changed now."""
        return self.draft.state in EDITABLE

    @property
    def questions_before(self) -> list[str]:
        """The questions of staff that the draft's own ones started from."""
        seen = self.draft.questions_seen
        return self.staff_questions if self.draft.questions is None or seen is None else seen

    @property
    def changes(self) -> list[Change]:
        """What it changes about the revision it started from."""
        return [
            *difference(self.base, self.content),
            *questions_difference(self.questions_before, self.draft.questions),
        ]


async def desk_of(request: web.Request) -> Desk:
    """Return the draft that the address names."""
    id_ = number_in(request.match_info["id"])

    def find(session: Session) -> Desk:
        draft = drafts.get_draft(session, id_)
        number, published = current_revision(session, draft.code)
        return Desk(
            draft,
            parse_content(draft.content),
            drafts.base_content(session, draft),
            published,
            number,
            questions_of(session, draft.code),
            questions_of(session, draft.code, Origin.WRITTEN),
        )

    try:
        return await read(request, find)
    except NotFoundError as error:
        raise web.HTTPNotFound from error


@requires(Permission.READ_PROCEDURES)
async def show_draft(request: web.Request) -> web.Response:
    """Show the list of sections with what is changed in each."""
    desk = await desk_of(request)
    changes = desk.changes
    findings = findings_by_place(desk.content, today(request))
    lines = [_task_line(section, desk, changes, findings) for section in sections().values()]
    asked = desk.staff_questions if desk.draft.questions is None else desk.draft.questions
    context = {
        "desk": desk,
        "lines": lines,
        "asked": len(asked) + len(desk.written_questions),
        "asked_changed": sum(change.section == "questions" for change in changes),
        "changes": changes,
        "states": messages.STATES,
        "origins": messages.ORIGINS,
        "story": await story_of(request, desk.draft.id),
        "actions": words.ACTIONS,
    }
    return await page(request, "procedures/draft.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def show_section(request: web.Request) -> web.Response:
    """Show one section's form."""
    desk = await desk_of(request)
    form = filled(_section(request), desk.content)
    return await _form_page(request, desk, form, desk.content)


@requires(Permission.EDIT_PROCEDURES)
async def save_section(request: web.Request) -> web.Response:
    """Save a section, or do what a button about its rows says and show the form again."""
    desk = await desk_of(request)
    sent = await read_form(request)
    form = posted(_section(request), sent)
    deed = sent["lam"]
    known = [one for one in (desk.base, desk.published) if one is not None]
    if deed and deed != "xem":
        form.carry_out(deed)
        return await _form_page(request, desk, form, None, version=sent["phien_ban"])
    content = read_content(form, desk.content, known, today(request), grounds=deed != "xem")
    if content is None or deed == "xem":
        status = 200 if deed == "xem" else 422
        return await _form_page(
            request, desk, form, content, version=sent["phien_ban"], status=status
        )
    try:
        await carry_out(
            request,
            drafts.save_draft,
            desk.draft.id,
            content,
            expected_version=number_in(sent["phien_ban"]),
        )
    except StaleDraftError as error:
        await say(request, str(error), kind="warning")
        return redirect(request, "kept", id=str(desk.draft.id), kept=str(error.side_copy))
    await say(request, words.SAVED.format(title=form.section.title))
    return redirect(request, "draft", id=str(desk.draft.id))


@requires(Permission.EDIT_PROCEDURES)
async def preview_section(request: web.Request) -> web.Response:
    """Return what citizens would see of the form as it is typed; saves nothing."""
    desk = await desk_of(request)
    form = posted(_section(request), await read_form(request))
    known = [one for one in (desk.base, desk.published) if one is not None]
    content = read_content(form, desk.content, known, today(request), grounds=False)
    context = _preview(request, form.section, content) | {"form_errors": form.errors}
    return await page(request, "procedures/preview.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def show_questions(request: web.Request) -> web.Response:
    """Show the questions people ask about the procedure."""
    desk = await desk_of(request)
    asked = desk.staff_questions if desk.draft.questions is None else desk.draft.questions
    context = {"desk": desk, "text": "\n".join(asked)}
    return await page(request, "procedures/questions.html", context)


@requires(Permission.EDIT_PROCEDURES)
async def save_questions(request: web.Request) -> web.Response:
    """Save the questions into the draft; citizens' questions are matched once it is published."""
    desk = await desk_of(request)
    form = await read_form(request)
    lines = [line.strip()[:300] for line in form["cau_hoi"].splitlines()]
    wanted = [line for line in dict.fromkeys(lines) if line]
    try:
        await carry_out(
            request,
            drafts.save_draft,
            desk.draft.id,
            desk.content,
            expected_version=number_in(form["phien_ban"]),
            questions=wanted,
            questions_seen=form.all("da_thay"),
        )
    except StaleDraftError as error:
        await say(request, str(error), kind="warning")
        return redirect(request, "kept", id=str(desk.draft.id), kept=str(error.side_copy))
    await say(request, words.SAVED.format(title=words.QUESTIONS_TITLE))
    return redirect(request, "draft", id=str(desk.draft.id))


async def story_of(request: web.Request, draft_id: int) -> list[models.DraftComment]:
    """Return what happened to a draft, in order."""
    table = models.DraftComment
    return await read(
        request,
        lambda session: list(
            session.query(table).where(table.draft_id == draft_id).order_by(table.id)
        ),
    )


def _section(request: web.Request) -> Section:
    found = sections().get(request.match_info["section"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _task_line(
    section: Section, desk: Desk, changes: list[Change], findings: dict[str, list[Any]]
) -> dict[str, Any]:
    content = desk.content
    count = sum(len(getattr(content, rows.name)) for rows in section.lists)
    places = {rows.name for rows in section.lists} | {one.name for one in section.own}
    return {
        "section": section,
        "count": count,
        "changed": sum(change.section == section.key for change in changes),
        "findings": sum(len(found) for place, found in findings.items() if place in places),
    }


async def _form_page(
    request: web.Request,
    desk: Desk,
    form: SectionForm,
    content: ProcedureContent | None,
    *,
    version: str = "",
    status: int = 200,
) -> web.Response:
    found = findings_by_place(content or desk.content, today(request))
    context = {
        "desk": desk,
        "form": form,
        "section": form.section,
        "version": version or str(desk.draft.version),
        "findings": found,
        "form_errors": form.errors,
        "required": words.NEEDS_GROUNDS,
    } | _preview(request, form.section, content)
    return await page(request, "procedures/section.html", context, status=status)


def _preview(
    request: web.Request, section: Section, content: ProcedureContent | None
) -> dict[str, Any]:
    if content is None:
        return {"seen": None}
    facets = [Facet(name) for name in section.facets]
    return {"seen": citizens_see(content, facets, today(request))}
