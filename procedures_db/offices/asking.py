"""Questions about opening hours: "mấy giờ làm việc", "thứ bảy có mở cửa không"."""

import re

from procedures_db.search.text import normalise
from procedures_db.terms import Facet

_WORKS = r"(?:lam viec|mo cua|dong cua|nghi trua|tiep dan|tiep nhan|nhan ho so)"
_DAY = r"(?:thu (?:2|3|4|5|6|7|hai|ba|nam|sau|bay)|chu nhat|cuoi tuan|ngay le|buoi (?:trua|toi))"
_PERSON = r"(?:(?:ho|nguoi ta|can bo|xa|phuong|o do|mot cua|uy ban|ubnd|cong an) )?"
_HOURS = re.compile(
    rf"(?<!doi )\bgio (?:lam viec|mo cua|dong cua|tiep nhan|nhan ho so|tiep dan)"
    r"(?: (?:tu )?may gio(?: (?:den|toi) may gio)?)?"
    r"|\bgio hanh chinh (?:la )?(?:tu )?may gio(?: (?:den|toi) may gio)?"
    rf"|\b(?:may gio|luc nao) (?:thi )?{_PERSON}(?:con |moi |bat dau )?{_WORKS}"
    rf"|\b{_WORKS} (?:\w+ ){{0,2}}?(?:tu |den |toi |luc |tu luc )?may gio(?: (?:den|toi) may gio)?"
    rf"|\b{_DAY} {_PERSON}(?:co |con |cung )?(?:{_WORKS}|lam|nghi|nhan)(?: khong| ko| k)?\b"
    rf"|\b(?:con|dang|co) (?:mo cua|dong cua)\b|\bmo cua (?:chua|khong|ko)\b"
)
_DURATION = re.compile(r"\b(?:bao lau|may (?:ngay|hom|tuan|thang|bua)|bao gio|khi nao|thoi han)\b")


def asks_hours(text: str) -> bool:
    """Return whether a message asks when an office is open."""
    return _HOURS.search(normalise(text)) is not None


def without_hours(text: str) -> str:
    """Return a message in plain words, without those that ask when an office is open."""
    return _HOURS.sub(" ", normalise(text))


def facets_of_hours(text: str, facets: tuple[Facet, ...]) -> tuple[Facet, ...]:
    """Return what a message about opening hours asks: the place, which has them.

    Time is how long it takes; the model takes "mấy giờ" for that where nothing else says so.
    """
    dropped = {Facet.OVERVIEW}
    if not _DURATION.search(normalise(text)):
        dropped.add(Facet.TIME)
    kept = {Facet.PLACE, *facets} - dropped
    return tuple(facet for facet in Facet if facet in kept)
