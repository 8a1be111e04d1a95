"""Read forms: text as people mean it, and never more than a page should send."""

import unicodedata
from collections.abc import Iterator, Mapping

from aiohttp import web
from multidict import MultiDictProxy

MAX_FORM_BYTES = 2 * 1024 * 1024
_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
_KEPT_CONTROLS = "\n\t"


class Form(Mapping[str, str]):
    """The fields of a form; a field that was not sent is empty."""

    def __init__(self, fields: Mapping[str, list[str]]) -> None:
        self._fields = fields

    def __getitem__(self, name: str) -> str:
        values = self._fields.get(name)
        return values[0] if values else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._fields)

    def __len__(self) -> int:
        return len(self._fields)

    def all(self, name: str) -> list[str]:
        """Return all values of a field that may come more than once."""
        return self._fields.get(name, [])


async def read_form(request: web.Request) -> Form:
    """Return the fields of a posted form; what is no form is a 4xx."""
    if request.content_type not in _TYPES:
        raise web.HTTPUnsupportedMediaType
    try:
        sent = await request.clone(client_max_size=MAX_FORM_BYTES).post()
    except (UnicodeDecodeError, ValueError, web.RequestPayloadError) as error:
        raise web.HTTPBadRequest from error
    except LookupError as error:  # an unknown charset
        raise web.HTTPUnsupportedMediaType from error
    return Form(_texts(sent))


def _texts(sent: "MultiDictProxy[str | bytes | bytearray | web.FileField]") -> dict[str, list[str]]:
    return {
        name: [clean(value) for value in sent.getall(name) if isinstance(value, str)]
        for name in set(sent)
    }


def clean(text: str) -> str:
    """Return NFC text with plain line ends and no control characters."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        letter
        for letter in text
        if letter in _KEPT_CONTROLS or unicodedata.category(letter) != "Cc"
    ).strip()
