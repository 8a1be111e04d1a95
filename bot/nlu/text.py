"""Vietnamese text as the engine's components see it: folding, syllables, n-grams."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

# Letters and digits with any combining marks that follow, so that decomposed text holds together.
SYLLABLE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")

# Edges of a text in word n-grams; no syllable looks like them.
START = "<"
END = ">"

_MARKS = re.compile(r"[\u0300-\u036f]+")

# How people shorten and slur words in chat, folded; each entry means the same in every context
# the bot meets. Ambiguous ones (k: không or nghìn, t: tôi or tư) are left to the classifiers.
_CHAT_WORDS = {
    "bn": "bao nhieu",
    "bnhieu": "bao nhieu",
    "nhiu": "nhieu",
    "j": "gi",
    "ji": "gi",
    "ko": "khong",
    "kg": "khong",
    "kh": "khong",
    "hk": "khong",
    "hok": "khong",
    "dc": "duoc",
    "ntn": "nhu the nao",
    "lm": "lam",
    "vs": "voi",
    "mk": "minh",
    "z": "vay",
    "zay": "vay",
    "r": "roi",
}


def fold(text: str) -> str:
    """The text in lower case without diacritics (đ becomes d); lengths may differ."""
    lowered = text.lower().replace("đ", "d")
    if lowered.isascii():
        return lowered
    return _MARKS.sub("", unicodedata.normalize("NFD", lowered))


def syllables(text: str) -> Iterator[re.Match[str]]:
    """Matches of the syllables and numbers of the text, in order, without punctuation."""
    return SYLLABLE.finditer(text)


def written_out(syllable: str) -> str:
    """The folded syllable, or the folded words it is chat spelling for, separated by spaces."""
    folded = fold(syllable)
    return _CHAT_WORDS.get(folded, folded)


@lru_cache(maxsize=16_384)
def char_ngrams(word: str, shortest: int, longest: int) -> tuple[str, ...]:
    """Character n-grams of one word with its edges as spaces."""
    padded = f" {word} "
    return tuple(
        padded[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    )


def word_ngrams(words: Sequence[str], longest: int) -> list[str]:
    """The words, their n-grams up to `longest`, and n-grams with the text's edges."""
    edged = [START, *words, END]
    grams = list(words)
    for size in range(2, longest + 1):
        grams.extend(
            " ".join(edged[start : start + size]) for start in range(len(edged) - size + 1)
        )
    return grams
