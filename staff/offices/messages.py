"""Vietnamese texts of the pages about offices."""

ADDED = "Đã thêm {name}."
SAVED = "Đã lưu {name}. Người dân nhận thông tin mới trong vài giây."
DAYS_ADDED = "Đã ghi ngày nghỉ."
DAYS_REMOVED = "Đã xoá ngày nghỉ. Nhật ký vẫn giữ nội dung cũ."
NO_FILE = "Hãy chọn một tệp."
WRITTEN = "Đã thêm {new} nơi, sửa {changed} nơi."
LEFT_OUT = " {count} dòng không nhận được đã bị bỏ."
CHANGED_MEANWHILE = "Dữ liệu vừa thay đổi nên chưa ghi gì. Hãy xem lại rồi xác nhận."
"""Said when what would be written is no longer what was shown."""
STATES = {"dang_dung": "Đang dùng", "ngung": "Ngừng dùng", "cu": "Cần kiểm tra lại"}
