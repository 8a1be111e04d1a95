"""Excel and CSV files of procedures: written row by row, read row by row, trusted in nothing."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.xml import DEFUSEDXML

from procedures_db.content import ProcedureContent
from procedures_db.editing import messages
from procedures_db.editing.sheets import FormulaCell, Reader, table_rows, tables
from procedures_db.errors import ContentError, ImportFileError

LARGEST_FILE = 50 * 1024 * 1024
_LARGEST_UNPACKED = 400 * 1024 * 1024
_MOST_FILES = 200
_HIGHEST_RATIO = 200
_LONGEST_CELL = 32_767  # Excel's limit
_STARTS_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f]|_(?=x[0-9A-Fa-f]{4}_)")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_GUIDE = "Hướng dẫn"


def write_excel(contents: Iterable[ProcedureContent], target: IO[bytes]) -> int:
    """Write a workbook with a sheet per table and return how many procedures it has."""
    book = Workbook(write_only=True)
    guide = book.create_sheet(_GUIDE)
    guide.column_dimensions["A"].width = 110
    for line in messages.GUIDE:
        guide.append([line])
    sheets = {}
    for key, table in tables().items():
        sheet = sheets[key] = book.create_sheet(table.title)
        sheet.freeze_panes = "B2"
        head = [_styled(sheet, label, bold=True) for label in table.labels()]
        for at in range(len(head)):
            sheet.column_dimensions[chr(65 + at) if at < 26 else f"A{chr(39 + at)}"].width = 24
        sheet.append(head)
    count = 0
    for content in contents:
        count += 1
        for key, cells in table_rows(content):
            sheets[key].append([_excel_cell(sheets[key], cell) for cell in cells])
    book.save(target)
    return count


def write_csv(contents: Iterable[ProcedureContent], target: IO[bytes]) -> int:
    """Write a zip of CSV files, one per table, and return how many procedures it has."""
    files = {key: io.StringIO(newline="") for key in tables()}
    writers = {key: csv.writer(file) for key, file in files.items()}
    for key, table in tables().items():
        writers[key].writerow(table.labels())
    count = 0
    for content in contents:
        count += 1
        for key, cells in table_rows(content):
            writers[key].writerow([neutralised(cell) for cell in cells])
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for key, file in files.items():
            archive.writestr(f"{key}.csv", "\ufeff" + file.getvalue())
    return count


def read_file(path: Path, name: str) -> Reader:
    """Read a workbook, a zip of CSV files, or one CSV file; raise ImportFileError on others."""
    if path.stat().st_size > LARGEST_FILE:
        raise ImportFileError(messages.FILE_TOO_LARGE)
    suffix = Path(name).suffix.lower()
    reader = Reader()
    if suffix in (".xlsx", ".zip"):
        with _archive(path) as archive:
            if suffix == ".zip":
                _read_csv_files(archive, reader)
        if suffix == ".xlsx":
            _read_excel(path, reader)
    elif suffix == ".csv":
        with path.open("rb") as file:
            _read_csv(_table_key(Path(name).stem), file, reader)
    else:
        raise ImportFileError(messages.FILE_KIND)
    reader.stray()
    return reader


def neutralised(cell: Any) -> Any:
    """Return a CSV cell that no spreadsheet program computes; `restored` gives it back."""
    if isinstance(cell, str) and _STARTS_FORMULA.match(cell):
        return "'" + cell
    return "" if cell is None else cell


def restored(text: str) -> str:
    """Return what `neutralised` was given."""
    return text[1:] if text.startswith("'") and _STARTS_FORMULA.match(text[1:]) else text


def _styled(sheet: Any, value: str, *, bold: bool = False, quoted: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    if quoted:
        cell.style = "Normal"
        cell.quotePrefix = True
    return cell


def _excel_cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    text = _UNWRITABLE.sub(lambda match: f"_x{ord(match[0]):04X}_", value)
    if len(text) > _LONGEST_CELL:
        raise ContentError(messages.CELL_TOO_LONG.format(start=text[:60]))
    # A text cell is never computed; the quote prefix keeps it so when somebody edits it.
    return _styled(sheet, text, quoted=True) if _STARTS_FORMULA.match(text) else text


def _archive(path: Path) -> zipfile.ZipFile:
    """Open a zip after looking at what it would become; nothing of it is written to disk."""
    try:
        archive = zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise ImportFileError(messages.FILE_BROKEN) from error
    entries = archive.infolist()
    problem = None
    if len(entries) > _MOST_FILES or sum(one.file_size for one in entries) > _LARGEST_UNPACKED:
        problem = messages.FILE_BOMB
    for one in entries:
        if one.file_size > 1_000_000 and one.file_size > _HIGHEST_RATIO * one.compress_size:
            problem = messages.FILE_BOMB
        parts = re.split(r"[/\\]", one.filename)
        if ".." in parts or one.filename.startswith(("/", "\\")) or ":" in one.filename:
            problem = messages.FILE_PATHS
        if one.flag_bits & 1:
            problem = messages.FILE_LOCKED
    if problem:
        archive.close()
        raise ImportFileError(problem)
    return archive


def _read_excel(path: Path, reader: Reader) -> None:
    if not DEFUSEDXML:  # openpyxl takes it when it is installed, as it always is here
        raise ImportFileError(messages.FILE_BROKEN)
    titles = {table.title.casefold(): key for key, table in tables().items()}
    try:
        with path.open("rb") as file:
            _read_book(file, titles, reader)
    except (
        InvalidFileException,
        DefusedXmlException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # what the XML parser raises
        EOFError,
    ) as error:
        raise ImportFileError(messages.FILE_BROKEN) from error


def _read_book(file: IO[bytes], titles: dict[str, str], reader: Reader) -> None:
    book = load_workbook(file, read_only=True, data_only=False, keep_links=False)
    try:
        for sheet in book.worksheets:
            key = titles.get(sheet.title.strip().casefold())
            if key is not None:
                _feed(reader, key, _excel_rows(sheet))
            elif sheet.title != _GUIDE:
                raise ImportFileError(messages.SHEET_UNKNOWN.format(title=sheet.title))
    finally:
        book.close()


def _excel_rows(sheet: Any) -> Iterator[tuple[int, list[Any]]]:
    for number, cells in enumerate(sheet.iter_rows(), 1):
        yield number, [_value_of(cell) for cell in cells]


def _value_of(cell: Any) -> Any:
    value = cell.value
    if isinstance(value, str):
        if cell.data_type == "f":
            return FormulaCell()
        return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
    return FormulaCell() if value is not None and cell.data_type == "f" else value


def _read_csv_files(archive: zipfile.ZipFile, reader: Reader) -> None:
    for entry in sorted(archive.infolist(), key=lambda one: one.filename):
        if entry.is_dir():
            continue
        name = Path(entry.filename)
        if name.suffix.lower() != ".csv":
            raise ImportFileError(messages.SHEET_UNKNOWN.format(title=entry.filename))
        with archive.open(entry) as file:
            _read_csv(_table_key(name.stem), file, reader)


def _read_csv(key: str, file: IO[bytes], reader: Reader) -> None:
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        rows = (
            (at, [restored(cell) for cell in row]) for at, row in enumerate(csv.reader(text), 1)
        )
        _feed(reader, key, rows)
    except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, EOFError) as error:
        raise ImportFileError(messages.FILE_BROKEN) from error
    finally:
        text.detach()


def _feed(reader: Reader, key: str, rows: Iterable[tuple[int, list[Any]]]) -> None:
    columns = None
    for number, cells in rows:
        if columns is None:
            columns = reader.begin(key, cells)
        else:
            reader.add(key, number, columns, cells)


def _table_key(name: str) -> str:
    if name not in tables():
        raise ImportFileError(messages.SHEET_UNKNOWN.format(title=name))
    return name
