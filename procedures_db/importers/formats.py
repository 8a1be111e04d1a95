"""The kinds of source record, how far each is trusted, and when each collection was fetched."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

PORTAL = "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/"


class SourceFormat(StrEnum):
    """Kinds of source record, the most trusted first."""

    STAFF = "staff"  # what staff published; no import changes it
    CATALOGUE = "catalogue"
    API = "api"
    TRANSCRIBED = "transcribed"
    PAGE = "page"
    DEFENCE = "defence"
    RECOVERED = "recovered"
    LISTING = "listing"

    @property
    def rank(self) -> int:
        """Position in the order of trust; 0 is trusted most."""
        return list(SourceFormat).index(self)

    @property
    def label(self) -> str:
        """What an officer and a citizen read as the source."""
        return _LABELS[self]


_LABELS = {
    SourceFormat.STAFF: "Cán bộ cập nhật",
    SourceFormat.CATALOGUE: "Danh mục của dự án",
    SourceFormat.API: "Cổng Dịch vụ công quốc gia",
    SourceFormat.TRANSCRIBED: "Cổng Dịch vụ công quốc gia (chép tay)",
    SourceFormat.PAGE: "Cổng Dịch vụ công quốc gia (trang chi tiết)",
    SourceFormat.DEFENCE: "Bộ Quốc phòng (bản Word công bố)",
    SourceFormat.RECOVERED: "Cổng Dịch vụ công quốc gia (trang khôi phục một phần)",
    SourceFormat.LISTING: "Cổng Dịch vụ công quốc gia (danh sách)",
}

# No record says when it was fetched. These are the days of the collections known to the project;
# an operator who fetched at another time says so when importing.
FETCHED: Mapping[SourceFormat, date] = {
    SourceFormat.API: date(2026, 7, 18),
    SourceFormat.TRANSCRIBED: date(2026, 7, 18),
    SourceFormat.LISTING: date(2026, 7, 18),
    SourceFormat.PAGE: date(2026, 6, 15),
    SourceFormat.DEFENCE: date(2026, 6, 15),
    SourceFormat.RECOVERED: date(2026, 6, 15),
}


def portal_url(uuid: str | None) -> str | None:
    """Return the official page of a procedure, which is also where one submits online."""
    return f"{PORTAL}{uuid}" if uuid else None
