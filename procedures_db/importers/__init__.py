"""Read procedures from the national portal's records and publish them."""

from procedures_db.importers.formats import SourceFormat
from procedures_db.importers.importing import Progress, import_paths
from procedures_db.importers.records import record_and_publish
from procedures_db.importers.report import ImportReport, Rejected

__all__ = [
    "ImportReport",
    "Progress",
    "Rejected",
    "SourceFormat",
    "import_paths",
    "record_and_publish",
]
