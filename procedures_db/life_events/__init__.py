"""Situations in life and business that take several procedures, in the order to do them."""

from procedures_db.life_events.events import (
    BundleStep,
    LifeEventBundle,
    find_life_event,
    life_events,
)

__all__ = ["BundleStep", "LifeEventBundle", "find_life_event", "life_events"]
