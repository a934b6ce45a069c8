"""What slides and workbook have in common: colours, number formats, a file without a trace of when it was written.

The colours are those of the charts on screen (a test holds them equal): the layer of the charts lies above this one.
"""

import datetime as dt
import io
import math
import zipfile
from collections.abc import Iterable
from typing import TypeGuard

from alliance_core.report.content import Bars, Lines, RiskMatrix, shown

INK = "1B2A41"
ACCENT = "036FAD"
FAINT = "EDF2F7"
RULE = "C5CFDA"
MUTED = "56616F"
WARNING = "BA4A00"
WHITE = "FFFFFF"
INPUT = "FFF6D6"
MARKED = "FFF1CC"
PALETTE = (ACCENT, WARNING, "1FA375", "CA8500", "CC78A4", "329DD2", "9B9647", "696969")
# Zones of a risk matrix from the mildest to the gravest, light enough for dark letters.
ZONE_COLOURS = ("DCE9F2", "F7DDA8", "EBA88C", "D98A73", "C77055")
FORMATS = {"text": "General", "integer": "#,##0", "points": "0.0", "number": "#,##0.0", "share": "0 %",
           "date": "d mmm yyyy"}  # fmt: skip
LANGUAGE = "en-GB"
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip archive can hold


def number_format(figure: Bars | Lines) -> str:
    """Number format of a chart's values: per cent, whole points, or one decimal where a value needs it."""
    if figure.share:
        return FORMATS["share"]
    values = [value for series in figure.series for value in series.values if known(value)]
    numbers = [value for value in values if value is not None]
    scores = figure.unit == "points" and all(shown(value, "points") == f"{value:.0f}" for value in numbers)
    whole = scores or all(value == round(value) for value in numbers)
    return FORMATS["integer"] if whole else FORMATS["number"]


def tint(colour: str, part: float = 0.55) -> str:
    """A colour mixed with white.

    >>> tint("000000", 0.5), tint("036FAD", 1.0)
    ('808080', 'FFFFFF')
    """
    parts = (int(colour[i : i + 2], 16) for i in (0, 2, 4))
    return "".join(f"{math.ceil(value + (255 - value) * part):02X}" for value in parts)


def zone_colours(matrix: RiskMatrix) -> dict[str, str]:
    """The colour of each zone, from the mildest to the gravest: a zone is as grave as its highest rank."""
    highest: dict[str, int] = {}
    for ranks, zones in zip(matrix.ranks, matrix.zones, strict=True):
        for rank, zone in zip(ranks, zones, strict=True):
            highest[zone] = max(highest.get(zone, rank), rank)
    order = sorted(highest, key=lambda zone: highest[zone])
    return {zone: ZONE_COLOURS[min(place, len(ZONE_COLOURS) - 1)] for place, zone in enumerate(order)}


def risks_at(matrix: RiskMatrix, likelihood: int, consequence: int) -> list[int]:
    """Numbers of the risks in one cell of the matrix, both levels 1..5."""
    here = (likelihood, consequence)
    return sorted(risk.number for risk in matrix.risks if (risk.likelihood, risk.consequence) == here)


def known(value: float | None) -> TypeGuard[float]:
    """Whether there is a number to show: neither missing nor infinite."""
    return value is not None and math.isfinite(value)


def midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day: the only time that files carry."""
    return dt.datetime(day.year, day.month, day.day)


def text_only(text: str) -> str:
    """A text without the characters that XML 1.0 cannot hold."""
    return "".join(one for one in text if one in "\t\n" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd"
                   or one > "\uffff")  # fmt: skip


def repacked(archive: bytes, leave_out: Iterable[str] = ()) -> bytes:
    """A zip archive with the same members and one fixed date for all, so that a report always gives the same bytes."""
    skipped, out = set(leave_out), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as source, zipfile.ZipFile(out, "w") as target:
        for member in source.namelist():
            if member not in skipped:
                info = zipfile.ZipInfo(member, FIRST_DATE)
                info.compress_type = zipfile.ZIP_DEFLATED
                target.writestr(info, source.read(member))
    return out.getvalue()
