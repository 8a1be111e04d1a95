"""Plain text as the portals write it: clean it, split it into lines, know what says nothing."""

import re
import unicodedata

from procedures_db.importers.letters import LOWER

_INVISIBLE = re.compile(
    r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]"
)
_BULLET = re.compile(r"^\s*(?:[-–—+*•●▪·]+|\(?[a-zđ0-9]{1,2}[).])\s*", re.IGNORECASE)
_SIGN = re.compile(r"^[\s\-–—+*•●▪·]+")
_TOP_LEVEL = re.compile(r"^(?:[-–—*•●▪]|\(?[a-zđ0-9]{1,2}[).]|bước\b|trường hợp\b)", re.IGNORECASE)
_BROKEN = re.compile(rf"(?<=[\w,])\n(?=[{LOWER}][^\s).])")
_NOTHING = re.compile(
    r"^[\W_]*(?:không(?: có)?(?: (?:thông tin|quy định|yêu cầu|điều kiện|yêu cầu,? điều kiện))*"
    r"|chưa (?:có|quy định|cập nhật)(?: thông tin)?|không áp dụng|null|none|n/a)?[\W_]*$",
    re.IGNORECASE,
)


def clean(text: object) -> str:
    """Return `text` in NFC on as many lines as it had, without invisible or doubled blanks."""
    if not isinstance(text, str):
        return ""
    lines = (" ".join(part.split()) for part in _visible(text).splitlines())
    return "\n".join(part for part in lines if part)


def line(text: object) -> str:
    """Return `text` cleaned and on one line."""
    return " ".join(_visible(text).split()) if isinstance(text, str) else ""


def _visible(text: str) -> str:
    value = unicodedata.normalize("NFC", text)
    return _INVISIBLE.sub("", value) if _INVISIBLE.search(value) else value


def procedure_code(text: object) -> str:
    """Return a procedure's code; a blank inside or before it is kept as an underscore.

    The national list has two procedures whose codes differ in a leading blank only.
    """
    value = unicodedata.normalize("NFC", text) if isinstance(text, str) else ""
    code = "_".join(value.split())
    return f"_{code}" if code and value[0].isspace() else code


def says_nothing(text: str) -> bool:
    """Return whether `text` only says that there is nothing to say."""
    return _NOTHING.match(text) is not None


def meaningful(text: object) -> str | None:
    """Return one clean line, or None where the source says nothing."""
    value = line(text)
    return None if says_nothing(value) else value


def without_bullet(text: str) -> str:
    """Return `text` without the sign, number or letter of a list that it starts with."""
    return _BULLET.sub("", text, count=1).strip()


def without_sign(text: str) -> str:
    """Return `text` without leading list signs; numbers and letters stay."""
    return _SIGN.sub("", text).strip()


def fold(text: str) -> str:
    """Return `text` in lower case without diacritics and punctuation, to compare names."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return re.sub(r"[\W_]+", " ", letters).strip()


def rejoin(text: str) -> str:
    """Return `text` with the lines joined that were broken inside a sentence."""
    return _BROKEN.sub(" ", text)


def paragraphs(text: object) -> list[str]:
    """Return the top-level items of a text; lines of a lower level stay with the item above."""
    items: list[str] = []
    lines = [part for part in rejoin(clean(text)).split("\n") if part.strip(" -+*•")]
    structured = sum(1 for part in lines if _TOP_LEVEL.match(part)) >= 2
    for part in lines:
        if items and structured and not _TOP_LEVEL.match(part):
            items[-1] += "\n" + part
        else:
            items.append(part)
    return items


def shorten(text: str, limit: int) -> str:
    """Return at most `limit` characters of `text`, cut between words and marked as cut."""
    if len(text) <= limit:
        return text
    return text[:limit].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
