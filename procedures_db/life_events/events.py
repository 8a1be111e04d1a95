"""Read the bundles, and recognise the messages that ask for one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Literal

from procedures_db.search.text import normalise
from procedures_db.yaml_text import read_yaml

Audience = Literal["citizen", "business"]

_FILES: tuple[tuple[str, Audience], ...] = (
    ("citizens.yml", "citizen"),
    ("businesses.yml", "business"),
)
_GAP = r"(?:\S+ ){0,3}"
_LONGEST = 30
_SHORT = 13
"""A message this short that asks what to do, asks what all there is to do."""
# Which things, all of them: "làm những gì", "các thủ tục nào", "bắt đầu từ đâu".
_ASKS_ALL = re.compile(
    r"(?<!\S)(?:(?:nhung|cac|may) (?:gi|giay to|thu tuc|giay|viec|buoc)(?: \S+){0,3}?"
    r"(?: gi| nao| can lam| phai lam)?"
    r"|bat dau tu dau|lo (?:lieu )?(?:nhung )?gi|nhung gi|giay to gi het|thu tuc gi het"
    r"|gi truoc gi sau)(?!\S)"
)
_ASKS_WHAT = re.compile(
    r"(?<!\S)(?:phai|can|nen|thi) (?:di )?(?:lam|chuan bi|lo|co) (?:thu tuc |giay to "
    r"|viec )?gi(?!\S)"
)
# Words of single procedures: a message that names one asks about it, not about the whole event.
_NAMES_ONE = re.compile(
    r"(?<!\S)(?:khai sinh|chung sinh|khai tu|trich luc|can cuoc|ho chieu|thuong tru"
    r"|tam tru|ho khau|bao hiem y te"
    r"|bao hiem xa hoi|thai san|tro cap|ket hon|doc than|tinh trang hon nhan|ly hon|so do"
    r"|so hong|sang ten|di chuc"
    r"|thua ke|giay phep|bang lai|bien so|truoc ba|ly lich tu phap|luong huu|mai tang"
    r"|tuat|chung thuc|cong chung"
    r"|ho kinh doanh|ma so thue|giam ho|con nuoi|nhan cha|nhan con|hoc phi|hoc ba"
    r"|chuyen truong|hoa giai|le phi"
    r"|tach ho|thi thuc|dinh danh|nguoi co cong|liet si|thuong binh|the chap|vay"
    r"|kham chua benh|tai khoan)(?!\S)"
)


@dataclass(frozen=True)
class BundleStep:
    """One procedure of a bundle."""

    code: str
    why: str
    when: str | None = None
    """Only then; None is always."""
    first: bool = False
    """A linked procedure, which is the way to begin where it may be used."""
    covers: tuple[str, ...] = ()
    """Codes of the procedures that it does in one go."""


@dataclass(frozen=True)
class LifeEventBundle:
    """A life event with its procedures in order."""

    key: str
    name: str
    audience: Audience
    question: str
    """A question that asks for it, as people say it."""
    intro: str
    steps: tuple[BundleStep, ...]


@dataclass(frozen=True)
class _Rule:
    bundle: LifeEventBundle
    when: re.Pattern[str]
    unless: re.Pattern[str] | None

    def fits(self, said: str) -> bool:
        return bool(self.when.search(said)) and not (self.unless and self.unless.search(said))


def life_events() -> tuple[LifeEventBundle, ...]:
    """Return all bundles: those for citizens, then those for businesses."""
    return tuple(rule.bundle for rule in _rules())


def find_life_event(text: str) -> LifeEventBundle | None:
    """Return the event about which a message asks what all there is to do, or None.

    A message that names a single procedure never means a bundle.
    """
    said = normalise(text)
    length = len(said.split())
    asks = _ASKS_ALL.search(said) or (length <= _SHORT and _ASKS_WHAT.search(said))
    if not asks or length > _LONGEST:
        return None
    fitting = [rule for rule in _rules() if rule.fits(said)]
    if not fitting or _NAMES_ONE.search(said):
        return None
    return fitting[0].bundle


@cache
def _rules() -> tuple[_Rule, ...]:
    folder = resources.files("procedures_db.life_events")
    return tuple(
        _rule(entry, audience)
        for name, audience in _FILES
        for entry in read_yaml(folder.joinpath(name).read_text("utf-8"))
    )


def _rule(entry: dict[str, Any], audience: Audience) -> _Rule:
    steps = tuple(
        BundleStep(
            step["code"],
            step["why"],
            step.get("if"),
            step.get("first", False),
            tuple(step.get("covers", ())),
        )
        for step in entry["steps"]
    )
    bundle = LifeEventBundle(
        entry["key"], entry["name"], audience, entry["question"], entry["intro"], steps
    )
    unless = entry.get("unless")
    return _Rule(bundle, _pattern(entry["when"]), _pattern(unless) if unless else None)


def _pattern(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return one pattern for all; each begins and ends with whole words."""
    filled = (pattern.replace(".. ", _GAP) for pattern in patterns)
    return re.compile(rf"(?<!\S)(?:{'|'.join(filled)})(?!\S)")
