"""Documents read as graphs, without a network, and held to the shapes."""

import json
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from typing import Any

from pyshacl import validate
from rdflib import Graph, Namespace

ADDRESS = "https://thutuc.example.vn/api/v1/procedures/9.000001"
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
TT = Namespace("urn:thutuc:terms:")
SCHEMA = Namespace("https://schema.org/")
SCHEMA_ORG_CONTEXT = {
    "@vocab": str(SCHEMA),
    "url": {"@type": "@id"},
    "serviceUrl": {"@type": "@id"},
}
"""What of https://schema.org's context our documents use."""


def graph(document: dict[str, Any]) -> Graph:
    """Read JSON-LD; a context that would have to be fetched is replaced by the one above."""
    local = dict(document)
    if local["@context"] == "https://schema.org":
        local["@context"] = SCHEMA_ORG_CONTEXT
    assert "http" not in str([value for value in [local["@context"]] if isinstance(value, str)])
    with _own_warnings_of_rdflib():
        return Graph().parse(data=json.dumps(local), format="json-ld")


@contextmanager
def _own_warnings_of_rdflib() -> Iterator[None]:
    """Its JSON-LD reader uses a class that it has itself deprecated."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=DeprecationWarning, module="rdflib")
        warnings.filterwarnings("ignore", "ConjunctiveGraph", DeprecationWarning)
        yield


@cache
def shapes(name: str) -> Graph:
    """Read one of the files of shapes."""
    text = resources.files("procedures_db.exchange").joinpath(name).read_text("utf-8")
    return Graph().parse(data=text, format="turtle")


def violations(document: dict[str, Any], name: str = "shapes.ttl") -> str:
    """Return what the shapes find wrong; empty when nothing is."""
    with _own_warnings_of_rdflib():
        conforms, _, text = validate(graph(document), shacl_graph=shapes(name))
    return "" if conforms else str(text)
