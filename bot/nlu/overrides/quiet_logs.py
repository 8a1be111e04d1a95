"""Keep what people type out of the log.

Replaces `configure_structlog` (rasa/utils/log_utils.py), whose error records hold the local
variables of every frame and whose debug records hold messages, slots and trackers.
"""

import logging
import os
from collections.abc import MutableMapping
from typing import Any

import rasa.utils.log_utils
import structlog
from rasa.shared.constants import DEFAULT_LOG_LEVEL, ENV_LOG_LEVEL

# Everything else of a structured record may quote a person.
KEPT_KEYS = frozenset({"event", "event_info", "event_key", "level", "exc_info", "exception"})


def drop_content(
    logger: Any, method: str, record: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """Only the names of the event and of its error remain."""
    return {key: value for key, value in record.items() if key in KEPT_KEYS}


def configure_structlog(log_level: int | None = None) -> None:
    """Send Rasa's structured records to standard logging as one line without content."""
    if log_level is None:
        log_level = logging.getLevelName(os.environ.get(ENV_LOG_LEVEL, DEFAULT_LOG_LEVEL))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.add_log_level,
            drop_content,
            structlog.processors.ExceptionRenderer(
                structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
            ),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        context_class=dict,
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(log_level),
        cache_logger_on_first_use=True,
    )


def install() -> None:
    """Use the quiet configuration wherever Rasa configures structlog from now on."""
    rasa.utils.log_utils.configure_structlog = configure_structlog
