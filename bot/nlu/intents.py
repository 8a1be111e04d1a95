"""Intent classifier: a linear model over folded n-grams, its scores as probabilities."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import Grams, LinearTextModel, Reading
from bot.nlu.tokenizer import reading_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and the best of `intent_ranking`; no intent for a text without words."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: LinearTextModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        """A tokenizer must come first."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The values cross-validation chose.

        `balance` is between 0, every example counts alike, and 1, every intent counts alike;
        `sharpness` turns margins into probabilities.
        """
        return {
            "ranking_length": 3,
            "balance": 0.75,
            "sharpness": 3.7,
            "word_ngrams": 2,
            "char_ngrams": [2, 4],
            "min_examples": 2,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> LinearIntentClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on every example that has an intent and a word, and store the model."""
        examples = [
            (reading, example.get("intent"))
            for example in training_data.intent_examples
            if (reading := reading_of(example)).folded
        ]
        if not examples:
            return self._resource
        counts = Counter(intent for _, intent in examples)
        labels = sorted(counts)
        shortest, longest = self._config["char_ngrams"]
        self._model = LinearTextModel.fit(
            [reading for reading, _ in examples],
            np.array([[intent == label for label in labels] for _, intent in examples]),
            labels,
            Grams(
                word_longest=self._config["word_ngrams"],
                char_shortest=shortest,
                char_longest=longest,
                accents=True,
                min_examples=self._config["min_examples"],
            ),
            [
                (len(examples) / len(labels) / counts[label]) ** self._config["balance"]
                for label in labels
            ],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LinearIntentClassifier:
        """The classifier as trained, or untrained when no model was stored."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, LinearTextModel.load(folder))
        except (ValueError, FileNotFoundError):
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Classify each message."""
        for message in messages:
            ranking = self._rank(reading_of(message))
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set("intent", best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def _rank(self, reading: Reading) -> list[dict[str, Any]]:
        if self._model is None or not reading.folded:
            return []
        margins = self._model.margins(reading)
        chances = np.exp(self._config["sharpness"] * (margins - margins.max()))
        chances /= chances.sum()
        best = np.argsort(-chances)[: self._config["ranking_length"]]
        return [
            {"name": self._model.labels[i], "confidence": round(float(chances[i]), 4)} for i in best
        ]
