"""What every file of the catalogue keeps to."""

from collections import defaultdict

from procedures_db.catalogue.loader import CatalogueFile
from procedures_db.terms import DetailLevel, FeeKind, ProcedureState

LIFE_EVENTS = {
    "Có con nhỏ",
    "Học tập",
    "Việc làm",
    "Cư trú và giấy tờ tùy thân",
    "Hôn nhân và gia đình",
    "Điện lực, nhà ở, đất đai",
    "Sức khỏe và y tế",
    "Phương tiện và người lái",
    "Hưu trí",
    "Người thân qua đời",
    "Giải quyết khiếu kiện",
}
LISTS_OF_FACTS = (
    *("agencies", "cases", "forms", "documents", "channels", "times", "fees", "exemptions"),
    *("online", "steps", "conditions", "results", "legal_basis", "related", "overrides"),
)
LONGEST_SENTENCE = 260


def test_codes_are_unique_and_are_the_names_of_the_files(catalogue: list[CatalogueFile]) -> None:
    codes = [file.content.code for file in catalogue]

    assert len(codes) == len(set(codes)) > 0
    for file in catalogue:
        assert file.name.partition("/")[2].startswith(f"{file.content.code}-"), file.name


def test_a_folder_holds_one_field(catalogue: list[CatalogueFile]) -> None:
    fields = defaultdict(set)
    for file in catalogue:
        fields[file.name.partition("/")[0]].add(file.content.field)

    assert {folder: found for folder, found in fields.items() if len(found) > 1} == {}


def test_every_fact_has_a_source_and_dates(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        own = [file.content.provenance]
        for name in LISTS_OF_FACTS:
            own += [row.provenance for row in getattr(file.content, name) if row.provenance]
        for provenance in own:
            assert provenance.source, file.name
            assert provenance.verified_on is not None, file.name
            assert provenance.fetched_on <= provenance.verified_on, file.name


def test_every_procedure_says_what_citizens_ask_first(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        content = file.content
        assert content.detail is DetailLevel.FULL, file.name
        assert content.state is ProcedureState.ACTIVE, file.name
        for name in ("uuid", "short_name", "summary", "field", "levels", "target_groups"):
            assert getattr(content, name), f"{file.name}: {name}"
        for name in ("agencies", "documents", "channels", "results", "legal_basis", "life_events"):
            assert getattr(content, name), f"{file.name}: {name}"
        assert content.provenance.url, file.name
        assert 3 <= len(content.steps) <= 8, file.name


def test_aliases_are_what_people_type(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        content = file.content
        folded = [alias.casefold() for alias in content.aliases]
        assert 5 <= len(folded) == len(set(folded)) <= 12, file.name
        assert content.name.casefold() not in folded, file.name


def test_one_alias_means_one_procedure(catalogue: list[CatalogueFile]) -> None:
    owners = defaultdict(set)
    for file in catalogue:
        for alias in file.content.aliases:
            owners[alias.casefold()].add(file.content.code)

    assert {alias: codes for alias, codes in owners.items() if len(codes) > 1} == {}


def test_life_events_are_the_portals_groups(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        assert set(file.content.life_events) <= LIFE_EVENTS, file.name


def test_cases_make_a_difference(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        content = file.content
        rows = (
            *content.documents,
            *content.times,
            *content.fees,
            *content.exemptions,
            *content.conditions,
        )
        unused = {case.key for case in content.cases} - {row.case for row in rows}
        assert len(content.cases) != 1, f"{file.name}: one case is no choice"
        assert len(unused) <= 1, f"{file.name}: {unused}"  # one may be "none of the others"


def test_every_form_belongs_to_a_paper(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        used = {paper.form for paper in file.content.documents}
        mentioned = " ".join(paper.note or "" for paper in file.content.documents)
        for form in file.content.forms:
            code = form.name.rpartition("mẫu ")[2].rstrip(")")
            assert form.name in used or code in mentioned or len(used) > 1, f"{file.name}: {form}"


def test_sentences_are_short(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        content = file.content
        texts = [content.summary, *(step.text for step in content.steps)]
        texts += [condition.text for condition in content.conditions]
        for text in texts:
            assert text is None or len(text) <= LONGEST_SENTENCE, f"{file.name}: {text}"


def test_an_unknown_fee_says_why(catalogue: list[CatalogueFile]) -> None:
    for file in catalogue:
        for fee in file.content.fees:
            assert fee.kind is not FeeKind.UNKNOWN or fee.text, file.name
