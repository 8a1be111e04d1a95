import pytest
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.tokenizer import VietnameseTokenizer, reading_of

TOKENIZER = VietnameseTokenizer(VietnameseTokenizer.get_default_config())


def tokenized(text: str) -> Message:
    message = Message({"text": text})
    TOKENIZER.process([message])
    return message


def test_tokens_are_offsets_into_the_text_as_typed() -> None:
    text = "Con em mới sinh, làm giấy j?"

    tokens = tokenized(text).get("text_tokens")

    assert [token.text for token in tokens] == ["Con", "em", "mới", "sinh", "làm", "giấy", "j"]
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert tokens[-1].lemma == "gi"


@pytest.mark.parametrize("text", ["", "   ", "?!…", "😀😀"])
def test_a_text_without_words_has_no_tokens(text: str) -> None:
    message = tokenized(text)

    assert message.get("text_tokens") == []
    assert reading_of(message).folded == []


def test_the_reading_folds_and_keeps_typed_diacritics_apart() -> None:
    reading = reading_of(tokenized("Phí bn tiền"))

    assert reading.folded == ["phi", "bao", "nhieu", "tien"]
    assert reading.accented == ["phí", "tiền"]


def test_a_message_nobody_tokenized_reads_as_empty() -> None:
    assert reading_of(Message({"text": "chào"})).folded == []


def test_training_data_is_tokenized_like_messages() -> None:
    data = TrainingData([Message({"text": "chào bạn", "intent": "greet"}), Message({})])

    examples = TOKENIZER.process_training_data(data).training_examples

    assert [token.text for token in examples[0].get("text_tokens")] == ["chào", "bạn"]
    assert examples[1].get("text_tokens") is None


def test_tokens_that_differ_have_different_fingerprints() -> None:
    tokens = tokenized("phí Phí phi").get("text_tokens")

    assert len({token.fingerprint() for token in tokens}) == 3
    assert tokens[0].fingerprint() == tokenized("phí").get("text_tokens")[0].fingerprint()
