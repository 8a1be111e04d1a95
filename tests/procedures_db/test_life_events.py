"""The 22 life events, and the messages that mean them."""

import pytest

from procedures_db.life_events import LifeEventBundle, find_life_event, life_events
from tests.procedures_db.catalogue.test_files import LIFE_EVENTS

EVENTS = life_events()
by_key = pytest.mark.parametrize("event", EVENTS, ids=[event.key for event in EVENTS])


def test_there_are_the_portals_groups() -> None:
    citizens = {event.name for event in EVENTS if event.audience == "citizen"}

    assert citizens == LIFE_EVENTS
    assert sum(event.audience == "business" for event in EVENTS) == 11
    assert len({event.key for event in EVENTS}) == len(EVENTS) == 22


@by_key
def test_every_event_has_an_ordered_bundle(event: LifeEventBundle) -> None:
    codes = [step.code for step in event.steps]

    assert len(codes) == len(set(codes)) >= 2
    assert all(step.why for step in event.steps)


@by_key
def test_its_question_means_the_event(event: LifeEventBundle) -> None:
    assert find_life_event(event.question) == event


def test_a_linked_procedure_comes_before_what_it_covers() -> None:
    for event in EVENTS:
        codes = [step.code for step in event.steps]
        for step in event.steps:
            assert bool(step.covers) == step.first
            for covered in step.covers:
                assert codes.index(step.code) < codes.index(covered), event.key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("nhà mới sinh em bé phải làm những gì", "co_con_nho"),
        ("bố em mất rồi giờ phải làm những giấy tờ gì", "nguoi_than_mat"),
        ("ba toi moi mat phai lam nhung giay to gi", "nguoi_than_mat"),
        ("mình mới mua xe máy cần làm gì", "xe"),
        ("sắp cưới cần chuẩn bị những giấy tờ gì", "hon_nhan"),
        ("sap nghi huu can lam nhung thu tuc gi", "huu_tri"),
    ],
)
def test_a_situation_with_all_there_is_to_do_means_the_event(text: str, key: str) -> None:
    event = find_life_event(text)

    assert event is not None
    assert event.key == key


@pytest.mark.parametrize(
    "text",
    [
        "mới sinh em bé, làm giấy khai sinh cần những gì",
        "bố em mất, xóa hộ khẩu phải làm gì",
        "mất thẻ căn cước phải làm gì",
        "sắp cưới thì đăng ký kết hôn ở đâu",
        "đổi nhà cung cấp hóa đơn điện tử cần làm gì",
        "mua xe trả góp lãi bao nhiêu",
        "nhà em mới sinh em bé",
        "",
    ],
)
def test_a_message_that_names_one_procedure_is_not_taken_over(text: str) -> None:
    assert find_life_event(text) is None
