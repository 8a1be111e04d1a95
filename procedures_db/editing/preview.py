"""What citizens would read: the very code that answers them, on content not yet published."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import answers, models
from procedures_db.answers import Reply
from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.read import ProcedureFacts
from procedures_db.terms import Facet

IMPACT_DAYS = 30
_MOST_QUESTIONS = 5_000


@dataclass(frozen=True)
class Impact:
    """An answer that changes, and the questions of the last days that would get it."""

    facets: tuple[Facet, ...]
    questions: tuple[str, ...]
    times: int
    before: str
    after: str


@dataclass(frozen=True)
class ImpactReport:
    """How many questions were asked again with both contents, and what changes."""

    asked: int
    changed: tuple[Impact, ...]


def citizens_see(
    content: ProcedureContent, facets: Iterable[Facet], today: date, revision: int = 0
) -> Reply:
    """Return the answer about `facets` if this content were published."""
    return answers.answer(ProcedureFacts(content, revision), tuple(facets), [], today)


def impact(
    session: Session,
    before: ProcedureContent | None,
    after: ProcedureContent,
    *,
    now: datetime,
    today: date,
) -> ImpactReport:
    """Ask the last 30 days' questions about the procedure of both contents."""
    table = models.TurnRecord
    since = now - timedelta(days=IMPACT_DAYS)
    asked = session.execute(
        select(table.question, table.facets)
        .where(table.procedure_code == after.code, table.at >= since)
        .order_by(table.at.desc())
        .limit(_MOST_QUESTIONS)
    ).all()
    by_facets: dict[tuple[Facet, ...], list[str]] = {}
    for question, names in asked:
        by_facets.setdefault(_facets(names), []).append(question)
    changed: list[Impact] = []
    for facets, questions in by_facets.items():
        old = citizens_see(before, facets, today)["text"] if before else ""
        new = citizens_see(after, facets, today)["text"]
        if old != new:
            said = tuple(dict.fromkeys(questions))
            changed.append(Impact(facets, said, len(questions), old, new))
    changed.sort(key=lambda one: -one.times)
    return ImpactReport(len(asked), tuple(changed))


def _facets(names: list[str]) -> tuple[Facet, ...]:
    try:
        return tuple(dict.fromkeys(Facet(name) for name in names)) or (Facet.OVERVIEW,)
    except ValueError as error:  # a facet that an older version knew
        raise ContentError(str(error)) from error
