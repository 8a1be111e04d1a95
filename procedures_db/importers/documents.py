"""From the portal's document groups to cases, papers and forms; notes are not papers."""

import re
from dataclasses import dataclass, field

from procedures_db.content import Case, Form, RequiredDocument
from procedures_db.importers.text import (
    clean,
    fold,
    line,
    says_nothing,
    shorten,
    without_bullet,
    without_sign,
)
from procedures_db.terms import DocumentUse

_NOTE_HEADING = re.compile(r"^\W*(?:lưu ý|ghi chú|chú ý|chú thích)\b", re.IGNORECASE)
_PRESENT_HEADING = re.compile(r"xuất trình", re.IGNORECASE)
_SITUATION = re.compile(
    r"^\W*(?:\(?[\da-zđ.]{1,4}[).]\s*)?(?:\W*)(?:trường hợp|đối với|khi|nếu|hồ sơ (?:đề nghị|đăng ký|cấp|hỗ trợ|đối với)"
    r"|cấp|đăng ký|thành phần hồ sơ (?:đối với|đăng ký|cấp|trong))\b",
    re.IGNORECASE,
)
_GENERAL_HEADING = re.compile(
    r"^\W*(?:\(?[\da-zđ.]{1,4}[).]\s*)?\W*(?:(?:các )?(?:thành phần )?(?:hồ sơ|giấy tờ)(?: (?:gồm|bao gồm|phải nộp|cần nộp|"
    r"phải xuất trình|gồm có|kèm theo|nộp|như sau))*|bao gồm|gồm|thành phần(?: hồ sơ)?)"
    r"(?:\s*\(bản chính\))?\W*(?:mỗi loại \d+ bản)?\W*(?:bao gồm|gồm)?\W*$",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^(?:\*?\s*lưu ý|ghi chú|chú ý|ví dụ|trường hợp .{10,}?(?:\bthì\b|không phải|không yêu cầu|được sử dụng"
    r"|phải gửi kèm|lựa chọn)|đối với giấy tờ|người (?:tiếp nhận|yêu cầu|có yêu cầu|nộp|thực hiện)|cán bộ|cơ quan"
    r"|cá nhân (?:có quyền|được)|bản chụp các giấy tờ|(?:các )?(?:giấy tờ|tài liệu|hồ sơ)(?: nêu trên|,? tài liệu nêu trên)? (?:nêu trên|nếu bằng tiếng)|giấy tờ do cơ quan có thẩm quyền của nước ngoài|nếu bên )",
    re.IGNORECASE | re.DOTALL,
)
_TO_OFFICIALS = re.compile(
    r"^\W*(?:người tiếp nhận|cán bộ|cơ quan|công chức)\b|người tiếp nhận (?:có trách nhiệm|hồ sơ thực hiện)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"^(?:(?:\d+|một|hai|ba)?\s*(?:\(?\d*\)?\s*)?)(?:bản|đơn|tờ|giấy|hộ chiếu|văn bản|hợp đồng|biên bản|phiếu"
    r"|danh sách|ảnh|sơ đồ|quyết định|báo cáo|chứng|thẻ|sổ|hồ sơ|tài liệu|mẫu|bằng|phương án"
    r"|thuyết minh|công văn|tờ trình|dự án|dự thảo|bộ|mảnh|trích|lý lịch|kết quả|thông báo"
    r"|thông tin|căn cước|hóa đơn|vận đơn|giấy phép|điều lệ|quy chế|kế hoạch|bảng|đề án|các)\b",
    re.IGNORECASE,
)
_WHEN_OPENING = re.compile(
    r"^(?P<when>(?:đối với|trường hợp|trong trường hợp|nếu)\s+[^:;]{5,220}?)"
    r"(?::\s*|,?\s+thì (?:phải )?(?:nộp|có|kèm theo|bổ sung|hồ sơ còn có:?)\s*(?:thêm |lại )?)(?P<rest>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_WHEN_CLOSING = re.compile(
    r"^(?P<rest>.{8,}?)[\s,]*\(?(?P<when>(?:đối với|trong|áp dụng(?: đối với| cho)?)\s+(?:các )?"
    r"(?:trường hợp|người|cá nhân|tổ chức|doanh nghiệp|trẻ)[^()]{4,300}|nếu có|nếu ủy quyền[^()]*)\)?\W*$",
    re.IGNORECASE | re.DOTALL,
)
_HEADING_END = re.compile(
    r"[\s,:;]*(?:thì )?(?:(?:thành phần )?hồ sơ )?(?:bao gồm|gồm có|gồm)?\s*[:;,.]*$", re.IGNORECASE
)
_COUNTS = re.compile(r"[\s:,(]*\b0*(\d{1,2})\s+bản (chính|sao|gốc)\W*$", re.IGNORECASE)
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
        if _NOTE_HEADING.match(heading):
            result.notes += [without_bullet(line(paper.name)) for paper in group.papers]
            continue
        case = _case(heading, result) if _is_case(heading, merged) else None
        present = _PRESENT_HEADING.search(heading) is not None and "nộp" not in heading.lower()
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
    if not heading or says_nothing(heading) or _GENERAL_HEADING.match(heading):
        return False
    if _PRESENT_HEADING.search(heading) and not _SITUATION.match(heading):
        return False
    if re.match(r"^\W*(?:các )?giấy tờ phải nộp", heading, re.IGNORECASE):
        return False
    if _SITUATION.match(heading):
        return True
    return len(groups) > 1 and len(heading) <= _HEADING_LIMIT and not _NOTE.match(heading)


def _case(heading: str, result: DocumentReading) -> str:
    name = _HEADING_END.sub("", without_bullet(without_sign(heading))).rstrip(" :;,.") or heading
    for case in result.cases:
        if case.name == name:
            return case.key
    key = f"case_{len(result.cases) + 1}"
    result.cases.append(Case(key=key, name=shorten(name, 500)))
    return key


def _read_paper(
    paper: Paper, case: str | None, present: bool, result: DocumentReading, notes: list[str]
) -> None:
    raw = clean(paper.name)
    name = without_bullet(line(raw)).strip()
    if not name or says_nothing(name):
        return
    uncounted = not paper.originals and not paper.copies and not paper.files
    if uncounted and name.endswith(":"):
        return
    if _NOTE.match(name) and (uncounted or name.lower().startswith(("lưu ý", "* lưu ý", "ví dụ"))):
        notes.append(name)
        return
    if uncounted and len(name) > 300 and not _PAPER.match(name):
        notes.append(name)
        return
    originals, copies = paper.originals, paper.copies
    if uncounted:
        originals = copies = None
        name, originals, copies = _written_counts(name)
    name, when = _condition(name)
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


def _written_counts(name: str) -> tuple[str, int | None, int | None]:
    """Return the name without a count that it ends in ("…: 1 bản chính"), and the count."""
    match = _COUNTS.search(name)
    if match is None or match.start() < 3:
        return name, None, None
    count = int(match[1])
    rest = name[: match.start()].rstrip(" :,(")
    if match[2].lower() == "sao":
        return rest, None, count
    return rest, count, None


def _condition(name: str) -> tuple[str, str | None]:
    """Return the paper's name and the condition under which it is asked for."""
    opening = _WHEN_OPENING.match(name)
    if opening and (_PAPER.match(opening["rest"]) or len(opening["rest"]) < 400):
        return _capital(opening["rest"]), opening["when"].strip(" ,")
    closing = _WHEN_CLOSING.match(name)
    if closing and closing["rest"].count("(") == closing["rest"].count(")"):
        return closing["rest"].rstrip(" ,;("), closing["when"].strip(" ,.;")
    return name, None


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
        wanted = not _TO_OFFICIALS.search(note) and not note.endswith(":") and note
        if wanted and sum(len(item) for item in kept) + len(note) <= _NOTE_LIMIT:
            kept.append(note)
    if kept:
        before = documents[index].note
        text = "\n".join([before, *kept] if before else kept)
        documents[index] = documents[index].model_copy(update={"note": text})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
