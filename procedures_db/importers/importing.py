"""Import files of any known format: read, compare, store, publish."""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm import Session

from procedures_db.content import ProcedureContent
from procedures_db.database import transaction
from procedures_db.errors import ContentError, DatabaseError
from procedures_db.importers.files import detect, find_files, read_records
from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.reading import RecordReader, code_of
from procedures_db.importers.records import (
    Key,
    Stored,
    codes_to_publish,
    publish_merged,
    save_records,
    stored_records,
    unlisted_codes,
)
from procedures_db.importers.report import ImportReport, Rejected

Progress = Callable[[int, int | None, str], None]
"""Called with what is done, the total once it is known, and the code at hand."""

_BATCH = 100
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Read:
    source: SourceFormat
    place: str
    content: ProcedureContent


def import_paths(
    sessions: Callable[[], Session],
    paths: Iterable[Path],
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    today: date | None = None,
    fetched_on: date | None = None,
    actor: str = "import",
) -> ImportReport:
    """Read files or folders of source records and publish what they change.

    Each record is stored whole or not at all and each procedure is published whole or not at
    all, so an import that is killed goes on where it stopped when it is run again. A bad record
    is in the report and the rest goes on. `fetched_on` is the day on which the files were
    fetched, where it is not the day known for their format; it cannot be after `today`.
    """
    if fetched_on and today and fetched_on > today:
        raise ContentError(f"Ngày lấy dữ liệu {fetched_on:%d/%m/%Y} ở tương lai.")
    started = time.monotonic()
    report = ImportReport(dry_run=dry_run)
    tell = progress or _silent
    reader = RecordReader(fetched_on)
    seen: set[Key] = set()
    done = 0
    try:
        for batch in _batches(_read_all(find_files(list(paths)), reader, report), _BATCH):
            _store(sessions, batch, seen, report)
            done += len(batch)
            tell(done, None, batch[-1].content.code)
        if not dry_run:
            _publish(sessions, actor, report, tell)
    except OperationalError as error:
        raise DatabaseError(f"Không ghi được cơ sở dữ liệu: {error.orig}") from error
    report.seconds = time.monotonic() - started
    return report


def _read_all(files: list[Path], reader: RecordReader, report: ImportReport) -> Iterator[_Read]:
    for file in files:
        for record in read_records(file):
            if record.data is None:
                report.rejected.append(Rejected("", record.place, record.error or ""))
                continue
            source = detect(record.data)
            if source is None:
                code = code_of(record.data)
                report.rejected.append(Rejected(code, record.place, "không rõ định dạng"))
                continue
            for code, content in reader.contents(source, record.data):
                if isinstance(content, ContentError):
                    report.rejected.append(Rejected(code, record.place, str(content)))
                else:
                    report.measure(source, content)
                    yield _Read(source, record.place, content)


def _store(
    sessions: Callable[[], Session], batch: list[_Read], seen: set[Key], report: ImportReport
) -> None:
    """Store the records of a batch that say something new."""
    with transaction(sessions) as session:
        known = stored_records(session, {read.content.code for read in batch})
        fresh: dict[Key, tuple[SourceFormat, ProcedureContent, Stored | None]] = {}
        for read in batch:
            key = (read.content.code, read.source)
            pending = fresh.get(key)
            current = pending[1].fingerprint() if pending else None
            stored = known.get(key)
            if current is None and stored is not None:
                current = stored.fingerprint
            reason = None
            if current == read.content.fingerprint():
                report.unchanged += 1
            elif reason := _older(read.content, stored, pending) or _twice(key, read, seen):
                report.rejected.append(Rejected(read.content.code, read.place, reason))
            else:
                report.changed += stored is not None and pending is None
                report.new += stored is None and pending is None
                fresh[key] = (read.source, read.content, stored)
            seen.add(key)
        if fresh and not report.dry_run:
            save_records(session, fresh.values())


def _older(
    content: ProcedureContent,
    stored: Stored | None,
    pending: tuple[SourceFormat, ProcedureContent, Stored | None] | None,
) -> str | None:
    """A record of an older decision does not replace one of a newer decision."""
    newest = stored.decision_date if stored else None
    if pending and pending[1].decision_date:
        newest = pending[1].decision_date.isoformat()
    if newest and content.decision_date and content.decision_date.isoformat() < newest:
        return f"quyết định cũ hơn bản đã có ({newest})"
    return None


def _twice(key: Key, read: _Read, seen: set[Key]) -> str | None:
    """Of two records of one procedure in one import the first stays, unless dates decide."""
    if key in seen and read.content.decision_date is None:
        return "trùng mã với bản ghi khác trong cùng lần nhập"
    return None


def _publish(
    sessions: Callable[[], Session], actor: str, report: ImportReport, tell: Progress
) -> None:
    with sessions() as session:
        unlisted = unlisted_codes(session)
        codes = sorted({*codes_to_publish(session), *unlisted})
    for start in range(0, len(codes), _BATCH):
        batch = codes[start : start + _BATCH]
        with transaction(sessions) as session:
            report.published += _publish_batch(session, batch, actor, unlisted, report)
        tell(start + len(batch), len(codes), batch[-1])


def _publish_batch(
    session: Session, codes: list[str], actor: str, unlisted: set[str], report: ImportReport
) -> int:
    """Publish the procedures together; where one of them cannot be, publish each alone."""
    try:
        with session.begin_nested():
            published = publish_merged(session, codes, actor=actor, unlisted=unlisted)
        return sum(item.changed for item in published)
    except (ContentError, IntegrityError, DataError) as error:
        if len(codes) == 1:
            report.rejected.append(Rejected(codes[0], "", str(error)))
            return 0
    return sum(_publish_batch(session, [code], actor, unlisted, report) for code in codes)


def _batches(items: Iterator[_T], size: int) -> Iterator[list[_T]]:
    while batch := list(islice(items, size)):
        yield batch


def _silent(_done: int, _total: int | None, _code: str) -> None:
    """Tell nobody."""
