"""Vietnamese text as the engine's components see it: folding, syllables, n-grams."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

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
    "hong": "khong",
    "hem": "khong",
    "dc": "duoc",
    "dk": "dang ky",
    "ntn": "nhu the nao",
    "bh": "bao gio",
    "lm": "lam",
    "cccd": "can cuoc cong dan",
    "gt": "giay to",
    "vs": "voi",
    "ck": "chong",
    "vk": "vo",
    "mk": "minh",
    "z": "vay",
    "zay": "vay",
    "zậy": "vay",
    "r": "roi",
    "thu": "thu",
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


def folded_syllables(text: str) -> list[str]:
    """The folded syllables of the text with common chat spellings written out."""
    folded: list[str] = []
    for syllable in SYLLABLE.findall(fold(text)):
        written_out = _CHAT_WORDS.get(syllable)
        if written_out is None:
            folded.append(syllable)
        else:
            folded.extend(written_out.split())
    return folded


def ngrams(words: Sequence[str], word_max: int, char_min: int, char_max: int) -> list[str]:
    """Word n-grams up to `word_max` and in-word character n-grams (edges as spaces), repeated.

    Character n-grams carry the prefix "c:" so that they never meet a word of the same letters.
    """
    grams = list(words)
    for size in range(2, word_max + 1):
        grams.extend(" ".join(words[i : i + size]) for i in range(len(words) - size + 1))
    if char_max:
        for word in words:
            padded = f"c: {word} "
            for size in range(char_min, char_max + 1):
                grams.extend("c:" + padded[i : i + size] for i in range(2, len(padded) - size + 1))
    return grams
