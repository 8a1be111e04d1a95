"""Vietnamese words about offices: labels of their fields, and what is wrong with a value."""

from procedures_db.terms import OfficeTakes

WEEKDAYS = ("Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy", "Chủ nhật")
HOURS_KEYS = tuple(f"gio_{number}" for number in range(1, 8))
LABELS = {
    "ten": "Tên",
    "co_quan": "Cơ quan",
    "dia_chi": "Địa chỉ",
    "tinh": "Tỉnh, thành phố",
    "xa": "Xã, phường, đặc khu",
    **dict(zip(HOURS_KEYS, WEEKDAYS, strict=True)),
    "dien_thoai": "Điện thoại",
    "dat_lich": "Đặt lịch trực tuyến",
    "ghi_chu": "Ghi chú",
    "nhan": "Nhận thủ tục nào",
    "linh_vuc": "Lĩnh vực",
    "thu_tuc": "Mã thủ tục",
    "nguon": "Nguồn",
    "nguon_url": "Địa chỉ của nguồn",
    "kiem_tra": "Ngày kiểm tra",
    "mac_dinh": "Nơi mặc định",
    "dang_dung": "Đang dùng",
}
"""Every field of an office, in the order of the form and of the table of a file."""
NUMBER, VERSION = "Số", "Bản"
REASON = "Lý do"

TAKES = {
    OfficeTakes.UNKNOWN: "Chưa rõ",
    OfficeTakes.LEVEL: "Mọi thủ tục của cấp này",
    OfficeTakes.LISTED: "Theo danh sách",
}
YES, NO = "có", "không"
CLOSED = "nghỉ"
NOT_KNOWN = "chưa có dữ liệu"
HOLIDAY = "ngày nghỉ lễ, tết"
SWAPPED = "ngày làm bù"

REQUIRED = "Hãy ghi {label}."
TOO_LONG = "{label} dài quá {limit} ký tự."
PROVINCE_UNKNOWN = "Không có tỉnh, thành phố này trong 34 tỉnh, thành phố hiện nay."
COMMUNE_UNKNOWN = "{province} không có xã, phường, đặc khu này."
COMMUNE_MAYBE = " Có phải là: {names}?"
HOURS_WRONG = (
    "Không đọc được giờ. Ghi như “07:30-11:30, 13:30-17:00”, hoặc “nghỉ”; để trống nếu chưa rõ."
)
HOURS_ORDER = "Giờ đóng phải sau giờ mở, buổi sau phải sau buổi trước."
PHONE_WRONG = "Số điện thoại chỉ gồm chữ số và dấu + - . ( ) / ;"
URL_WRONG = "Địa chỉ phải bắt đầu bằng https:// hoặc http://"
TAKES_WRONG = "Hãy chọn một trong: {choices}."
LIST_EMPTY = "Hãy ghi ít nhất một lĩnh vực hoặc một mã thủ tục."
LIST_USELESS = "Chỉ ghi khi chọn “Theo danh sách”."
FIELD_UNKNOWN = "Không có lĩnh vực: {names}."
CODE_UNKNOWN = "Không có thủ tục: {names}."
DATE_WRONG = "Ghi ngày như 24/11/2026."
DATE_AHEAD = "Ngày kiểm tra không thể ở sau hôm nay."
DAYS_ORDER = "Ngày cuối phải từ ngày đầu trở đi, cách không quá một năm."
YES_OR_NO = "Ghi “có” hoặc “không”."
HOME_CLOSED = "Nơi đã ngừng dùng không thể là nơi mặc định."
HOME_TAKEN = "Có người vừa chọn nơi mặc định khác. Hãy mở lại trang rồi làm lại."
TWICE = "Ở đây đã có nơi cùng tên và cùng địa chỉ (số {number})."
OFFICE_UNKNOWN = "Không có nơi tiếp nhận số {number}."

FILE_EMPTY = "Tệp không có dòng nào."
FILE_ENCODING = "Tệp không phải là CSV UTF-8. Trong Excel, chọn lưu dạng “CSV UTF-8”."
FILE_LARGE = "Tệp quá lớn: tối đa {lines} dòng, {size} MB."
FILE_BROKEN = "Không đọc được tệp này như một bảng CSV."
HEADER_MISSING = "Dòng đầu thiếu cột: {names}. Hãy dùng tệp mẫu hoặc tệp đã xuất."
HEADER_TWICE = "Dòng đầu có hai cột trùng tên: {names}."
NUMBER_WRONG = "Số của nơi tiếp nhận phải là chữ số; để trống nếu là nơi mới."
VERSION_WRONG = "Thiếu số bản: hãy sửa trên tệp vừa xuất."
VERSION_OLD = "Nơi này đã được {who} sửa sau khi xuất tệp. Hãy xuất lại rồi sửa tiếp."
LINE_TWICE = "Trùng với dòng {line} của tệp."
