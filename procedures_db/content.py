"""The whole content of one procedure, as the catalogue, importers, revisions and API exchange it.

Every importer produces a `ProcedureContent`, `store.publish` writes it to rows, and a revision
keeps it as JSON. Names follow CPSV-AP 3.2 where it has them. Money is integer đồng.
"""

import hashlib
import unicodedata
from datetime import date
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, HttpUrl, model_validator

from procedures_db.terms import (
    AgencyRole,
    ChannelKind,
    CostType,
    DetailLevel,
    DocumentUse,
    FeeKind,
    Level,
    OnlineLevel,
    ProcedureKind,
    ProcedureState,
    TimeUnit,
)


def _clean(text: str) -> str:
    cleaned = unicodedata.normalize("NFC", text).strip()
    if not cleaned:
        raise ValueError("text is blank")
    if "\0" in cleaned:  # PostgreSQL cannot store it
        raise ValueError("text holds a NUL character")
    return cleaned


def _https(value: str) -> str:
    HttpUrl(value)
    return value


Text = Annotated[str, AfterValidator(_clean)]
Url = Annotated[str, AfterValidator(_https)]
Count = Annotated[int, Field(ge=0)]
_NEED = r"[a-z0-9_]+=[a-z0-9_]+(?:\|[a-z0-9_]+)*"
Needs = Annotated[str, Field(pattern=rf"^{_NEED}(?: & {_NEED})*$")]
"""Answers that must hold: `question=option`, several options by `|`, several questions by ` & `."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def parse_needs(needs: str | None) -> list[tuple[str, frozenset[str]]]:
    """Return the questions that a `Needs` names, each with the options that satisfy it."""
    terms = [term.partition("=") for term in needs.split(" & ")] if needs else []
    return [(question, frozenset(options.split("|"))) for question, _, options in terms]


def _check_need(needed: tuple[str, frozenset[str]], answers: dict[str, set[str]]) -> None:
    question, options = needed
    if not options <= answers.get(question, set()):
        raise ValueError(f"no earlier question {question!r} has the options {sorted(options)}")


class Provenance(_Model):
    """Where a fact was read, and when."""

    source: Text
    url: Url | None = None
    decision: Text | None = None
    fetched_on: date
    verified_on: date | None = None


class _Fact(_Model):
    """A row of its own; without `provenance` it has its procedure's."""

    provenance: Provenance | None = None


class Agency(_Fact):
    """An office and what it does in the procedure (CPSV-AP PublicOrganisation)."""

    name: Text
    role: AgencyRole = AgencyRole.EXECUTING
    address: Text | None = None
    """Where papers are handed in, as the source words it."""


class Case(_Fact):
    """A situation with papers, fees or times of its own; `key` is unique in the procedure."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]
    name: Text


class CaseOption(_Model):
    """One answer to a case question, and what it decides."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,20}$")]
    label: Text
    """What the citizen reads and taps."""
    words: list[Text] = []
    """What people write who are in this situation; one of them in a message is this answer."""
    case: str | None = None
    """The procedure's case it selects; the cases of the other answers do not hold then."""
    channels: list[ChannelKind] = []
    """The only channels that are open then; empty leaves all."""


class CaseQuestion(_Fact):
    """What to ask to know which papers, fees, times and channels hold for a person."""

    key: Annotated[str, Field(pattern=r"^[a-z0-9_]{1,16}$")]
    text: Text
    options: Annotated[list[CaseOption], Field(min_length=2, max_length=8)]
    needs: Needs | None = None
    """Answers to earlier questions without which it is not asked."""


class Form(_Fact):
    """A form to fill in."""

    name: Text
    url: Url | None = None


class RequiredDocument(_Fact):
    """One paper of the file (CPSV-AP EvidenceType). `None` means the source does not say."""

    name: Text
    case: str | None = None
    originals: Count | None = None
    copies: Count | None = None
    use: DocumentUse = DocumentUse.SUBMIT
    required: bool | None = None
    when: Text | None = None
    """The condition under which the paper is needed; `None` is always."""
    form: str | None = None
    """Name of one of the procedure's forms."""
    note: Text | None = None
    needs: Needs | None = None
    """The answers to case questions with which the paper is needed; `when` says it in words."""
    issued_by: str | None = None
    """Code of the procedure whose result the paper is."""
    held_by: Text | None = None
    """The national database that holds it, so that it need not be handed in."""
    unless: Text | None = None
    """When a paper that a database holds is needed after all."""
    held_basis: Text | None = None
    """The rule by which what a database holds is not asked for."""

    @model_validator(mode="after")
    def _held_fits(self) -> Self:
        if (self.unless or self.held_basis) and not self.held_by:
            raise ValueError("unless and held_basis go with held_by")
        return self


class SubmissionChannel(_Fact):
    """A way to hand the application in (CPSV-AP Channel)."""

    channel: ChannelKind
    description: Text | None = None


