"""The offices that an answer about a procedure names."""

from collections.abc import Sequence

from actions.turn import Turn
from procedures_db.answers import Desks
from procedures_db.content import ProcedureContent
from procedures_db.facts.situation import Situation
from procedures_db.offices.asking import asks_hours
from procedures_db.offices.finder import OfficeFinder
from procedures_db.terms import Facet


def desks_for(
    finder: OfficeFinder | None,
    content: ProcedureContent,
    facets: Sequence[Facet],
    situation: Situation,
    turn: Turn,
) -> Desks | None:
    """Return the offices of the place that was named or chosen, else the one staff chose.

    None where the place is not asked for. A place that nobody can tell apart has no offices.
    """
    if finder is None or Facet.PLACE not in facets:
        return None
    wants_hours = asks_hours(turn.text)
    if situation.province:
        place = ", ".join(filter(None, (situation.commune, situation.province)))
        found = finder.at(content, situation.province, situation.commune)
        return Desks(found, place, wants_hours)
    return Desks([] if turn.has_place else finder.home(content), None, wants_hours)
