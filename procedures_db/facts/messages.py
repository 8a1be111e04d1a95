"""The words of the arithmetic, for citizens."""

DONG = "đ"
WAIVED = "miễn"
REDUCED = "giảm"
AT_MOST = "tối đa"
PROVINCE_SETS = "mức của tỉnh"
UNITS = {
    "page": "số trang",
    "sheet": "số tờ",
    "person": "số người",
    "square_metre": "số mét vuông",
    "plot": "số thửa",
    "copy": "số bản",
    "document": "số giấy tờ",
    "dossier": "số hồ sơ",
    "set": "số bộ",
    "vehicle": "số xe",
}
"""What the applicant has to tell, so that the amount can be computed."""
