"""Any content that the rules allow, for property tests."""

import unicodedata
from datetime import date
from typing import Any

from hypothesis import strategies as st

from procedures_db.content import ProcedureContent, Provenance
from procedures_db.terms import (
    AgencyRole,
    ChannelKind,
    CostType,
    DetailLevel,
    DocumentUse,
    Facet,
    FeeKind,
    Level,
    OnlineLevel,
    ProcedureKind,
    ProcedureState,
    TimeUnit,
)
from tests.factories import CODE

DATES = st.dates(date(1990, 1, 1), date(2040, 12, 31))
LETTERS = st.characters(exclude_categories=("C", "Z", "N"))
WORDS = st.text(LETTERS, min_size=1, max_size=12).map(
    lambda text: unicodedata.normalize("NFC", text)
)
WORDS = WORDS.filter(lambda text: "None" not in text)  # in an answer a sign of a missing value
"""Text without digits, so that every number in an answer comes from a fact."""
_NOTHING: st.SearchStrategy[Any] = st.none()
_COUNTS = st.integers(0, 999)
_AMOUNTS = st.integers(1, 2_000_000_000)
_URLS = st.sampled_from(["https://example.vn/a", "https://example.vn/b?c=d"])
_OTHER_SOURCES = st.builds(
    Provenance,
    source=st.just("Nguồn khác"),
    url=st.none() | _URLS,
    decision=st.none() | WORDS,
    fetched_on=DATES,
    verified_on=st.none() | DATES,
)
_OWN_SOURCE = st.builds(
    Provenance, source=st.just("Nguồn chính"), url=st.none() | _URLS, fetched_on=DATES
)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def _rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    fact = st.fixed_dictionaries({"provenance": _maybe(_OTHER_SOURCES), **fields})
    return st.lists(fact, max_size=3)


def _validity() -> st.SearchStrategy[dict[str, Any]]:
    def ordered(days: tuple[date | None, date | None]) -> dict[str, Any]:
        first, last = days
        if first and last and first > last:
            first, last = last, first
        return {"valid_from": first, "valid_to": last}

    return st.tuples(_maybe(DATES), _maybe(DATES)).map(ordered)


def _valid_rows(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    fact = st.fixed_dictionaries({"provenance": _maybe(_OTHER_SOURCES), **fields})
    return st.lists(st.tuples(fact, _validity()).map(lambda pair: pair[0] | pair[1]), max_size=4)


def fee_rows(
    cases: st.SearchStrategy[Any] = _NOTHING, channels: st.SearchStrategy[Any] = _NOTHING
) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Fee rows of every kind; only those of kind `amount` have an amount."""

    def amount_fits(fees: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [fee if fee["kind"] is FeeKind.AMOUNT else fee | {"amount": None} for fee in fees]

    rows = _valid_rows(
        kind=st.sampled_from(FeeKind),
        cost_type=_maybe(st.sampled_from(CostType)),
        amount=_AMOUNTS,
        currency=st.sampled_from(["VND", "USD"]),
        per=_maybe(WORDS),
        from_quantity=_maybe(st.integers(1, 50)),
        cap=_maybe(_AMOUNTS),
        cap_per=_maybe(WORDS),
        channel=channels,
        case=cases,
        label=_maybe(WORDS),
        basis=_maybe(WORDS),
        text=_maybe(WORDS),
    )
    return rows.map(amount_fits)


@st.composite
def contents(draw: st.DrawFn) -> ProcedureContent:
    """Any procedure; its facts name cases, channels and forms that it has."""
    keys = draw(st.lists(st.from_regex(r"[a-z0-9_]{1,8}", fullmatch=True), unique=True, max_size=3))
    offered = draw(st.lists(st.sampled_from(ChannelKind), unique=True, max_size=3))
    forms = draw(st.lists(WORDS, unique=True, max_size=2))
    case = _maybe(st.sampled_from(keys)) if keys else st.none()
    channel = _maybe(st.sampled_from(offered)) if offered else st.none()
    form = _maybe(st.sampled_from(forms)) if forms else st.none()
    time = st.one_of(
        st.fixed_dictionaries({"value": _COUNTS, "unit": st.sampled_from(TimeUnit)}),
        st.fixed_dictionaries({"text": WORDS}),
    )
    fields: dict[str, st.SearchStrategy[Any]] = {
        "uuid": _maybe(st.uuids().map(str)),
        "name": WORDS,
        "short_name": _maybe(WORDS),
        "aliases": st.lists(WORDS, unique=True, max_size=3),
        "summary": _maybe(WORDS),
        "field": _maybe(WORDS),
        "levels": st.lists(st.sampled_from(Level), unique=True),
        "kind": st.sampled_from(ProcedureKind),
        "province": _maybe(WORDS),
        "target_groups": st.lists(WORDS, max_size=2),
        "state": st.sampled_from(ProcedureState),
        "detail": st.sampled_from(DetailLevel),
        "issuing_agency": _maybe(WORDS),
        "decision_number": _maybe(WORDS),
        "decision_date": _maybe(DATES),
        "flags": st.lists(WORDS, max_size=2),
        "provenance": _OWN_SOURCE,
        "agencies": _rows(name=WORDS, role=st.sampled_from(AgencyRole), address=_maybe(WORDS)),
        "documents": _rows(
            name=WORDS,
            case=case,
            originals=_maybe(_COUNTS),
            copies=_maybe(_COUNTS),
            use=st.sampled_from(DocumentUse),
            required=_maybe(st.booleans()),
            when=_maybe(WORDS),
            form=form,
            note=_maybe(WORDS),
            issued_by=_maybe(WORDS),
            needs=st.sampled_from([None, "ai_nop=ho", "ai_nop=minh|ho"]),
        ),
        "questions": st.just(
            [
                {
                    "key": "ai_nop",
                    "text": "Ai nộp?",
                    "options": [{"key": "minh", "label": "Tự nộp"}, {"key": "ho", "label": "Nhờ"}],
                }
            ]
        ),
        "times": st.lists(
            st.tuples(
                time,
                st.fixed_dictionaries({"case": case, "channel": channel, "note": _maybe(WORDS)}),
            ).map(lambda pair: pair[0] | pair[1]),
            max_size=3,
        ),
        "fees": fee_rows(case, channel),
        "exemptions": _valid_rows(
            group=WORDS,
            percent=_maybe(st.integers(1, 100)),
            channel=channel,
            case=case,
            proof=_maybe(WORDS),
        ),
        "online": _rows(level=st.sampled_from(OnlineLevel), url=_maybe(_URLS)),
        "steps": _rows(text=WORDS),
        "conditions": _rows(text=WORDS, case=case),
        "results": _rows(name=WORDS, code=_maybe(WORDS)),
        "legal_basis": _rows(title=WORDS, number=_maybe(WORDS), issued_on=_maybe(DATES)),
        "life_events": st.lists(WORDS, unique=True, max_size=2),
        "related": _rows(code=WORDS, relation=_maybe(WORDS)),
        "overrides": _valid_rows(
            province=WORDS, commune=_maybe(WORDS), facet=st.sampled_from(Facet), text=WORDS
        ),
    }
    drawn = draw(st.fixed_dictionaries(fields))
    drawn |= draw(_validity())
    drawn |= {
        "code": CODE,
        "cases": [{"key": key, "name": f"Trường hợp {key}"} for key in keys],
        "channels": [{"channel": kind} for kind in offered],
        "forms": [{"name": name} for name in forms],
    }
    return ProcedureContent.model_validate(drawn)
