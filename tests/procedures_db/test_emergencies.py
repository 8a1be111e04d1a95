"""Danger is known by its words, typed with or without diacritics; danger that is over is not."""

import pytest

from procedures_db.emergencies import is_emergency
from procedures_db.search.text import fold

NOW = """
nhà hàng xóm đang cháy
cháy nhà rồi cứu với
quán bên cạnh bốc cháy gọi ai
nhà tui phát hoả, kêu ai giờ
có mùi gas rò rỉ gas trong bếp
con tôi bị đuối nước rồi
có người vừa bị nước cuốn ngoài sông
ngay ngã tư có tai nạn xe máy
ba em té xe chảy máu nhiều lắm
chồng tôi vừa bị tai nạn nằm giữa đường
mẹ em có dấu hiệu đột quỵ
ông nội bị co giật, làm sao
ba tôi bất tỉnh gọi không dậy, làm sao đây
vợ em đau đẻ quá rồi
em tôi uống thuốc trừ sâu
có trộm đang trong nhà
tôi vừa bị cướp giật túi
chồng em đang cầm dao đòi chém
nó dọa giết tôi
hàng xóm dang danh vợ
tôi không muốn sống nữa
bạn tôi đòi nhảy cầu, nó định tự tử
con tôi đi lạc từ sáng tới giờ
cứu tôi với
gọi cấp cứu gấp
"""
NOT_NOW = """
xin giấy phép phòng cháy chữa cháy cho quán karaoke
nghiệm thu phòng cháy mất bao lâu
nhà cháy mất hết giấy tờ thì làm lại sao
nhà bị cháy năm ngoái có được hỗ trợ không
chạy xe ba gác có cần bằng lái không
bảo hiểm tai nạn lao động chi trả thế nào
bố tôi bị tai nạn lao động muốn làm hồ sơ hưởng chế độ
trợ cấp cho người bị đột quỵ không đi làm được
xác nhận khuyết tật cho người bị tai biến
chồng đánh vợ thì xin ly hôn ở đâu
tuyên bố một người mất tích
đăng ký khai tử cho người chết đuối
đặt tên con, để họ mẹ được không
xin cấp lại sổ đỏ vì nhà cháy
mua xe cũ của người quen, phải sang tên không
làm giấy khai sinh cho con mới sinh
đổi tên trong danh sách cử tri
giấy báo tử do tai nạn ai cấp
con đi lạc trường, xin chuyển trường
mở cửa hàng gas cần giấy gì
cho tôi hỏi số điện thoại công an xã
"""


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


@pytest.mark.parametrize("text", [*lines(NOW), *(fold(line) for line in lines(NOW))])
def test_danger_is_an_emergency(text: str) -> None:
    assert is_emergency(text)


@pytest.mark.parametrize("text", [*lines(NOT_NOW), *(fold(line) for line in lines(NOT_NOW))])
def test_other_questions_are_none(text: str) -> None:
    assert not is_emergency(text)
