"""Read amounts, times, shares, dates and legal numbers out of Vietnamese text."""

from procedures_db.language.pipeline import DATE, DURATION, LAW, MONEY, PERCENT, build_pipeline
from procedures_db.language.reader import TextReader
from procedures_db.language.values import Duration, Money

__all__ = [
    "DATE",
    "DURATION",
    "LAW",
    "MONEY",
    "PERCENT",
    "Duration",
    "Money",
    "TextReader",
    "build_pipeline",
]