class ProcessingTime(_Fact):
    """How long it takes from a valid application; `text` is shown when there is no clean value."""

    channel: ChannelKind | None = None
    case: str | None = None
    value: Annotated[int, Field(ge=0)] | None = None
    unit: TimeUnit | None = None
    text: Text | None = None
    note: Text | None = None
    basis: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which the row applies."""

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if (self.value is None) != (self.unit is None):
            raise ValueError("a time has both value and unit, or neither")
        if self.value is None and not self.text:
            raise ValueError("a time without a value needs its text")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self


class Fee(_Fact):
    """What it costs (CPSV-AP Cost); `amount` is in `currency`, đồng unless said otherwise."""

    kind: FeeKind
    cost_type: CostType | None = None
    amount: Annotated[int, Field(gt=0)] | None = None
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "VND"
    per: Text | None = None
    """What one amount pays: lần, bản, trang, người, thẻ …"""
    from_quantity: Annotated[int, Field(ge=1)] | None = None
    """First unit this tier applies to (the third page: 3); `None` is the first."""
    cap: Annotated[int, Field(gt=0)] | None = None
    """The most that is charged for one `cap_per`."""
    cap_per: Text | None = None
    channel: ChannelKind | None = None
    case: str | None = None
    label: Text | None = None
    adds_up: bool | None = None
    """Due together with the other rows that add up; `None` is when the source does not say."""
    basis: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day on which the row applies."""
    text: Text | None = None
    """The source's own wording, for rows read by a program."""

    @model_validator(mode="after")
    def _kind_fits(self) -> Self:
        if (self.kind is FeeKind.AMOUNT) != (self.amount is not None):
            raise ValueError("a fee has an amount exactly when its kind is 'amount'")
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self


class FeeExemption(_Fact):
    """Who pays less; `percent` is the share waived (100 = nothing to pay)."""

    group: Text
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    channel: ChannelKind | None = None
    case: str | None = None
    proof: Text | None = None
    basis: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    text: Text | None = None


class OnlineService(_Fact):
    """Where one applies online."""

    level: OnlineLevel = OnlineLevel.UNKNOWN
    url: Url | None = None


class Step(_Fact):
    """One step, in order."""

    text: Text


class Condition(_Fact):
    """A requirement the applicant must meet (CPSV-AP Requirement)."""

    text: Text
    case: str | None = None


class Result(_Fact):
    """What the applicant receives (CPSV-AP Output)."""

    name: Text
    code: Text | None = None


class LegalBasis(_Fact):
    """A legal document (CPSV-AP LegalResource)."""

    title: Text
    number: Text | None = None
    issued_on: date | None = None


class RelatedProcedure(_Fact):
    """A pointer to another procedure."""

    code: Text
    relation: Text | None = None


class PlaceOverride(_Fact):
    """What a province or commune has decided otherwise, about one facet."""

    province: Text
    commune: Text | None = None
    facet: Text
    text: Text
    basis: Text | None = None
    valid_from: date | None = None
    valid_to: date | None = None


class ProcedureContent(_Model):
    """One procedure (CPSV-AP PublicService) with everything that belongs to it."""

    code: Annotated[str, Field(pattern=r"^[0-9A-Za-zĐđ.\-_]{3,40}$")]
    uuid: str | None = None
    name: Text
    short_name: Text | None = None
    aliases: list[Text] = []
    summary: Text | None = None
    field: Text | None = None
    levels: list[Level] = []
    kind: ProcedureKind = ProcedureKind.NATIONAL
    province: Text | None = None
    """The province whose own procedure this is (kind `provincial`)."""
    target_groups: list[Text] = []
    state: ProcedureState = ProcedureState.ACTIVE
    detail: DetailLevel = DetailLevel.FULL
    issuing_agency: Text | None = None
    decision_number: Text | None = None
    decision_date: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    flags: list[Text] = []
    """What a person should check: contradictions and expired clauses found while reading."""
    provenance: Provenance

    agencies: list[Agency] = []
    cases: list[Case] = []
    questions: list[CaseQuestion] = []
    forms: list[Form] = []
    documents: list[RequiredDocument] = []
    channels: list[SubmissionChannel] = []
    times: list[ProcessingTime] = []
    fees: list[Fee] = []
    exemptions: list[FeeExemption] = []
    online: list[OnlineService] = []
    steps: list[Step] = []
    conditions: list[Condition] = []
    results: list[Result] = []
    legal_basis: list[LegalBasis] = []
    life_events: list[Text] = []
    related: list[RelatedProcedure] = []
    overrides: list[PlaceOverride] = []

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        keys = [case.key for case in self.cases]
        if len(keys) != len(set(keys)):
            raise ValueError("case keys must differ")
        priced: list[ProcessingTime | Fee | FeeExemption] = [
            *self.times,
            *self.fees,
            *self.exemptions,
        ]
        named = {row.case for row in priced}
        named |= {row.case for row in self.documents} | {row.case for row in self.conditions}
        for case in named - {None, *keys}:
            raise ValueError(f"unknown case {case!r}")
        offered = {channel.channel for channel in self.channels}
        for channel in {row.channel for row in priced} - offered:
            if channel is not None:
                raise ValueError(f"channel {channel.value!r} is not among the channels")
        names = {form.name for form in self.forms}
        for document in self.documents:
            if document.form is not None and document.form not in names:
                raise ValueError(f"unknown form {document.form!r}")
        return self

    @model_validator(mode="after")
    def _questions_fit(self) -> Self:
        answers: dict[str, set[str]] = {}
        for question in self.questions:
            for needed in parse_needs(question.needs):
                _check_need(needed, answers)
            if question.key in answers:
                raise ValueError(f"question {question.key!r} is there twice")
            answers[question.key] = {option.key for option in question.options}
            if len(answers[question.key]) != len(question.options):
                raise ValueError(f"question {question.key!r} has an option twice")
            for option in question.options:
                if option.case not in {None, *(case.key for case in self.cases)}:
                    raise ValueError(f"unknown case {option.case!r}")
                if not set(option.channels) <= {row.channel for row in self.channels}:
                    raise ValueError(f"option {option.key!r} names a channel that is not offered")
        for document in self.documents:
            for needed in parse_needs(document.needs):
                _check_need(needed, answers)
        return self

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON data without the fields that hold their default."""
        return self.model_dump(mode="json", exclude_defaults=True)

    def fingerprint(self) -> str:
        """Return a hash that changes exactly when the content does."""
        canonical = self.model_dump_json(exclude_defaults=True)
        return hashlib.sha256(canonical.encode()).hexdigest()
