"""The Vietnamese words of the web page that are not in its templates."""

from typing import Final

# --- questions that cannot be asked -------------------------------------------------------
QUESTION_EMPTY: Final = "Bạn chưa viết câu hỏi. Hãy viết điều bạn cần biết rồi bấm Gửi."
QUESTION_TOO_LONG: Final = (
    "Câu hỏi dài {length} ký tự, nhiều nhất là {limit}. Bạn rút gọn giúp rồi gửi lại nhé."
)
BUTTON_BROKEN: Final = "Nút này không dùng được. Bạn viết câu hỏi vào ô bên dưới giúp nhé."

# --- suggestions to start with: topic, question -------------------------------------------
SUGGESTIONS: Final = (
    ("Khai sinh", "Con mới sinh, làm giấy khai sinh cần giấy tờ gì?"),
    ("Căn cước", "Mất thẻ căn cước thì làm lại ở đâu, hết bao nhiêu tiền?"),
    ("Tạm trú", "Đăng ký tạm trú qua mạng được không?"),
    ("Kết hôn", "Đi đăng ký kết hôn phải mang theo những gì?"),
    ("Chứng thực", "Sao y giấy tờ giá bao nhiêu một trang?"),
    ("Hộ chiếu", "Làm hộ chiếu lần đầu mất mấy ngày?"),
    ("Lái xe", "Đổi giấy phép lái xe sắp hết hạn thế nào?"),
    ("Hộ kinh doanh", "Mở quán ăn nhỏ thì đăng ký hộ kinh doanh ra sao?"),
)

# --- words for closed sets ----------------------------------------------------------------
FACETS: Final = {
    "overview": "Tóm tắt",
    "documents": "Giấy tờ cần có",
    "fee": "Phí, lệ phí",
    "exemption": "Miễn, giảm",
    "time": "Thời gian giải quyết",
    "place": "Nơi nộp hồ sơ",
    "online": "Nộp trực tuyến",
    "conditions": "Điều kiện",
    "steps": "Các bước thực hiện",
    "form": "Mẫu đơn, tờ khai",
    "legal_basis": "Căn cứ pháp lý",
    "result": "Kết quả nhận được",
}
OTHER_FACET: Final = "Thông tin thêm"
CHANNELS: Final = {
    "direct": "Nộp trực tiếp",
    "online": "Nộp trực tuyến",
    "postal": "Nộp qua bưu chính",
}
LEVELS: Final = {
    "commune": "cấp xã",
    "province": "cấp tỉnh",
    "ministry": "cấp bộ",
    "other": "cơ quan khác",
}
AGENCY_ROLES: Final = {
    "receiving": "Nơi nhận hồ sơ",
    "executing": "Cơ quan thực hiện",
    "authority": "Cơ quan có thẩm quyền",
    "authorized": "Cơ quan được ủy quyền",
    "coordinating": "Cơ quan phối hợp",
}
AGENCY: Final = "Cơ quan"
OFFICES: Final = "Nơi bạn có thể đến"
ASSUMED: Final = "{place} (bạn ở nơi khác thì chọn nơi ở)"
HOURS: Final = "Giờ làm việc"
DAYS_OFF: Final = "Ngày nghỉ, giờ riêng"
DAY_OFF: Final = "{days}: {text} ({reason})"
PHONE: Final = "Điện thoại"
BOOKING: Final = "Đặt lịch"
OFFICE_SOURCE: Final = "Nguồn"
CHECKED: Final = "{source}, kiểm tra ngày {day}"
SOURCE_PAGE: Final = "Xem nguồn"
NOT_IN_DATA: Final = "Chưa có trong dữ liệu"
HOURS_UNKNOWN: Final = (
    "Giờ làm việc: chưa có trong dữ liệu, mời bạn hỏi nơi tiếp nhận trước khi đến."
)
MAY_NOT_TAKE: Final = (
    "Chưa có thông tin nơi này có nhận thủ tục này không, mời bạn hỏi trước khi đến."
)
OPEN_NOW: Final = "Lúc {at}: đang mở cửa đến {until}"
CLOSED_NOW: Final = "Lúc {at}: đang đóng cửa{because}"
OPENS_AGAIN: Final = "Lúc {at}: đang đóng cửa{because}, mở lại lúc {opens}"
STATE_UNKNOWN: Final = "Lúc {at}: chưa rõ có mở cửa không{because}"
TIME_UNITS: Final = {
    "minute": "phút",
    "hour": "giờ",
    "day": "ngày",
    "working_day": "ngày làm việc",
    "month": "tháng",
    "year": "năm",
}
ONLINE_LEVELS: Final = {
    "full": "Trực tuyến toàn trình: làm được mọi bước trên mạng.",
    "partial": "Trực tuyến một phần: nộp trên mạng, có bước vẫn phải đến nơi.",
    "information": "Trên mạng chỉ có thông tin, chưa nộp hồ sơ được.",
}
ONLINE_UNKNOWN: Final = "Dữ liệu chưa cho biết thủ tục này nộp trực tuyến được đến mức nào."
ONLINE_APPLY: Final = "Mở trang nộp trực tuyến"
ONLINE_READ: Final = "Mở trang thông tin"

