"""Texts with invented personal data of every kind and format, and texts that only look like it."""

# kind: (the word put in its place, how people write it)
FORMATS: dict[str, tuple[str, tuple[str, ...]]] = {
    "id card": (
        "[số căn cước]",
        (
            "001203004567", "079 203 004 567", "031.203.004.567", "0012 0300 4567",
            "001-203-004-567", "001 2 03 004567", "001203 004567", "０９６２０３００４５６７",
            "0 0 1 2 0 3 0 0 4 5 6 7", "001_203_004_567",
        ),
    ),
    "old id card": (
        "[số chứng minh]",
        ("012345678", "123456789", "012 345 678", "012.345.678", "025-111-222", "381 234 567"),
    ),
    "phone": (
        "[số điện thoại]",
        (
            "0912345678", "0912 345 678", "0912.345.678", "0912-345-678", "091 234 5678",
            "09 1234 5678", "+84912345678", "+84 912 345 678", "84912345678", "(+84) 912345678",
            "0084912345678", "+84 (0)912 345 678", "0 9 1 2 3 4 5 6 7 8", "02438251234",
            "024 3825 1234", "(024) 3825 1234", "0236.3822.123", "01234567890", "0388 12 34 56",
            "0779-123.456", "09 12 34 56 78", "０９１２３４５６７８", "0912 345678",
            "+84-91-234-5678",
        ),
    ),
    "email": (
        "[địa chỉ email]",
        (
            "nguyenvana@gmail.com", "tran.thi.b_90@yahoo.com.vn", "a-b@tinh.gov.vn",
            "abc123@outlook.com", "abc (at) gmail.com",
            "vana90 @ gmail.com", "NGUYEN.A+HOSO@Example.COM", "abc a còng gmail chấm com",
        ),
    ),
    "card": (
        "[số thẻ ngân hàng]",
        (
            "9704 1234 5678 9012", "4111-1111-1111-1111", "4111 1111 1111 1111",
            "9704.1234.5678.9012.345", "9704 3612 3456 7890 123", "970436 1234567890",
        ),
    ),
    "account": (
        "[số tài khoản]",
        (
            "stk 0123456789", "số tài khoản 19031234567890", "tk vietcombank 0071 0012 34567",
            "chuyển khoản 123456789012", "STK: 12345678",
            "tài khoản ngân hàng 102 345 678 9",
        ),
    ),
    "insurance": (
        "[số bảo hiểm]",
        (
            "mã số bhxh 0123456789", "sổ BHXH số 7912345678", "bảo hiểm xã hội 79 1234 5678",
            "thẻ bhyt GD4797912345678", "DN 4 79 79 12345678", "HS4010123456789",
            "số bảo hiểm y tế 7934567890",
        ),
    ),
    "passport": (
        "[số hộ chiếu]",
        ("B1234567", "C7654321", "K0123456", "hộ chiếu c1234567", "hộ chiếu số P00123456",
         "passport B 1234567"),
    ),
    "plate": (
        "[biển số xe]",
        ("29A-123.45", "51F-12345", "30E12345", "biển số 59x1 234.56", "xe 43a 12345",
         "59-X1 234.56", "biển 29-b1 123.45", "17B2-01234"),
    ),
    "tax code": (
        "[mã số thuế]",
        ("mst 8012345678", "mã số thuế cá nhân 8512345678", "mã số thuế 0312345678-001"),
    ),
    "name": (
        "[họ tên]",
        ("tôi tên là Nguyễn Văn An", "tên con là Trần Thị Bình Minh", "tôi là Lê Hoàng Nam",
         "họ tên: Phạm Thị Ánh Tuyết"),
    ),
    "number": (
        "[dãy số]",
        ("12345678901234", "893456789012345678", "mã 4567890123",
         "không chín một hai ba bốn năm sáu bảy tám"),
    ),
}  # fmt: skip

SENTENCES = (
    "{} đổi căn cước mất bao lâu",
    "cho em hỏi làm khai sinh cần gì ạ {}",
    "đăng ký tạm trú ở quận 3 ({}) hết bao nhiêu tiền",
)

