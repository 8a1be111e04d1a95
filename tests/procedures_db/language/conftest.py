"""One reader for all tests: it takes half a second to build and keeps nothing of what it reads."""

import pytest

from procedures_db.language.case import CaseReader


@pytest.fixture(scope="session")
def reader() -> CaseReader:
    """Return a reader with the shipped words and places."""
    return CaseReader()
