# What bootstrap.sh says. $LOG is set before this is read.
# shellcheck shell=sh disable=SC2034

M_USAGE='Cách dùng: scripts/bootstrap.sh run|dev'
M_FIRST_TIME='Lần đầu chạy: tải và cài phần mềm vào thư mục này (khoảng 1,4 GB, vài phút).'
M_UPDATE='Cập nhật phần mềm trong thư mục này.'
M_INSTALL_UV='Cài uv vào .tools…'
M_APP='Cài môi trường của ứng dụng (.venv)…'
M_ENGINE='Cài môi trường của Rasa (bot/nlu/.venv)…'
M_STOPPED='Đã dừng. Chạy lại lệnh vừa rồi để làm tiếp.'
M_NO_PYTHON='Không tìm thấy Python 3. Hãy cài: apt-get install python3 python3-pip'
M_NO_PIP='Python trên máy này thiếu pip. Hãy cài: apt-get install python3-pip'
M_NO_NETWORK="Không tải được phần mềm: máy này không ra được Internet, hoặc máy chủ gói không trả lời. Kiểm tra mạng rồi chạy lại. Chi tiết: $LOG"
M_UV_FAILED="Không cài được uv. Chi tiết: $LOG"
M_SYNC_FAILED="Không cài được môi trường Python. Chi tiết: $LOG"
M_DISK_FULL='Ổ đĩa đã đầy. Hãy giải phóng chỗ (cần khoảng 1,6 GB) rồi chạy lại.'
M_DISK_SMALL='Ổ đĩa không đủ chỗ: cần khoảng 1,6 GB trống để cài đặt. Hãy giải phóng chỗ rồi chạy lại.'

m_no_version() {
    printf 'Không có Python %s và cũng không tải được. ' "$1"
    printf 'Hãy cài Python %s (ví dụ bằng pyenv) rồi chạy lại. Chi tiết: %s' "$1" "$LOG"
}

fail() {
    printf 'Lỗi: %s\n' "$1" >&2
    exit 1
}
