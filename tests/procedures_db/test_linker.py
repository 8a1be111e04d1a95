"""From a question to procedures, over the live database."""

import threading
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from procedures_db import models
from procedures_db.database import transaction
from procedures_db.errors import NotFoundError
from procedures_db.search.files import load_model, save_model
from procedures_db.search.index import SearchIndex
from procedures_db.search.linker import Linker
from procedures_db.search.model import LinkerModel
from procedures_db.store import touch_catalogue
from procedures_db.terms import Origin, ProcedureState
from tests import factories, tiny_catalogue
from tests.factories import content
from tests.tiny_catalogue import BEES, BIRTH, MARRIAGE_ABROAD, MARRIAGE_HERE, PASSPORT

NEW = "9.000200"


def found(linker: Linker, question: str) -> list[str]:
    return [candidate.code for candidate in linker.link(question).candidates]


def first(linker: Linker, question: str) -> str:
    return linker.link(question).candidates[0].code


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("Đăng ký khai sinh", BIRTH),
        ("con mới đẻ làm giấy khai sinh ở đâu", BIRTH),
        ("con em moi sinh lam giay khai sinh het bn", BIRTH),
        ("xin passport mất mấy ngày", PASSPORT),
        ("lam ho chieu", PASSPORT),
        ("khai báo đàn ong giùm tôi", BEES),
        ("em lấy chồng nước ngoài thì đăng ký sao", MARRIAGE_ABROAD),
        ("hai đứa tính đăng ký kết hôn", MARRIAGE_HERE),
    ],
)
def test_question_finds_its_procedure_first(linker: Linker, question: str, code: str) -> None:
    assert first(linker, question) == code


def test_nearly_every_question_written_otherwise_is_found(linker: Linker) -> None:
    asked = [
        (question.replace("cần", "phải có").replace("nộp", "mang"), code)
        for question, code in tiny_catalogue.questions()
    ]

    right = sum(first(linker, question) == code for question, code in asked)

    assert right >= 0.95 * len(asked)


def test_official_name_finds_its_procedure(linker: Linker) -> None:
    for procedure in tiny_catalogue.procedures():
        assert first(linker, procedure.name) == procedure.code


def test_five_are_shown_best_first_with_probabilities(linker: Linker) -> None:
    candidates = linker.link("khai sinh cho bé").candidates

    scores = [candidate.score for candidate in candidates]
    assert len({candidate.code for candidate in candidates}) == 5
    assert scores == sorted(scores, reverse=True)
    assert 0 < sum(scores) <= 1.0001
    assert scores[0] > 0.5


def test_candidates_have_their_official_names(linker: Linker) -> None:
    assert linker.link("khai sinh").candidates[0].name == "Thủ tục đăng ký khai sinh"
    assert linker.name_of(BIRTH) == "Thủ tục đăng ký khai sinh"
    assert linker.name_of("9.999999") is None


def test_same_question_gives_the_same_answer(linker: Linker) -> None:
    question = "cho hỏi giấy tờ cần gì"

    assert linker.link(question) == linker.link(question)


@pytest.mark.parametrize("question", ["", "   ", "???", "🐝", "中文", "\x00"])
def test_question_without_words_finds_nothing(linker: Linker, question: str) -> None:
    linked = linker.link(question)

    assert linked.candidates == ()
    assert linked.in_scope == 0


def test_questions_about_procedures_are_told_from_others(linker: Linker) -> None:
    inside = [linker.link(question).in_scope for question, _ in tiny_catalogue.questions()]
    outside = [linker.link(text).in_scope for text in tiny_catalogue.OUTSIDE]

    assert all(0 <= probability <= 1 for probability in (*inside, *outside))
    assert min(inside) > max(outside)


@settings(max_examples=40)
@given(st.text(max_size=200))
def test_any_text_is_linked_without_failing(linker: Linker, text: str) -> None:
    linked = linker.link(text)

    for probability in (linked.in_scope, *(one.score for one in linked.candidates)):
        assert np.isfinite(probability)
        assert 0 <= probability <= 1


@pytest.mark.parametrize("words", [1, 1_000])
def test_long_questions_are_linked(linker: Linker, words: int) -> None:
    assert first(linker, "khai sinh " * words) == BIRTH


# --- the live database ---------------------------------------------------------------------


def test_published_procedure_is_found_after_a_refresh(
    linker: Linker, sessions: sessionmaker[Session]
) -> None:
    factories.publish(sessions, content(NEW, name="Cấp phép thả diều sáo"))
    before = found(linker, "cấp phép thả diều sáo")

    refreshed = linker.refresh()

    assert refreshed
    assert NEW not in before
    assert first(linker, "cap phep tha dieu sao") == NEW
    assert linker.procedure_count == 21


def test_procedure_is_found_by_an_alias(linker: Linker, sessions: sessionmaker[Session]) -> None:
    factories.publish(
        sessions, content(NEW, name="Chấp thuận hoạt động bay", aliases=["thả diều sáo"])
    )
    linker.refresh()

    assert first(linker, "thả diều sáo") == NEW


def test_procedure_that_is_gone_is_no_longer_found(
    linker: Linker, sessions: sessionmaker[Session]
) -> None:
    renamed = content(BEES, name="Thủ tục thả bướm")
    factories.publish(sessions, renamed)
    linker.refresh()

    assert linker.name_of(BEES) == "Thủ tục thả bướm"
    assert first(linker, "thủ tục thả bướm") == BEES


def test_refresh_without_a_change_does_nothing(linker: Linker) -> None:
    assert not linker.refresh()


