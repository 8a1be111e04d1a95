"""What is remembered of the applicant's case."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from procedures_db.facts.situation import NOTHING_SAID, Situation
from procedures_db.language.case import case_reader
from procedures_db.terms import ChannelKind, Foreign, Group, Loss, Occasion, Unit

situations = st.builds(
    Situation,
    groups=st.lists(st.sampled_from(Group), unique=True, max_size=3).map(tuple),
    channel=st.none() | st.sampled_from(ChannelKind),
    case=st.none() | st.sampled_from(["moi", "dong"]),
    counts=st.dictionaries(st.sampled_from(Unit), st.integers(1, 99), max_size=3).map(
        lambda counts: tuple(counts.items())
    ),
    province=st.none() | st.sampled_from(["Thành phố Hà Nội", "Tỉnh Lào Cai"]),
    commune=st.none() | st.just("Phường Ba Đình"),
    occasion=st.none() | st.sampled_from(Occasion),
    loss=st.none() | st.sampled_from(Loss),
    foreign=st.lists(st.sampled_from(Foreign), unique=True).map(tuple),
    submitted=st.none() | st.dates(),
)


def read(text: str) -> Situation:
    return Situation.from_case(case_reader().read(text))


def test_question_says_whose_case_it_is() -> None:
    said = read("hộ nghèo ở Hải Phòng sao y 2 bản 5 trang qua mạng, bị mất bản chính")

    assert said == Situation(
        groups=(Group.POOR,),
        channel=ChannelKind.ONLINE,
        counts=((Unit.COPY, 2), (Unit.PAGE, 5)),
        province="Thành phố Hải Phòng",
        occasion=Occasion.AGAIN,
        loss=Loss.LOST,
    )


@pytest.mark.parametrize("text", ["lệ phí bao nhiêu", "nộp trực tiếp hay trực tuyến rẻ hơn"])
def test_what_a_question_leaves_open_stays_open(text: str) -> None:
    assert not read(text).is_known


def test_ages_are_groups_and_no_counts() -> None:
    said = read("mẹ tôi 70 tuổi")

    assert said == Situation(groups=(Group.ELDERLY,))


@given(situations)
def test_slot_gives_back_what_it_was_given(situation: Situation) -> None:
    kept = json.loads(json.dumps(situation.to_json()))

    assert Situation.from_json(kept) == situation


@pytest.mark.parametrize("data", [None, {}, [], {"groups": ["king"], "counts": {"elephant": 1}}])
def test_slot_that_means_nothing_says_nothing(data: dict[str, object] | None) -> None:
    assert Situation.from_json(data) == NOTHING_SAID


@given(situations, situations)
def test_turn_keeps_what_it_does_not_change(said: Situation, earlier: Situation) -> None:
    after = said.over(earlier)

    assert after.over(earlier) == after
    assert NOTHING_SAID.over(earlier) == earlier
    assert set(said.counts) <= set(after.counts)
    assert after.channel == (said.channel or earlier.channel)


def test_other_province_drops_the_commune() -> None:
    earlier = Situation(province="Thành phố Hà Nội", commune="Phường Ba Đình")

    after = Situation(province="Tỉnh Lào Cai").over(earlier)

    assert (after.province, after.commune) == ("Tỉnh Lào Cai", None)


def test_day_of_submission_is_kept() -> None:
    kept = Situation(submitted=date(2026, 12, 1)).to_json()

    assert kept == {"submitted": "2026-12-01"}
