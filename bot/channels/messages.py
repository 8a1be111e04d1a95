"""The Vietnamese words of the chat channels that no answer holds."""

from typing import Final

WELCOME: Final = (
    "Chào bạn! Tôi là trợ lý máy về thủ tục hành chính, không phải người. "
    "Tôi cho bạn biết giấy tờ, lệ phí, miễn giảm, thời hạn, nơi nộp và đường dẫn nộp trực tuyến, "
    "có ghi nguồn và ngày.\n"
    "Bạn cứ hỏi như nói chuyện, ví dụ: “con mới sinh làm giấy khai sinh cần gì”.\n"
    "Xin đừng gửi số căn cước, số điện thoại hay số thẻ.\n"
    "Cần gặp người hỗ trợ: gọi {hotline}. Nhắn “xoá hội thoại của tôi” để xoá những gì đã hỏi."
)
HELP: Final = (
    "Bạn viết việc cần làm, tôi trả lời theo dữ liệu có nguồn. Ví dụ:\n"
    "- làm lại căn cước bị mất cần gì, bao nhiêu tiền\n"
    "- đăng ký tạm trú qua mạng được không\n"
    "- sao y giấy tờ giá bao nhiêu một trang\n"
    "Hỏi tiếp thì không cần nhắc lại tên thủ tục: “còn phí thì sao”, “nộp ở đâu”.\n"
    "Cần gặp người hỗ trợ: gọi {hotline}. Nhắn “xoá hội thoại của tôi” để xoá những gì đã hỏi."
)
DELETE: Final = "xoá hội thoại của tôi"
"""What the command for deleting asks in the person's stead."""

TEXT_ONLY: Final = (
    "Xin lỗi, tôi chỉ đọc được chữ, chưa xem được {kind}. Bạn gõ câu hỏi giúp tôi nhé."
)
GROUP: Final = (
    "Tôi chỉ trả lời trong cuộc trò chuyện riêng, để giữ kín việc của bạn. "
    "Bạn bấm vào tên tôi rồi nhắn riêng nhé."
)
REPEATED: Final = "(Gửi lại, phòng khi tin trước chưa tới)"
"""Said above a message that may have arrived before: its first sending got no reply."""

SAID: Final = {"start": WELCOME, "help": HELP, "group": GROUP}

KINDS: Final = {
    "photo": "ảnh",
    "voice": "tin thoại",
    "video": "video",
    "sticker": "nhãn dán",
    "file": "tệp",
    "location": "vị trí",
    "contact": "danh thiếp",
    "link": "đường dẫn",
    "other": "loại tin này",
}

CHOOSE_NUMBER: Final = "Bạn nhắn số của lựa chọn giúp tôi nhé."
ASK_ON: Final = "Hỏi tiếp, nhắn số:"

COMMANDS: Final = {
    "start": "Bắt đầu",
    "help": "Cách hỏi",
    "xoa": "Xoá hội thoại của tôi",
}
