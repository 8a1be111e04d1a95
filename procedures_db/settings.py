"""Where the data lives; read once from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class DataSettings:
    """Database, models and question files."""

    database_url: str
    models: Path
    questions: Path
    dialogue: Path

    @property
    def linker(self) -> Path:
        """The trained linker."""
        return self.models / "linker.npz"

    @property
    def search_index(self) -> Path:
        """The built search index, kept for the next start."""
        return self.models / "search_index.bin"

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Self:
        """Read THUTUC_DATABASE_URL, THUTUC_VAR and THUTUC_MODELS; everything has a default."""
        var = Path(env.get("THUTUC_VAR", ROOT / "var"))
        return cls(
            database_url=env.get("THUTUC_DATABASE_URL") or f"sqlite:///{var / 'thutuc.db'}",
            models=Path(env.get("THUTUC_MODELS", ROOT / "models")),
            questions=ROOT / "data" / "nlu" / "procedures",
            dialogue=ROOT / "data" / "nlu" / "dialogue",
        )
