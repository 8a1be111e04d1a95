"""From the portal's document groups to cases, papers and forms; notes are not papers."""

import re
from dataclasses import dataclass, field

from procedures_db.content import Case, Form, RequiredDocument
from procedures_db.importers import document_words as words
from procedures_db.importers.text import (
    fold,
    line,
    says_nothing,
    shorten,
    without_bullet,
    without_sign,
)
from procedures_db.terms import DocumentUse

_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|rtf|odt|jpe?g|png|zip|rar)\s*$", re.IGNORECASE)
_VIETNAMESE = re.compile(r"[À-ỹĐđ]|\s")
_NOTE_LIMIT = 600
_HEADING_LIMIT = 160
_NAME_LIMIT = 1_500


@dataclass(frozen=True)
class Paper:
    """One line of a document table as the source prints it."""

    name: str
    originals: int | None = None
    copies: int | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A document table and the heading that it stands under."""

    heading: str
    papers: tuple[Paper, ...]


@dataclass
class DocumentReading:
    """Cases, papers and forms of a procedure."""

    cases: list[Case] = field(default_factory=list)
    documents: list[RequiredDocument] = field(default_factory=list)
    forms: list[Form] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_documents(groups: list[Group]) -> DocumentReading:
    """Return the papers that `groups` really ask for."""
    result = DocumentReading()
    merged = _merge_groups(groups)
    for group in merged:
        heading = line(group.heading).strip(" -")
        if words.is_note_heading(heading):
            result.notes += [without_bullet(line(paper.name)) for paper in group.papers]
            continue
        case = _case(heading, result) if _is_case(heading, merged) else None
        present = words.is_present_heading(heading)
        notes: list[str] = []
        start = len(result.documents)
        for paper in group.papers:
            _read_paper(paper, case, present, result, notes)
        if len(result.documents) > start:
            _attach(result.documents, len(result.documents) - 1, notes)
        else:
            result.notes += notes
    if result.documents and result.notes:
        _attach(result.documents, len(result.documents) - 1, result.notes)
    result.documents = list(dict.fromkeys(result.documents))
    return result


def _merge_groups(groups: list[Group]) -> list[Group]:
    merged: dict[str, Group] = {}
    for group in groups:
        key = fold(group.heading)
        known = merged.get(key)
        papers = (*known.papers, *group.papers) if known else group.papers
        merged[key] = Group(group.heading, papers)
    return list(merged.values())


def _is_case(heading: str, groups: list[Group]) -> bool:
    if not heading or says_nothing(heading) or words.is_plain_heading(heading):
        return False
    if words.is_situation(heading):
        return True
    short = len(heading) <= _HEADING_LIMIT
    return len(groups) > 1 and short and not words.is_note(heading, counted=False)


def _case(heading: str, result: DocumentReading) -> str:
    name = words.heading_name(without_bullet(without_sign(heading))) or heading
    for case in result.cases:
        if case.name == name:
            return case.key
    key = f"case_{len(result.cases) + 1}"
    result.cases.append(Case(key=key, name=shorten(name, 500)))
    return key


def _read_paper(
    paper: Paper, case: str | None, present: bool, result: DocumentReading, notes: list[str]
) -> None:
    name = without_bullet(line(paper.name))
    if not name or says_nothing(name):
        return
    counted = bool(paper.originals or paper.copies or paper.files)
    if not counted and name.endswith(":"):
        return
    if words.is_note(name, counted=counted):
        notes.append(name)
        return
    originals, copies = paper.originals, paper.copies
    if not counted:
        name, originals, copies = words.written_counts(name)
    name, when = words.condition(name)
    form = _form(paper.files, name, result)
    result.documents.append(
        RequiredDocument(
            name=shorten(name.rstrip(" ;,"), _NAME_LIMIT),
            case=case,
            originals=originals,
            copies=copies,
            use=DocumentUse.PRESENT if present else DocumentUse.SUBMIT,
            when=when,
            form=form,
        )
    )


def _form(files: tuple[str, ...], name: str, result: DocumentReading) -> str | None:
    for file in files:
        stem = _FILE.sub("", line(file)).strip(" .")
        readable = bool(stem) and _VIETNAMESE.search(stem) is not None
        title = stem if readable else shorten(name, 200)
        if not title:
            continue
        if all(form.name != title for form in result.forms):
            result.forms.append(Form(name=title))
        return title
    return None


def _attach(documents: list[RequiredDocument], index: int, notes: list[str]) -> None:
    """Add notes for the applicant to a paper, as many whole ones as stay readable."""
    kept: list[str] = []
    for note in dict.fromkeys(notes):
        wanted = not words.is_for_officials(note) and not note.endswith(":") and note
        if wanted and sum(len(item) for item in kept) + len(note) <= _NOTE_LIMIT:
            kept.append(note)
    if kept:
        before = documents[index].note
        text = "\n".join([before, *kept] if before else kept)
        documents[index] = documents[index].model_copy(update={"note": text})
