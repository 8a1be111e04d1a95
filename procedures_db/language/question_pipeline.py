"""One blank Vietnamese spaCy pipeline that marks the words and names of a citizen's question.

Its documents hold folded syllables. A syllable that no rule knows becomes one and the same token,
so the vocabulary never grows with what people type, and several threads may read at once.
"""

from collections.abc import Iterable
from typing import cast

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer
from spacy.vocab import Vocab

from procedures_db.language.syllables import Syllable, syllables
from procedures_db.language.tokenizer import TOKENIZER, register_tokenizer

WORDS = "words"
NAMES = "names"

_FINDER = "thutuc_phrases"
_OTHER = "_"
_SYLLABLES = "syllables"

Key = tuple[str, ...]


class QuestionTokenizer(DummyTokenizer):
    """Makes documents of folded syllables; `syllables_of` gives what was typed."""

    def __init__(self, vocab: Vocab, known: Iterable[str]) -> None:
        self.vocab = vocab
        self._known = frozenset(known)

    def __call__(self, text: str) -> Doc:
        found = syllables(text)
        known = self._known
        doc = Doc(self.vocab, words=[one.key if one.key in known else _OTHER for one in found])
        doc.user_data[_SYLLABLES] = found
        return doc


class PhraseFinder:
    """Puts every phrase that it was given into `doc.spans[key]`, overlapping ones too."""

    def __init__(self, vocab: Vocab, key: str) -> None:
        self._matcher = PhraseMatcher(vocab)
        self._vocab = vocab
        self._key = key

    def add(self, phrases: Iterable[Key]) -> None:
        """Find these, too."""
        # Hashes are what the matcher keeps, and how it unpickles itself: thousands of documents
        # would take a second and 30 MB.
        add = self._vocab.strings.add
        hashes = [[add(word) for word in phrase] for phrase in phrases]
        self._matcher.add(self._key, hashes)  # type: ignore[arg-type]

    def __call__(self, doc: Doc) -> Doc:
        doc.spans[self._key] = self._matcher(doc, as_spans=True)
        return doc


def build_question_pipeline(words: Iterable[Key], names: Iterable[Key]) -> Language:
    """Return a new pipeline; its documents have finds in `doc.spans[WORDS]` and `[NAMES]`."""
    register_tokenizer()
    if not Language.has_factory(_FINDER):
        Language.factory(_FINDER, default_config={"key": WORDS}, func=_create_finder)
    nlp = spacy.blank("vi", config={"nlp": {"tokenizer": {"@tokenizers": TOKENIZER}}})
    # Shapes, stop words and so on: slow, and no rule reads them.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    known: set[str] = set()
    for key, phrases in ((WORDS, list(words)), (NAMES, list(names))):
        known.update(word for phrase in phrases for word in phrase)
        finder = cast(PhraseFinder, nlp.add_pipe(_FINDER, name=key, config={"key": key}))
        finder.add(phrases)
    nlp.tokenizer = QuestionTokenizer(nlp.vocab, known)
    return nlp


def _create_finder(nlp: Language, name: str, key: str) -> PhraseFinder:
    return PhraseFinder(nlp.vocab, key)


def syllables_of(part: Doc | Span) -> list[Syllable]:
    """Return the syllables under the tokens of a document or a span of it."""
    if isinstance(part, Doc):
        return cast(list[Syllable], part.user_data[_SYLLABLES])
    return cast(list[Syllable], part.doc.user_data[_SYLLABLES])[part.start : part.end]
