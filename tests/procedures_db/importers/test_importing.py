"""Whole imports: new, unchanged, changed, rejected, killed and run again."""

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from procedures_db.errors import ContentError, ImportFileError
from procedures_db.importers import (
    ImportReport,
    SourceFormat,
    import_paths,
    importing,
    record_and_publish,
)
from procedures_db.models import Procedure, Revision, SourceRecord
from procedures_db.settings import ROOT
from procedures_db.store import catalogue_version, published_content
from procedures_db.terms import DetailLevel, RevisionState
from tests import factories
from tests.procedures_db.importers.conftest import Write
from tests.procedures_db.importers.records import (
    api,
    defence,
    listing,
    method,
    page,
    recovered,
    transcribed,
)

Sessions = Callable[[], Session]
CODES = [f"9.{number:06}" for number in range(1, 8)]


def run(sessions: Sessions, *paths: Path, **options: Any) -> ImportReport:
    return import_paths(sessions, paths, today=factories.TODAY, **options)


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.new, report.changed, report.unchanged, len(report.rejected)


@pytest.fixture
def files(write: Write) -> list[Path]:
    """One file of every format."""
    return [
        write("list.jsonl.gz", [listing(code) for code in CODES]),
        write("api.jsonl", [api(CODES[0])]),
        write("page.jsonl.gz", [page(CODES[0]), page(CODES[1])]),
        write("defence.jsonl", [defence(CODES[2])]),
        write("recovered.jsonl", [recovered(CODES[3], CODES[4])]),
        write("transcribed.jsonl", [transcribed(CODES[5])]),
    ]


def test_every_format_comes_in(sessions: Sessions, files: list[Path]) -> None:
    report = run(sessions, *files)

    assert counts(report) == (14, 0, 0, 0)
    assert report.published == 7
    with sessions() as session:
        detail = dict(session.execute(select(Procedure.code, Procedure.detail)).all())
    assert [detail[code] for code in CODES] == [
        *[DetailLevel.FULL] * 3,
        *[DetailLevel.PARTIAL] * 3,
        DetailLevel.LISTED,
    ]


def test_second_import_changes_nothing(sessions: Sessions, files: list[Path]) -> None:
    run(sessions, *files)
    with sessions() as session:
        version = catalogue_version(session)

    report = run(sessions, *files)

    assert (counts(report), report.published) == ((0, 0, 14, 0), 0)
    with sessions() as session:
        assert catalogue_version(session) == version
        assert session.scalar(select(func.count()).select_from(Revision)) == 7


def test_changed_record_makes_a_new_revision(sessions: Sessions, write: Write) -> None:
    run(sessions, write("a.jsonl", [api(), api(CODES[1])]))

    report = run(
        sessions,
        write("b.jsonl", [api(executionMethods=[method(processingTime=9)]), api(CODES[1])]),
    )

    assert (counts(report), report.published) == ((0, 1, 1, 0), 1)
    with sessions() as session:
        assert published_content(session, CODES[0]).times[0].value == 9
        states = session.scalars(select(Revision.state).join(Procedure).order_by(Revision.id))
        assert list(states) == [
            RevisionState.SUPERSEDED,
            RevisionState.PUBLISHED,
            RevisionState.PUBLISHED,
        ]


def test_bad_records_are_told_and_the_rest_goes_on(sessions: Sessions, write: Write) -> None:
    path = write(
        "mixed.jsonl",
        [
            "{broken",
            {"unknown": True},
            api(CODES[0], name=""),
            listing(CODES[1], type="NEW"),
            {"code": CODES[2], "methods": "x", "documents": []},
            recovered() | {"codes": []},
            listing(CODES[6]),
        ],
    )

    report = run(sessions, path)

    assert counts(report) == (1, 0, 0, 6)
    assert [(item.code, item.place) for item in report.rejected] == [
        ("", "mixed.jsonl:1"),
        ("", "mixed.jsonl:2"),
        (CODES[0], "mixed.jsonl:3"),
        (CODES[1], "mixed.jsonl:4"),
        (CODES[2], "mixed.jsonl:5"),
        ("", "mixed.jsonl:6"),
    ]
    assert all(item.reason for item in report.rejected)


