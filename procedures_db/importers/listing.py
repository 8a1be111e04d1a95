"""The national list: name, field and office of every procedure."""

from collections.abc import Mapping
from typing import Any

from procedures_db.content import ProcedureContent
from procedures_db.errors import ContentError
from procedures_db.importers.agencies import agencies, levels_named, province_of, split_agencies
from procedures_db.importers.context import ReadingContext, build_content
from procedures_db.importers.flags import Flag
from procedures_db.importers.formats import portal_url
from procedures_db.importers.text import line, meaningful, procedure_code
from procedures_db.terms import AgencyRole, DetailLevel, ProcedureKind

KINDS = {
    "STANDARD": ProcedureKind.NATIONAL,
    "SPECIFIC": ProcedureKind.PROVINCIAL,
    "STANDARD_INTERNAL": ProcedureKind.INTERNAL,
}


def read_listing(raw: Mapping[str, Any], context: ReadingContext) -> ProcedureContent:
    """Return what the list says about one procedure."""
    code = procedure_code(raw.get("code"))
    kind = KINDS.get(line(raw.get("type")))
    if kind is None:
        raise ContentError(f"type: loại thủ tục lạ {raw.get('type')!r}")
    uuid = line(raw.get("id")) or None
    issuer = meaningful(raw.get("departmentPromulgate"))
    offices = [name for text in raw.get("departments") or [] for name in split_agencies(text)]
    fields = [name for name in map(meaningful, raw.get("categories") or []) if name]
    flags = [Flag.REMOVED_CODE(code)] if code.lower().endswith("-xoa") else []
    if code.startswith("_"):
        flags.append(Flag.CODE_BLANK(code))
    return build_content(
        code=code,
        uuid=uuid,
        name=line(raw.get("name")),
        field=fields[0] if fields else None,
        levels=levels_named(offices),
        kind=kind,
        province=province_of(issuer) if kind is ProcedureKind.PROVINCIAL else None,
        target_groups=[
            group for group in map(meaningful, raw.get("formalityTargetType") or []) if group
        ],
        detail=DetailLevel.LISTED,
        issuing_agency=issuer,
        flags=flags,
        provenance=context.provenance(portal_url(uuid), None),
        agencies=agencies([(AgencyRole.EXECUTING, offices)], None),
    )