_AMOUNTS = (
    "1.000.000 đồng", "150.000đ", "1.500.000.000 đồng", "123.456.789 đồng", "200000000 đồng",
    "12.000.000 vnđ", "1.234.567.890 VND", "100 000 000 đ", "123456789 đồng", "5.000.000.000",
    "350k", "1tr5", "2 tỷ 350 triệu", "1,500,000 đồng", "50.000", "987.654.321 đồng",
    "1500000000", "20.000 đồng/bản", "123 456 000", "300.000.000", "12.500.000.000 đồng",
    "75.000 - 150.000 đồng", "8000 đồng", "1 000 000 000 đồng", "4.680.000đ/tháng",
)  # fmt: skip
_DATES = (
    "01/01/2026", "30-4-2025", "5.9.2024", "ngày 15 tháng 8 năm 2023", "01/7/2025", "31/12/1999",
    "03 05 2024", "05-06-2024 12 giờ", "năm 2023 2024 2025", "1990 1995 2000 2005", "08:30",
    "từ 01.02.2024 đến 05.06.2024", "2019-2023", "tháng 3/2025", "01-02-2024 05-06-2024",
    "quý 2 năm 2026", "sinh năm 1985", "ngày 02/09/1945", "2025-07-01", "thứ 2 ngày 4/5/2026",
)  # fmt: skip
_CODES = (
    "000.00.01.H26-240101-0001", "H29.12-240101-0012", "G22.99.10-240101-0001",
    "000.26.29.H16-231231-0456", "H61-250630-00123", "h29.12-240101-0012",
    "000.00.16.H25-220101-12345", "G01.899.101.000-230518-0001", "G22.99-240215-1234",
    "1.001193", "2.000815 1.000894", "1.004222, 1.010038", "3.000333", "1.115336",
    "1.001193 1.000656 1.000894", "mã 2.002482", "1.013225/1.013227", "TTHC 1.012575", "1.010039",
    "BM-12", "CT07", "CT01", "mẫu số 02/ĐK-TCT", "mẫu 01/MGTH", "TK1-TS", "D01-TS", "A1-2023",
)  # fmt: skip
_LAWS = (
    "123/2015/NĐ-CP", "60/2014/QH13", "Luật 31/2024/QH15", "281/2016/TT-BTC", "85/2019/TT-BTC",
    "nghị định 154/2024/NĐ-CP", "1025/QĐ-BCA", "203/2025/QH15", "Thông tư 04/2020/TT-BTP",
    "điều 38 khoản 3", "khoản 2 điều 12 nghị định 118/2025/NĐ-CP", "4567/QĐ-UBND",
    "QCVN 06:2022/BXD", "quyết định 06/QĐ-TTg", "luật 68/2020/QH14", "công văn 1234/BTP-HTQTCT",
    "nghị quyết 190/2025/QH15", "TCVN 3890:2023", "12/2025/TT-BCA và 13/2025/TT-BCA",
    "NQ 66.7/2025/NQ-CP",
)  # fmt: skip
_COUNTS = (
    "2 bản chính", "100 m2", "1.234,5 m²", "thửa 1234 tờ bản đồ 56", "3 ngày làm việc", "12 tháng",
    "500 trang", "16 tuổi", "70 tuổi 3 tháng", "quận 12", "tổ 5 khu phố 3", "phường 14 quận 10",
    "18001096", "1900 6067", "tổng đài 1900636363", "113 114 115", "1022", "50cc",
    "xe 125 phân khối",
    "A2 B2", "hạng B1", "hạng C1E", "lớp 10A2", "7 chỗ", "15 ngày", "2 con 1 vợ", "ca 3", "mức 2",
    "24/7", "9 số hay 12 số", "lần 2", "0,5%", "10%", "1/500", "hệ số 1,5", "cấp 4", "ấp 3 xã 5",
    "bậc 3/7", "điểm 8,75", "80 km", "35.000 người", "mã bưu chính 100000", "mã vùng 024",
)  # fmt: skip
_WORDS = (
    "tên em là gì", "tôi tên gì cũng được", "đổi tên con", "đường Nguyễn Trãi", "phường Lê Lợi",
    "một hai ba", "tên là gì thì hợp lệ", "hộ chiếu phổ thông", "thẻ bhyt hết hạn",
    "số tài khoản định danh mức 2", "stk là gì", "email có bắt buộc không", "biển số vàng",
    "sđt bị sai trên căn cước", "12 số căn cước", "căn cước công dân 12 số", "cmnd 9 số",
    "tôi là công dân Việt Nam", "UBND phường Trần Phú", "năm bảy người", "số nhà đổi sau sáp nhập",
    "đổi biển 5 số", "biển số 5 số", "xe máy 2 bánh", "hộ chiếu 48 trang",
)  # fmt: skip
LOOK_ALIKES = tuple(
    sentence.format(one)
    for kind in (_AMOUNTS, _DATES, _CODES, _LAWS, _COUNTS, _WORDS)
    for one in kind
    for sentence in ("{} thì sao ạ", "lệ phí đổi căn cước {}")
)
