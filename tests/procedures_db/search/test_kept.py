"""The kept search index answers as a new one does, and is only used when it fits."""

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.search import kept
from procedures_db.search.entries import entries_of, read_source
from procedures_db.search.index import SearchIndex
from procedures_db.search.kept import kept_index
from procedures_db.search.linker import Linker
from procedures_db.search.model import LinkerModel
from procedures_db.store import touch_catalogue
from tests import tiny_catalogue

Sessions = Callable[[], Session]
QUESTIONS = (
    "nuôi ong hết bao nhiêu",
    "thả diều",
    "giấy tờ mở quán cà phê",
    "con em mới sinh làm giấy gì",
    "xyz",
)


@pytest.fixture
def tiny_sessions(sessions: sessionmaker[Session]) -> Sessions:
    tiny_catalogue.fill(sessions)
    return sessions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "models" / "search_index.bin"


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Gets a word each time an index is built from texts."""
    times: list[str] = []
    build = SearchIndex.build

    def counted(*arguments: object) -> SearchIndex:
        times.append("built")
        return build(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(SearchIndex, "build", counted)
    return times


def test_second_start_reads_the_index_and_answers_the_same(
    tiny_sessions: Sessions, tiny_model: LinkerModel, file: Path, built: list[str]
) -> None:
    plain = Linker(tiny_sessions, tiny_model)
    first = Linker(tiny_sessions, tiny_model, file)
    second = Linker(tiny_sessions, tiny_model, file)

    assert built == ["built", "built"]
    for question in QUESTIONS:
        assert plain.link(question) == first.link(question) == second.link(question)
        for candidate in plain.link(question).candidates:
            assert second.name_of(candidate.code) == candidate.name


def test_every_array_is_kept_as_it_was(
    tiny_sessions: Sessions, tiny_model: LinkerModel, file: Path
) -> None:
    with tiny_sessions() as session:
        source = read_source(session)
    new = SearchIndex.build(entries_of(source), tiny_model.weights).arrays
    kept_index(file, source, tiny_model.weights)

    again = kept_index(file, source, tiny_model.weights).arrays

    assert again.keys() == new.keys()
    for name, array in new.items():
        assert again[name].dtype == array.dtype
        np.testing.assert_array_equal(again[name], array)


def test_changed_question_makes_a_new_index(
    tiny_sessions: Sessions, tiny_model: LinkerModel, file: Path, built: list[str]
) -> None:
    Linker(tiny_sessions, tiny_model, file)
    with tiny_sessions() as session:
        question = session.scalars(select(models.WrittenQuestion)).first()
        assert question is not None
        question.text = "thả diều nuôi ong mở quán"
        session.commit()

    linker = Linker(tiny_sessions, tiny_model, file)

    assert len(built) == 2
    asked = "thả diều nuôi ong mở quán"
    assert linker.link(asked) == Linker(tiny_sessions, tiny_model).link(asked)


def test_refresh_keeps_the_new_index(
    tiny_sessions: Sessions, tiny_model: LinkerModel, file: Path, built: list[str]
) -> None:
    linker = Linker(tiny_sessions, tiny_model, file)
    with tiny_sessions() as session:
        session.add(
            models.WrittenQuestion(
                text="câu mới toanh", codes=["9.000001"], facets=[], origin="written"
            )
        )
        touch_catalogue(session)
        session.commit()
    linker.refresh()
    Linker(tiny_sessions, tiny_model, file)

    assert len(built) == 1  # a new question is indexed without building it all


def test_other_weights_or_other_code_make_a_new_index(
    tiny_sessions: Sessions,
    tiny_model: LinkerModel,
    file: Path,
    built: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with tiny_sessions() as session:
        source = read_source(session)
    kept_index(file, source, tiny_model.weights)
    doubled = replace(tiny_model.weights, words=tiny_model.weights.words * 2)
    kept_index(file, source, doubled)
    monkeypatch.setattr(kept, "_made_by", lambda: b"another version")
    kept_index(file, source, tiny_model.weights)

    assert len(built) == 3


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"",
        lambda whole: whole[: len(whole) // 2],
        lambda whole: whole + b"x",
        lambda whole: b"{}\n" + whole,
        lambda whole: b"[]\n",
        lambda whole: b"\x00" * len(whole),
    ],
    ids=["empty", "half", "longer", "no key", "another shape", "zeros"],
)
def test_broken_file_is_replaced(
    damage: Callable[[bytes], bytes],
    tiny_sessions: Sessions,
    tiny_model: LinkerModel,
    file: Path,
    built: list[str],
) -> None:
    Linker(tiny_sessions, tiny_model, file)
    whole = file.read_bytes()
    file.write_bytes(damage(whole))

    linker = Linker(tiny_sessions, tiny_model, file)

    assert len(built) == 2
    assert linker.link("nuôi ong").candidates
    assert file.read_bytes() == whole


def test_full_disk_leaves_the_linker_working(
    tiny_sessions: Sessions,
    tiny_model: LinkerModel,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept.os, "fsync", full)
    with caplog.at_level(logging.WARNING):
        linker = Linker(tiny_sessions, tiny_model, file)

    assert linker.link("nuôi ong").candidates
    assert "could not be kept" in caplog.text
    assert list(file.parent.iterdir()) == []
