"""One blank Vietnamese spaCy pipeline whose rules mark amounts, times, shares, dates and laws."""

from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from procedures_db.language.tokenizer import TOKENIZER, register_tokenizer

MONEY = "MONEY"
DURATION = "DURATION"
PERCENT = "PERCENT"
DATE = "DATE"
LAW = "LAW"

COMPONENT = "thutuc_quantities"

_Pattern = list[dict[str, Any]]
_NUMBER: dict[str, Any] = {"TEXT": {"REGEX": r"^\d+(?:[.,]\d+)*$"}}
_GROUPED: dict[str, Any] = {"TEXT": {"REGEX": r"^\d{1,3}(?:[.,]\d{3})+$"}}
_MULTIPLIER: dict[str, Any] = {"LOWER": {"IN": ["nghìn", "ngàn", "triệu", "tỷ", "tỉ"]}}
_SHORT_MULTIPLIER: dict[str, Any] = {"LOWER": {"IN": ["k", "tr"]}}
_IN_WORDS: _Pattern = [{"TEXT": "("}, {"IS_ALPHA": True, "OP": "{1,4}"}, {"TEXT": ")"}]
_UNITS: tuple[_Pattern, ...] = (
    [{"LOWER": "ngày"}, {"LOWER": "làm"}, {"LOWER": "việc"}],
    [{"LOWER": {"IN": ["ngày", "giờ", "tiếng", "phút", "tháng"]}}],
    [{"LOWER": "năm"}],
)
_CURRENCIES: tuple[_Pattern, ...] = (
    [{"LOWER": {"IN": ["đồng", "đ", "vnđ", "vnd", "usd", "euro", "eur", "$"]}}],
    [{"LOWER": "việt"}, {"LOWER": "nam"}, {"LOWER": "đồng"}],
    [{"LOWER": "đồng"}, {"LOWER": "việt"}, {"LOWER": "nam"}],
    [{"LOWER": "đô"}, {"LOWER": "la"}, {"LOWER": "mỹ", "OP": "?"}],
)


def build_pipeline() -> Language:
    """Return a new pipeline; each text it reads has its finds in `doc.ents`."""
    register_tokenizer()
    if not Language.has_factory(COMPONENT):
        Language.factory(COMPONENT, func=_create_quantities)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    nlp.add_pipe(COMPONENT)
    return nlp


def _create_quantities(nlp: Language, name: str) -> "Quantities":
    return Quantities(nlp.vocab)


class Quantities:
    """Marks what it finds as entities; where two overlap the longer one stays."""

    def __init__(self, vocab: Vocab) -> None:
        self.matcher = Matcher(vocab)
        for label, patterns in _patterns().items():
            self.matcher.add(label, patterns)

    def __call__(self, doc: Doc) -> Doc:
        found = self.matcher(doc, as_spans=True)
        if found:
            own = filter_spans(found)
            taken = {index for span in own for index in range(span.start, span.end)}
            others = [span for span in doc.ents if taken.isdisjoint(range(span.start, span.end))]
            doc.set_ents(sorted([*own, *others], key=_start))
        return doc


def _patterns() -> dict[str, list[_Pattern]]:
    money: list[_Pattern] = []
    for currency in _CURRENCIES:
        money.append([_NUMBER, *currency])
        money.append([_NUMBER, _MULTIPLIER, *currency])
    money.append([_NUMBER, _MULTIPLIER])
    money.append([_NUMBER, _SHORT_MULTIPLIER])
    money.append([{"TEXT": "$"}, _NUMBER])
    duration: list[_Pattern] = []
    for unit in _UNITS:
        duration.append([_NUMBER, *unit])
        duration.append([_NUMBER, *_IN_WORDS, *unit])
    month = {"LOWER": "tháng"}
    return {
        MONEY: money,
        DURATION: duration,
        PERCENT: [
            [_NUMBER, {"TEXT": "%"}],
            [_NUMBER, {"LOWER": "phần"}, {"LOWER": "trăm"}],
        ],
        DATE: [
            [{"TEXT": {"REGEX": r"^\d{1,2}/\d{1,2}/\d{4}$"}}],
            [_NUMBER, month, _NUMBER, {"LOWER": "năm"}, _NUMBER],
        ],
        LAW: [[{"TEXT": {"REGEX": r"^\d{1,4}(?:/\d{4})?/[A-ZĐ]{2,}"}}]],
        # An amount without its currency, before what it is paid for: 230.000/lần
        "BARE_MONEY": [[_GROUPED, {"TEXT": "/"}, {"IS_ALPHA": True}]],
    }


def _start(span: Span) -> int:
    return int(span.start)
