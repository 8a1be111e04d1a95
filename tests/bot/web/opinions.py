"""Reads back what visitors thought."""

from sqlalchemy import select

from procedures_db import models
from tests.bot.web.fakes import FakeGateway


def feedback_of(gateway: FakeGateway) -> list[tuple[int, str | None]]:
    """Return the thumbs and reasons that are kept."""
    table = models.Feedback
    with gateway.sessions() as session:
        return [(row.thumb, row.reason) for row in session.scalars(select(table))]


def satisfaction_of(gateway: FakeGateway) -> list[tuple[int, str | None]]:
    """Return the stars and comments that are kept."""
    table = models.Satisfaction
    with gateway.sessions() as session:
        return [(row.stars, row.comment) for row in session.scalars(select(table))]


def turns_of(gateway: FakeGateway) -> list[str]:
    """Return the questions that are kept."""
    with gateway.sessions() as session:
        return list(session.scalars(select(models.TurnRecord.question)))
