"""What may mislead those who read the verdict."""

from alliance_core.advice.bias import summary
from alliance_core.advice.bias_check import CLEAR, RAISED, UNKNOWN
from alliance_core.report.content import Column, Section, table
from alliance_core.report.known import Known
from alliance_core.report.words import CODED, counted, said


def section(known: Known, alliance: str) -> Section:
    """The seven checks with their findings."""
    checks = known.bias(alliance)
    cells = [(row["name"], row["status_name"], row["finding"], row["what_to_do"]) for row in checks.to_dicts()]
    columns = (Column("Check", width=0.16), Column("Status", width=0.1), Column("Finding", width=0.44),
               Column("What to do", width=0.3))  # fmt: skip
    counts = counted(checks, "status", RAISED, CLEAR, UNKNOWN)
    blocks = (
        said(summary(checks, known.titles[alliance]), "lead", checks=checks.height, **counts),
        CODED,
        table("bias_checks", "Bias checks", columns, cells,
              note="A check that cannot be made for want of evidence is not clear, but not known."),
    )  # fmt: skip
    return Section("bias", "Bias checks", blocks)
