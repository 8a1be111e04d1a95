"""How much one may ask."""

from hypothesis import given
from hypothesis import strategies as st

from bot.gateway.limits import RateLimit


class Clock:
    """Time that goes on when told to."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def test_questions_are_allowed_up_to_the_limit() -> None:
    limit = RateLimit(3, Clock())

    assert [limit.allows("a") for _ in range(5)] == [True, True, True, False, False]


def test_others_are_not_held_up() -> None:
    limit = RateLimit(1, Clock())
    limit.allows("a")

    assert limit.allows("b")


def test_one_minute_later_one_may_ask_again() -> None:
    clock = Clock()
    limit = RateLimit(2, clock)
    limit.allows("a")
    clock.now += 30
    limit.allows("a")
    assert not limit.allows("a")

    clock.now += 30

    assert limit.allows("a")
    assert not limit.allows("a")


def test_refused_questions_do_not_prolong_the_wait() -> None:
    clock = Clock()
    limit = RateLimit(1, clock)
    limit.allows("a")
    for _ in range(59):
        clock.now += 1
        assert not limit.allows("a")

    clock.now += 1

    assert limit.allows("a")


def test_flood_of_new_names_does_not_fill_the_memory() -> None:
    limit = RateLimit(1, Clock(), kept=10)
    for number in range(1_000):
        limit.allows(f"{number}")

    assert not limit.allows("999")
    assert limit.allows("0")


@given(
    st.integers(1, 5),
    st.lists(st.tuples(st.sampled_from("abc"), st.floats(0, 40)), max_size=60),
)
def test_no_minute_ever_holds_more_than_the_limit(
    per_minute: int, steps: list[tuple[str, float]]
) -> None:
    clock = Clock()
    limit = RateLimit(per_minute, clock)
    allowed: list[tuple[str, float]] = []
    for key, pause in steps:
        clock.now += pause
        if limit.allows(key):
            allowed.append((key, clock.now))

    for key, start in allowed:
        within = [when for name, when in allowed if name == key and start <= when < start + 60]
        assert len(within) <= per_minute


@given(st.lists(st.sampled_from("ab"), max_size=30))
def test_slow_askers_are_never_refused(keys: list[str]) -> None:
    clock = Clock()
    limit = RateLimit(1, clock)
    for key in keys:
        clock.now += 60
        assert limit.allows(key)
