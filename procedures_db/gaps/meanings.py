"""What the very words of a question mean already."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from procedures_db import models
from procedures_db.gaps import messages
from procedures_db.gaps.errors import WordingError
from procedures_db.privacy import mask
from procedures_db.search.text import normalise
from procedures_db.terms import Origin

LONGEST = 300


@dataclass(frozen=True)
class Known:
    """A stored question of the same folded words."""

    codes: tuple[str, ...]
    origin: Origin


def known_as(session: Session, wording: str) -> list[Known]:
    """Return the questions that are the same words, diacritics and abbreviations aside."""
    wanted = normalise(wording)
    table = models.WrittenQuestion
    rows = session.execute(select(table.text, table.codes, table.origin).order_by(table.id))
    return [
        Known(tuple(codes), origin) for text, codes, origin in rows if normalise(text) == wanted
    ]


def check_wording(session: Session, wording: str, code: str) -> None:
    """Raise WordingError unless these words can be made a question of this procedure."""
    if not normalise(wording):
        raise WordingError(messages.WORDING_EMPTY)
    if len(wording) > LONGEST:
        raise WordingError(messages.WORDING_LONG.format(limit=LONGEST))
    masked = mask(wording)
    if masked != wording:
        raise WordingError(messages.WORDING_PERSONAL.format(masked=masked))
    for known in known_as(session, wording):
        if code not in known.codes:
            names = _names(session, known.codes)
            raise WordingError(messages.MEANS_OTHER.format(names=names))
        if known.origin is Origin.STAFF:
            raise WordingError(messages.SETTLED_ALREADY)


def _names(session: Session, codes: tuple[str, ...]) -> str:
    table = models.Procedure
    names = dict(session.execute(select(table.code, table.name).where(table.code.in_(codes))).all())
    return ", ".join(f"“{names.get(code, code)}” ({code})" for code in codes)
