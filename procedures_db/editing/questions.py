"""The questions that staff wrote for a procedure, in its drafts and beside them."""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, delete, insert, select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.store import touch_catalogue
from procedures_db.terms import Origin


def questions_of(session: Session, code: str, origin: Origin = Origin.STAFF) -> list[str]:
    """Return the questions that mean this procedure alone, of one origin."""
    table = models.WrittenQuestion
    mine = select(table.text).where(table.origin == origin, _means_only(code))
    return list(session.scalars(mine.order_by(table.id)))


def change_questions(
    session: Session, code: str, seen: Collection[str], wanted: Sequence[str]
) -> None:
    """Take out what staff saw and no longer want, and add what is new.

    What was accepted from citizens' questions since they saw the list stays.
    """
    table = models.WrittenQuestion
    gone = sorted(set(seen) - set(wanted))
    if gone:
        session.execute(
            delete(table).where(
                table.origin == Origin.STAFF, _means_only(code), table.text.in_(gone)
            )
        )
    there = set(questions_of(session, code))
    new: list[dict[str, Any]] = [
        {"text": text, "codes": [code], "facets": [], "origin": Origin.STAFF}
        for text in dict.fromkeys(wanted)
        if text not in there
    ]
    if new:
        session.execute(insert(table), new)
    touch_catalogue(session)


def _means_only(code: str) -> ColumnElement[bool]:
    """Compare in the database: there are thousands of questions."""
    return cast(models.WrittenQuestion.codes, Text) == json.dumps([code], ensure_ascii=False)
