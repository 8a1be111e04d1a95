"""What staff read from the editing rules."""

# differences
NEW_PROCEDURE = "Thủ tục mới: {name}"
CHANGED = "{label}: {before} → {after}"
ADDED = "Thêm {noun}: {text}"
REMOVED = "Bỏ {noun}: {text}"
REORDERED = "Đổi thứ tự {title}"
SOURCE_OF = "Nguồn của {noun} “{name}”"
SOURCE_OF_PROCEDURE = "theo nguồn của thủ tục"
QUESTION = "câu hỏi người dân hay hỏi"
NOTHING = "(trống)"
FEE = "Phí, lệ phí"
DONG = "đ"
FROM_QUANTITY = "từ đơn vị thứ {count}"

# refusals
STALE = (
    "Người khác đã lưu bản mới hơn trong lúc bạn đang sửa. Phần bạn vừa viết được giữ riêng, "
    "không mất; hãy so sánh hai bản rồi lưu lại."
)
CHANGED_MEANWHILE = "Bản nháp đã thay đổi sau khi bạn mở trang. Hãy xem lại rồi làm lại."
OUTDATED = (
    "Bản đang công bố đã đổi (bản {current}) sau khi bản nháp này bắt đầu từ bản {based_on}. "
    "Hãy so sánh và cập nhật bản nháp theo bản đang công bố, rồi gửi duyệt lại."
)
OWN_DRAFT = "Bạn đã soạn bản này nên không được tự công bố. Cần một người khác duyệt."
OWN_REVISION = "Bạn đã soạn nội dung của bản này nên cần một người khác khôi phục."
WRONG_STATE = "Việc này không làm được khi bản nháp ở trạng thái “{state}”."
NO_DRAFT = "Không có bản nháp số {id}."
NO_REVISION = "Thủ tục {code} không có bản {number}."
OTHER_CODE = "Mã thủ tục không được đổi: bản nháp này là của thủ tục {code}."
NOTHING_CHANGED = "Bản nháp giống hệt bản đang công bố, không có gì để duyệt."
ALREADY_THERE = "Bản đang công bố đã có đúng nội dung này."
COMMENT_NEEDED = "Hãy ghi lý do để người soạn biết cần sửa gì."
REASON_NEEDED = "Hãy ghi lý do khôi phục."
DAY_PASSED = "Ngày bắt đầu áp dụng phải sau hôm nay."
PROCEDURE_EXISTS = "Thủ tục {code} đã có; hãy sửa thủ tục đó."
BASIS_MISSING = "Ghi căn cứ pháp lý cho {noun} “{name}”."
VALIDITY_MISSING = "Ghi ngày bắt đầu áp dụng cho {noun} “{name}”."
MISSING_IN_ROW = {
    "basis": "Ghi căn cứ pháp lý cho {noun} {number}.",
    "valid_from": "Ghi ngày bắt đầu áp dụng cho {noun} {number}.",
}
GROUNDS = "Còn thiếu căn cứ hoặc ngày áp dụng: {problems}"
NOT_PUBLISHED_ON_ITS_DAY = "Đến ngày nhưng chưa công bố được: {reason}"
TWO_CHANGED = "Cập nhật theo bản {number}. Hai bên cùng sửa, đang giữ bản của bạn: {fields}."
CARRIED_OVER = "Cập nhật theo bản {number}; không chỗ nào hai bên cùng sửa."
SAME_AS_REFUSED = "Đề nghị này đã có người xem và không nhận."

STATES = {
    "draft": "Đang soạn",
    "in_review": "Chờ duyệt",
    "scheduled": "Đã duyệt, chờ ngày công bố",
    "published": "Đã công bố",
    "returned": "Trả lại để sửa",
    "withdrawn": "Đã rút",
}
ORIGINS = {
    "staff": "Cán bộ soạn",
    "spreadsheet": "Từ bảng tính",
    "portal": "Từ Cổng Dịch vụ công",
}
STAFF_SOURCE = "Cán bộ cập nhật"

