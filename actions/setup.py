"""Build the assistant from the settings."""

from functools import cache

from actions.assistant import Assistant
from procedures_db.calendar import today_in_vietnam
from procedures_db.database import open_engine, session_factory
from procedures_db.facts.rule_store import RuleReader
from procedures_db.offices.finder import OfficeFinder
from procedures_db.read import ProcedureReader
from procedures_db.search.files import load_model
from procedures_db.search.linker import Linker
from procedures_db.settings import DataSettings


def build_assistant(settings: DataSettings) -> Assistant:
    """Open the database and the trained linker; raise ProceduresError when one is missing."""
    sessions = session_factory(open_engine(settings.database_url))
    linker = Linker(sessions, load_model(settings.linker), settings.search_index)
    return Assistant(
        linker,
        ProcedureReader(sessions),
        today_in_vietnam,
        RuleReader(sessions),
        OfficeFinder(sessions),
    )


@cache
def shared_assistant() -> Assistant:
    """Return the process's assistant, for `rasa run actions`, which makes the actions itself."""
    return build_assistant(DataSettings.from_env())
