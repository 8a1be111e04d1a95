"""Vietnamese text as the engine's components see it: folding, syllables, n-grams."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

# Letters and digits with any combining marks that follow, so that decomposed text holds together.
SYLLABLE = re.compile(r"(?:[^\W_][\u0300-\u036f]*)+")

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
    """Character n-grams of one word with its edges as spaces, each marked as "c:…".

    The mark keeps them apart from words of the same letters.
    """
    padded = f" {word} "
    return tuple(
        "c:" + padded[start : start + size]
        for size in range(shortest, longest + 1)
        for start in range(len(padded) - size + 1)
    )


def ngrams(words: Sequence[str], word_max: int, char_min: int, char_max: int) -> list[str]:
    """Word n-grams up to `word_max` and in-word character n-grams, with repetitions."""
    grams = list(words)
    for size in range(2, word_max + 1):
        grams.extend(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    for word in words:
        grams.extend(char_ngrams(word, char_min, char_max))
    return grams
