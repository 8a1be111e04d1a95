"""What staff should check: a fixed kind, a colon and the particulars, in Vietnamese."""

from collections.abc import Iterable
from enum import StrEnum

from procedures_db.importers.text import shorten


class Flag(StrEnum):
    """Kinds of doubt that importers raise."""

    FEE_BARE_NO = "Phí chỉ ghi Không, cần xác nhận là miễn"
    FEE_MISMATCH = "Mức phí trong ô và trong mô tả khác nhau"
    FEE_UNIT = "Đơn vị tiền ghi sai"
    FEE_UNREAD = "Mức phí không đọc được"
    CURRENCY = "Loại tiền đáng ngờ"
    EXPIRED = "Quy định đã hết hạn"
    TIME_MISMATCH = "Thời hạn mâu thuẫn"
    TIME_UNREAD = "Thời hạn không rõ"
    TIME_CASES = "Thời hạn của các trường hợp khác nhau"
    DISTRICT = "Còn ghi cấp huyện"
    OLD_UNIT = "Còn ghi tên đơn vị cũ"
    GARBLED = "Văn bản lỗi phông hoặc lỗi chữ"
    DOCUMENTS_UNREAD = "Bảng giấy tờ không đọc được"
    METHODS_UNREAD = "Bảng cách thực hiện không đọc được"
    SOURCE_DOUBT = "Người chép nêu nghi vấn"
    PARTIAL = "Chỉ có một phần nội dung"
    UNLISTED = "Không có trong danh sách quốc gia mới nhất"
    CODE_BLANK = "Mã thủ tục có dấu cách ở đầu"
    REMOVED_CODE = "Mã thủ tục ghi là đã xóa"
    SOURCES_TIME = "Các nguồn ghi thời hạn khác nhau"
    SOURCES_FEE = "Các nguồn ghi mức phí khác nhau"
    SOURCES_NAME = "Các nguồn ghi tên khác nhau"
    SOURCES_DECISION = "Các nguồn dẫn quyết định khác nhau"
    SOURCES_UUID = "Các nguồn dẫn đường dẫn khác nhau"

    def __call__(self, detail: str = "") -> str:
        """Return the flag's text with its particulars."""
        detail = " ".join(detail.split())
        return f"{self.value}: {shorten(detail, 240)}" if detail else self.value


def kind_of(flag: str) -> str:
    """Return the kind of a flag's text."""
    return flag.partition(":")[0]


def distinct(flags: Iterable[str]) -> list[str]:
    """Return the flags in order, each once."""
    return list(dict.fromkeys(flags))
