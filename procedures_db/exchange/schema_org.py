"""A procedure as schema.org GovernmentService in JSON-LD, for search engines."""

from typing import Any

from procedures_db.answers.build import official_url
from procedures_db.content import Fee, ProcedureContent
from procedures_db.exchange.cpsv_ap import beside, without_gaps
from procedures_db.exchange.durations import only_duration
from procedures_db.read import ProcedureFacts
from procedures_db.terms import FeeKind

Node = dict[str, Any]


def to_schema_org(facts: ProcedureFacts, address: str) -> Node:
    """Return the JSON-LD document; `address` identifies the service.

    A fee is an Offer; one set by the province or not known is no price and is left out.
    """
    content = facts.content
    node: Node = {
        "@context": "https://schema.org",
        "@id": address,
        "@type": "GovernmentService",
        "identifier": content.code,
        "name": content.name,
        "alternateName": list(dict.fromkeys(filter(None, [content.short_name, *content.aliases]))),
        "description": content.summary,
        "url": official_url(content) or address,
        "serviceType": content.field,
        "category": content.field,
        "inLanguage": "vi",
        "areaServed": {"@type": "Country", "name": content.province or "Việt Nam"},
        "audience": [
            {"@type": "Audience", "audienceType": group} for group in content.target_groups
        ],
        "provider": _providers(content),
        "serviceOperator": _organisation(content.issuing_agency),
        "availableChannel": _channels(content),
        "offers": [_offer(fee) for fee in content.fees if _is_price(fee)],
        "serviceOutput": [{"@type": "Thing", "name": result.name} for result in content.results],
        "subjectOf": [
            {
                "@type": "Legislation",
                "name": law.title,
                "legislationIdentifier": law.number,
                "legislationDate": law.issued_on.isoformat() if law.issued_on else None,
            }
            for law in content.legal_basis
        ],
        "isRelatedTo": [
            {"@type": "GovernmentService", "@id": beside(address, other.code)}
            for other in content.related
        ],
    }
    if content.province:
        node["areaServed"]["@type"] = "AdministrativeArea"
    whole: Node = without_gaps(node)
    return whole


def _providers(content: ProcedureContent) -> list[Node | None]:
    names: list[str | None] = [agency.name for agency in content.agencies]
    names = names or [content.issuing_agency]
    return [_organisation(name) for name in dict.fromkeys(names)]


def _organisation(name: str | None) -> Node | None:
    return {"@type": "GovernmentOrganization", "name": name} if name else None


def _channels(content: ProcedureContent) -> list[Node]:
    online = next((service.url for service in content.online if service.url), None)
    return [
        {
            "@type": "ServiceChannel",
            "name": row.channel,
            "description": row.description,
            "serviceUrl": online if row.channel == "online" else None,
            "processingTime": only_duration(
                [time for time in content.times if time.channel in (row.channel, None)]
            ),
        }
        for row in content.channels
    ]


def _is_price(fee: Fee) -> bool:
    return fee.amount is not None or fee.kind is FeeKind.FREE


def _offer(fee: Fee) -> Node:
    return {
        "@type": "Offer",
        "price": str(fee.amount or 0),
        "priceCurrency": fee.currency,
        "name": fee.label,
        "description": fee.text,
        "validFrom": fee.valid_from.isoformat() if fee.valid_from else None,
        "validThrough": fee.valid_to.isoformat() if fee.valid_to else None,
    }
