import time
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.intents import LinearIntentClassifier
from tests.bot.nlu.components import processed, tokenized_data, trained
from tests.bot.nlu.conftest import CORPUS


@pytest.fixture(scope="module")
def classifier(tmp_path_factory: pytest.TempPathFactory) -> Any:
    data = tokenized_data(CORPUS)
    return trained(LinearIntentClassifier, data, tmp_path_factory.mktemp("intents"))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("chào bạn nhé", "greet"),
        ("CAM ON BAN NHIEU", "thank"),
        ("dang ky ket hon can giay to j", "ask_procedure"),
        ("hồ sơ của tôi tới đâu", "dossier_status"),
    ],
)
def test_a_message_gets_its_intent(classifier: Any, text: str, intent: str) -> None:
    message = processed(classifier, text)

    assert message.get("intent")["name"] == intent
    assert message.get("intent") == message.get("intent_ranking")[0]


def test_the_ranking_is_short_and_falls(classifier: Any) -> None:
    ranking = processed(classifier, "làm giấy khai sinh").get("intent_ranking")

    confidences = [entry["confidence"] for entry in ranking]
    assert len(ranking) == 3
    assert confidences == sorted(confidences, reverse=True)
    assert 0 <= sum(confidences) <= 1.001


@pytest.mark.parametrize("text", ["", "  ", "😀", "?!", None])
def test_a_text_without_words_has_no_intent(classifier: Any, text: str | None) -> None:
    message = processed(classifier, text)

    assert message.get("intent") == {"name": None, "confidence": 0.0}
    assert message.get("intent_ranking") == []


def test_text_of_unknown_words_does_not_raise(classifier: Any) -> None:
    assert processed(classifier, "ქართული 漢字 \u202e\x00").get("intent")["name"]


def test_training_on_nothing_leaves_an_untrained_classifier(tmp_path: Path) -> None:
    untrained = trained(LinearIntentClassifier, TrainingData(), tmp_path)

    assert processed(untrained, "chào").get("intent")["name"] is None


def test_a_message_takes_less_than_a_millisecond(classifier: Any) -> None:
    text = "con em mới sinh làm giấy khai sinh cần giấy tờ gì, mất bao nhiêu tiền vậy ạ"
    processed(classifier, text)

    started = time.process_time()
    for _ in range(200):
        processed(classifier, text)

    assert (time.process_time() - started) / 200 < 0.001
