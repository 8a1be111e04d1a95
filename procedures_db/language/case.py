"""Whose case a question is about: place, group, channel, occasion, amounts and codes."""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any, TypeVar

from spacy.tokens import Doc

from procedures_db.language.amounts import AmountReader, Amounts, Quantity
from procedures_db.language.codes import dossier_codes, procedure_codes, without_codes
from procedures_db.language.gazetteer import Commune, Gazetteer, Province
from procedures_db.language.phrases import Phrase, read_phrases
from procedures_db.language.places import PlaceMention, PlaceReader
from procedures_db.language.question_pipeline import WORDS, build_question_pipeline, syllables_of
from procedures_db.language.syllables import Syllable, fits
from procedures_db.language.values import Duration, Money
from procedures_db.terms import ChannelKind, Foreign, Group, Loss, Occasion, Unit
from procedures_db.yaml_text import read_yaml

_CHILD_BELOW = 16  # Law on Children 102/2016/QH13, article 1
_ELDERLY_FROM = 60  # Law on the Elderly 39/2009/QH12, article 2
_NOTHING = "nothing"
_COUNTED = ("unit", "money", "time")

_Meaning = TypeVar("_Meaning", bound=StrEnum)


@dataclass(frozen=True)
class CaseFacts:
    """What a question says about the case; what it does not say is empty or None."""

    places: tuple[PlaceMention, ...] = ()
    groups: tuple[Group, ...] = ()
    channels: tuple[ChannelKind, ...] = ()
    occasion: Occasion | None = None
    loss: Loss | None = None
    foreign: tuple[Foreign, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    durations: tuple[Duration, ...] = ()
    money: tuple[Money, ...] = ()
    dossier_codes: tuple[str, ...] = ()
    procedure_codes: tuple[str, ...] = ()

    @property
    def place(self) -> PlaceMention | None:
        """The place that decides: the only one named, or the only one where somebody is."""
        if len(self.places) == 1:
            return self.places[0]
        residences = [place for place in self.places if place.is_residence]
        return residences[0] if len(residences) == 1 else None

    @property
    def province(self) -> Province | None:
        """Today's province of the case, when the question leaves no doubt."""
        if self.place:
            return self.place.province
        named = {place.province for place in self.places}
        return named.pop() if len(named) == 1 else None

    @property
    def commune(self) -> Commune | None:
        """Today's commune of the case, when the question leaves no doubt."""
        return self.place.commune if self.place else None

    @property
    def ages(self) -> tuple[int, ...]:
        """The ages in years that it names."""
        return tuple(one.value for one in self.quantities if one.unit is Unit.YEAR_OF_AGE)

    def over(self, earlier: "CaseFacts") -> "CaseFacts":
        """Return the case after this turn: what it does not say stays as it was `earlier`.

        Codes are not kept: a code asks about this turn only.
        """
        kept = {name: getattr(self, name) or getattr(earlier, name) for name in _CARRIED}
        return replace(self, **kept)


@dataclass(frozen=True, order=True)
class _Said:
    """A phrase of a word list at tokens `start` to `end`."""

    start: int
    end: int
    phrase: Phrase = field(compare=False)

    @property
    def sort(self) -> str:
        """The labels that exclude each other where they overlap."""
        return "counted" if self.phrase.label in _COUNTED else self.phrase.label

    def is_covered_by(self, other: "_Said") -> bool:
        """Return whether a longer phrase overlaps this one."""
        return (
            other.end - other.start > self.end - self.start
            and other.start < self.end
            and self.start < other.end
        )


_CARRIED = ("places", "groups", "channels", "occasion", "loss", "foreign", "quantities", "money")


class CaseReader:
    """Reads questions; it holds the gazetteer and the pipeline, so one per process is enough."""

    def __init__(self) -> None:
        words, place_words = _load("case_words.yml"), _load("place_words.yml")
        self._phrases = read_phrases(words["words"], words["shared"])
        gazetteer = Gazetteer.load(place_words["aliases"])
        self._places = PlaceReader(gazetteer, place_words)
        self._amounts = AmountReader(words["numbers"])
        self._nlp = build_question_pipeline(self._phrases, gazetteer)

    @property
    def vocabulary_size(self) -> int:
        """How many strings the pipeline keeps; reading adds none."""
        return len(self._nlp.vocab.strings)

    def read(self, text: str) -> CaseFacts:
        """Return what the question says about the case; offsets are those of the NFC text."""
        text = unicodedata.normalize("NFC", text)
        # In a text all in capitals they say nothing about names.
        doc = self._nlp(without_codes(text.lower() if text.isupper() else text))
        places = self._places.read(doc, text)
        said = _outside(places, self._said(doc), syllables_of(doc))
        foreign = _meanings(said, "foreign", Foreign)
        amounts = self._amounts.read(_counted(said), syllables_of(doc))
        loss = _only(_meanings(said, "loss", Loss))
        return CaseFacts(
            places=places,
            groups=_groups(said, foreign, amounts),
            channels=_meanings(said, "channel", ChannelKind),
            occasion=_occasion(_meanings(said, "occasion", Occasion), loss),
            loss=loss,
            foreign=foreign,
            quantities=amounts.quantities,
            durations=amounts.durations,
            money=amounts.money,
            dossier_codes=dossier_codes(text),
            procedure_codes=procedure_codes(text),
        )

    def _said(self, doc: Doc) -> list[_Said]:
        """Return the phrases of the document, of each label the longest where they overlap."""
        found: list[_Said] = []
        for span in doc.spans[WORDS]:
            here = syllables_of(span)
            for phrase in self._phrases[tuple(one.key for one in here)]:
                marked = not phrase.only_marked or any(one.is_marked for one in here)
                if marked and fits(here, phrase.written):
                    found.append(_Said(span.start, span.end, phrase))
        looks_like = [one for one in found if one.phrase.label == _NOTHING]
        found = [
            one
            for one in found
            if not any(
                one.phrase.label == no.phrase.meaning and one.is_covered_by(no) for no in looks_like
            )
        ]
        return sorted(
            one
            for one in found
            if not any(one.is_covered_by(other) and one.sort == other.sort for other in found)
        )


@cache
def case_reader() -> CaseReader:
    """Return the process's reader; building one takes half a second."""
    return CaseReader()


def _load(name: str) -> dict[str, Any]:
    text = resources.files("procedures_db.language").joinpath(name).read_text("utf-8")
    data: dict[str, Any] = read_yaml(text)
    return data


def _outside(
    places: Iterable[PlaceMention], said: Iterable[_Said], text: Sequence[Syllable]
) -> list[_Said]:
    """Leave out countries that are part of a place's name: ở Mỹ Tho."""
    return [
        one
        for one in said
        if one.phrase.label != "foreign"
        or not any(place.start <= text[one.end - 1].start < place.end for place in places)
    ]


def _meanings(said: Iterable[_Said], label: str, kind: type[_Meaning]) -> tuple[_Meaning, ...]:
    """Return what the phrases of a label mean, in order, each once."""
    return tuple(
        dict.fromkeys(kind(one.phrase.meaning) for one in said if one.phrase.label == label)
    )


def _counted(said: Iterable[_Said]) -> list[tuple[int, int, Phrase]]:
    return [(one.start, one.end, one.phrase) for one in said if one.phrase.label in _COUNTED]


def _groups(
    said: Iterable[_Said], foreign: Sequence[Foreign], amounts: Amounts
) -> tuple[Group, ...]:
    """Return the groups that the question names, and those that its ages say."""
    groups = dict.fromkeys(_meanings(said, "group", Group))
    for one in amounts.quantities:
        if one.unit is Unit.MONTH_OF_AGE or (
            one.unit is Unit.YEAR_OF_AGE and one.value < _CHILD_BELOW
        ):
            groups[Group.CHILD] = None
        elif one.unit is Unit.YEAR_OF_AGE and one.value >= _ELDERLY_FROM:
            groups[Group.ELDERLY] = None
    if Foreign.PERSON in foreign:
        groups[Group.FOREIGNER] = None
    return tuple(groups)


def _occasion(said: Sequence[Occasion], loss: Loss | None) -> Occasion | None:
    """Return the one occasion; who lost a paper wants it again, whatever else he calls it."""
    if loss is Loss.LOST and Occasion.FIRST not in said:
        return Occasion.AGAIN
    if len(said) == 1:
        return said[0]
    if not said and loss:
        return Occasion.AGAIN
    return None


def _only(meanings: Sequence[_Meaning]) -> _Meaning | None:
    return meanings[0] if meanings else None
