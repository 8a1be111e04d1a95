"""A procedure as plain JSON: the content as it is kept, with its provenance and revision."""

from typing import Any

from procedures_db.answers.build import official_url
from procedures_db.read import ProcedureFacts


def to_document(facts: ProcedureFacts, address: str) -> dict[str, Any]:
    """Return the whole content; `address` is where this document is found.

    Rows without a provenance of their own have the procedure's.
    """
    content = facts.content
    return {
        "code": content.code,
        "name": content.name,
        "revision": facts.revision,
        "fingerprint": content.fingerprint(),
        "official_url": official_url(content),
        "content": content.to_json(),
        "links": {
            "self": address,
            "cpsv_ap": f"{address}?format=cpsv-ap",
            "schema_org": f"{address}?format=schema-org",
        },
    }