# values and rules
NUMBER_EXPECTED = "Chỉ ghi số, ví dụ 70000 hoặc 70.000."
DAY_EXPECTED = "Ghi ngày dạng ngày/tháng/năm, ví dụ 01/07/2026."
CHOICE_EXPECTED = "Chọn một trong: {options}."
JSON_EXPECTED = "Ghi danh sách dạng JSON, như trong tệp mẫu."
RULE_UNKNOWN = "Chưa hợp lệ: {detail}."
RULES = {
    "missing": "Cần điền mục này.",
    "string_type": "Cần điền mục này.",
    "string_pattern_mismatch": "Chỉ dùng chữ thường không dấu, chữ số và dấu gạch dưới.",
    "greater_than": "Phải lớn hơn {gt}.",
    "greater_than_equal": "Phải từ {ge} trở lên.",
    "less_than_equal": "Không được quá {le}.",
    "int_type": NUMBER_EXPECTED,
    "int_parsing": NUMBER_EXPECTED,
    "date_type": DAY_EXPECTED,
    "date_from_datetime_parsing": DAY_EXPECTED,
    "date_parsing": DAY_EXPECTED,
    "url_parsing": "Đường dẫn phải bắt đầu bằng https://",
    "url_scheme": "Đường dẫn phải bắt đầu bằng https://",
    "enum": "Hãy chọn một trong các lựa chọn có sẵn.",
    "too_short": "Cần ít nhất {min_length} mục.",
    "too_long": "Không quá {max_length} mục.",
    "extra_forbidden": "Không có mục này.",
}
VALUE_RULES = {
    "text is blank": "Cần điền mục này.",
    "text holds a NUL": "Có ký tự không dùng được.",
    "a time has both": "Thời hạn cần cả số và đơn vị, hoặc bỏ trống cả hai.",
    "a time without": "Ghi số và đơn vị, hoặc ghi nguyên văn thời hạn.",
    "a fee has an amount": "Chỉ ghi số tiền khi loại mức thu là “Có số tiền”, và khi đó phải ghi.",
    "valid_from is after": "Ngày bắt đầu phải trước ngày kết thúc.",
    "case keys must differ": "Hai trường hợp không được cùng ký hiệu.",
    "unknown case": "Không có trường hợp “{name}”.",
    "channel ": "Cách nộp “{name}” chưa có trong mục Cách nộp.",
    "unknown form": "Không có mẫu đơn “{name}”.",
    "unless and held_basis": "Ghi tên cơ sở dữ liệu trước.",
    "no earlier question": "Không có câu hỏi “{name}” phía trước với lựa chọn đó.",
    "question ": "Câu hỏi “{name}” bị trùng.",
    "option ": "Lựa chọn “{name}” dùng cách nộp chưa có.",
}

# files
FILE_TOO_LARGE = "Tệp lớn hơn 50 MB. Hãy chia thành nhiều tệp."
FILE_KIND = "Chỉ nhận tệp Excel (.xlsx), CSV (.csv), hoặc .zip gồm các tệp CSV."
FILE_BROKEN = "Không đọc được tệp: tệp hỏng hoặc không đúng định dạng."
FILE_BOMB = "Tệp nén chứa quá nhiều dữ liệu nên không được mở."
FILE_PATHS = "Tệp nén có đường dẫn không an toàn nên không được mở."
FILE_LOCKED = "Tệp có mật khẩu. Hãy bỏ mật khẩu rồi tải lên lại."
SHEET_UNKNOWN = "Không rõ trang hoặc tệp “{title}”. Hãy giữ tên trang như trong tệp mẫu."
COLUMN_UNKNOWN = "Không rõ cột này. Hãy giữ tên cột như trong tệp mẫu."
COLUMN_MISSING = "Thiếu cột “{label}”."
FORMULA = "Ô chứa công thức. Hãy dán giá trị."
CODE_TWICE = "Mã này đã có ở dòng trên."
CODE_UNLISTED = "Mã {code} không có trong trang “Thủ tục”."
CELL_TOO_LONG = "Nội dung dài hơn một ô Excel chứa được, bắt đầu bằng: {start}. Hãy xuất dạng CSV."
GUIDE = (
    "Mỗi thủ tục là một dòng ở trang “Thủ tục”; giấy tờ, phí… ở các trang sau, nối bằng mã.",
    "Trang có trong tệp thay toàn bộ mục đó của những thủ tục được nêu ở trang “Thủ tục”. "
    "Xoá cả trang nếu không muốn thay mục đó; xoá một cột ở trang “Thủ tục” để giữ nguyên cột đó.",
    "Thủ tục không có ở trang “Thủ tục” thì không bị đụng đến.",
    "Sửa phí hoặc thời hạn thì phải ghi căn cứ pháp lý và ngày bắt đầu áp dụng.",
    "Ngày ghi dạng 01/07/2026. Số tiền chỉ ghi số. Ô có công thức không được nhận.",
    "Tải lên chỉ tạo bản nháp. Người dân chỉ thấy sau khi một người khác duyệt và công bố.",
)
REFUSED_FILE = "Tệp không có thủ tục nào mới hoặc thay đổi."
BATCH_DONE = "Lô này đã được xử lý."
NO_BATCH = "Không có lô số {id}."
BATCH_STATES = {"preview": "Chờ xác nhận", "confirmed": "Đã tạo bản nháp", "undone": "Đã huỷ"}
