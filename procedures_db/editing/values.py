"""Between the values of a field and what people type or a spreadsheet cell holds."""

import json
import re
import unicodedata
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from procedures_db.editing import messages
from procedures_db.editing.fields import Field, Kind
from procedures_db.search.text import fold

_GROUPED = re.compile(r"\d{1,3}(?:[., \u00a0]\d{3})+|\d+")
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")


class ValueProblemError(ValueError):
    """What is typed is no value of the field; the text says what is expected."""


def written(field: Field, value: Any) -> str:
    """Return the text that stands for a value in a form; `parsed` reads it back."""
    if value is None:
        return ""
    if field.kind is Kind.NESTED:
        return json.dumps([_plain(item) for item in value], ensure_ascii=False) if value else ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def parsed(field: Field, given: Any) -> Any:
    """Return the value that a text or cell stands for; None when it is blank.

    Raises ValueProblemError saying what is expected.
    """
    if given is None or (isinstance(given, str) and not given.strip()):
        return None
    match field.kind:
        case Kind.INTEGER:
            return _integer(given)
        case Kind.DATE:
            return _day(given)
        case Kind.CHOICE:
            return _choice(field, str(given))
        case Kind.NESTED:
            return _nested(str(given))
        case _:
            return _text(given)


def explain(error: ErrorDetails) -> str:
    """Return in Vietnamese what a rule of the content model says."""
    context = error.get("ctx") or {}
    said = messages.RULES.get(error["type"])
    if said is None and error["type"] == "value_error":
        inner = str(context.get("error", ""))
        said = next(
            (text for start, text in messages.VALUE_RULES.items() if inner.startswith(start)), None
        )
        if said:
            named = re.search(r"'([^']*)'", inner)
            return said.format(name=named[1] if named else "")
    return (said or messages.RULE_UNKNOWN).format(
        **{"detail": error["msg"], **{key: str(value) for key, value in context.items()}}
    )


def errors_of(failure: ValidationError) -> list[tuple[tuple[str | int, ...], str]]:
    """Return where each rule is broken, and what it says."""
    return [(error["loc"], explain(error)) for error in failure.errors(include_url=False)]


def _integer(given: Any) -> int:
    if isinstance(given, bool):
        raise ValueProblemError(messages.NUMBER_EXPECTED)
    if isinstance(given, int):
        return given
    if isinstance(given, float) and given.is_integer():
        return int(given)
    text = str(given).strip()
    if not _GROUPED.fullmatch(text):
        raise ValueProblemError(messages.NUMBER_EXPECTED)
    return int(re.sub(r"\D", "", text))


def _day(given: Any) -> date:
    if isinstance(given, datetime):
        return given.date()
    if isinstance(given, date):
        return given
    text = str(given).strip()
    try:
        if match := _DAY.fullmatch(text):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueProblemError(messages.DAY_EXPECTED) from error


def _choice(field: Field, text: str) -> Any:
    wanted = fold(text.strip())
    for value, label in field.options:
        if wanted in (value, fold(label)):
            return {"true": True, "false": False}.get(value, value)
    labels = ", ".join(label for _, label in field.options)
    raise ValueProblemError(messages.CHOICE_EXPECTED.format(options=labels))


def _nested(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise ValueProblemError(messages.JSON_EXPECTED) from error
    if not isinstance(value, list):
        raise ValueProblemError(messages.JSON_EXPECTED)
    return value


def _text(given: Any) -> str:
    if isinstance(given, float) and given.is_integer():
        given = int(given)  # spreadsheets keep a number such as a code as a float
    if isinstance(given, datetime | date):
        return given.strftime("%d/%m/%Y")
    return unicodedata.normalize("NFC", str(given).replace("\r\n", "\n")).strip()


def _plain(item: Any) -> Any:
    if hasattr(item, "model_dump"):
        return item.model_dump(mode="json", exclude_defaults=True)
    return item
