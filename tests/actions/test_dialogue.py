"""What a turn gets, by what the model understood and the search found."""

from dataclasses import replace

import pytest

from actions.dialogue import AnswerProcedure, AskBack, AskTopic, NothingFound, Say, decide
from actions.turn import Context, Turn
from procedures_db.answers import Choice
from procedures_db.search.linker import Candidate, Linked
from procedures_db.terms import Facet

FEE = (Facet.FEE,)
TALKED_ABOUT = Context("about", (Facet.DOCUMENTS,))
OFFERED = Context(None, FEE, ("a", "b", "c"))


def linked(*scores: float, in_scope: float = 0.95) -> Linked:
    """What the search found: procedures a, b, c… with these probabilities."""
    names = "abcde"[: len(scores)]
    found = (Candidate(name, name, score) for name, score in zip(names, scores, strict=True))
    return Linked(tuple(found), in_scope)


def turn(text: str = "một câu hỏi dài hơn sáu chữ về nó", **changes: object) -> Turn:
    """A question about a procedure."""
    return replace(Turn(text, confidence=0.9, facets=FEE), **changes)  # type: ignore[arg-type]


def test_probable_procedure_is_answered() -> None:
    assert decide(turn(), Context(), linked(0.9, 0.05)) == AnswerProcedure("a", FEE)


def test_doubtful_procedures_are_asked_back_about() -> None:
    assert decide(turn(), Context(), linked(0.4, 0.35, 0.2, 0.01)) == AskBack(3, FEE)


def test_a_choice_has_at_least_two_and_few_options() -> None:
    lonely = decide(turn(), Context(), linked(0.4, 0.01, 0.01))
    crowded = decide(turn(), Context(), linked(0.2, 0.2, 0.2, 0.2, 0.2))

    assert isinstance(lonely, AskBack)
    assert lonely.shown == 2
    assert isinstance(crowded, AskBack)
    assert crowded.shown <= 4


def test_improbable_procedures_are_not_answered() -> None:
    assert isinstance(decide(turn(), Context(), linked(0.05, 0.05)), NothingFound)


def test_nothing_found_is_said() -> None:
    assert isinstance(decide(turn(), Context(), Linked((), 0.95)), NothingFound)


def test_follow_up_is_about_the_procedure_talked_about() -> None:
    asked = turn("còn phí thì sao", intent="follow_up")

    assert decide(asked, TALKED_ABOUT, linked(0.3, 0.3)) == AnswerProcedure("about", FEE)


def test_bare_facet_is_about_the_procedure_talked_about() -> None:
    asked = turn("thế phí", intent="nlu_fallback", confidence=0.3)

    assert decide(asked, TALKED_ABOUT, linked(0.1, 0.1)) == AnswerProcedure("about", FEE)


def test_new_question_drops_the_procedure_talked_about() -> None:
    assert decide(turn(), TALKED_ABOUT, linked(0.9)) == AnswerProcedure("a", FEE)


def test_follow_up_on_nothing_asks_for_the_topic() -> None:
    asked = turn("còn phí thì sao", intent="follow_up")

    assert decide(asked, Context(), linked(0.1, 0.1)) == AskTopic()


def test_correction_leaves_out_what_was_wrong() -> None:
    asked = turn("không phải cái đó", intent="correct_topic")

    decision = decide(asked, replace(TALKED_ABOUT, procedure_code="a"), linked(0.6, 0.3))

    assert decision != AnswerProcedure("a", FEE)


def test_tapped_button_is_answered_whatever_else_was_understood() -> None:
    tapped = turn(choice=Choice("tapped", FEE), intent="out_of_scope", outside=1.0)

    assert decide(tapped, TALKED_ABOUT, Linked()) == AnswerProcedure("tapped", FEE)


def test_broken_button_is_explained() -> None:
    assert decide(turn(broken_choice=True), TALKED_ABOUT, linked(0.9)) == Say("unknown_choice")


def test_choice_by_number_asks_what_was_asked_before() -> None:
    chosen = turn("cái thứ hai", intent="choose_option", facets=())

    assert decide(chosen, OFFERED, linked(0.1)) == AnswerProcedure("b", FEE)


def test_yes_chooses_the_only_option() -> None:
    yes = turn("đúng rồi", intent="affirm", facets=())

    assert decide(yes, replace(OFFERED, offered=("a",)), Linked()) == AnswerProcedure("a", FEE)
    assert decide(yes, Context(), Linked()) == Say("affirm")


def test_words_of_danger_count_whatever_the_model_thinks() -> None:
    urgent = turn("nhà bên cạnh đang cháy", urgent=True)

    assert decide(urgent, TALKED_ABOUT, linked(0.99)) == Say("emergency")


def test_a_question_to_the_machine_is_no_question_without_a_topic() -> None:
    asked = turn(
        "bạn là người hay máy", intent="bot_challenge", confidence=0.99, outside=0.99, bare=True
    )

    assert decide(asked, Context(), linked(0.16, 0.16, in_scope=0.3)) == Say("bot_challenge")


def test_a_named_procedure_is_answered_though_the_words_sound_like_going_on() -> None:
    asked = turn("con mới sanh, làm khai sanh sao vậy", intent="follow_up", confidence=0.8)
    bare = turn("nộp ở đâu", intent="follow_up", confidence=0.8, bare=True)

    assert decide(asked, Context(), linked(0.85, 0.06)) == AnswerProcedure("a", FEE)
    assert decide(bare, Context(), linked(0.85, 0.06)) == AskTopic()


def test_emergency_comes_before_everything() -> None:
    urgent = turn("cháy nhà rồi", intent="emergency", confidence=0.35)

    assert decide(urgent, TALKED_ABOUT, linked(0.9)) == Say("emergency")


@pytest.mark.parametrize("intent", ["dossier_status", "legal_advice", "ask_personal_data"])
def test_other_wishes_are_not_answered_with_facts(intent: str) -> None:
    assert decide(turn(intent=intent), TALKED_ABOUT, linked(0.9)) == Say(intent)


def test_question_that_model_and_search_call_foreign_is_refused() -> None:
    foreign = turn("giá vàng hôm nay", intent="out_of_scope", facets=(), outside=0.9)

    assert decide(foreign, Context(), linked(0.3, in_scope=0.1)) == Say("out_of_scope")


def test_question_that_the_search_knows_is_answered_though_the_model_doubts() -> None:
    doubted = turn(intent="out_of_scope", outside=0.6)

    assert decide(doubted, Context(), linked(0.97, in_scope=0.99)) == AnswerProcedure("a", FEE)
