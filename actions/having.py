""" "I have this and that, what is missing?": which procedure is meant, by the papers named."""

from collections.abc import Sequence

from procedures_db.answers import Choice
from procedures_db.errors import NotFoundError
from procedures_db.facts.papers import NamedPaper, asks_what_is_missing, papers_had, papers_named
from procedures_db.read import ProcedureReader
from procedures_db.search.linker import Candidate
from procedures_db.terms import Facet

_SURE_ENOUGH = 0.2
"""A candidate below this is not answered only because it asks for the papers named."""


def missing_papers_of(
    text: str, talked_about: str | None, candidates: Sequence[Candidate], reader: ProcedureReader
) -> Choice | None:
    """Return the procedure whose missing papers are asked for, or None when that is not asked.

    It is the one talked about or the best candidate, if all papers named are papers of it; else
    the one talked about, if one of them is.
    """
    if not asks_what_is_missing(text):
        return None
    named = papers_had(text)
    if not named:
        return None
    found = [one.code for one in candidates if one.score >= _SURE_ENOUGH]
    fitting = {code: _fitting(code, named, reader) for code in [talked_about, *found] if code}
    for code, count in fitting.items():
        if count == len(named):
            return Choice(code, (Facet.DOCUMENTS,))
    if talked_about and fitting[talked_about]:
        return Choice(talked_about, (Facet.DOCUMENTS,))
    return None


def _fitting(code: str, named: Sequence[NamedPaper], reader: ProcedureReader) -> int:
    try:
        documents = reader.get(code).content.documents
    except NotFoundError:
        return 0
    return len(named) - len(papers_named(documents, named)[1])
