"""Find runs of words in the catalogue that were taken from a source's sentences."""

import re
from collections.abc import Iterator

from procedures_db.catalogue.check import prose_of
from procedures_db.catalogue.sources import plain
from procedures_db.content import ProcedureContent

LONGEST_RUN = 12
"""More words than this in a row, the same as in the source, are a copy."""

# Names and numbers of documents are quoted as they are, so they do not count as a run.
_OFFICIAL = re.compile(
    r"(?:Luật|Nghị định|Thông tư|Nghị quyết|Quyết định) (?:số )?[\w./-]+"
    r"|Cổng [Dd]ịch vụ công quốc gia|Cơ sở dữ liệu [\w ]+?(?=[,.;)]|$)"
    r"|Trung tâm [Pp]hục vụ hành chính công|Ủy ban nhân dân cấp (?:xã|tỉnh)"
)


def copied_runs(content: ProcedureContent, source_text: str) -> Iterator[tuple[str, str]]:
    """Yield place and words of each run longer than LONGEST_RUN that the source has too."""
    official = {form.name for form in content.forms} | {result.name for result in content.results}
    runs = set(_runs(source_text))
    for where, text in prose_of(content):
        if where.startswith("forms.") or text in official:
            continue
        for part in _OFFICIAL.split(text):
            copied = next((run for run in _runs(part) if run in runs), None)
            if copied:
                yield where, " ".join(copied)
                break


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", plain(text).lower())
    size = LONGEST_RUN + 1
    return (tuple(words[start : start + size]) for start in range(len(words) - size + 1))
