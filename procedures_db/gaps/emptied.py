"""Groups go with the last of their turns."""

from sqlalchemy import and_, delete, exists
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.terms import GapState


def drop_emptied(session: Session) -> None:
    """Delete the groups whose turns are all gone, in the caller's transaction.

    An accepted wording is a question of its procedure by now, and its group stays.
    """
    gap, member = models.QuestionGap, models.QuestionGapTurn
    empty = and_(gap.state != GapState.ACCEPTED, ~exists().where(member.gap_id == gap.id))
    session.execute(delete(gap).where(empty).execution_options(synchronize_session=False))
