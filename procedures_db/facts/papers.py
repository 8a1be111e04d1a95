"""Which papers a message names, and which papers of a file they are.

Careful on purpose: a paper counts as had only when its kind is named, and the answer says what
was matched with what. `papers.yml` holds the kinds.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from procedures_db.content import RequiredDocument
from procedures_db.search.text import normalise
from procedures_db.yaml_text import read_yaml


@dataclass(frozen=True)
class NamedPaper:
    """A paper a citizen named: its kind, and the kind's common name."""

    kind: str
    words: str


@dataclass(frozen=True)
class _Kind:
    key: str
    words: str
    said: re.Pattern[str]
    """How citizens name it."""
    official: re.Pattern[str] | None
    """How the names of required documents have it."""


_HAVING = re.compile(
    r"(?<!\S)(?:(?:da |dang |cung |moi )?(?:co|cam|chuan bi|lam xong|xin duoc)(?: san| du| duoc)?)"
    r" (?!gi |phai |can (?!cuoc)|the (?!can|bao)|duoc |bao (?!hiem))(.+?)"
    r"(?= roi(?!\S)| san(?!\S)| (?:thi|gio|vay|the) | con thieu| can them| thieu "
    r"| (?:co )?du chua|$)"
)
_ASKS_REST = re.compile(
    r"(?<!\S)(?:con |co )?(?:thieu|can them|phai them|bo sung|can bo sung)"
    r" (?:nhung |cac |them )*(?:giay to |giay |thu |cai )*(?:gi|nao)(?!\S)"
    r"|(?<!\S)(?:da )?du chua"
)
_HAS_ALREADY = re.compile(r"(?<!\S)(?:roi|san)(?!\S)")
_NOT = re.compile(r"(?<!\S)(?:khong|chua) (?:he )?(?:co|cam|lam)(?!\S)")
_FORM_NAMES = re.compile(
    r"^(?:to khai|don |phieu |giay de nghi|giay khai (?!sinh|tu)|ban khai|van ban de nghi)"
)
_ALL_OF = " va "


def papers_had(text: str) -> tuple[NamedPaper, ...]:
    """Return the papers that a message says its writer has; none when it says no such thing."""
    said = normalise(text)
    having = _HAVING.search(said)
    if having is None or not (asks_what_is_missing(text) or _HAS_ALREADY.search(said)):
        return ()
    if _NOT.search(said):
        return ()
    found: list[tuple[int, NamedPaper]] = []
    for kind in _kinds():
        match = kind.said.search(having[1])
        if match:
            found.append((match.start(), NamedPaper(kind.key, kind.words)))
    return tuple(paper for _, paper in sorted(found, key=lambda pair: pair[0]))


def asks_what_is_missing(text: str) -> bool:
    """Return whether a message asks for the papers beside those it names."""
    return bool(_ASKS_REST.search(normalise(text)))


def papers_named(
    papers: Sequence[RequiredDocument], named: Iterable[NamedPaper]
) -> tuple[dict[int, str], tuple[str, ...]]:
    """Return the citizen's words by the position of the paper they mean, and words for none."""
    by_kind = {paper.kind: paper.words for paper in named}
    matched: dict[int, str] = {}
    used: set[str] = set()
    for at, paper in enumerate(papers):
        kinds = kinds_of(paper.name)
        hits = [kind for kind in kinds if kind in by_kind]
        if hits and not (len(hits) < len(kinds) and _ALL_OF in normalise(paper.name)):
            matched[at] = ", ".join(by_kind[kind] for kind in hits)
            used.update(hits)
    return matched, tuple(words for kind, words in by_kind.items() if kind not in used)


def kinds_of(name: str) -> list[str]:
    """Return the kinds of paper that a required document's name stands for."""
    said = normalise(name)
    if _FORM_NAMES.match(said):
        return ["form"]
    return [kind.key for kind in _kinds() if kind.official and kind.official.search(said)]


def name_of_kind(key: str) -> str:
    """Return what people call papers of this kind."""
    return next(kind.words for kind in _kinds() if kind.key == key)


@cache
def _kinds() -> tuple[_Kind, ...]:
    text = resources.files("procedures_db.facts").joinpath("papers.yml").read_text("utf-8")
    return tuple(
        _Kind(
            key,
            entry["said"][0],
            _pattern([*entry["said"], *entry.get("official", ())]),
            _pattern(entry["official"]) if entry.get("official") else None,
        )
        for key, entry in read_yaml(text).items()
    )


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    folded = sorted({normalise(phrase) for phrase in phrases}, key=len, reverse=True)
    return re.compile(rf"(?<!\S)(?:{'|'.join(map(re.escape, folded))})(?!\S)")
