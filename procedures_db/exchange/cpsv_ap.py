"""A procedure as CPSV-AP 3.2 in JSON-LD.

https://semiceu.github.io/CPSV-AP/releases/3.2.0/ – what the profile has no place for (working
days, validity, exemptions, quantities) is said in terms of our own under the prefix `tt`.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import quote

from procedures_db.answers.build import official_url
from procedures_db.answers.render import LEVEL_NAMES
from procedures_db.content import Fee, FeeExemption, ProcedureContent, ProcessingTime
from procedures_db.exchange.durations import only_duration
from procedures_db.read import ProcedureFacts
from procedures_db.terms import AgencyRole, ProcedureState

Node = dict[str, Any]

COUNTRY = "http://publications.europa.eu/resource/authority/country/VNM"
CURRENCY = "http://publications.europa.eu/resource/authority/currency/"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/VIE"
_STATUS = {
    ProcedureState.ACTIVE: "http://purl.org/adms/status/Completed",
    ProcedureState.ABOLISHED: "http://purl.org/adms/status/Withdrawn",
}
_AUTHORITY_FIRST = (AgencyRole.AUTHORITY, AgencyRole.EXECUTING, AgencyRole.RECEIVING)


def to_cpsv_ap(facts: ProcedureFacts, address: str) -> Node:
    """Return the JSON-LD document; `address` identifies the public service."""
    content = facts.content
    participants = _organisations(content, address)
    authority = _authority(content, participants)
    node: Node = {
        "@context": context(),
        "@id": address,
        "@type": "PublicService",
        "identifier": content.code,
        "title": content.name,
        "description": content.summary or content.name,
        "alternative": _unique([content.short_name, *content.aliases]),
        "language": LANGUAGE,
        "status": _STATUS[content.state],
        "thematicArea": _concept(address, "linh-vuc", content.field),
        "type": [_concept(address, f"cap-{level}", LEVEL_NAMES[level]) for level in content.levels],
        "spatial": COUNTRY,
        "hasCompetentAuthority": authority,
        "participant": [one for one in participants if one is not authority],
        "hasChannel": _channels(content, address),
        "hasCost": [_cost(fee, address, n) for n, fee in enumerate(content.fees, 1)],
        "exemption": [_exemption(row, address, n) for n, row in enumerate(content.exemptions, 1)],
        "processingTime": only_duration(content.times),
        "time": [_time(row, address, n) for n, row in enumerate(content.times, 1)],
        "holdsRequirement": [
            {
                "@id": f"{address}#dieu-kien-{n}",
                "@type": "Requirement",
                "identifier": f"{content.code}/dieu-kien/{n}",
                "title": _title(condition.text),
                "description": condition.text,
                "case": condition.case,
            }
            for n, condition in enumerate(content.conditions, 1)
        ],
        "hasInputType": [
            {
                "@id": f"{address}#giay-to-{n}",
                "@type": "EvidenceType",
                "identifier": f"{content.code}/giay-to/{n}",
                "title": document.name,
                "description": document.note,
                "originals": document.originals,
                "copies": document.copies,
                "use": document.use,
                "required": document.required,
                "condition": document.when,
                "case": document.case,
            }
            for n, document in enumerate(content.documents, 1)
        ],
        "produces": [
            {
                "@id": f"{address}#ket-qua-{n}",
                "@type": "Output",
                "identifier": result.code or f"{content.code}/ket-qua/{n}",
                "title": result.name,
            }
            for n, result in enumerate(content.results, 1)
        ],
        "follows": _rule(content, address),
        "hasLegalResource": [
            {
                "@id": f"{address}#can-cu-{n}",
                "@type": "LegalResource",
                "title": law.title,
                "identifier": law.number,
                "issued": law.issued_on.isoformat() if law.issued_on else None,
            }
            for n, law in enumerate(content.legal_basis, 1)
        ],
        "isGroupedBy": [
            {
                "@id": f"{address}#su-kien-{n}",
                "@type": "LifeEvent",
                "identifier": f"su-kien/{n}/{content.code}",
                "title": event,
            }
            for n, event in enumerate(content.life_events, 1)
        ],
        "relation": [beside(address, other.code) for other in content.related],
        "isDescribedAt": official_url(content),
        "case": [
            {"@id": f"{address}#truong-hop-{case.key}", "identifier": case.key, "title": case.name}
            for case in content.cases
        ],
        "revision": facts.revision,
        "source": content.provenance.source,
        "decision": content.provenance.decision,
        "fetchedOn": content.provenance.fetched_on.isoformat(),
        "verifiedOn": (
            content.provenance.verified_on.isoformat() if content.provenance.verified_on else None
        ),
    }
    whole: Node = without_gaps(node)
    return whole


@cache
def context() -> dict[str, Any]:
    """Return the JSON-LD context, which is part of every document: reading one needs no network."""
    file = resources.files("procedures_db.exchange").joinpath("cpsv_ap.context.json")
    data: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return data


def _organisations(content: ProcedureContent, address: str) -> list[Node]:
    found = [
        {
            "@id": f"{address}#co-quan-{n}",
            "@type": "PublicOrganisation",
            "prefLabel": agency.name,
            "spatial": COUNTRY,
            "role": agency.role,
            "address": agency.address,
        }
        for n, agency in enumerate(content.agencies, 1)
    ]
    if not found and content.issuing_agency:
        issuing = f"{address}#co-quan-ban-hanh"
        found.append(
            {
                "@id": issuing,
                "@type": "PublicOrganisation",
                "prefLabel": content.issuing_agency,
                "spatial": COUNTRY,
            }
        )
    return found


def _authority(content: ProcedureContent, organisations: list[Node]) -> Node | None:
    """Return the one the profile wants: who decides, else who carries out, else who issued it."""
    for role in _AUTHORITY_FIRST:
        for one in organisations:
            if one.get("role") == role:
                return one
    return organisations[0] if organisations else None


def _channels(content: ProcedureContent, address: str) -> list[Node]:
    online = next((service.url for service in content.online if service.url), None)
    return [
        {
            "@id": f"{address}#kenh-{row.channel}",
            "@type": "Channel",
            "identifier": f"{content.code}/kenh/{row.channel}",
            "type": _concept(address, f"loai-kenh-{row.channel}", row.channel),
            "description": row.description,
            "processingTime": only_duration(
                [time for time in content.times if time.channel in (row.channel, None)]
            ),
            "page": online if row.channel == "online" else None,
        }
        for row in content.channels
    ]


def _cost(fee: Fee, address: str, number: int) -> Node:
    return {
        "@id": f"{address}#phi-{number}",
        "@type": "Cost",
        "identifier": f"{address.rpartition('/')[2]}/phi/{number}",
        "value": str(fee.amount) if fee.amount is not None else None,
        "currency": CURRENCY + fee.currency if fee.amount is not None else None,
        "description": fee.label or fee.text,
        "isDefinedBy": _regulation(address, f"phi-{number}-can-cu", fee.basis),
        "ifAccessedThrough": f"{address}#kenh-{fee.channel}" if fee.channel else None,
        "kind": fee.kind,
        "case": fee.case,
        "per": fee.per,
        "fromQuantity": fee.from_quantity,
        "cap": fee.cap,
        "capPer": fee.cap_per,
        "validFrom": fee.valid_from.isoformat() if fee.valid_from else None,
        "validTo": fee.valid_to.isoformat() if fee.valid_to else None,
    }


def _exemption(row: FeeExemption, address: str, number: int) -> Node:
    return {
        "@id": f"{address}#mien-giam-{number}",
        "@type": "Exemption",
        "group": row.group,
        "percent": row.percent,
        "proof": row.proof,
        "description": row.text,
        "isDefinedBy": _regulation(address, f"mien-giam-{number}-can-cu", row.basis),
        "ifAccessedThrough": f"{address}#kenh-{row.channel}" if row.channel else None,
        "case": row.case,
        "validFrom": row.valid_from.isoformat() if row.valid_from else None,
        "validTo": row.valid_to.isoformat() if row.valid_to else None,
    }


def _time(row: ProcessingTime, address: str, number: int) -> Node:
    return {
        "@id": f"{address}#thoi-han-{number}",
        "@type": "ProcessingTime",
        "duration": row.value,
        "unit": row.unit,
        "description": row.text or row.note,
        "ifAccessedThrough": f"{address}#kenh-{row.channel}" if row.channel else None,
        "case": row.case,
    }


def _rule(content: ProcedureContent, address: str) -> Node | None:
    """Return the steps as the one rule that the service follows."""
    if not content.steps:
        return None
    return {
        "@id": f"{address}#trinh-tu",
        "@type": "Rule",
        "identifier": f"{content.code}/trinh-tu",
        "title": "Trình tự thực hiện",
        "description": "\n".join(step.text for step in content.steps),
    }


def _regulation(address: str, name: str, basis: str | None) -> Node | None:
    if not basis:
        return None
    return {"@id": f"{address}#{name}", "@type": "LegalResource", "title": basis}


def _concept(address: str, name: str, label: str | None) -> Node | None:
    return {"@id": f"{address}#{name}", "@type": "Concept", "prefLabel": label} if label else None


def beside(address: str, code: str) -> str:
    """Return the address of another procedure."""
    return f"{address.rpartition('/')[0]}/{quote(code, safe='')}"


def _title(text: str, most: int = 120) -> str:
    first = text.strip().splitlines()[0]
    return first if len(first) <= most else first[: most - 1].rsplit(" ", 1)[0] + "…"


def _unique(texts: Iterable[str | None]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def without_gaps(value: Any) -> Any:
    """Return the document without what is not known: JSON-LD says that by absence."""
    if isinstance(value, dict):
        whole = {key: without_gaps(item) for key, item in value.items()}
        return {key: item for key, item in whole.items() if item not in (None, [], {})}
    if isinstance(value, list):
        return [without_gaps(item) for item in value if item is not None]
    return value
