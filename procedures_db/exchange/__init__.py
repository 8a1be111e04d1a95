"""A procedure in the forms in which other systems exchange it."""

from procedures_db.exchange.cpsv_ap import to_cpsv_ap
from procedures_db.exchange.document import to_document
from procedures_db.exchange.listing import ProcedureList
from procedures_db.exchange.schema_org import to_schema_org

__all__ = ["ProcedureList", "to_cpsv_ap", "to_document", "to_schema_org"]
