"""The files that are handed over: power-interest positions, axis of cohesion, deliverability, red-team brief."""

import csv
import datetime as dt
import io
import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from alliance_core.advice.hand_over.axis import axis_json
from alliance_core.advice.hand_over.deliverability import deliverability_json
from alliance_core.advice.hand_over.positions import positions, positions_json
from alliance_core.advice.red_team import red_team, red_team_markdown
from alliance_core.advice.verdict import ground, verdict
from alliance_core.catalogue.hand_over_rules import hand_over_rules
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.dissolution.dissolve import dissolve
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.scenarios.hazard import hazard_at
from alliance_core.scenarios.library import resilience
from alliance_core.scorecard.assessment import Assessment, assess

# With these a spreadsheet begins a formula, or looks past them and then does.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "'")
HARMLESS = "'"


@dataclass(frozen=True, slots=True)
class HandOver:
    """What one alliance hands over at a date: plain data by file, the table of positions, the red-team brief."""

    alliance: str
    positions: pl.DataFrame
    power_interest: dict[str, Any]
    cohesion_axis: dict[str, Any]
    deliverability: dict[str, Any]
    brief: str

    def as_json(self) -> dict[str, Any]:
        """All that is data, by name of the file."""
        return {name: finite(getattr(self, name)) for name in ("power_interest", "cohesion_axis", "deliverability")}

    def files(self) -> dict[str, bytes]:
        """Name of each file and what is in it."""
        data = {f"{self.alliance}-{name.replace('_', '-')}.json": _json(told) for name, told in self.as_json().items()}
        brief = self.brief.encode("utf-8", "replace")
        return {f"{self.alliance}-power-interest.csv": self.csv(), **data, f"{self.alliance}-red-team.md": brief}

    def csv(self) -> bytes:
        """The positions as a table for spreadsheets."""
        about = self.power_interest
        named = self.positions.with_columns(
            alliance_id=pl.lit(about["alliance_id"]), alliance=pl.lit(about["alliance"]),
            as_of=pl.lit(about["as_of"]), judgement=pl.lit(about["judgement"]),
            evidence_rows=pl.col("evidence").list.len(),
            **{name: pl.col(name).list.join(" ") for name in ("stands_for", "acts_through")},
        )  # fmt: skip
        head = ["alliance_id", "alliance", "as_of"]
        return write_csv(named.select(*head, pl.exclude(*head, "evidence", "judgement"), "judgement"))


def hand_over(evidence: Evidence, alliance: str, as_of: dt.date, seed: int = 0, draws: int | None = None) -> HandOver:
    """Everything that neighbouring methods take from the assessment of an alliance at a date.

    Takes  draws: of the stress tests; the catalogue's number by default
    Raises UnknownNameError for the alliance; WorkbenchError if it did not exist yet
    """
    evidence.require_alliances([alliance])
    found = dissolve(Snapshot(evidence, as_of), alliance)
    now, before = assess(evidence, as_of, seed=seed), _before(evidence, as_of, alliance, seed)
    frictions = inventory(evidence, as_of)
    stressed = _stressed(now, alliance, seed, draws or scenario_rules()["draws"]["count"])
    told = verdict(ground(now, frictions, alliance, dissolution=found))
    frame = positions(found)
    return HandOver(
        alliance=alliance,
        positions=frame,
        power_interest=positions_json(found, frame),
        cohesion_axis=axis_json(now, before, frictions, stressed, told, alliance),
        deliverability=deliverability_json(now, alliance),
        brief=red_team_markdown(red_team(evidence, now, frictions, alliance, dissolution=found)),
    )


