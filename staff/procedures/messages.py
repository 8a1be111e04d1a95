"""Vietnamese texts of the pages about procedures."""

SAVED = "Đã lưu: {title}."
QUESTIONS_TITLE = "Câu hỏi người dân hay hỏi"
NEEDS_GROUNDS = {"fees": ("basis", "valid_from"), "times": ("basis", "valid_from")}
"""Fields that are needed when a row is new or changed."""
ACTIONS = {
    "started": "bắt đầu soạn",
    "saved": "lưu",
    "kept_aside": "gửi bản muộn, được giữ riêng",
    "submitted": "gửi duyệt",
    "returned": "trả lại",
    "withdrawn": "rút",
    "reopened": "soạn tiếp",
    "rebased": "cập nhật theo bản đang công bố",
    "scheduled": "duyệt, hẹn ngày công bố",
    "published": "công bố",
}
DONE = {
    "submit": "Đã gửi duyệt. Một người khác sẽ xem và công bố.",
    "withdraw": "Đã rút bản nháp. Nội dung vẫn được giữ.",
    "reopen": "Bạn có thể soạn tiếp.",
    "rebase": "Đã cập nhật theo bản đang công bố. Hãy xem lại rồi gửi duyệt.",
    "return": "Đã trả lại cho người soạn.",
    "publish": "Đã công bố bản {number}. Người dân nhận câu trả lời mới trong vài giây.",
    "schedule": "Đã duyệt. Bản này được công bố ngày {day}.",
    "roll_back": "Đã khôi phục nội dung cũ thành bản {number}.",
    "restore": "Đã lấy lại nội dung này vào bản nháp.",
}
UNKNOWN_STEP = "Không có việc này."
DAY_WRONG = "Ghi ngày bắt đầu áp dụng."
WAITING_REVIEWS = "Bản nháp chờ duyệt"
MY_DRAFTS = "Bản nháp bạn đang soạn"
NO_FILE = "Hãy chọn một tệp."
BATCH_CONFIRMED = "Đã tạo {count} bản nháp. Người dân chưa thấy gì cho đến khi được duyệt."
BATCH_UNDONE = "Đã rút {count} bản nháp của lô này."
BATCH_PUBLISHED = " {count} bản đã được công bố; hãy khôi phục từng thủ tục nếu cần."
