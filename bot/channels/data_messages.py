"""What the data API says in words."""

from typing import Final

UNKNOWN_PROCEDURE: Final = "Không có thủ tục mang mã {code}."
UNKNOWN_RECEIPT: Final = "Không có câu trả lời nào mang mã {code}."
BAD_FORMAT: Final = "format chỉ nhận một trong các giá trị: {known}."
BAD_PAGE: Final = "page phải là số nguyên từ 1 đến 100000."
BAD_QUERY: Final = "q và field dài nhất {most} ký tự."
