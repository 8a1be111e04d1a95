"""Vietnamese texts of the pages about questions."""

from procedures_db.terms import Facet, GapReason, GapState

STATES = {
    GapState.OPEN: "Chưa xử lý",
    GapState.PROPOSED: "Chờ duyệt",
    GapState.REJECTED: "Bị trả lại",
    GapState.ACCEPTED: "Đã duyệt cách hỏi",
    GapState.DISMISSED: "Không cần xử lý",
    GapState.TASKED: "Chờ bổ sung dữ liệu",
    GapState.RESOLVED: "Đã bổ sung dữ liệu",
}
TABS = {
    "": "Cần xử lý",
    "cho-duyet": "Chờ duyệt",
    "viec": "Chờ bổ sung dữ liệu",
    "xong": "Đã xong",
}
REASONS = {
    GapReason.ASKED_BACK: "phải hỏi lại",
    GapReason.NOT_IN_DATA: "không có trong dữ liệu",
    GapReason.PARTIAL: "trả lời thiếu",
    GapReason.OUT_OF_SCOPE: "coi là ngoài phạm vi",
    GapReason.THUMB_DOWN: "bị chê",
}
STATUSES = {
    "answered": "trả lời được",
    "partial": "trả lời một phần",
    "clarify": "hỏi lại",
    "not_in_data": "không có trong dữ liệu",
    "out_of_scope": "coi là ngoài phạm vi",
    "correction": "nhắc điều đã thay đổi",
    "small_talk": "chuyện trò",
    "handoff": "chuyển cho cán bộ",
    "error": "lỗi",
}
FACETS = {
    Facet.DOCUMENTS: "Giấy tờ",
    Facet.FEE: "Phí, lệ phí",
    Facet.EXEMPTION: "Miễn, giảm",
    Facet.TIME: "Thời hạn",
    Facet.PLACE: "Nơi nộp",
    Facet.ONLINE: "Nộp trực tuyến",
    Facet.CONDITIONS: "Điều kiện",
    Facet.STEPS: "Các bước",
    Facet.FORM: "Mẫu đơn",
    Facet.LEGAL_BASIS: "Căn cứ pháp lý",
    Facet.RESULT: "Kết quả",
}
NO_NEED = {
    "ngoai": "Ngoài phạm vi",
    "dung": "Đã trả lời đúng",
    "khong-ro": "Không rõ người hỏi muốn gì",
    "khac": "Lý do khác",
}
DONE = {
    "propose": "Đã gửi duyệt. Một người khác sẽ xem.",
    "task": "Đã tạo việc bổ sung dữ liệu.",
    "dismiss": "Đã ghi là không cần xử lý.",
    "reopen": "Nhóm câu hỏi này lại cần xử lý.",
    "accept": "Đã duyệt. Người dân hỏi câu này được trả lời đúng trong vài giây.",
    "reject": "Đã trả lại cho người đề nghị.",
    "finish": "Đã đánh dấu xong. Câu hỏi của người dân đang được hỏi lại.",
}
UNKNOWN_STEP = "Không có việc này."
CHOOSE_REASON = "Hãy chọn lý do."
SAY_WHICH = "Hãy ghi lý do khác là gì."
WAITING_GAPS = "Câu hỏi chưa trả lời được"
WAITING_PROPOSALS = "Cách hỏi chờ duyệt"
WAITING_TASKS = "Việc bổ sung dữ liệu"
