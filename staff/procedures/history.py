"""What was published when and by whom; compare any two; bring one back."""

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent
from procedures_db.editing import publishing
from procedures_db.editing.difference import Change, difference
from procedures_db.editing.errors import EditingError
from procedures_db.editing.history import RevisionLine, history, revision_content
from procedures_db.errors import ContentError, NotFoundError
from staff.db import read
from staff.forms import read_form
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures import messages as words
from staff.procedures.common import carry_out, number_in


@requires(Permission.READ_PROCEDURES)
async def show_history(request: web.Request) -> web.Response:
    """List the revisions and what differs between the two that the address names."""
    code = request.match_info["code"]
    first, last = (number_in(request.query.get(name, "")) for name in ("tu", "den"))

    def find(session: Session) -> tuple[list[RevisionLine], ProcedureContent, list[Change] | None]:
        lines = history(session, code)
        current = revision_content(session, code, lines[0].number)
        if not (first and last):
            return lines, current, None
        before = revision_content(session, code, first)
        return lines, current, difference(before, revision_content(session, code, last))

    try:
        lines, content, changes = await read(request, find)
    except NotFoundError as error:
        raise web.HTTPNotFound from error
    context = {
        "code": code,
        "name": content.name,
        "lines": lines,
        "changes": changes,
        "first": first or (lines[1].number if len(lines) > 1 else lines[0].number),
        "last": last or lines[0].number,
    }
    return await page(request, "procedures/history.html", context)


@requires(Permission.REVIEW_PROCEDURES)
async def roll_back(request: web.Request) -> web.Response:
    """Publish an earlier revision's content again."""
    form = await read_form(request)
    code = request.match_info["code"]
    try:
        number = await carry_out(
            request, publishing.roll_back, code, number_in(form["ban"]), form["ly_do"]
        )
    except (EditingError, ContentError, NotFoundError) as error:
        await say(request, str(error), kind="bad")
    else:
        await say(request, words.DONE["roll_back"].format(number=number))
    return redirect(request, "history", code=code)
