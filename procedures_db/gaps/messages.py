"""What staff read from the rules about questions."""

NO_GAP = "Không có nhóm câu hỏi số {id}."
NO_TASK = "Không có việc số {id}."
NO_PROCEDURE = "Hãy chọn một thủ tục trong danh sách."
DECIDED_MEANWHILE = "Người khác đã xử lý nhóm câu hỏi này sau khi bạn mở trang. Hãy xem lại."
TASK_DONE_MEANWHILE = "Việc này đã được đánh dấu là xong."
OWN_PROPOSAL = "Bạn đã đề nghị cách hỏi này nên cần một người khác duyệt."
WORDING_EMPTY = "Hãy ghi câu hỏi như người dân nói."
WORDING_LONG = "Câu hỏi dài quá {limit} ký tự."
WORDING_PERSONAL = "Câu hỏi có dữ liệu cá nhân ({masked}). Hãy bỏ phần đó."
MEANS_OTHER = (
    "Câu này, kể cả khi viết không dấu, đã là cách hỏi của {names}. Thêm cho thủ tục khác sẽ làm "
    "sai câu trả lời đang đúng: hãy viết rõ hơn điều người dân muốn."
)
SETTLED_ALREADY = (
    "Câu này, kể cả khi viết không dấu, đã được duyệt cho chính thủ tục này. Nếu vẫn trả lời chưa "
    "đúng thì dữ liệu của thủ tục còn thiếu: hãy tạo việc."
)
COMMENT_NEEDED = "Hãy ghi lý do."
NOTE_NEEDED = "Hãy ghi thủ tục còn thiếu điều gì."
TEXT_LONG = "Nội dung dài quá {limit} ký tự."
