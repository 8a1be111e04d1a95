"""Facet classifier: which facts about a procedure a question asks for, several at once."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.linear import Grams, LinearTextModel, Reading, with_typos
from bot.nlu.tokenizer import reading_of

OVERVIEW = "overview"
FACETS = (
    "documents",
    "fee",
    "exemption",
    "time",
    "place",
    "online",
    "conditions",
    "steps",
    "form",
    "legal_basis",
    "result",
    OVERVIEW,
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FacetClassifier(GraphComponent):
    """Sets `facets`, the facts asked for, surest first.

    When none is sure it names the likeliest, which is below the threshold; `overview` never
    stands beside another facet.
    """

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

        `intents` names those whose examples carry `facets` in their metadata; `typos` is the
        share of words mistyped in a second copy of the examples.
        """
        return {
            "intents": ["ask_procedure", "follow_up"],
            "threshold": 0.5,
            "sharpness": 2.0,
            "word_ngrams": 2,
            "min_examples": 2,
            "typos": 0.12,
        }

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FacetClassifier:
        """An untrained classifier."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit on the examples whose metadata names facets, and store the model."""
        examples = [
            (reading, facets)
            for example in training_data.intent_examples
            if example.get("intent") in self._config["intents"]
            and (facets := facets_of(example)) is not None
            and (reading := reading_of(example)).folded
        ]
        if not examples:
            return self._resource
        dice = random.Random(0)  # noqa: S311 - the same typos at every training
        examples.extend(
            (Reading(with_typos(reading.folded, self._config["typos"], dice)), facets)
            for reading, facets in examples[:]
        )
        self._model = LinearTextModel.fit(
            [reading for reading, _ in examples],
            np.array([[facet in facets for facet in FACETS] for _, facets in examples]),
            list(FACETS),
            Grams(
                word_longest=self._config["word_ngrams"],
                min_examples=self._config["min_examples"],
            ),
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
    ) -> FacetClassifier:
        """The classifier as trained, or untrained when no model was stored."""
        try:
            with model_storage.read_from(resource) as folder:
                return cls(config, model_storage, resource, LinearTextModel.load(folder))
        except (ValueError, FileNotFoundError):
            return cls(config, model_storage, resource)

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the facets of each message."""
        for message in messages:
            message.set("facets", self._recognise(reading_of(message)), add_to_output=True)
        return messages

    def _recognise(self, reading: Reading) -> list[dict[str, Any]]:
        if self._model is None or not reading.folded:
            return []
        margins = np.clip(self._config["sharpness"] * self._model.margins(reading), -30.0, 30.0)
        certainties = (1.0 / (1.0 + np.exp(-margins))).tolist()
        chances = dict(zip(self._model.labels, certainties, strict=True))
        ranked = sorted(chances, key=lambda name: -chances[name])
        sure = [name for name in ranked if chances[name] >= self._config["threshold"]]
        if len(sure) > 1:
            sure = [name for name in sure if name != OVERVIEW]
        names = sure or ranked[:1]
        return [{"name": name, "confidence": round(chances[name], 4)} for name in names]


def facets_of(example: Message) -> set[str] | None:
    """The facets a training example's metadata names, or None if it says nothing of facets.

    Rasa hands a block's metadata over as `{"intent": …}` and an example's own as
    `{"example": …}`; the example's own counts first. No facets at all means an overview.
    """
    metadata = example.get("metadata") or {}
    for level in ("example", "intent"):
        block = metadata.get(level)
        if isinstance(block, dict) and "facets" in block:
            facets = set(block["facets"] or [OVERVIEW])
            unknown = facets.difference(FACETS)
            if unknown:
                raise ValueError(
                    f"unknown facets {sorted(unknown)} in the metadata of “{example.get('text')}”"
                )
            return facets
    return None
