"""Offices from a CSV file: every line judged and shown, then written."""

from collections import Counter
from collections.abc import Sequence

from aiohttp import web
from sqlalchemy.orm import Session

from procedures_db.errors import ImportFileError
from procedures_db.offices.errors import OfficeChangedError, OfficeTwiceError
from procedures_db.offices.spreadsheet import (
    LARGEST_FILE,
    MOST_LINES,
    Line,
    Verdict,
    apply_lines,
    decode_file,
    judge,
)
from staff.db import read, write
from staff.forms import MAX_FORM_BYTES, read_form
from staff.offices import messages
from staff.offices.common import by_of, number_in, today
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires

_SHOWN = 200


class _ChangedMeanwhileError(Exception):
    """What would be written is not what was shown."""


@requires(Permission.READ_OFFICES)
async def show_files(request: web.Request) -> web.Response:
    """Offer the export, the template and the upload."""
    return await _page(request)


@requires(Permission.EDIT_OFFICES)
async def preview(request: web.Request) -> web.Response:
    """Show what would become of each line of a file; nothing is written."""
    try:
        text = decode_file(await _upload(request))
        return await _preview(request, text)
    except ImportFileError as error:
        return await _page(request, str(error), 422)


@requires(Permission.EDIT_OFFICES)
async def write_lines(request: web.Request) -> web.Response:
    """Write the new and changed lines, if they are still those that were shown."""
    form = await read_form(request)
    text, day, by = form["noi_dung"], today(request), by_of(request)
    shown = number_in(form["moi"]), number_in(form["sua"])

    def carry_out(session: Session) -> tuple[int, int, int]:
        lines = judge(session, text, day)
        counts = _counts(lines)
        if (counts[Verdict.NEW], counts[Verdict.CHANGED]) != shown:
            raise _ChangedMeanwhileError
        return *apply_lines(session, lines, by), counts[Verdict.REJECTED]

    try:
        new, changed, rejected = await write(request, carry_out)
    except ImportFileError as error:
        return await _page(request, str(error), 422)
    except (_ChangedMeanwhileError, OfficeChangedError, OfficeTwiceError):
        return await _preview(request, text, messages.CHANGED_MEANWHILE, 409)
    said = messages.WRITTEN.format(new=new, changed=changed)
    left_out = messages.LEFT_OUT.format(count=rejected) if rejected else ""
    await say(request, said + left_out, kind="warning" if rejected else "good")
    return redirect(request, "offices")


async def _upload(request: web.Request) -> bytes:
    """Return the uploaded file; it is no longer than a file may be, and one byte."""
    if request.content_type != "multipart/form-data":
        raise web.HTTPUnsupportedMediaType
    try:
        sent = await request.clone(client_max_size=MAX_FORM_BYTES).post()
    except (ValueError, AttributeError, web.RequestPayloadError) as error:
        raise web.HTTPBadRequest from error
    file = sent.get("tep")
    try:
        if not isinstance(file, web.FileField):
            raise ImportFileError(messages.NO_FILE)
        return file.file.read(LARGEST_FILE + 1)
    finally:
        for each in sent.values():
            if isinstance(each, web.FileField):
                each.file.close()


async def _preview(
    request: web.Request, text: str, error: str | None = None, status: int = 200
) -> web.Response:
    day = today(request)
    lines = await read(request, lambda session: judge(session, text, day))
    context = {
        "text": text,
        "error": error,
        "counts": _counts(lines),
        "kinds": Verdict,
        "lines": {kind: _of(lines, kind) for kind in Verdict},
        "shown": _SHOWN,
    }
    return await page(request, "offices/preview.html", context, status=status)


def _of(lines: Sequence[Line], verdict: Verdict) -> list[Line]:
    return [line for line in lines if line.verdict is verdict][:_SHOWN]


def _counts(lines: Sequence[Line]) -> Counter[Verdict]:
    return Counter(line.verdict for line in lines)


async def _page(request: web.Request, error: str | None = None, status: int = 200) -> web.Response:
    limits = {"most_lines": MOST_LINES, "error": error}
    return await page(request, "offices/files.html", limits, status=status)
