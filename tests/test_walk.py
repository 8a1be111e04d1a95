"""Every imported procedure, asked its fee and time: nothing is said that its records do not say."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from actions.assistant import Assistant
from actions.turn import Context, Turn
from bench.walk.check import says_free, wrong_in
from bench.walk.sources import Source, read_sources
from procedures_db.answers import decode, encode
from procedures_db.answers.payload import Choice
from procedures_db.models import Procedure
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Linker
from procedures_db.search.training import LinkerModel
from procedures_db.terms import DetailLevel, Facet

pytestmark = pytest.mark.data

TODAY = date(2026, 11, 23)
FEE_AND_TIME = (Facet.FEE, Facet.TIME)


@pytest.fixture(scope="module")
def walked(
    imported: tuple[sessionmaker[Session], Any], tthc: Path, tiny_model: LinkerModel
) -> dict[str, tuple[Any, Source]]:
    """The answer about each procedure with detail, as a tapped choice gets it, and its records."""
    sessions, _ = imported
    sources = read_sources(tthc)
    assistant = Assistant(Linker(sessions, tiny_model), ProcedureReader(sessions), lambda: TODAY)
    with sessions() as session:
        codes = session.scalars(
            select(Procedure.code).where(Procedure.detail != DetailLevel.LISTED)
        ).all()
    found = {}
    for code in codes:
        choice = decode(encode(Choice(code, FEE_AND_TIME)))
        reply, _ = assistant.respond(Turn("…", choice=choice), Context())
        found[code] = (reply, sources[code])
    return found


def test_all_that_have_detail_are_asked(walked: dict[str, tuple[Any, Source]]) -> None:
    assert len(walked) >= 3_176
    assert all(reply["procedure"]["code"] == code for code, (reply, _) in walked.items())


def test_every_amount_and_time_stands_in_the_records(
    walked: dict[str, tuple[Any, Source]],
) -> None:
    wrong = {code: wrong_in(reply, source) for code, (reply, source) in walked.items()}

    assert {code: said for code, said in wrong.items() if said} == {}


def test_most_answers_say_something_that_could_be_wrong(
    walked: dict[str, tuple[Any, Source]],
) -> None:
    """Else the test above would prove nothing."""
    replies = [reply for reply, _ in walked.values()]

    assert sum("ngày làm việc" in reply["text"] for reply in replies) > 1_500
    assert sum("đồng" in reply["text"] for reply in replies) > 500
    assert 0 < sum(map(says_free, replies)) < 100
