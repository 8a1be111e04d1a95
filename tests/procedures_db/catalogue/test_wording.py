"""The catalogue is written in our own words."""

from typing import Any

import pytest

from procedures_db.catalogue.loader import CatalogueFile
from procedures_db.catalogue.sources import Source
from procedures_db.catalogue.wording import LONGEST_RUN, copied_runs
from procedures_db.content import ProcedureContent

SENTENCE = "cơ quan đăng ký hộ tịch có trách nhiệm tra cứu thông tin thông qua kết nối với hệ thống"


def _content(**fields: Any) -> ProcedureContent:
    data = {
        "code": "9.000001",
        "name": "Thủ tục mẫu",
        "provenance": {"source": "Nguồn mẫu", "fetched_on": "2026-07-18"},
    }
    return ProcedureContent.model_validate(data | fields)


def test_copied_sentence_is_found() -> None:
    content = _content(steps=[{"text": f"Sau đó {SENTENCE}."}])

    assert [where for where, _ in copied_runs(content, SENTENCE)] == ["steps.0.text"]


def test_a_run_of_the_allowed_length_is_no_copy() -> None:
    content = _content(summary=" ".join(SENTENCE.split()[:LONGEST_RUN]))

    assert list(copied_runs(content, SENTENCE)) == []


def test_official_names_are_quoted_as_they_are() -> None:
    content = _content(
        forms=[{"name": SENTENCE}],
        documents=[{"name": SENTENCE, "form": SENTENCE}],
        legal_basis=[{"title": SENTENCE}],
        results=[{"name": SENTENCE}],
    )

    assert list(copied_runs(content, SENTENCE)) == []


@pytest.mark.data
def test_no_file_copies_its_source(
    catalogue: list[CatalogueFile], sources: dict[str, Source]
) -> None:
    copies = [
        f"{file.name}: {where}: {words}"
        for file in catalogue
        for where, words in copied_runs(file.content, sources[file.content.code].text)
    ]

    assert copies == []
