import time
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.facets import FACETS, FacetClassifier, facets_of
from tests.bot.nlu.components import processed, tokenized_data, trained
from tests.bot.nlu.conftest import CORPUS


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Any:
    return trained(FacetClassifier, tokenized_data(CORPUS), tmp_path_factory.mktemp("facets"))


@pytest.mark.parametrize(
    ("text", "facets"),
    [
        ("đổi bằng lái cần giấy tờ gì", {"documents"}),
        ("ket hon mat bn tien z", {"fee"}),
        ("tạm trú cần giấy tờ gì và phí bao nhiêu", {"documents", "fee"}),
        ("muốn đăng ký tạm trú", {"overview"}),
    ],
)
def test_a_question_gets_all_its_facets(classifier: Any, text: str, facets: set[str]) -> None:
    found = processed(classifier, text).get("facets")

    assert {entry["name"] for entry in found} == facets


def test_facets_come_surest_first_and_go_to_the_output(classifier: Any) -> None:
    message = processed(classifier, "khai sinh cần giấy tờ gì và phí bao nhiêu")

    confidences = [entry["confidence"] for entry in message.get("facets")]
    assert confidences == sorted(confidences, reverse=True)
    assert all(0.5 <= confidence <= 1 for confidence in confidences)
    assert message.as_dict(only_output_properties=True)["facets"] == message.get("facets")


def test_a_text_of_unknown_words_gets_one_unsure_facet(classifier: Any) -> None:
    found = processed(classifier, "ქართული").get("facets")

    assert len(found) == 1
    assert found[0]["confidence"] < 0.5


@pytest.mark.parametrize("text", ["", "  ", "😀", "?!", None])
def test_a_text_without_words_has_no_facets(classifier: Any, text: str | None) -> None:
    assert processed(classifier, text).get("facets") == []


def test_an_example_says_its_facets_before_its_block() -> None:
    block = Message.build("a", "follow_up", [], {"facets": ["fee"]})
    own = Message.build("a", "follow_up", [], {"facets": ["fee"]}, {"facets": ["time"]})
    empty = Message.build("a", "ask_procedure", [], {"facets": []})

    assert facets_of(block) == {"fee"}
    assert facets_of(own) == {"time"}
    assert facets_of(empty) == {"overview"}
    assert facets_of(Message.build("a", "greet", [], {"origin": "written"})) is None
    assert facets_of(Message.build("a", "greet")) is None


def test_an_unknown_facet_in_the_training_data_is_an_error() -> None:
    with pytest.raises(ValueError, match="price"):
        facets_of(Message.build("giá bao nhiêu", "ask_procedure", [], {"facets": ["price"]}))


def test_training_without_facets_leaves_an_untrained_classifier(tmp_path: Path) -> None:
    untrained = trained(FacetClassifier, TrainingData(), tmp_path)

    assert processed(untrained, "phí bao nhiêu").get("facets") == []


def test_the_facets_are_those_of_the_answer_contract() -> None:
    assert set(FACETS) == {
        *("documents", "fee", "exemption", "time", "place", "online"),
        *("conditions", "steps", "form", "legal_basis", "result", "overview"),
    }


def test_a_message_takes_less_than_a_millisecond(classifier: Any) -> None:
    text = "con em mới sinh làm giấy khai sinh cần giấy tờ gì, mất bao nhiêu tiền vậy ạ"
    processed(classifier, text)

    started = time.process_time()
    for _ in range(200):
        processed(classifier, text)

    assert (time.process_time() - started) / 200 < 0.001
