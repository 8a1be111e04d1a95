"""Files out and in: export, template, upload, preview, confirm, undo."""

import asyncio
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from aiohttp import BodyPartReader, web
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from procedures_db import audit, models
from procedures_db.content import ProcedureContent
from procedures_db.editing import batches, messages
from procedures_db.editing.difference import difference
from procedures_db.editing.errors import EditingError
from procedures_db.editing.history import current_revision
from procedures_db.editing.portal_drafts import propose_records
from procedures_db.editing.workbooks import LARGEST_FILE, read_file, write_csv, write_excel
from procedures_db.errors import ImportFileError, ProceduresError
from procedures_db.importers.files import read_records
from procedures_db.store import parse_content
from procedures_db.terms import DraftOrigin
from staff.db import read, write
from staff.forms import read_form
from staff.keys import CLOCK, SESSIONS
from staff.pages import page, redirect, say
from staff.permissions import Permission, requires
from staff.procedures import messages as words
from staff.procedures.common import actor_of, carry_out, number_in, today

_WRITERS: dict[str, tuple[Callable[[Iterable[ProcedureContent], IO[bytes]], int], str]] = {
    "xlsx": (write_excel, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "zip": (write_csv, "application/zip"),
}
_RECORDS = (".json", ".jsonl", ".json.gz", ".jsonl.gz")
_PIECE = 64 * 1024
_SHOWN = 200


@requires(Permission.EXPORT_PROCEDURES)
async def show_imports(request: web.Request) -> web.Response:
    """Offer exports, the template and the upload; list the latest batches."""
    return await _imports(request)


@requires(Permission.EXPORT_PROCEDURES)
async def export(request: web.Request) -> web.StreamResponse:
    """Send all procedures, or only the template, as Excel or CSV."""
    kind = request.match_info["kind"]
    only_template = request.query.get("mau") == "1"
    writer, content_type = _WRITERS[kind]
    sessions = request.app[SESSIONS]

    def run(target: IO[bytes]) -> int:
        with sessions() as session:
            contents = () if only_template else batches.published_contents(session)
            return writer((content for _, content in contents), target)

    with tempfile.TemporaryFile() as file:
        count = await asyncio.to_thread(run, file)
        actor = actor_of(request)
        await write(
            request,
            lambda session: audit.record(
                session, actor.name, "export", kind, {"procedures": count}, actor.address
            ),
        )
        name = "mau" if only_template else "thu-tuc"
        headers = {
            "Content-Disposition": f'attachment; filename="{name}.{kind}"',
            "Content-Type": content_type,
            "Cache-Control": "no-store",
        }
        response = web.StreamResponse(headers=headers)
        response.content_length = file.tell()
        await response.prepare(request)
        file.seek(0)
        while piece := file.read(_PIECE):
            await response.write(piece)
        await response.write_eof()
    return response


@requires(Permission.IMPORT_PROCEDURES)
async def upload(request: web.Request) -> web.Response:
    """Read a file and show what it would change; nothing is a draft yet."""
    with tempfile.TemporaryDirectory(prefix="thutuc-") as folder:
        path = Path(folder) / "upload"
        try:
            name = await _receive(request, path)
            batch = await _preview(request, path, name)
        except ProceduresError as error:
            return await _imports(request, str(error), 422)
    return redirect(request, "batch", id=str(batch))


@requires(Permission.EXPORT_PROCEDURES)
async def show_batch(request: web.Request) -> web.Response:
    """Show a batch: wrong cells, and what is new or changed."""
    id_ = number_in(request.match_info["id"])

    def find(session: Session) -> dict[str, Any] | None:
        batch = session.get(models.ImportBatch, id_)
        if batch is None:
            return None
        table = models.ImportItem
        mine = select(table).where(table.batch_id == id_)
        count = session.scalar(select(func.count()).select_from(mine.subquery())) or 0
        lines = []
        for item in session.scalars(mine.order_by(table.code).limit(_SHOWN)):
            content = parse_content(item.content)
            _, published = current_revision(session, item.code)
            lines.append((item.code, content.name, difference(published, content)))
        new = session.scalar(select(func.count()).where(table.batch_id == id_, table.based_on == 0))
        drafts = dict(
            session.execute(
                select(models.Draft.code, models.Draft.id).where(models.Draft.batch_id == id_)
            ).all()
        )
        return {"batch": batch, "lines": lines, "count": count, "new": new, "drafts": drafts}

    found = await read(request, find)
    if found is None:
        raise web.HTTPNotFound
    context = found | {"states": messages.BATCH_STATES, "shown": _SHOWN}
    return await page(request, "procedures/batch.html", context)


@requires(Permission.IMPORT_PROCEDURES)
async def decide_batch(request: web.Request) -> web.Response:
    """Make drafts of a batch, or undo it."""
    form = await read_form(request)
    id_ = int(request.match_info["id"])
    try:
        if form["viec"] == "confirm":
            count = await carry_out(request, batches.confirm_batch, id_)
            await say(request, words.BATCH_CONFIRMED.format(count=count))
        elif form["viec"] == "undo":
            withdrawn, published = await carry_out(request, batches.undo_batch, id_)
            text = words.BATCH_UNDONE.format(count=withdrawn)
            await say(request, text + (words.BATCH_PUBLISHED.format(count=published) if published
                                       else ""))  # fmt: skip
        else:
            raise web.HTTPBadRequest
    except EditingError as error:
        await say(request, str(error), kind="bad")
    return redirect(request, "batch", id=str(id_))


async def _receive(request: web.Request, path: Path) -> str:
    """Write the uploaded file to `path` piece by piece and return its name, never used as path."""
    if not request.content_type.startswith("multipart/"):
        raise web.HTTPUnsupportedMediaType
    try:
        part = await (await request.multipart()).next()
        while isinstance(part, BodyPartReader):
            if part.name == "tep" and part.filename:
                await _copy(part, path)
                return Path(part.filename.replace("\\", "/")).name
            part = await part.next()  # type: ignore[assignment]
    except (ValueError, AttributeError, web.RequestPayloadError) as error:
        raise ImportFileError(messages.FILE_BROKEN) from error
    raise ImportFileError(words.NO_FILE)


async def _copy(part: BodyPartReader, path: Path) -> None:
    size = 0
    with path.open("wb") as file:
        while piece := await part.read_chunk(_PIECE):
            size += len(piece)
            if size > LARGEST_FILE:
                raise ImportFileError(messages.FILE_TOO_LARGE)
            await asyncio.to_thread(file.write, piece)


async def _preview(request: web.Request, path: Path, name: str) -> int:
    sessions, day = request.app[SESSIONS], today(request)
    actor, now = actor_of(request), request.app[CLOCK]()

    def run() -> int:
        if name.lower().endswith(_RECORDS):
            renamed = path.with_name("records" + "".join(Path(name).suffixes[-2:]).lower())
            path.rename(renamed)
            rows = ((row.place, row.data or {}) for row in read_records(renamed))
            report = propose_records(sessions, rows, day, name)
            unchanged, problems = report.unchanged + report.known, report.problems
            found, origin = report.proposals, DraftOrigin.PORTAL
        else:
            reader = read_file(path, name)
            found, unchanged, problems = batches.proposals_of(sessions, reader, day)
            origin = DraftOrigin.SPREADSHEET
        return batches.preview_batch(
            sessions,
            name,
            found,
            origin=origin,
            actor=actor,
            now=now,
            unchanged=unchanged,
            problems=problems,
        )

    return await asyncio.to_thread(run)


async def _imports(
    request: web.Request, error: str | None = None, status: int = 200
) -> web.Response:
    table = models.ImportBatch
    found = await read(
        request,
        lambda session: session.scalars(select(table).order_by(table.id.desc()).limit(50)).all(),
    )
    context = {
        "batches": found,
        "error": error,
        "states": messages.BATCH_STATES,
        "origins": messages.ORIGINS,
        "guide": messages.GUIDE,
    }
    return await page(request, "procedures/imports.html", context, status=status)