def write_files(found: HandOver, folder: Path) -> list[Path]:
    """Write all files into a folder, which is made if need be; gives their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, content in found.files().items():
        paths.append(folder / name)
        paths[-1].write_bytes(content)
    return paths


def write_csv(frame: pl.DataFrame) -> bytes:
    """A frame as CSV that a spreadsheet opens without harm: UTF-8 with a byte order mark, lines end with CR LF.

    Numbers stay numbers; a text with which a formula could begin gets an apostrophe before it, which spreadsheets take
    as the sign of a text (one that begins with an apostrophe gets another, so that readers can take one away).
    Control characters become blanks. A missing value is an empty cell.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(frame.columns)
    for row in frame.iter_rows():
        writer.writerow([harmless(cell) if isinstance(cell, str) else _bare(cell) for cell in row])
    return buffer.getvalue().encode("utf-8-sig", "replace")


def harmless(text: str) -> str:
    """A text that no spreadsheet reads as a formula.

    >>> harmless("=1+1"), harmless("Japan"), harmless("  @SUM(A1)"), harmless("a\\tb")
    ("'=1+1", 'Japan', "'  @SUM(A1)", 'a b')
    """
    risky = text.lstrip().startswith(FORMULA) or text.startswith(FORMULA)
    plain = "".join(one if one.isprintable() or one == "\u00ad" else " " for one in text)
    return HARMLESS + plain if risky or plain.lstrip().startswith(FORMULA) else plain


def finite(value: Any) -> Any:
    """Plain data in which a number that is none is None."""
    if isinstance(value, dict):
        return {str(key): finite(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [finite(part) for part in value]
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def summary(found: HandOver) -> list[str]:
    """What is handed over, in a few lines for people."""
    axis, kept = found.cohesion_axis, found.deliverability
    name, day = axis["alliance"], axis["as_of"]
    position = axis["position"]
    where = (
        "too little evidence" if position["score"] is None
        else f"{position['score']:.0f} of 100 ({position['low']:.0f} to {position['high']:.0f}), {axis['direction']}"
    )  # fmt: skip
    lines = [
        f"{name} as of {day}",
        "",
        f"Cohesion (0 {axis['axis']['low_end']}, 100 {axis['axis']['high_end']}): {where}",
    ]
    lines += [f"What diplomacy can promise: {kept['word_name']}", ""]
    for quadrant in hand_over_rules()["positions"]["quadrants"].values():
        names = found.positions.filter(quadrant_name=quadrant["name"])["name"].to_list()
        lines.append(f"  {quadrant['name']:15} {', '.join(names) or '–'}")
    unknown = found.positions.filter(pl.col("quadrant").is_null())["name"].to_list()
    lines += [f"  {'not known':15} {', '.join(unknown)}"] if unknown else []
    return [*lines, "", hand_over_rules()["label"]]


def _before(evidence: Evidence, as_of: dt.date, alliance: str, seed: int) -> Assessment | None:
    """The assessment as many years earlier as the catalogue says, None where the alliance did not exist."""
    years = hand_over_rules()["axis"]["years"]
    day = pl.select(pl.lit(as_of).dt.offset_by(f"-{years}y")).item()
    if Snapshot(evidence, day).alliances.filter(alliance_id=alliance).is_empty():
        return None
    return assess(evidence, day, seed=seed)


def _stressed(now: Assessment, alliance: str, seed: int, draws: int) -> pl.DataFrame:
    """The library of scenarios for the alliance; without rows where no hazard can be fitted at the date."""
    try:
        hazard = hazard_at(now.snapshot.evidence, now.as_of)
    except WorkbenchError:
        texts = ["alliance_id", "scenario", "scenario_name", "word", "note"]
        numbers = ["not_intact", "low", "high", "fractured", "hollow_after"]
        return pl.DataFrame(schema=dict.fromkeys(texts, pl.String) | dict.fromkeys(numbers, pl.Float64))
    return resilience(now.snapshot, [alliance], hazard, draws, seed)


def _json(told: dict[str, Any]) -> bytes:
    return (json.dumps(told, indent=1, ensure_ascii=False, allow_nan=False) + "\n").encode("utf-8", "replace")


def _bare(cell: Any) -> Any:
    """A number, truth or gap as CSV has it."""
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    return str(cell).lower() if isinstance(cell, bool) else cell
