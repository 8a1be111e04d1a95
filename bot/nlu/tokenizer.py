"""Tokenizer for Vietnamese as people type it: one token per syllable or number."""

import unicodedata
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import Reading
from bot.nlu.text import syllables, written_out


class Syllable(Token):
    """A token whose fingerprint costs nothing; Rasa takes six hashes of every token."""

    def fingerprint(self) -> str:
        """What tells two tokens apart, as it stands."""
        return f"{self.start} {self.end} {self.text} {self.lemma}"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class VietnameseTokenizer(Tokenizer):
    """Tokens are offsets into the message's own text; lemmas are folded and written out."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Intents are never split; there is nothing to tune."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_"}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Tokenize the examples' texts; nothing of ours needs tokens of intent names."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Tokenize the messages' texts."""
        for message in messages:
            if isinstance(message.get("text"), str):
                message.set("text_tokens", self.tokenize(message, "text"))
        return messages

    def tokenize(self, message: Message, attribute: str) -> list[Token]:
        """The syllables and numbers of the attribute's text; none for text without any."""
        return [
            Syllable(found.group(), found.start(), found.end(), lemma=written_out(found.group()))
            for found in syllables(message.get(attribute) or "")
        ]


def reading_of(message: Message) -> Reading:
    """A tokenized message's text as the linear models read it."""
    tokens = message.get("text_tokens") or ()
    return Reading(
        folded=[word for token in tokens for word in token.lemma.split()],
        accented=[
            unicodedata.normalize("NFC", token.text.lower())
            for token in tokens
            if not token.text.isascii()
        ],
    )
