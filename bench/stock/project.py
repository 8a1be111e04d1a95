"""The files of a Rasa project with the stock default pipeline over our domain and questions."""

import random
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bench.questions import SEED, read_examples
from procedures_db.search.corpus import read_questions

_STORIES = (
    ("ask_procedure", "follow_up"),
    ("greet", "ask_procedure", "thank"),
    ("ask_procedure", "out_of_scope", "goodbye"),
)


def pipeline(epochs: int) -> dict[str, Any]:
    """Return what `rasa init` of Rasa 3.6 writes into config.yml, its commented defaults said."""
    return {
        "recipe": "default.v1",
        "assistant_id": "stock",
        "language": "vi",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "RegexFeaturizer"},
            {"name": "LexicalSyntacticFeaturizer"},
            {"name": "CountVectorsFeaturizer"},
            {
                "name": "CountVectorsFeaturizer",
                "analyzer": "char_wb",
                "min_ngram": 1,
                "max_ngram": 4,
            },
            {"name": "DIETClassifier", "epochs": epochs, "constrain_similarities": True},
            {"name": "EntitySynonymMapper"},
            {"name": "ResponseSelector", "epochs": epochs, "constrain_similarities": True},
            {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
        ],
        "policies": [
            {"name": "MemoizationPolicy"},
            {"name": "RulePolicy"},
            {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": epochs},
            {
                "name": "TEDPolicy",
                "max_history": 5,
                "epochs": epochs,
                "constrain_similarities": True,
            },
        ],
    }


def write_project(
    root: Path, folder: Path, *, epochs: int, examples: int, action_port: int
) -> dict[str, int]:
    """Write the project; return how many examples each intent has, `examples` in all at most."""
    folder.mkdir(parents=True, exist_ok=True)
    rules = sorted((root / "data" / "rules").glob("*.yml"))
    actions = _actions(rules)
    chosen = choose_examples(root / "data" / "nlu", examples)
    data = folder / "data"
    data.mkdir(exist_ok=True)
    for path in rules:
        (data / path.name).write_text(path.read_text("utf-8"), "utf-8")
    (folder / "domain.yml").write_text((root / "domain.yml").read_text("utf-8"), "utf-8")
    _write(folder / "config.yml", pipeline(epochs))
    _write(folder / "credentials.yml", {"rest": None})
    _write(
        folder / "endpoints.yml",
        {"action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"}},
    )
    _write(
        data / "nlu.yml",
        {
            "version": "3.1",
            "nlu": [
                {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
                for intent, texts in chosen.items()
            ],
        },
    )
    _write(
        data / "stories.yml",
        {
            "version": "3.1",
            "stories": [
                {
                    "story": " then ".join(intents),
                    "steps": [
                        step
                        for intent in intents
                        for step in ({"intent": intent}, {"action": actions[intent]})
                    ],
                }
                for intents in _STORIES
            ],
        },
    )
    return {intent: len(texts) for intent, texts in chosen.items()}


def choose_examples(nlu: Path, limit: int) -> dict[str, list[str]]:
    """Return a fixed sample of the training data by intent.

    Half are questions about procedures, the other intents share the rest.
    """
    dice = random.Random(SEED)
    others: dict[str, set[str]] = defaultdict(set)
    for path in sorted((nlu / "dialogue").glob("*.yml")):
        for intent, text in read_examples(path):
            others[intent].add(text)
    asked = sorted({question.text for question in read_questions(nlu / "procedures")})
    chosen = {"ask_procedure": dice.sample(asked, min(len(asked), limit // 2))}
    each = max(2, limit // 2 // max(len(others), 1))
    for intent in sorted(others):
        texts = sorted(others[intent])
        chosen.setdefault(intent, []).extend(dice.sample(texts, min(len(texts), each)))
    return chosen


def _actions(rules: list[Path]) -> Mapping[str, str]:
    """Return the action that the rules name for each intent."""
    found: dict[str, str] = {}
    for path in rules:
        for rule in yaml.safe_load(path.read_text("utf-8"))["rules"]:
            intent, action = rule["steps"]
            found[intent["intent"]] = action["action"]
    return found


def _write(path: Path, content: object) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
