"""The public data API: procedures and receipts as JSON, CPSV-AP and schema.org."""

import asyncio
import json
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from aiohttp import web
from yarl import URL

from bot.channels.data_messages import (
    BAD_FORMAT,
    BAD_PAGE,
    BAD_QUERY,
    UNKNOWN_PROCEDURE,
    UNKNOWN_RECEIPT,
)
from bot.web.keys import RECEIPTS
from procedures_db.errors import NotFoundError
from procedures_db.exchange import ProcedureList, to_cpsv_ap, to_document, to_schema_org
from procedures_db.read import ProcedureFacts, ProcedureReader
from procedures_db.yaml_text import read_yaml

READER = web.AppKey("procedure_reader", ProcedureReader)
LISTING = web.AppKey("procedure_list", ProcedureList)

_MOST_LETTERS = 200
_MOST_PAGES = 100_000
_OPEN_TO_ALL = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_CHECK_FIRST = "public, no-cache"


class Format(StrEnum):
    """In which forms a procedure is given; the value is what `?format=` takes."""

    JSON = "json"
    CPSV_AP = "cpsv-ap"
    SCHEMA_ORG = "schema-org"


_WRITERS: dict[Format, Callable[[ProcedureFacts, str], dict[str, Any]]] = {
    Format.JSON: to_document,
    Format.CPSV_AP: to_cpsv_ap,
    Format.SCHEMA_ORG: to_schema_org,
}


def add_data_routes(app: web.Application) -> None:
    """Add the routes; the application provides `READER`, `LISTING` and `RECEIPTS`."""
    router = app.router
    router.add_get("/api/v1/procedures", list_procedures, name="procedures")
    router.add_get("/api/v1/procedures/{code}", show_procedure, name="procedure")
    router.add_get("/api/v1/receipts/{code}", show_receipt, name="receipt_data")
    router.add_get("/api/v1/openapi.json", show_openapi, name="openapi")


async def list_procedures(request: web.Request) -> web.Response:
    """Return one page of the procedures whose names hold the words asked for."""
    q, field = request.query.get("q", ""), request.query.get("field", "")
    if len(q) > _MOST_LETTERS or len(field) > _MOST_LETTERS:
        return _error(400, BAD_QUERY.format(most=_MOST_LETTERS))
    number = _page_number(request.query.get("page", "1"))
    if number is None:
        return _error(400, BAD_PAGE)
    page = await asyncio.to_thread(request.app[LISTING].page, q, field, number)
    items = [item | {"url": _address(request, item["code"])} for item in page.items]
    body = {"total": page.total, "page": number, "pages": page.count, "items": items}
    return _json(body | {"next": _next(request, number) if number < page.count else None})


async def show_procedure(request: web.Request) -> web.Response:
    """Return a procedure in the form asked for by `?format=` or, without it, by Accept."""
    form = _format(request)
    if form is None:
        return _error(400, BAD_FORMAT.format(known=", ".join(Format)))
    code = request.match_info["code"]
    try:
        facts = await asyncio.to_thread(request.app[READER].get, code)
    except NotFoundError:
        return _error(404, UNKNOWN_PROCEDURE.format(code=code))
    tag = f"{facts.content.fingerprint()}-{facts.revision}-{form}"
    headers = {"ETag": f'"{tag}"', "Vary": "Accept", "Cache-Control": _CHECK_FIRST}
    if any(known.value in (tag, "*") for known in request.if_none_match or ()):
        return web.Response(status=304, headers=headers | _OPEN_TO_ALL)
    document = _WRITERS[form](facts, _address(request, code))
    content_type = "application/json" if form is Format.JSON else "application/ld+json"
    return _json(document, headers=headers, content_type=content_type)


async def show_receipt(request: web.Request) -> web.Response:
    """Return an answer as it was given, and whether its procedure has changed since."""
    code = request.match_info["code"]
    try:
        receipt = await request.app[RECEIPTS].find(code)
    except NotFoundError:
        return _error(404, UNKNOWN_RECEIPT.format(code=code))
    page = request.app.router["receipt"].url_for(code=receipt.code)
    return _json(
        {
            "code": receipt.code,
            "said_on": receipt.said_on.isoformat(),
            "procedure_code": receipt.procedure_code,
            "revision": receipt.revision,
            "current_revision": receipt.current_revision,
            "has_changed": receipt.has_changed,
            "sources": receipt.sources,
            "answer": receipt.answer,
            "page": _absolute(request, page),
        },
        headers={"X-Robots-Tag": "noindex"},
    )


async def show_openapi(_request: web.Request) -> web.Response:
    """Return the description of the public interface, OpenAPI 3.1."""
    return _json(openapi(), headers={"Cache-Control": "public, max-age=3600"})


@cache
def openapi() -> dict[str, Any]:
    """Return the description of the public interface."""
    text = resources.files("bot.channels").joinpath("openapi.yml").read_text("utf-8")
    data: dict[str, Any] = read_yaml(text)
    return data


def _format(request: web.Request) -> Format | None:
    asked = request.query.get("format")
    if asked is not None:
        return Format(asked) if asked in set(Format) else None
    accept = request.headers.get("Accept", "").lower()
    if "ld+json" not in accept:
        return Format.JSON
    return Format.SCHEMA_ORG if "schema.org" in accept else Format.CPSV_AP


def _page_number(text: str) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) < 8):
        return None
    return int(text) if 1 <= int(text) <= _MOST_PAGES else None


def _address(request: web.Request, code: str) -> str:
    return _absolute(request, request.app.router["procedure"].url_for(code=code))


def _next(request: web.Request, number: int) -> str:
    return _absolute(request, request.rel_url.update_query(page=str(number + 1)))


def _absolute(request: web.Request, path: URL) -> str:
    """Return the address as citizens reach it, also behind a proxy that does HTTPS."""
    return str(request.url.origin().join(path))


def _error(status: int, text: str) -> web.Response:
    return _json({"error": text}, status=status)


def _json(
    data: object,
    *,
    status: int = 200,
    headers: dict[str, str] | None = None,
    content_type: str = "application/json",
) -> web.Response:
    response = web.json_response(
        data,
        status=status,
        headers=_OPEN_TO_ALL | (headers or {}),
        content_type=content_type,
        dumps=_dumps,
    )
    response.enable_compression()
    return response


def _dumps(data: object) -> str:
    return json.dumps(data, ensure_ascii=False)