# --- phrases that facts are set into ------------------------------------------------------
DONG: Final = "đ"
FREE: Final = "Miễn phí"
SET_BY_PROVINCE: Final = "Do tỉnh, thành quy định"
UNKNOWN: Final = "Chưa có trong dữ liệu"
FEE_LABEL: Final = "Mức thu"
TIME_LABEL: Final = "Thời hạn"
EXEMPTION_LABEL: Final = "Đối tượng"
WAIVED: Final = "Miễn toàn bộ"
REDUCED: Final = "Giảm {percent}%"
WAIVED_OR_REDUCED: Final = "Có miễn, giảm"
FROM_QUANTITY: Final = "từ {per} thứ {number}"
UNIT: Final = "đơn vị"
PER: Final = "Tính theo {per}"
AT_MOST: Final = "tối đa {amount}"
VALID_FROM: Final = "Áp dụng từ {start}"
VALID_TO: Final = "Áp dụng đến hết {end}"
VALID_BETWEEN: Final = "Áp dụng từ {start} đến hết {end}"
BASIS: Final = "Căn cứ: {basis}"
PROOF: Final = "Cần có: {proof}"
ORIGINALS: Final = "{count} bản chính"
COPIES: Final = "{count} bản sao"
ISSUED_ON: Final = "ban hành ngày {date}"

PARTIAL: Final = "Dữ liệu mới có một phần điều bạn hỏi; phần còn thiếu được ghi rõ bên dưới."
OVERRIDE: Final = "Riêng tại {place}"
OVERRIDE_PLACE: Final = "địa phương"
EVERY_CASE: Final = "Mọi trường hợp đều cần"
PRESENT: Final = "Xuất trình"
SUBMIT: Final = "Nộp"
OPTIONAL: Final = "không bắt buộc"
WHEN: Final = "Khi nào cần: {when}"
FORM: Final = "Mẫu: {form}"
WORDING: Final = "Nguồn ghi: “{wording}”"
CASE_KNOWN: Final = "Theo trường hợp của bạn: {case}"
CASE_ASKED: Final = "Trường hợp của bạn: {question}"
FIRST: Final = "Nên làm trước"
SHARED_PAPERS: Final = "Giấy tờ dùng chung"
SHARED_BY: Final = "dùng cho việc {steps}"
NOT_NEEDED: Final = "Không cần"
LEVEL: Final = "Cấp giải quyết"
WAYS: Final = "Cách nộp"
SOURCE: Final = "Nguồn"
SOURCE_DECISION: Final = "theo Quyết định {decision}"
SOURCE_DECISION_NAMED: Final = "theo {decision}"
SOURCE_FETCHED: Final = "lấy ngày {date}"
SOURCE_VERIFIED: Final = "kiểm tra ngày {date}"
SOURCE_UNVERIFIED: Final = "chưa kiểm tra lại"
SOURCE_NAME: Final = "Cổng Dịch vụ công quốc gia"
DECISION_WORDS: Final = ("quyết định", "nghị quyết", "thông tư", "nghị định")

COMPARED: Final = "{first} và {second}"
HELD_BY: Final = "Không phải nộp: đã có trong {database}."
UNLESS: Final = "Vẫn phải có khi {unless}."
ISSUED_BY: Final = "Chưa có thì làm ở thủ tục “{name}”."
MISSING: Final = "Chưa có trong dữ liệu."
OFFICIAL_PAGE: Final = "Trang chính thức của thủ tục"
OFFICIAL_SEARCH: Final = "Tìm trên Cổng Dịch vụ công quốc gia"
OFFICIAL_PORTAL: Final = "https://dichvucong.gov.vn"

