"""Small replacements of Rasa 3.6.21 internals, one a module, each naming what it replaces.

Rasa is frozen at this version, so its internals stay put; `apply_overrides` still checks it.
"""

import rasa.version

from bot.nlu.overrides import (
    action_failures,
    action_schema,
    direct_graph,
    event_types,
    keep_alive,
    light_copies,
    plain_text,
    quiet_logs,
)

REPLACED_VERSION = "3.6.21"

__all__ = ["REPLACED_VERSION", "WrongRasaVersionError", "apply_overrides"]


class WrongRasaVersionError(RuntimeError):
    """Raised when another Rasa is installed than the one the overrides were written for."""


def apply_overrides(*, slash_is_text: bool) -> None:
    """Install every override; `slash_is_text` also takes "/intent" messages as plain text."""
    if rasa.version.__version__ != REPLACED_VERSION:
        raise WrongRasaVersionError(
            f"the engine needs Rasa {REPLACED_VERSION}, not {rasa.version.__version__}"
        )
    quiet_logs.install()
    action_schema.install()
    action_failures.install()
    event_types.install()
    direct_graph.install()
    keep_alive.install()
    light_copies.install()
    if slash_is_text:
        plain_text.install()
