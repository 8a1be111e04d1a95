"""Short codes that survive handwriting and the telephone: `7KQ2-M4M`.

Six random characters and one that checks them. 31 characters are left when those that look or
sound alike are dropped, so there are 887 million codes, and 31 being prime the check finds every
single wrong character and every two neighbours that changed places.
"""

import re
import secrets
import unicodedata

ALPHABET = "0123456789ACDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 6
_GROUP = 4
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "B": "8", "U": "V", "Đ": "D"})
_SHAPE = re.compile(r"(?<![\w.-])([0-9A-Z]{4})([ \-–—_.]?)([0-9A-Z]{2,4})(?![\w-]|\.\w)")
_ASKS = re.compile(r"\b(?:MÃ|MA|TRA|XEM|TÌM|TIM|TRẢ LỜI|TRA LOI|BIÊN NHẬN|BIEN NHAN)\b")
_CALLED_A_CODE = re.compile(
    r"\b(?:MÃ|MA|TRẢ LỜI|TRA LOI|BIÊN NHẬN|BIEN NHAN)(?: SỐ| SO| LÀ| LA)? ?:? ?$"
)
_MOST_WORDS = 10


def new_code() -> str:
    """Return a random code; it always has a digit and a letter, so no word looks like one."""
    while True:
        body = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
        code = body + _check(body)
        if _is_mixed(code):
            return f"{code[:_GROUP]}-{code[_GROUP:]}"


def read_code(text: str) -> str | None:
    """Return the code a person means by `text`, or None when it cannot be a code.

    Small letters, blanks, a missing dash and letters that look alike are understood.
    """
    said = unicodedata.normalize("NFC", text).upper().translate(_MEANT)
    code = re.sub(r"[\s\-–—_.]", "", said)
    if len(code) != _LENGTH + 1 or not set(code) <= set(ALPHABET):
        return None
    if code[-1] != _check(code[:-1]):
        return None
    return f"{code[:_GROUP]}-{code[_GROUP:]}"


def asked_code(message: str) -> str | None:
    """Return what stands for a code in a message that asks for one, as it was written.

    A bare code is enough when it is right; one that cannot be right has to be called a code.
    """
    said = unicodedata.normalize("NFC", message).upper().translate(str.maketrans("Đ", "D"))
    for match in _SHAPE.finditer(said):
        around = said[: match.start()] + said[match.end() :]
        if not _is_mixed(match[0]) or len(around.split()) > _MOST_WORDS:
            continue
        before = said[: match.start()]
        if read_code(match[0]) and (_ASKS.search(before) or not around.strip(" .?!")):
            return match[0]
        if match[2] in {"-", "–", "—"} and _CALLED_A_CODE.search(before):
            return match[0]
    return None


def _check(body: str) -> str:
    total = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(body, start=1))
    return ALPHABET[total % len(ALPHABET)]


def _is_mixed(code: str) -> bool:
    return any(letter.isdigit() for letter in code) and any(letter.isalpha() for letter in code)