def test_abolished_procedure_stays_findable(
    linker: Linker, sessions: sessionmaker[Session]
) -> None:
    with transaction(sessions) as session:
        session.execute(
            update(models.Procedure)
            .where(models.Procedure.code == PASSPORT)
            .values(state=ProcedureState.ABOLISHED)
        )
        touch_catalogue(session)
    linker.refresh()

    assert PASSPORT in found(linker, "làm hộ chiếu")


def test_questions_are_answered_while_the_index_is_rebuilt(
    linker: Linker, sessions: sessionmaker[Session]
) -> None:
    stop = threading.Event()
    wrong: list[str] = []

    def ask() -> None:
        while not stop.is_set():
            code = first(linker, "khai sinh cho bé")
            if code != BIRTH:
                wrong.append(code)

    asking = [threading.Thread(target=ask) for _ in range(2)]
    for thread in asking:
        thread.start()
    for number in range(3):
        factories.publish(sessions, content(f"9.00030{number}", name=f"Cấp phép số {number}"))
        linker.refresh()
    stop.set()
    for thread in asking:
        thread.join()

    assert wrong == []
    assert linker.procedure_count == 23


def accept(sessions: sessionmaker[Session], text: str, code: str) -> None:
    with transaction(sessions) as session:
        session.add(models.WrittenQuestion(text=text, codes=[code], facets=[], origin=Origin.STAFF))
        touch_catalogue(session)


@pytest.mark.parametrize(
    "asked",
    ["con vật có cánh vàng đen", "CON VAT co canh, vang den?", "con vật có cánh vàng đennn"],
)
def test_question_that_staff_settled_is_certain(
    linker: Linker, sessions: sessionmaker[Session], asked: str
) -> None:
    before = first(linker, asked)
    accept(sessions, "con vật có cánh vàng đen", BEES)
    linker.refresh()

    linked = linker.link(asked)

    assert before != BEES
    assert linked.candidates[0].code == BEES
    assert linked.candidates[0].score >= 0.95
    assert linked.in_scope >= 0.95
    assert len({one.code for one in linked.candidates}) == 5
    assert sum(one.score for one in linked.candidates) <= 1.0001


def test_settled_question_outweighs_what_was_written_before(
    linker: Linker, sessions: sessionmaker[Session]
) -> None:
    accept(sessions, "làm giấy khai sinh cần giấy tờ gì", PASSPORT)
    accept(sessions, "câu của thủ tục không còn", "9.999999")
    linker.refresh()

    assert first(linker, "làm giấy khai sinh cần giấy tờ gì") == PASSPORT
    assert linker.link("câu của thủ tục không còn").candidates[0].score < 0.95


@pytest.mark.parametrize("keeps", [False, True])
def test_new_questions_alone_are_indexed_as_everything_anew(
    sessions: sessionmaker[Session],
    tiny_model: LinkerModel,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    keeps: bool,
) -> None:
    tiny_catalogue.fill(sessions)
    kept = tmp_path / "search_index.bin" if keeps else None
    linker = Linker(sessions, tiny_model, kept)
    built: list[int] = []
    build = SearchIndex.build
    monkeypatch.setattr(
        SearchIndex,
        "build",
        lambda *given: built.append(1) or build(*given),  # type: ignore[func-returns-value]
    )
    accept(sessions, "đàn ong nhà tôi bay mất thì khai ở đâu", BEES)

    linker.refresh()

    assert built == []
    again = Linker(sessions, tiny_model, kept)
    assert built == ([] if keeps else [1])  # the start reads what the refresh has kept
    for question, _ in tiny_catalogue.questions()[::7]:
        assert linker.link(question) == again.link(question)


def test_empty_database_finds_nothing(
    sessions: sessionmaker[Session], tiny_model: LinkerModel
) -> None:
    linker = Linker(sessions, tiny_model)

    assert linker.procedure_count == 0
    assert linker.link("làm giấy khai sinh").candidates == ()


def test_database_with_one_procedure_finds_it(
    sessions: sessionmaker[Session], tiny_model: LinkerModel
) -> None:
    factories.publish(sessions, content(NEW, name="Cấp phép thả diều"))

    assert found(Linker(sessions, tiny_model), "thả diều") == [NEW]


# --- the model's file ----------------------------------------------------------------------


def test_model_is_the_same_after_saving(
    linker: Linker, sessions: sessionmaker[Session], tiny_model: LinkerModel, tmp_path: Path
) -> None:
    path = tmp_path / "models" / "linker.npz"
    save_model(tiny_model, path)

    loaded = Linker(sessions, load_model(path))

    for question, _ in tiny_catalogue.questions()[::8]:
        expected, again = linker.link(question), loaded.link(question)
        assert again.candidates[0].code == expected.candidates[0].code
        assert again.candidates[0].score == pytest.approx(expected.candidates[0].score, abs=0.02)
        assert again.in_scope == pytest.approx(expected.in_scope, abs=0.02)
    assert list(path.parent.iterdir()) == [path]


def test_missing_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match="thutuc train"):
        load_model(tmp_path / "linker.npz")


def test_model_of_another_version_says_what_to_do(
    tiny_model: LinkerModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "linker.npz"
    monkeypatch.setattr("procedures_db.search.files.FORMAT", 0)
    save_model(tiny_model, path)
    monkeypatch.undo()

    with pytest.raises(NotFoundError, match="thutuc train"):
        load_model(path)


@pytest.mark.parametrize("junk", [b"", b"junk", b"PK\x03\x04 cut off"])
def test_broken_model_file_says_what_to_do(tmp_path: Path, junk: bytes) -> None:
    path = tmp_path / "linker.npz"
    path.write_bytes(junk)

    with pytest.raises(NotFoundError, match="thutuc train"):
        load_model(path)
