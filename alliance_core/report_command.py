"""The command `report`."""

import argparse
import datetime as dt
from collections.abc import Callable
from pathlib import Path

from alliance_core.console import as_of_option, existing, reading_options
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import require_nation
from alliance_core.evidence.store import Evidence
from alliance_core.report.build import COMPARISON, HEALTH, MOST_ALLIANCES, Options, build
from alliance_core.report.known import Known
from alliance_core.report.write import FORMATS, PAPERS, file_name, write
from alliance_core.scorecard.weights import WeightProfile

Adder = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    """Add the command to the parser."""
    added = command("report", run_report, "Write the Alliance Health Report, or a comparison of two to five alliances.")
    added.add_argument("alliances", nargs="+", metavar="ALLIANCE")
    added.add_argument("--format", dest="form", default="pdf", metavar="FORMAT", help=", ".join(FORMATS))
    added.add_argument("--out", type=Path, default=None, metavar="FILE", help="where to write it")
    added.add_argument("--actor", default=None, metavar="ISO3", help="whose view is taken")
    ids = ", ".join(dict.fromkeys([*HEALTH, *COMPARISON]))
    added.add_argument("--sections", default="", metavar="ID,...", help=f"all by default; {ids}")
    added.add_argument("--marking", default="", help="classification marking, on every page")
    added.add_argument("--logo", default="", help="text in the place of a logo")
    added.add_argument("--paper", default="a4", help=", ".join(PAPERS))
    added.add_argument("--weights", default="balanced", help="a preset or DIMENSION=NUMBER,...")
    reading_options(added)


def run_report(options: argparse.Namespace) -> int:
    """report"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    if len(options.alliances) > MOST_ALLIANCES:
        raise WorkbenchError(f"a comparison takes at most {MOST_ALLIANCES} alliances, not {len(options.alliances)}")
    names = tuple(existing(evidence, options.alliances, as_of))
    nation = require_nation(evidence, options.actor) if options.actor is not None else None
    form = "json" if options.json else options.form
    wanted = tuple(part.strip() for part in options.sections.split(",") if part.strip())
    known = Known(evidence, as_of, names, nation, WeightProfile.parse(options.weights))
    report = build(known, Options(wanted, options.marking, options.logo), dt.date.today())
    written = write(report, form, options.paper)
    if options.json and options.out is None:
        print(written.decode())
        return 0
    target = options.out or Path(file_name(report, form))
    if target.is_dir():
        target = target / file_name(report, form)
    target.write_bytes(written)
    print(f"{target.name}: {len(report.sections)} sections, {len(written):,} bytes")
    return 0
