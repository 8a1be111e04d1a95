"""What training the linker yields."""

from dataclasses import dataclass

from procedures_db.search.classifier import Classifier
from procedures_db.search.index import Weights
from procedures_db.search.ranker import Ranker
from procedures_db.search.scope import Scope


@dataclass(frozen=True)
class LinkerModel:
    """What training yields; everything else is rebuilt from the database."""

    weights: Weights
    classifier: Classifier
    ranker: Ranker
    scope: Scope