# --- receipts: heading, what to do ----------------------------------------------------------
RECEIPT_UNKNOWN: Final = (
    "Không có câu trả lời nào mang mã này",
    "Mã có dạng 7KQ2-M4M, ghi ở cuối mỗi câu trả lời. Bạn xem lại từng chữ giúp nhé; "
    "hoặc hỏi lại ở trang đầu.",
)

# --- what visitors think ------------------------------------------------------------------
FEEDBACK_REASONS: Final = {
    "wrong_procedure": "Không đúng thủ tục tôi cần",
    "incomplete": "Thiếu điều tôi hỏi",
    "unclear": "Khó hiểu",
    "wrong_fact": "Thông tin sai hoặc đã cũ",
    "other": "Lý do khác",
}
FEEDBACK_REASON: Final = "{kind}: {comment}"
FEEDBACK_NO_REASON: Final = "Không nêu lý do"
SATISFACTION: Final = (
    (5, "Rất hài lòng"),
    (4, "Hài lòng"),
    (3, "Bình thường"),
    (2, "Không hài lòng"),
    (1, "Rất không hài lòng"),
)
"""The five levels of the SIPAS surveys."""

# --- light or dark ------------------------------------------------------------------------
THEMES: Final = (("auto", "Theo máy"), ("light", "Sáng"), ("dark", "Tối"))

# --- the page as an application -----------------------------------------------------------
APP_NAME: Final = "Thủ Tục: hỏi đáp thủ tục hành chính"
APP_SHORT_NAME: Final = "Thủ Tục"
APP_DESCRIPTION: Final = (
    "Hỏi về thủ tục hành chính bằng lời thường ngày: giấy tờ, lệ phí, thời gian, nơi nộp, "
    "có nguồn và ngày rõ ràng."
)

WIDGET_LINK: Final = "Hỏi thủ tục hành chính"

# --- error pages: heading, what to do -----------------------------------------------------
ERROR_PAGES: Final = {
    400: (
        "Trang không đọc được yêu cầu này",
        "Yêu cầu gửi lên bị hỏng. Bạn quay lại trang đầu và thử lần nữa.",
    ),
    403: (
        "Yêu cầu đến từ trang khác nên không được nhận",
        "Để bảo vệ bạn, câu hỏi chỉ được nhận từ chính trang này. "
        "Bạn mở trang hỏi đáp rồi hỏi lại nhé.",
    ),
    404: (
        "Không có trang này",
        "Địa chỉ có thể bị gõ sai, hoặc trang đã chuyển đi. Bạn có thể hỏi ngay ở trang đầu.",
    ),
    405: (
        "Không mở trang theo cách này được",
        "Địa chỉ này chỉ dùng để gửi câu hỏi. Bạn mở trang đầu rồi hỏi ở đó.",
    ),
    413: (
        "Nội dung gửi lên quá lớn",
        "Câu hỏi chỉ nên dài nhiều nhất 1.000 ký tự. Bạn rút gọn rồi gửi lại nhé.",
    ),
    415: (
        "Kiểu dữ liệu này không nhận được",
        "Trang chỉ nhận câu hỏi từ ô nhập của trang. Bạn quay lại trang đầu để hỏi.",
    ),
    429: (
        "Bạn hỏi hơi nhanh",
        "Bạn chờ khoảng một phút rồi hỏi tiếp nhé. Câu hỏi trước của bạn không bị mất.",
    ),
    500: (
        "Máy đang gặp sự cố",
        "Lỗi ở phía chúng tôi, không phải do bạn. Bạn thử lại sau ít phút nhé.",
    ),
    503: (
        "Dịch vụ đang tạm nghỉ",
        "Bạn thử lại sau ít phút nhé.",
    ),
}

# The computed fee.
CHEAPEST: Final = "Rẻ nhất: {channel}."
FASTEST: Final = "Nhanh nhất: {channel}."
SUM_TOTAL: Final = "Cộng: {amount}"
SUM_KNOWN: Final = "Cộng các khoản đã biết: {amount}"
SET_IN: Final = "Mức của {province}"
TELL_COUNT: Final = "Cho biết {count} thì tính được số tiền."
UNCLEAR_REDUCTION: Final = "Có mức giảm nhưng nguồn không nói giảm khoản nào."
NOT_COMPUTED: Final = "Xem mức thu bên dưới"
YOURS: Final = "Bạn thuộc diện này"
READY_ON: Final = "Nộp hôm nay: chậm nhất ngày {day} có kết quả"
READY_ON_DAY: Final = "Nộp ngày {submitted}: chậm nhất ngày {day} có kết quả"
