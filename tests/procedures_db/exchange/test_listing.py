"""The list of procedures: found by words of the name, page by page, always current."""

import pytest
from sqlalchemy.orm import Session, sessionmaker

from procedures_db.exchange.listing import PAGE_SIZE, ProcedureList
from tests import factories
from tests.factories import content, detailed


@pytest.fixture
def listing(sessions: sessionmaker[Session]) -> ProcedureList:
    factories.publish(
        sessions,
        detailed("9.000001"),
        content("9.000002", name="Đăng ký kết hôn", field="Hộ tịch"),
        content("9.000003", name="Đăng ký kết hôn có yếu tố nước ngoài", field="Hộ tịch"),
        content("9.000004", name="Kết nối, đăng ký hôn", field="Khác"),
    )
    return ProcedureList(sessions)


def codes(listing: ProcedureList, **asked: str) -> list[str]:
    return [item["code"][-1] for item in listing.page(**asked).items]


@pytest.mark.parametrize("q", ["kết hôn", "ket hon", "KẾT  HÔN"])
def test_names_with_the_words_in_order_come_first(listing: ProcedureList, q: str) -> None:
    assert codes(listing, q=q) == ["2", "3", "4"]


def test_codes_and_other_names_are_searched_too(listing: ProcedureList) -> None:
    assert codes(listing, q="9.000003") == ["3"]
    assert codes(listing, q="khai bao dan ong") == ["1"]


def test_field_narrows_the_list(listing: ProcedureList) -> None:
    assert codes(listing, field="hộ tịch") == ["2", "3"]
    assert codes(listing, q="kết hôn", field="khác") == ["4"]
    assert codes(listing, field="không có") == []


def test_pages_hold_everything_once(sessions: sessionmaker[Session]) -> None:
    factories.publish(sessions, *(content(f"9.{n:06}") for n in range(PAGE_SIZE * 2 + 1)))
    listing = ProcedureList(sessions)

    pages = [listing.page(number=number) for number in (1, 2, 3, 4)]

    assert pages[0].count == 3
    assert [len(page.items) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 1, 0]
    assert len({item["code"] for page in pages for item in page.items}) == PAGE_SIZE * 2 + 1


def test_what_is_published_is_listed_at_once(
    listing: ProcedureList, sessions: sessionmaker[Session]
) -> None:
    assert listing.page().total == 4

    factories.publish(sessions, content("9.000009", name="Thả diều sáo"))

    assert codes(listing, q="diều sáo") == ["9"]
