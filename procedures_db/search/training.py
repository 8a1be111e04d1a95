"""Train the linker from the database: classifier, ranker and word weights."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from procedures_db.search.classifier import Classifier
from procedures_db.search.entries import Entries, Floats, Texts
from procedures_db.search.fit_classifier import fit_classifier
from procedures_db.search.fit_ranker import fit_ranker
from procedures_db.search.fit_scope import fit_scope
from procedures_db.search.index import SearchIndex, Weights
from procedures_db.search.model import LinkerModel
from procedures_db.search.ranker import Candidates, Ranker, Scorer
from procedures_db.search.scope import Scope, describe
from procedures_db.search.text import normalise, normalise_name
from procedures_db.search.vectors import Query

_HELD_OUT = 0.25
_UNASKED = 0.15
_UNASKED_IMPORTANCE = 0.15
_MOST_SAMPLES = 5_000
_NAMED = 2_500
_NAMED_IMPORTANCE = 0.2
_DROPPED = 0.3
_LONGEST_NAME = 14
_SEED = 20261123


# How people who have the official name before them ask; folded.
_FRAMES = (
    "{}",
    "{} o dau",
    "thoi han giai quyet {} la bao lau",
    "le phi {} la bao nhieu",
    "thu tuc {} can nhung giay to gi",
    "dieu kien de {} la gi",
    "trinh tu thuc hien {}",
    "lam sao de {}",
)


@dataclass(frozen=True)
class Practice:
    """Questions as the ranker meets them: candidates, the right ones, and how much each counts."""

    scorer: Scorer
    candidates: list[Candidates]
    golds: list[npt.NDArray[np.bool_]]
    importance: Floats
    asked: int
    """How many of them, from the first, people wrote; the others quote official names."""


def train(entries: Entries, outside: Sequence[str], *, jobs: int = 2) -> LinkerModel:
    """Train on all questions, and on `outside`: messages that are about no procedure."""
    weights = Weights.of(entries)
    practice = practise(entries, weights, jobs=jobs)
    ranker = fit_ranker(practice.candidates, practice.golds, practice.importance)
    scope = _fit_scope(practice, ranker, outside)
    return LinkerModel(weights, _fit(entries, list(entries.meanings), jobs), ranker, scope)


def practise(entries: Entries, weights: Weights, *, jobs: int = 2) -> Practice:
    """Return questions that index and classifier have not seen, for the ranker to learn from.

    Some procedures play the part of those without written questions, so that the ranker also
    learns to find a procedure by its name and page alone.
    """
    dice = np.random.default_rng(_SEED)
    asked = np.unique(entries.questions.owners)
    unasked = set(dice.choice(asked, int(len(asked) * _UNASKED), replace=False).tolist())
    held_out = {
        text: not unasked.isdisjoint(owners)
        for text, owners in entries.meanings.items()
        if not unasked.isdisjoint(owners) or dice.random() < _HELD_OUT
    }
    kept = [at for at, text in enumerate(entries.questions.texts) if text not in held_out]
    questions = Texts([entries.questions.texts[at] for at in kept], entries.questions.owners[kept])
    partial = replace(entries, questions=questions)
    classifier = _fit(entries, [text for text in entries.meanings if text not in held_out], jobs)
    scorer = Scorer(SearchIndex.build(partial, weights), classifier)
    texts = list(held_out)
    candidates, golds, marks = [], [], []
    for at in dice.permutation(len(held_out))[:_MOST_SAMPLES]:
        text = texts[at]
        found = scorer.candidates(Query.of([text]))
        gold = found.owners == entries.meanings[text][0]
        if gold.any():
            candidates.append(found)
            golds.append(gold)
            marks.append(held_out[text])
    mark = np.array(marks, dtype=bool)
    importance = (1 - _NAMED_IMPORTANCE) * np.where(
        mark,
        _UNASKED_IMPORTANCE / max(int(mark.sum()), 1),
        (1 - _UNASKED_IMPORTANCE) / max(int((~mark).sum()), 1),
    )
    named = list(_by_name(entries, scorer, dice))
    importance = np.append(importance, np.full(len(named), _NAMED_IMPORTANCE / max(len(named), 1)))
    candidates += [found for found, _ in named]
    golds += [gold for _, gold in named]
    return Practice(scorer, candidates, golds, importance.astype(np.float32), len(marks))


def _by_name(
    entries: Entries, scorer: Scorer, dice: np.random.Generator
) -> Iterator[tuple[Candidates, npt.NDArray[np.bool_]]]:
    """Yield questions that quote an official name, shortened and with words left out."""
    names = [normalise_name(name) for name in entries.names]
    owners: dict[str, list[int]] = {}
    for owner, name in enumerate(names):
        owners.setdefault(name, []).append(owner)
    for owner in dice.permutation(entries.count)[:_NAMED]:
        words = names[owner].split()
        if len(words) > _LONGEST_NAME:
            words = words[: dice.integers(_LONGEST_NAME // 2, len(words) + 1)]
        kept = [word for word in words if dice.random() > _DROPPED] or words
        frame = _FRAMES[dice.integers(len(_FRAMES))]
        found = scorer.candidates(Query.of([frame.format(" ".join(kept))]))
        gold = np.isin(found.owners, owners[names[owner]])
        if gold.any():
            yield found, gold


def _fit_scope(practice: Practice, ranker: Ranker, outside: Sequence[str]) -> Scope:
    texts = [text for text in map(normalise, outside) if text]
    found = [practice.scorer.candidates(Query.of([text])) for text in texts]
    return fit_scope(
        [describe(one, ranker.probabilities(one)) for one in practice.candidates[: practice.asked]],
        [describe(one, ranker.probabilities(one)) for one in found],
    )


def _fit(entries: Entries, texts: list[str], jobs: int) -> Classifier:
    meanings = [tuple(entries.codes[owner] for owner in entries.meanings[text]) for text in texts]
    return fit_classifier(texts, meanings, jobs=jobs)
