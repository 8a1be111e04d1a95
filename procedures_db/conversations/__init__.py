"""What citizens asked and what became of it: recorded, rated, deleted, delivered."""

from procedures_db.conversations.channels import (
    channel_is_on,
    channels_off,
    current_notice,
    end_notices,
    set_notice,
    switch_channel,
)
from procedures_db.conversations.deletion import Deleted, delete_conversation, purge_older_than
from procedures_db.conversations.ratings import add_feedback, add_satisfaction
from procedures_db.conversations.turns import history, record_turn

__all__ = [
    "Deleted",
    "add_feedback",
    "add_satisfaction",
    "channel_is_on",
    "channels_off",
    "current_notice",
    "delete_conversation",
    "end_notices",
    "history",
    "purge_older_than",
    "record_turn",
    "set_notice",
    "switch_channel",
]
