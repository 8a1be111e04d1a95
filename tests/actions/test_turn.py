"""What a message and the slots say."""

from typing import Any

import pytest

from actions.turn import Context, Turn
from procedures_db.answers import Choice
from procedures_db.facts.situation import NOTHING_SAID, Situation
from procedures_db.terms import ChannelKind, Facet, Group, Unit

MESSAGE: dict[str, Any] = {
    "text": "khai sinh hết bao nhiêu",
    "intent": {"name": "ask_procedure", "confidence": 0.8},
    "facets": [{"name": "fee", "confidence": 0.9}],
    "metadata": {"channel": "web"},
}


def test_message_is_read() -> None:
    turn = Turn.from_message(MESSAGE)

    assert turn.text == "khai sinh hết bao nhiêu"
    assert (turn.intent, turn.confidence) == ("ask_procedure", 0.8)
    assert turn.facets == (Facet.FEE,)
    assert turn.choice is None
    assert not turn.broken_choice


def test_facets_that_are_unknown_or_unlikely_are_left_out() -> None:
    facets = [
        {"name": "fee", "confidence": 0.9},
        {"name": "time", "confidence": 0.01},
        {"name": "weather", "confidence": 0.99},
    ]

    assert Turn.from_message(MESSAGE | {"facets": facets}).facets == (Facet.FEE,)


def test_probability_of_being_about_no_procedure_is_that_of_all_such_intents() -> None:
    ranking = [
        {"name": "ask_procedure", "confidence": 0.5},
        {"name": "out_of_scope", "confidence": 0.25},
        {"name": "greet", "confidence": 0.125},
        {"name": "follow_up", "confidence": 0.125},
    ]

    assert Turn.from_message(MESSAGE | {"intent_ranking": ranking}).outside == 0.375


def test_button_is_a_choice() -> None:
    turn = Turn.from_message(MESSAGE | {"metadata": {"payload": "p/1.001193/df"}})

    assert turn.choice == Choice("1.001193", (Facet.DOCUMENTS, Facet.FEE))


@pytest.mark.parametrize("payload", ["/restart", "p/1.001193", "<script>", 7, {"a": 1}])
def test_foreign_payload_is_a_broken_choice(payload: object) -> None:
    turn = Turn.from_message(MESSAGE | {"metadata": {"payload": payload}})

    assert turn.broken_choice
    assert turn.choice is None


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"text": None, "intent": None, "metadata": None, "facets": None},
        {"text": "a", "intent": {}},
        {"text": "a", "intent": {"name": None, "confidence": None}},
    ],
)
def test_message_that_was_not_understood_is_a_fallback(message: dict[str, Any]) -> None:
    turn = Turn.from_message(message)

    assert turn.intent == "nlu_fallback"
    assert turn.facets == ()


def test_context_survives_in_the_slots() -> None:
    context = Context("1.001193", (Facet.FEE,), ("1.001193", "2.000488"))

    assert Context.from_slots(context.slots()) == context


@pytest.mark.parametrize("slots", [{}, {"procedure_code": None, "facets": None}])
def test_empty_slots_are_a_new_conversation(slots: dict[str, Any]) -> None:
    assert Context.from_slots(slots) == Context()


def test_answer_ends_the_offer() -> None:
    offered = Context().offering(("a", "b"), (Facet.FEE,))

    after = offered.about("a", (Facet.FEE,))

    assert after.procedure_code == "a"
    assert after.offered == ()


# --- the case ------------------------------------------------------------------------------


def test_same_procedure_keeps_the_case() -> None:
    before = Context().about("9.000001", (), Situation(groups=(Group.POOR,), case="moi"))

    after = before.situation_for("9.000001", Situation(channel=ChannelKind.ONLINE))

    assert after == Situation(groups=(Group.POOR,), case="moi", channel=ChannelKind.ONLINE)


def test_offered_procedure_takes_over_what_the_question_said() -> None:
    before = Context().offering(("9.000002",), (), Situation(groups=(Group.POOR,)))

    assert before.situation_for("9.000002", NOTHING_SAID).groups == (Group.POOR,)


def test_new_topic_begins_a_new_case() -> None:
    before = Context().about("9.000001", (), Situation(groups=(Group.POOR,)))

    assert before.situation_for("9.000002", NOTHING_SAID) == NOTHING_SAID


def test_case_survives_its_slot() -> None:
    before = Context().about("9.000001", (), Situation(counts=((Unit.PAGE, 3),)))

    assert Context.from_slots(before.slots()) == before


def test_place_the_page_was_set_to_is_read() -> None:
    metadata = {"province": "Thành phố Hải Phòng", "commune": "", "channel": "web"}

    turn = Turn.from_message({"text": "phí bao nhiêu", "metadata": metadata})

    assert turn.residence == ("Thành phố Hải Phòng", None)