def test_a_record_of_a_strange_shape_stops_nothing(sessions: Sessions, write: Write) -> None:
    strange = api(CODES[0], executionMethods=[method(fees=[{"value": {"x": 1}, "description": 5}])])
    stranger = defence(CODES[1])
    stranger["tables"]["hinh_thuc_nop"] = "none"

    report = run(sessions, write("strange.jsonl", [strange, stranger, listing(CODES[2])]))

    assert (report.new, len(report.rejected)) == (2, 1)


def test_dry_run_tells_what_would_happen_and_writes_nothing(
    sessions: Sessions, write: Write
) -> None:
    run(sessions, write("a.jsonl", [api(CODES[0]), api(CODES[1])]))
    path = write("b.jsonl", [api(CODES[0], name="Khác"), api(CODES[1]), api(CODES[2]), "{"])

    report = run(sessions, path, dry_run=True)

    assert counts(report) == (1, 1, 1, 1)
    assert report.published == 0
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(SourceRecord)) == 2
        assert published_content(session, CODES[0]).name != "Khác"


def test_twice_in_one_import_the_first_stays(sessions: Sessions, write: Write) -> None:
    path = write("twice.jsonl", [page(ten_thu_tuc="Một"), page(ten_thu_tuc="Hai")])

    first = run(sessions, path)
    second = run(sessions, path)

    assert (counts(first), counts(second)) == ((1, 0, 0, 1), (0, 0, 1, 1))
    with sessions() as session:
        assert published_content(session, CODES[0]).name == "Một"


def test_an_older_decision_does_not_come_back(sessions: Sessions, write: Write) -> None:
    old = {"proposalNumber": "1/QĐ", "decisionDate": 1700000000000}
    new = {"proposalNumber": "2/QĐ", "decisionDate": 1780000000000}
    newest = write("new.jsonl", [api(procedureProposal=new)])
    both = write("both.jsonl", [api(procedureProposal=old), api(procedureProposal=new)])

    run(sessions, newest)
    report = run(sessions, both)

    assert counts(report) == (0, 0, 1, 1)
    with sessions() as session:
        assert published_content(session, CODES[0]).decision_number == "2/QĐ"


def test_the_newer_of_two_decisions_in_one_import_is_kept(sessions: Sessions, write: Write) -> None:
    old = {"proposalNumber": "1/QĐ", "decisionDate": 1700000000000}
    new = {"proposalNumber": "2/QĐ", "decisionDate": 1780000000000}
    path = write("both.jsonl", [api(procedureProposal=old), api(procedureProposal=new)])

    run(sessions, path)
    again = run(sessions, path)

    assert (again.new, again.changed) == (0, 0)
    with sessions() as session:
        assert published_content(session, CODES[0]).decision_number == "2/QĐ"


def test_an_import_never_overwrites_the_catalogue(sessions: Sessions, write: Write) -> None:
    curated = factories.content(CODES[0], name="Đăng ký nuôi ong lấy mật", summary="Do người viết")
    with sessions() as session, session.begin():
        record_and_publish(session, curated, SourceFormat.CATALOGUE, actor="test")

    report = run(sessions, write("a.jsonl", [api(CODES[0]), listing(CODES[0])]))

    assert report.published == 0
    with sessions() as session:
        assert published_content(session, CODES[0]) == curated


def test_recording_the_same_content_twice_changes_nothing(sessions: Sessions) -> None:
    curated = factories.detailed()
    with sessions() as session, session.begin():
        first = record_and_publish(session, curated, "catalogue", actor="test")
        second = record_and_publish(session, curated, "catalogue", actor="test")

    assert (first.created, first.changed, second.changed) == (True, True, False)


def test_what_the_newest_list_lacks_is_flagged(sessions: Sessions, write: Write) -> None:
    report = run(sessions, write("a.jsonl", [listing(CODES[0]), listing(CODES[1]), page(CODES[2])]))

    assert report.published == 3
    with sessions() as session:
        flags = published_content(session, CODES[2]).flags
        assert any("danh sách quốc gia" in flag for flag in flags)
        assert published_content(session, CODES[0]).flags == []


