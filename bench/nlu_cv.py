"""Cross-validate intents and facets on the training data, with the components as they are.

A procedure's questions all fall into one fold, so every question is asked of a model that never
saw its procedure. Run in the engine's environment:
`PYTHONPATH=. bot/nlu/.venv/bin/python bench/nlu_cv.py`
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot.nlu.no_tensorflow import leave_tensorflow_out

leave_tensorflow_out()

from rasa.engine.graph import ExecutionContext, GraphSchema  # noqa: E402
from rasa.engine.storage.local_model_storage import LocalModelStorage  # noqa: E402
from rasa.engine.storage.resource import Resource  # noqa: E402
from rasa.shared.nlu.training_data.message import Message  # noqa: E402
from rasa.shared.nlu.training_data.training_data import TrainingData  # noqa: E402

from bot.nlu.facets import FACETS, FacetClassifier, facets_of  # noqa: E402
from bot.nlu.importer import ThuTucImporter, read_yaml  # noqa: E402
from bot.nlu.intents import LinearIntentClassifier  # noqa: E402
from bot.nlu.linear import with_typos  # noqa: E402
from bot.nlu.tokenizer import VietnameseTokenizer  # noqa: E402

CONTEXT = ExecutionContext(GraphSchema({}), node_name="component")
TOKENIZER = VietnameseTokenizer(VietnameseTokenizer.get_default_config())


def settings(component: Any) -> dict[str, Any]:
    """The component's settings as config.yml has them."""
    named = {
        entry["name"].rpartition(".")[2]: entry
        for entry in read_yaml(Path("config.yml"))["pipeline"]
    }
    own = {key: value for key, value in named[component.__name__].items() if key != "name"}
    return {**component.get_default_config(), **own}


def trained(component: Any, examples: Sequence[Message]) -> Any:
    """The component trained on the examples."""
    with tempfile.TemporaryDirectory() as folder:
        storage = LocalModelStorage(Path(folder))
        made = component.create(settings(component), storage, Resource("component"), CONTEXT)
        made.train(TrainingData(list(examples)))
        return made


def folds_of(examples: Sequence[Message], count: int) -> list[list[Message]]:
    """The examples in `count` parts, a procedure's questions together."""
    parts: dict[str, list[Message]] = defaultdict(list)
    for number, example in enumerate(examples):
        codes = ((example.get("metadata") or {}).get("intent") or {}).get("codes") or []
        parts[codes[0] if codes else f"alone {number}"].append(example)
    keys = sorted(parts)
    random.Random(0).shuffle(keys)
    folds: list[list[Message]] = [[] for _ in range(count)]
    for key in keys:
        min(folds, key=len).extend(parts[key])
    return folds


def mistyped(example: Message, dice: random.Random) -> Message:
    """The example's question with typos."""
    return Message({"text": " ".join(with_typos(example.get("text").split(), 0.12, dice))})


def asked(example: Message) -> Message:
    """The example's question alone."""
    return Message({"text": example.get("text")})


def predicted(component: Any, questions: Sequence[Message]) -> Sequence[Message]:
    """The questions after the tokenizer and the component."""
    return component.process(TOKENIZER.process(list(questions)))  # type: ignore[no-any-return]


def share(part: float, whole: float) -> float:
    """A rounded quotient, 0 for nothing of nothing."""
    return round(part / whole, 4) if whole else 0.0


def facet_report(pairs: Sequence[tuple[set[str], set[str]]]) -> dict[str, Any]:
    """Micro precision and recall, exact answers, and each facet's own figures."""
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    true: Counter[str] = Counter()
    for wanted, found in pairs:
        right.update(wanted & found)
        said.update(found)
        true.update(wanted)
    hits, answers, truths = (sum(count.values()) for count in (right, said, true))
    return {
        "questions": len(pairs),
        "precision": share(hits, answers),
        "recall": share(hits, truths),
        "f1": share(2 * hits, answers + truths),
        "exact": share(sum(wanted == found for wanted, found in pairs), len(pairs)),
        "facets": {
            name: [share(right[name], said[name]), share(right[name], true[name]), true[name]]
            for name in FACETS
        },
    }


def intent_report(pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Accuracy, mean F1 over intents, and each intent's precision, recall and count."""
    right = Counter(wanted for wanted, found in pairs if wanted == found)
    said = Counter(found for _, found in pairs)
    true = Counter(wanted for wanted, _ in pairs)
    each = {
        name: [share(right[name], said[name]), share(right[name], true[name]), true[name]]
        for name in sorted(true)
    }
    scores = [share(2 * right[name], said[name] + true[name]) for name in true]
    return {
        "questions": len(pairs),
        "accuracy": share(sum(right.values()), len(pairs)),
        "macro_f1": share(sum(scores), len(scores)),
        "intents": each,
    }


def main() -> None:
    """Print one JSON line each for intents and facets, as typed and with typos."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", nargs="+", default=["data"])
    parser.add_argument("--folds", type=int, default=5)
    options = parser.parse_args()
    data = ThuTucImporter(training_data_paths=options.data).get_nlu_data()
    examples = TOKENIZER.process_training_data(data).intent_examples
    folds = folds_of(examples, options.folds)
    intents: dict[str, list[tuple[str, str]]] = {"typed": [], "typos": []}
    facets: dict[str, list[tuple[set[str], set[str]]]] = {"typed": [], "typos": []}
    dice = random.Random(1)
    started = time.perf_counter()
    for number, held_out in enumerate(folds):
        known = [example for other in folds if other is not held_out for example in other]
        classifier = trained(LinearIntentClassifier, known)
        facetter = trained(FacetClassifier, known)
        taught = [example for example in held_out if facets_of(example) is not None]
        for way, form in (("typed", asked), ("typos", lambda one: mistyped(one, dice))):
            questions = predicted(classifier, [form(example) for example in held_out])
            intents[way].extend(
                (example.get("intent"), question.get("intent")["name"] or "")
                for example, question in zip(held_out, questions, strict=True)
            )
            questions = predicted(facetter, [form(example) for example in taught])
            facets[way].extend(
                (facets_of(example) or set(), {found["name"] for found in question.get("facets")})
                for example, question in zip(taught, questions, strict=True)
            )
        print(f"fold {number + 1}/{len(folds)}: {time.perf_counter() - started:.0f} s", flush=True)
    for way in ("typed", "typos"):
        print(json.dumps({"intents": way, **intent_report(intents[way])}, ensure_ascii=False))
        print(json.dumps({"facets": way, **facet_report(facets[way])}, ensure_ascii=False))


if __name__ == "__main__":
    main()
