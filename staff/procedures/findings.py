"""What the linter of facts finds, by the field or list it is about."""

from datetime import date

from procedures_db.content import ProcedureContent
from procedures_db.facts.lint import Finding, lint_procedure

Findings = dict[str, list[Finding]]


def findings_by_place(content: ProcedureContent, today: date) -> Findings:
    """Return the findings of each field and list of a content."""
    found: Findings = {}
    for finding in lint_procedure(content, today):
        found.setdefault(finding.section, []).append(finding)
    return found
