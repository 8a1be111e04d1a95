"""The catalogue as it is shipped, and the real records where they are."""

import os
from pathlib import Path

import pytest

from procedures_db.catalogue.loader import CatalogueFile, read_catalogue
from procedures_db.catalogue.sources import Source, read_place_source, read_sources


@pytest.fixture(scope="session")
def catalogue() -> list[CatalogueFile]:
    return read_catalogue()


@pytest.fixture(scope="session")
def data_dir() -> Path:
    folder = os.environ.get("THUTUC_TTHC_DATA")
    if not folder:
        pytest.skip("THUTUC_TTHC_DATA does not name the folder of the real records")
    return Path(folder)


@pytest.fixture(scope="session")
def sources(data_dir: Path) -> dict[str, Source]:
    return read_sources(data_dir)


@pytest.fixture(scope="session")
def place_text(data_dir: Path) -> str:
    return read_place_source(data_dir)
