"""Steps, conditions and results."""

import re

from procedures_db.content import Condition, Result, Step
from procedures_db.importers.text import clean, line, paragraphs, says_nothing, shorten

_STEP = re.compile(r"(?=(?:^|(?<=[\s.;:]))(?:[-+*]\s*)?Bước\s+\d+\s*[:.\-])")
_EMPTY_HEADING = re.compile(r"^\W*(?:lưu ý|ghi chú|cụ thể|như sau)?\W*$", re.IGNORECASE)
_NUMBER = re.compile(r"^\W*Bước\s+(\d+)", re.IGNORECASE)
# Signs of another encoding, and the office's name with its first word lost (1.001193, step 1).
_GARBLED = re.compile(
    r"\ufffd|\?{3,}|(?:[ÃÂ][\u0080-\u00bf]){2,}|á»|[\ue000-\uf8ff]"
    r"|(?<!trung)(?<!trung )\btâm phục vụ hành chính công",
    re.IGNORECASE,
)


def steps_from_text(text: object) -> list[Step]:
    """Return the steps of a procedure written as one text."""
    value = clean(text)
    if says_nothing(value):
        return []
    parts = [part.strip() for part in _STEP.split(value) if part.strip(" -+*\n")]
    if len(parts) < 2:
        parts = paragraphs(value)
    return [Step(text=part) for part in parts if not says_nothing(part)]


def steps_from_list(named: list[tuple[str, str]]) -> list[Step]:
    """Return the steps of a procedure kept as a list of name and text, in their own numbering."""
    if len(named) == 1 and not line(named[0][0]):
        return steps_from_text(named[0][1])
    texts = ["\n".join(part for part in map(clean, pair) if part) for pair in named]
    texts = [text for text in texts if not says_nothing(text)]
    numbers = [_NUMBER.match(text) for text in texts]
    if texts and all(numbers):
        order = [int(match[1]) for match in numbers if match]
        if len(set(order)) == len(order):
            texts = [text for _, text in sorted(zip(order, texts, strict=True))]
    return [Step(text=text) for text in texts]


def conditions_from_text(text: object) -> list[Condition]:
    """Return what an applicant must fulfil; "Không" and its like are no condition."""
    value = clean(text)
    if says_nothing(value):
        return []
    parts = (part for part in paragraphs(value) if not _EMPTY_HEADING.match(part))
    return [Condition(text=part) for part in parts if not says_nothing(part)]


def results(rows: list[tuple[object, object]]) -> list[Result]:
    """Return results from rows of name and code, each once."""
    found: dict[str, Result] = {}
    for raw_name, raw_code in rows:
        name, code = line(raw_name).strip(" -;"), line(raw_code)
        if not says_nothing(name):
            found.setdefault(f"{name}{code}", Result(name=shorten(name, 1_000), code=code or None))
    return list(found.values())


def looks_garbled(*texts: object) -> str | None:
    """Return a piece of text that the portal itself has broken, or None."""
    for text in texts:
        if isinstance(text, str):
            match = _GARBLED.search(text)
            if match:
                return line(text[max(0, match.start() - 40) : match.end() + 40])
    return None
