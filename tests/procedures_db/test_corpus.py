"""Written questions: read from files, kept in the database."""

from pathlib import Path

import pytest
from sqlalchemy import insert, select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.errors import ContentError
from procedures_db.search.corpus import Question, read_questions, sync_questions
from procedures_db.settings import DataSettings
from procedures_db.store import catalogue_version
from procedures_db.terms import Facet, Origin

GROUP = """\
version: "3.1"
nlu:
  - intent: ask_procedure
    metadata:
      codes: ["9.000001"]
      facets: [fee]
      origin: written
    examples: |
      - nuôi ong hết bao nhiêu
      - phí nuôi ong?
"""


def write(folder: Path, text: str, name: str = "ong.yml") -> Path:
    (folder / name).write_text(text, "utf-8")
    return folder


def stored(session: Session) -> set[tuple[str, tuple[str, ...], tuple[str, ...], Origin]]:
    rows = session.scalars(select(models.WrittenQuestion))
    return {(row.text, tuple(row.codes), tuple(row.facets), row.origin) for row in rows}


def test_questions_are_read_with_their_meaning(tmp_path: Path) -> None:
    questions = list(read_questions(write(tmp_path, GROUP)))

    assert questions == [
        Question("nuôi ong hết bao nhiêu", ("9.000001",), (Facet.FEE,)),
        Question("phí nuôi ong?", ("9.000001",), (Facet.FEE,)),
    ]


def test_files_are_read_in_the_order_of_their_names(tmp_path: Path) -> None:
    write(tmp_path, GROUP.replace("nuôi ong", "nuôi bò"), "b.yml")
    write(tmp_path, GROUP, "a.yml")

    assert next(read_questions(tmp_path)).text == "nuôi ong hết bao nhiêu"


@pytest.mark.parametrize(
    "text",
    [
        "nlu: [",
        "",
        "version: '3.1'",
        "nlu: 7",
        GROUP.replace("codes:", "code:"),
        GROUP.replace("facets: [fee]", "facets: [giá]"),
        GROUP.replace("origin: written", "origin: somewhere"),
        GROUP.replace("    examples: |\n", "    examples:\n"),
        GROUP.replace('codes: ["9.000001"]', 'codes: "9.000001"'),
    ],
)
def test_wrong_file_is_named(tmp_path: Path, text: str) -> None:
    write(tmp_path, text, "sai.yml")

    with pytest.raises(ContentError, match=r"sai\.yml"):
        list(read_questions(tmp_path))


def test_sync_stores_the_questions_and_says_so(
    sessions: sessionmaker[Session], tmp_path: Path
) -> None:
    write(tmp_path, GROUP)

    with transaction(sessions) as session:
        changed = sync_questions(session, tmp_path)

    with sessions() as session:
        assert changed
        assert catalogue_version(session) == 1
        assert stored(session) == {
            ("nuôi ong hết bao nhiêu", ("9.000001",), ("fee",), Origin.WRITTEN),
            ("phí nuôi ong?", ("9.000001",), ("fee",), Origin.WRITTEN),
        }


def test_sync_of_the_same_files_changes_nothing(session: Session, tmp_path: Path) -> None:
    write(tmp_path, GROUP)
    sync_questions(session, tmp_path)

    assert not sync_questions(session, tmp_path)
    assert catalogue_version(session) == 1


def test_question_that_left_the_files_leaves_the_database(session: Session, tmp_path: Path) -> None:
    write(tmp_path, GROUP)
    sync_questions(session, tmp_path)
    write(tmp_path, GROUP.replace("      - phí nuôi ong?\n", ""))

    assert sync_questions(session, tmp_path)
    assert {text for text, *_ in stored(session)} == {"nuôi ong hết bao nhiêu"}


def test_question_that_staff_added_stays(session: Session, tmp_path: Path) -> None:
    session.execute(
        insert(models.WrittenQuestion),
        [{"text": "ong mật?", "codes": ["9.000001"], "facets": [], "origin": Origin.STAFF}],
    )

    sync_questions(session, write(tmp_path, GROUP))
    (tmp_path / "ong.yml").unlink()
    sync_questions(session, tmp_path)

    assert stored(session) == {("ong mật?", ("9.000001",), (), Origin.STAFF)}


def test_question_written_twice_is_stored_once(session: Session, tmp_path: Path) -> None:
    write(tmp_path, GROUP, "a.yml")
    write(tmp_path, GROUP, "b.yml")

    sync_questions(session, tmp_path)

    assert len(session.scalars(select(models.WrittenQuestion)).all()) == 2


def test_shipped_questions_are_readable_and_their_origin_is_known() -> None:
    questions = list(read_questions(DataSettings.from_env({}).questions))

    assert len(questions) > 5_000
    assert all(question.codes for question in questions)
    assert {question.origin for question in questions} == {Origin.WRITTEN}
