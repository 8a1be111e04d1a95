"""From one raw record to the contents it holds."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.api import read_api
from procedures_db.importers.context import ReadingContext
from procedures_db.importers.defence import read_defence
from procedures_db.importers.formats import FETCHED, SourceFormat
from procedures_db.importers.listing import read_listing
from procedures_db.importers.page import read_page
from procedures_db.importers.recovered import codes_of, read_recovered
from procedures_db.importers.text import line
from procedures_db.importers.transcribed import read_transcribed
from procedures_db.language import TextReader

_READERS = {
    SourceFormat.API: read_api,
    SourceFormat.PAGE: read_page,
    SourceFormat.DEFENCE: read_defence,
    SourceFormat.TRANSCRIBED: read_transcribed,
    SourceFormat.LISTING: read_listing,
}


class RecordReader:
    """Reads records of every format with one shared text reader."""

    def __init__(self, fetched_on: date | None = None) -> None:
        text = TextReader()
        self._contexts = {
            kind: ReadingContext(kind, fetched_on or day, text) for kind, day in FETCHED.items()
        }

    def contents(
        self, kind: SourceFormat, data: Mapping[str, Any]
    ) -> Iterator[tuple[str, ProcedureContent | ContentError]]:
        """Yield each procedure's code with its content, or with what is wrong with it."""
        context = self._contexts[kind]
        if kind is SourceFormat.RECOVERED:
            codes = codes_of(data)
            if not codes:
                yield "", ContentError("codes: bản ghi không có mã thủ tục")
            for code in codes:
                yield code, _attempt(lambda code=code: read_recovered(data, code, context))
        else:
            yield code_of(data), _attempt(lambda: _READERS[kind](data, context))


def code_of(data: Mapping[str, Any]) -> str:
    """Return the code that a record gives itself, for reports; empty when there is none."""
    inner = data.get("data")
    sources = [inner, data] if isinstance(inner, Mapping) else [data]
    for source in sources:
        for name in ("code", "ma_thu_tuc", "_code", "thu_tuc_id"):
            value = line(source.get(name))
            if value:
                return value
    return ""


def _attempt(read: Any) -> ProcedureContent | ContentError:
    """A record of a wrong shape is a bad record, not a reason to stop."""
    try:
        content = read()
    except ContentError as error:
        return error
    except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
        return ContentError(f"cấu trúc lạ: {type(error).__name__}: {error}")
    return content if isinstance(content, ProcedureContent) else ContentError("không đọc được")
