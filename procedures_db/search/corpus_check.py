"""What the written questions cover, and where they repeat each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from procedures_db.search import vectors
from procedures_db.search.corpus import Question
from procedures_db.search.text import normalise
from procedures_db.terms import Facet

ENOUGH = 12
PLENTY = 30
ALIKE = 0.96
_BLOCK = 512
_SHORTEST_NAME = 4  # words; a shorter official name is what people say anyway


@dataclass(frozen=True)
class Listed:
    """What the national list says of a procedure that questions may be about."""

    name: str
    field: str | None
    levels: tuple[str, ...]


@dataclass(frozen=True)
class Share:
    """How far one field, level or facet is covered.

    `procedures` counts those with a question at all, `enough` those with at least ENOUGH.
    `listed` counts those of the national list; None where the list says nothing of it.
    """

    name: str
    questions: int
    procedures: int
    enough: int
    listed: int | None


@dataclass(frozen=True)
class Pair:
    """Two questions that say nearly the same; `likeness` is a cosine between ALIKE and 1."""

    first: Question
    second: Question
    likeness: float

    @property
    def unlike_procedures(self) -> bool:
        """Whether no procedure answers both: one of them misleads the linker."""
        return not set(self.first.codes) & set(self.second.codes)


@dataclass(frozen=True)
class Coverage:
    """The whole corpus in figures."""

    questions: int
    procedures: int
    enough: int
    plenty: int
    unlisted: tuple[str, ...]
    named: int
    fields: tuple[Share, ...]
    levels: tuple[Share, ...]
    facets: tuple[Share, ...]


def coverage(questions: Sequence[Question], listed: Mapping[str, Listed]) -> Coverage:
    """Count the questions of each procedure, field, level and facet.

    `unlisted` are codes the list does not hold; `named` counts the questions that hold the
    official name of their procedure, which nobody says.
    """
    by_code = Counter(code for question in questions for code in question.codes)
    return Coverage(
        questions=len(questions),
        procedures=len(by_code),
        enough=_at_least(ENOUGH, by_code.values()),
        plenty=_at_least(PLENTY, by_code.values()),
        unlisted=tuple(sorted(by_code.keys() - listed.keys())),
        named=sum(_holds_name(question, listed) for question in questions),
        fields=_shares(by_code, {code: (one.field or "",) for code, one in listed.items()}),
        levels=_shares(by_code, {code: one.levels for code, one in listed.items()}),
        facets=tuple(_of_facet(facet, questions) for facet in Facet),
    )


def near_duplicates(questions: Sequence[Question], alike: float = ALIKE) -> list[Pair]:
    """Return the pairs at least `alike` by letters, diacritics aside; the most alike first."""
    if not questions:
        return []
    counts = vectors.letter_counts([normalise(question.text) for question in questions])
    texts = vectors.tfidf(counts, vectors.idf(counts))
    columns = texts.T.tocsc()
    found: list[Pair] = []
    for start in range(0, len(questions), _BLOCK):
        block = (texts[start : start + _BLOCK] @ columns).tocoo()
        near = np.flatnonzero((block.data >= alike) & (block.row + start < block.col))
        found += [
            Pair(
                questions[start + int(block.row[at])],
                questions[int(block.col[at])],
                min(1.0, float(block.data[at])),
            )
            for at in near
        ]
    return sorted(found, key=lambda pair: (-pair.likeness, pair.first.text, pair.second.text))


def _at_least(number: int, counts: Iterable[int]) -> int:
    return sum(count >= number for count in counts)


def _holds_name(question: Question, listed: Mapping[str, Listed]) -> bool:
    said = f" {normalise(question.text)} "
    names = (normalise(listed[code].name) for code in question.codes if code in listed)
    return any(len(name.split()) >= _SHORTEST_NAME and f" {name} " in said for name in names)


def _shares(by_code: Counter[str], places: Mapping[str, tuple[str, ...]]) -> tuple[Share, ...]:
    counts: defaultdict[str, list[int]] = defaultdict(list)
    for code, names in places.items():
        for name in names:
            counts[name].append(by_code[code])
    shares = [
        Share(name, sum(found), _at_least(1, found), _at_least(ENOUGH, found), len(found))
        for name, found in counts.items()
    ]
    return tuple(sorted(shares, key=lambda share: (-share.questions, share.name)))


def _of_facet(facet: Facet, questions: Sequence[Question]) -> Share:
    asked = Counter(_codes_asked(facet, questions))
    number = sum(facet in question.facets for question in questions)
    return Share(facet.value, number, len(asked), _at_least(ENOUGH, asked.values()), None)


def _codes_asked(facet: Facet, questions: Iterable[Question]) -> Iterator[str]:
    return (code for question in questions if facet in question.facets for code in question.codes)
