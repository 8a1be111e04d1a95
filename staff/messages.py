"""Every Vietnamese text of the console that is not in a template."""

from procedures_db.terms import Role

ROLES = {
    Role.EDITOR: "Biên tập viên",
    Role.REVIEWER: "Người duyệt",
    Role.ADMINISTRATOR: "Quản trị viên",
}

ERROR_PAGES = {
    400: ("Yêu cầu không đọc được", "Hãy quay lại trang trước và gửi lại."),
    403: ("Bạn không có quyền làm việc này", "Nếu công việc cần quyền này, hãy nhờ quản trị viên."),
    404: ("Không có trang này", "Địa chỉ có thể đã cũ hoặc gõ sai."),
    405: ("Không làm được theo cách này", "Hãy quay lại trang trước và dùng nút trên trang."),
    409: (
        "Nội dung đã được người khác thay đổi",
        "Hãy mở lại trang để xem bản mới nhất. Nội dung bạn vừa gửi chưa được ghi.",
    ),
    413: ("Nội dung gửi lên quá lớn", "Hãy chia nhỏ rồi gửi lại."),
    500: (
        "Có lỗi ở phía máy chủ",
        "Lỗi đã được ghi lại. Hãy thử lại sau ít phút; nếu vẫn lỗi, hãy báo quản trị viên.",
    ),
}

SIGN_IN_FAILED = (
    "Không đăng nhập được. Hãy kiểm tra tên và mật khẩu. "
    "Nếu đã sai nhiều lần, hãy đợi ít phút rồi thử lại."
)
OIDC_FAILED = (
    "Không đăng nhập được bằng tài khoản của đơn vị. Hãy thử lại; "
    "nếu vẫn vậy, hãy hỏi quản trị viên xem bạn đã có tài khoản ở đây chưa."
)
OIDC_DOWN = "Nơi cấp tài khoản của đơn vị đang không trả lời. Hãy thử lại sau, hoặc dùng mật khẩu."
CODE_WRONG = "Mã không đúng, đã dùng rồi, hoặc phải đợi vì sai nhiều lần. Hãy thử mã mới."
SIGNED_OUT = "Bạn đã đăng xuất."
SESSION_OVER = "Phiên làm việc đã hết. Hãy đăng nhập lại."

PASSWORD_SHORT = "Mật khẩu phải có ít nhất 12 ký tự."
PASSWORD_LONG = "Mật khẩu dài quá 128 ký tự."
PASSWORD_EASY = "Mật khẩu dễ đoán: cần nhiều ký tự khác nhau, không chứa tên đăng nhập."
PASSWORDS_DIFFER = "Hai lần nhập mật khẩu không giống nhau."
PASSWORD_WRONG = "Mật khẩu hiện tại không đúng."
PASSWORD_CHANGED = "Đã đổi mật khẩu. Những nơi khác đã bị đăng xuất."
PASSWORD_CHOSEN = "Đã đặt mật khẩu. Hãy đăng nhập."
LINK_OVER = "Đường dẫn đã được dùng hoặc đã hết hạn. Hãy xin quản trị viên đường dẫn mới."

NAME_WRONG = "Tên đăng nhập gồm 3–40 chữ thường không dấu, chữ số, dấu chấm, gạch hoặc @."
NAME_TAKEN = "Tên đăng nhập “{name}” đã có người dùng."
FULL_NAME_WRONG = "Hãy ghi họ và tên (2–120 ký tự)."
NO_SUCH_PERSON = "Không có tài khoản “{name}”."
LAST_ADMINISTRATOR = "Đây là quản trị viên cuối cùng còn hoạt động nên phải giữ lại."
ROLE_WRONG = "Hãy chọn một vai trò."
NOT_YOURSELF = "Bạn không tự đổi được tài khoản của mình ở đây."
PERSON_CHANGED = "Đã lưu. {name} phải đăng nhập lại."
SIGNED_OUT_ELSEWHERE = "Đã đăng xuất mọi nơi khác."