def test_progress_knows_the_total_once_all_is_read(sessions: Sessions, files: list[Path]) -> None:
    told: list[tuple[int, int | None, str]] = []

    run(sessions, *files, progress=lambda *step: told.append(step))

    assert told[0][1] is None
    assert told[-1][:2] == (7, 7)


def test_day_of_fetching_can_be_said(sessions: Sessions, write: Write) -> None:
    run(sessions, write("a.jsonl", [api()]), fetched_on=date(2026, 10, 1))

    with sessions() as session:
        assert published_content(session, CODES[0]).provenance.fetched_on == date(2026, 10, 1)


def test_day_of_fetching_is_not_in_the_future(sessions: Sessions, write: Write) -> None:
    with pytest.raises(ContentError, match="tương lai"):
        run(sessions, write("a.jsonl", [api()]), fetched_on=date(2027, 1, 1))


def test_absent_file_is_one_clear_error(sessions: Sessions, tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match=r"absent\.jsonl"):
        run(sessions, tmp_path / "absent.jsonl")


def test_share_of_filled_fields_is_measured(sessions: Sessions, write: Write) -> None:
    report = run(sessions, write("a.jsonl", [api(CODES[0]), api(CODES[1], executionCases=[])]))

    assert report.share(SourceFormat.API, "documents") == 0.5
    assert report.share(SourceFormat.API, "steps") == 1.0
    assert report.per_second > 0


def test_stopped_between_reading_and_publishing_goes_on_next_time(
    sessions: Sessions, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    class StopError(Exception):
        pass

    def stop(*_: object) -> None:
        raise StopError

    monkeypatch.setattr(importing, "_publish", stop)
    with pytest.raises(StopError):
        run(sessions, *files)
    monkeypatch.undo()
    with sessions() as session:
        assert session.scalar(select(func.count()).select_from(Procedure)) == 0

    report = run(sessions, *files)

    assert (counts(report), report.published) == ((0, 0, 14, 0), 7)


def test_procedure_that_the_database_refuses_does_not_take_others_with_it(
    sessions: Sessions, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    merged = importing.publish_merged

    def refuse(session: Session, codes: list[str], **options: Any) -> Any:
        if CODES[1] in codes:
            raise ContentError("hỏng")
        return merged(session, codes, **options)

    monkeypatch.setattr(importing, "publish_merged", refuse)

    report = run(sessions, write("a.jsonl", [listing(code) for code in CODES]))

    assert report.published == 6
    assert [(item.code, item.reason) for item in report.rejected] == [(CODES[1], "hỏng")]


KILLED = """
    import os, signal, sys
    from pathlib import Path
    from procedures_db.database import open_engine, session_factory
    from procedures_db.importers import import_paths

    def progress(done, total, code):
        if (total is not None) == (sys.argv[3] == "publishing") and done >= int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)

    sessions = session_factory(open_engine(sys.argv[1]))
    import_paths(sessions, [Path(sys.argv[2])], progress=progress)
"""


@pytest.mark.parametrize(("phase", "at"), [("reading", 200), ("publishing", 100)])
def test_killed_import_leaves_nothing_half_written_and_goes_on(
    sqlite_url: str, write: Write, phase: str, at: int
) -> None:
    from procedures_db.database import open_engine, session_factory

    codes = [f"9.{number:06}" for number in range(350)]
    path = write("many.jsonl", [api(code) for code in codes])
    command = [sys.executable, "-c", textwrap.dedent(KILLED), sqlite_url, str(path), phase, str(at)]

    killed = subprocess.run(command, cwd=ROOT, env={**os.environ}, timeout=120, check=False)

    assert killed.returncode == -signal.SIGKILL
    engine: Engine = open_engine(sqlite_url)
    sessions = session_factory(engine)
    with sessions() as session:
        stored = session.scalar(select(func.count()).select_from(SourceRecord)) or 0
        published = list(session.scalars(select(Procedure.code)))
    assert 0 < stored <= 350
    for code in published:
        with sessions() as session:
            whole = session.scalars(select(Procedure).where(Procedure.code == code)).one()
            assert (len(whole.steps), len(whole.documents), len(whole.revisions)) == (2, 1, 1)

    report = import_paths(sessions, [path])

    assert (report.new, report.unchanged) == (350 - stored, stored)
    assert report.published == 350 - len(published)
    engine.dispose()
