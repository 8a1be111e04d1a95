"""Split Vietnamese text into tokens that rules can match: numbers stay whole, signs stand alone."""

import re

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry
from spacy.vocab import Vocab

TOKENIZER = "thutuc.SyllableTokenizer.v1"

_TOKEN = re.compile(
    r"""
    \d{1,4}(?:/\d{4})?/[A-ZĐ]{2,}[A-ZĐƯƠÔa-z0-9\-–]*   # 281/2016/TT-BTC, 163/QĐ-BTP
    | \d{1,2}/\d{1,2}/\d{4}                             # 01/7/2025
    | \d+(?:[.,]\d+)*                                   # 70.000  70,000  7,5
    | [^\W\d_]+                                         # one syllable
    | \S                                                # one sign
    """,
    re.VERBOSE,
)


class SyllableTokenizer(DummyTokenizer):
    """Tokens are syllables, numbers, dates, legal numbers and single signs."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        end = 0
        for match in _TOKEN.finditer(text):
            gap = text[end : match.start()]
            if gap:
                _add_gap(gap, words, spaces)
            words.append(match.group())
            spaces.append(False)
            end = match.end()
        if end < len(text):
            _add_gap(text[end:], words, spaces)
        return Doc(self.vocab, words=words, spaces=spaces)


def _add_gap(gap: str, words: list[str], spaces: list[bool]) -> None:
    """Keep white space exactly, so that offsets of tokens are offsets of the text."""
    if words and gap.startswith(" "):
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        words.append(gap)
        spaces.append(False)


def register_tokenizer() -> None:
    """Make the tokenizer known to spaCy's configuration."""

    def factory() -> object:
        return lambda nlp: SyllableTokenizer(nlp.vocab)

    if not registry.has("tokenizers", TOKENIZER):
        registry.tokenizers(TOKENIZER, func=factory)