CHANNELS = {
    "web": "Trang web",
    "widget": "Khung nhúng",
    "zalo": "Zalo",
    "zalo-bot": "Zalo Bot",
    "telegram": "Telegram",
    "api": "API",
}
CHANNEL_ON = "{name}: đã mở, người dân hỏi được ngay."
CHANNEL_OFF = "{name}: đã tắt, người dân được báo là kênh tạm ngừng."
NOTICE_SET = "Đã đặt thông báo trên mọi kênh."
NOTICE_ENDED = "Đã dừng thông báo đang hiện."
NOTICE_EMPTY = "Hãy ghi nội dung thông báo."
NOTICE_LONG = "Thông báo dài quá {limit} ký tự."
NOTICE_ORDER = "Giờ kết thúc phải sau giờ bắt đầu."
MOMENT_WRONG = "Hãy chọn ngày và giờ."

OUTCOMES = {
    "answered": "Trả lời đủ",
    "partial": "Trả lời một phần",
    "asked_back": "Hỏi lại",
    "refused": "Không trả lời được",
}
THUMBS = {1: "hữu ích", -1: "chưa hữu ích"}
INSIGHTS_DAY = "{day}: {count} câu hỏi"
INSIGHTS_HOUR = "{hour} giờ: {count} câu hỏi"
INSIGHTS_ROWS = {
    "questions": "câu hỏi",
    "stars": "sao",
    "thumbs": "hữu ích hay chưa",
    "procedures": "thủ tục",
    "facets": "điều được hỏi",
    "reasons": "lý do không trả lời được",
}
REASONS = {
    "not_in_data": "Chưa có trong dữ liệu",
    "out_of_scope": "Ngoài thủ tục hành chính, hoặc không tìm thấy thủ tục",
    "handoff": "Xin gặp người",
    "error": "Lỗi",
    "delete_conversation": "Xin xoá cuộc trò chuyện",
    "dossier_status": "Hỏi tình trạng hồ sơ của mình",
    "emergency": "Khẩn cấp",
    "legal_advice": "Xin tư vấn pháp luật, xin dự đoán",
    "abuse": "Lời lẽ xúc phạm",
    "prompt_injection": "Tìm cách điều khiển máy",
    "ask_personal_data": "Hỏi thông tin riêng",
    "empty": "Tin nhắn trống",
    "unknown_choice": "Lựa chọn không còn dùng được",
    "unknown_receipt": "Mã câu trả lời không có",
    "too_long": "Tin nhắn quá dài",
    "unreadable": "Tin nhắn không đọc được",
    "too_many": "Hỏi quá nhanh",
    "unavailable": "Dịch vụ đang gián đoạn",
    "channel_off": "Kênh đang tắt",
    "not_deleted": "Chưa xoá được cuộc trò chuyện",
}

PERMISSIONS = {
    "public": "Không cần đăng nhập (đăng nhập, đặt mật khẩu, tệp tĩnh)",
    "second_step": "Bước hai của đăng nhập, đăng xuất",
    "own_account": "Trang đầu và tài khoản của mình",
    "procedures.read": "Xem thủ tục, bản nháp, lịch sử",
    "procedures.edit": "Sửa thủ tục, gửi duyệt",
    "procedures.review": "Duyệt, công bố, trả lại, quay về bản trước",
    "procedures.export": "Xuất ra tệp",
    "procedures.import": "Nạp từ tệp thành bản nháp",
    "questions.read": "Xem câu hỏi chưa trả lời được",
    "questions.edit": "Xử lý câu hỏi: đề nghị cách hỏi khác, ngoài phạm vi, thiếu dữ liệu",
    "questions.review": "Duyệt cách hỏi khác do người khác đề nghị",
    "insights.read": "Xem số liệu",
    "offices.read": "Xem nơi tiếp nhận, ngày nghỉ",
    "offices.edit": "Sửa nơi tiếp nhận, ngày nghỉ",
    "channels.switch": "Tắt mở kênh, đặt thông báo khẩn",
    "audit.read": "Xem, tải nhật ký",
    "staff.manage": "Quản lý tài khoản cán bộ",
}
