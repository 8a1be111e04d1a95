"""Fast vectors say the same as the plain ones."""

import numpy as np
import pytest
import scipy.sparse as sp
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import HashingVectorizer

from procedures_db.search.vectors import (
    LETTER_BUCKETS,
    WORD_BUCKETS,
    Grouping,
    Postings,
    letter_counts,
    tfidf,
    top,
    unit_vector,
    word_counts,
)

_TEXTS = st.lists(st.text("abcdeo19 -/", max_size=30), min_size=1, max_size=6)


def _hashed(texts: list[str], buckets: int, **how: object) -> sp.csr_matrix:
    vectorizer = HashingVectorizer(
        n_features=buckets, alternate_sign=False, norm=None, lowercase=False, **how
    )
    return sp.csr_matrix(vectorizer.transform(texts))


@given(_TEXTS)
def test_words_are_counted_as_scikit_learn_counts_them(texts: list[str]) -> None:
    plain = _hashed(texts, WORD_BUCKETS, analyzer="word", token_pattern=r"\S+", ngram_range=(1, 2))

    assert (word_counts(texts) != plain).nnz == 0


@given(_TEXTS)
def test_letters_are_counted_as_scikit_learn_counts_them(texts: list[str]) -> None:
    plain = _hashed(texts, LETTER_BUCKETS, analyzer="char_wb", ngram_range=(2, 5))

    assert (letter_counts(texts) != plain).nnz == 0


@given(st.integers(0, 10_000), st.sampled_from([0.02, 0.2, 0.6]))
def test_postings_multiply_like_the_whole_matrix(seed: int, density: float) -> None:
    dice = np.random.default_rng(seed)
    texts = sp.random(40, 300, density, format="csr", dtype=np.float32, random_state=dice)
    question = sp.random(1, 300, 0.1, format="csr", dtype=np.float32, random_state=dice)

    scores = Postings.of(texts).scores(question.indices, question.data)

    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, (texts @ question.T).toarray().ravel(), atol=1e-5)


def test_postings_of_no_texts_have_no_scores() -> None:
    scores = Postings.of(word_counts([])).scores(np.array([3]), np.ones(1, dtype=np.float32))

    assert len(scores) == 0


def test_unit_vector_is_tfidf_of_one_text() -> None:
    weights = np.random.default_rng(0).random(LETTER_BUCKETS).astype(np.float32)
    question = letter_counts(["cap lai the can cuoc cap"])

    np.testing.assert_allclose(
        unit_vector(question, weights), tfidf(question, weights).data, rtol=1e-6
    )


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(0, 1_000))
def test_groups_are_reduced_one_by_one(owners: list[int], seed: int) -> None:
    owners = sorted(owners)
    scores = np.random.default_rng(seed).random(len(owners)).astype(np.float32)
    grouping = Grouping(np.array(owners, dtype=np.int64), 6)

    best, norm = grouping.best(scores), grouping.norm(scores)

    for owner in range(6):
        own = scores[np.array(owners) == owner] if owners else scores
        assert best[owner] == pytest.approx(max(own, default=0.0))
        assert norm[owner] == pytest.approx((own**8).sum() ** (1 / 8), abs=1e-5)


@given(st.integers(0, 10_000), st.integers(1, 3_000), st.sampled_from([2, 50, 10**6]))
def test_top_finds_the_highest_also_among_equals(seed: int, size: int, kinds: int) -> None:
    scores = np.random.default_rng(seed).integers(0, kinds, size).astype(np.float32)

    found = top(scores, 12)

    assert len(set(found.tolist())) == min(12, size)
    assert sorted(scores[found]) == sorted(scores)[-12:]
