"""Messages of somebody in danger, known by their words: the model alone may miss what it never saw.

The table is `answers/emergencies.yml`. Danger that is over (papers burnt last year, an allowance
after an accident) is a question like any other.
"""

from functools import cache

from procedures_db.word_rules import RuleText, WordRule, read_table


def is_emergency(text: str) -> bool:
    """Return whether `text` tells of danger to life or home right now."""
    reading, rules = _table()
    question = reading.read(text)
    return any(rule.fires(question) for rule in rules)


@cache
def _table() -> tuple[RuleText, tuple[WordRule, ...]]:
    data = read_table("emergencies.yml")
    words, common = data["words"], data["unless"]
    rules = tuple(
        WordRule.of(entry["when"], [*common, *entry.get("unless", ())], words)
        for entry in data["emergencies"]
    )
    return RuleText.of(data["spelled_out"]), rules
