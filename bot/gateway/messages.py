"""The Vietnamese words of the gateway that no answer holds."""

from typing import Final

MACHINE: Final = (
    "Bạn đang nhắn với máy trả lời tự động, không phải người. Cần gặp người: gọi {hotline}."
)
MASKED: Final = (
    "Tôi đã che số hoặc tên riêng trong câu hỏi và không lưu lại. Bạn không cần gửi những số này."
)
CHANNEL_OFF: Final = (
    "Kênh này đang tạm ngừng trả lời. Việc gấp, mời bạn gọi {hotline} hoặc đến bộ phận một cửa."
)

ASK_DELETE: Final = (
    "Bạn muốn xoá cuộc trò chuyện này? Mọi câu bạn đã hỏi và câu trả lời sẽ bị xoá hẳn, "
    "không lấy lại được."
)
DELETE: Final = "Xoá hết"
KEEP: Final = "Giữ lại"
DELETED: Final = "Đã xoá xong cuộc trò chuyện của bạn. Bạn có thể hỏi lại từ đầu bất cứ lúc nào."
KEPT: Final = "Vâng, tôi giữ nguyên cuộc trò chuyện. Bạn cần hỏi gì tiếp ạ?"
NOT_DELETED: Final = "Xin lỗi, lúc này tôi chưa xoá được. Bạn thử lại sau ít phút giúp tôi nhé."
