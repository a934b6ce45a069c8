"""The report that is timed: the Alliance Health Report of one alliance with every section, from evidence to file."""

import datetime as dt
from collections.abc import Callable
from functools import partial

from alliance_core.evidence.store import Evidence
from alliance_core.report.build import Options, build
from alliance_core.report.content import Report
from alliance_core.report.known import Known
from alliance_core.report.write import FORMATS, write

ALLIANCE, NATION = "artemis", "JPN"
CONTENT, WHOLE = "report_content", "report_whole"


def content(day: dt.date) -> Report:
    """The content, nothing at hand before."""
    return build(Known(Evidence(), day, (ALLIANCE,), NATION), Options(marking="OFFICIAL", logo="Agency"), day)


def whole(day: dt.date) -> bytes:
    """From evidence to PDF."""
    return write(content(day), "pdf")


def works(name: str, repeat: int, day: dt.date) -> list[Callable[[], object]]:
    """The work of a step, as often as it is to be timed."""
    if name in (CONTENT, WHOLE):
        return [partial(content if name == CONTENT else whole, day)] * repeat
    report = content(day)
    return [partial(write, report, name.removeprefix("report_"))] * repeat


STEPS = (WHOLE, CONTENT, *(f"report_{form}" for form in FORMATS))
