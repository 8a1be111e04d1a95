"""Reading the files, telling what is wrong with one, and publishing them."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.catalogue.loader import (
    CatalogueFile,
    LoadReport,
    load_catalogue,
    parse_file,
    read_catalogue,
)
from procedures_db.database import migrate, open_engine, session_factory
from procedures_db.errors import ContentError, NotFoundError
from procedures_db.store import published_content

GOOD = """\
code: "9.000001"
name: Thủ tục mẫu
provenance:
  source: Nguồn mẫu
  fetched_on: 2026-07-18
fees:
  - kind: amount
    amount: 8000
"""


@pytest.fixture
def sessions(tmp_path: Path) -> sessionmaker[Session]:
    engine = open_engine(f"sqlite:///{tmp_path / 'thutuc.db'}")
    migrate(engine)
    return session_factory(engine)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    field = tmp_path / "catalogue" / "mau"
    field.mkdir(parents=True)
    (field / "9.000001-mau.yml").write_text(GOOD, "utf-8")
    return field.parent


def test_every_shipped_procedure_is_published_once(
    sessions: sessionmaker[Session], catalogue: list[CatalogueFile]
) -> None:
    first = load_catalogue(sessions)
    second = load_catalogue(sessions)

    assert first == LoadReport(created=len(catalogue), changed=0, unchanged=0)
    assert second == LoadReport(created=0, changed=0, unchanged=len(catalogue))


def test_published_content_is_the_file(
    sessions: sessionmaker[Session], catalogue: list[CatalogueFile]
) -> None:
    load_catalogue(sessions)

    with sessions() as session:
        for file in catalogue:
            published = published_content(session, file.content.code)
            assert published.model_copy(update={"flags": file.content.flags}) == file.content


def test_changed_file_makes_a_new_revision(sessions: sessionmaker[Session], folder: Path) -> None:
    load_catalogue(sessions, folder)
    (folder / "mau" / "9.000001-mau.yml").write_text(GOOD.replace("8000", "9000"), "utf-8")

    report = load_catalogue(sessions, folder)

    assert report == LoadReport(created=0, changed=1, unchanged=0)
    with sessions() as session:
        assert published_content(session, "9.000001").fees[0].amount == 9000


def test_bad_file_publishes_nothing(sessions: sessionmaker[Session], folder: Path) -> None:
    (folder / "mau" / "9.000002-hong.yml").write_text("code: [", "utf-8")

    with pytest.raises(ContentError):
        load_catalogue(sessions, folder)

    with sessions() as session, pytest.raises(NotFoundError):
        published_content(session, "9.000001")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (GOOD.replace("amount: 8000", "amount: -5"), r"x\.yml, line 8, fees\.0\.amount: .*greater"),
        (GOOD.replace("kind: amount", "kind: gratis"), r"x\.yml, line 7, fees\.0\.kind: "),
        (GOOD.replace("fees:", "fee:"), r"x\.yml, line 6, fee: .*not permitted"),
        (GOOD.replace("name: Thủ tục mẫu\n", ""), r"x\.yml, line 1, name: .*required"),
        (GOOD.replace('"9.000001"', "9.000001"), r"x\.yml, line 1, code: .*string"),
        (GOOD + "    case: khac\n", r"x\.yml, line 1, record: .*unknown case 'khac'"),
        (GOOD + "    amount: 9000\n", r"x\.yml, line 9: the key 'amount' is there twice"),
        (GOOD + "\tx: 1\n", r"x\.yml, line 9: "),
        ("- 1\n", r"x\.yml, line 1: a mapping"),
    ],
)
def test_bad_file_is_named_with_line_and_field(text: str, message: str) -> None:
    with pytest.raises(ContentError, match=message):
        parse_file("mau/9.000001-x.yml", text)


def test_file_name_begins_with_the_code() -> None:
    with pytest.raises(ContentError, match=r"mau/9\.000002-x\.yml: .*9\.000001"):
        parse_file("mau/9.000002-x.yml", GOOD)


def test_same_code_in_two_files_is_refused(folder: Path) -> None:
    (folder / "mau" / "9.000001-nua.yml").write_text(GOOD, "utf-8")

    with pytest.raises(ContentError, match=r"already in mau/9\.000001-mau\.yml"):
        read_catalogue(folder)
