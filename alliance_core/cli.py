"""The command line: the same answers as the app, for people who script and for machines.

Bad input ends with one line on standard error and exit status 2.
"""

import argparse
import datetime as dt
import itertools
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from alliance_core import advice_commands, paths, report_command, scenario_commands
from alliance_core.burden.answers import burden_json, burden_lines
from alliance_core.burden.burden import burden
from alliance_core.burden.keys import parse_key
from alliance_core.capability.answers import capability_json, capability_lines
from alliance_core.capability.capability import capability
from alliance_core.catalogue import dimensions, indicators
from alliance_core.catalogue.burden import burden_rules
from alliance_core.catalogue.rules import Aggregator, aggregator, presets, score_text
from alliance_core.composite.output import compose_files, composite_json, ranking_text
from alliance_core.console import as_of_option, existing, print_json, reading_options
from alliance_core.dissolution.answers import chosen_actor, dissolution_json, dissolution_lines
from alliance_core.dissolution.dissolve import dissolve
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.build import build
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.evidence.validate import fault_lines, validate
from alliance_core.friction.answers import friction_lines, frictions_json
from alliance_core.friction.inventory import inventory
from alliance_core.scorecard.assessment import as_json, assess
from alliance_core.scorecard.comparison import compare, percent
from alliance_core.scorecard.explanation import explain
from alliance_core.scorecard.trend import FIRST_YEAR, trend, trend_dates
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.answers import sensitivity_json, sensitivity_lines, what_if_json, what_if_lines
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.performance import Performance, performance
from alliance_core.whatif.robustness import robustness
from alliance_core.whatif.what_if import ANY_ORDER, backing, what_if

BAD_INPUT = 2
FAULTS_FOUND = 1


class Parser(argparse.ArgumentParser):
    """Says what was wrong in one line, like every other error of the command line."""

    def error(self, message: str) -> Any:
        """Leave with status 2."""
        raise WorkbenchError(f"{message}. See `{self.prog} --help`")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    try:
        options = parser().parse_args(arguments)
        return options.run(options)
    except WorkbenchError as error:
        print(f"error: {error}", file=sys.stderr)
        return BAD_INPUT
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except OSError as error:
        print(f"error: {str(error).splitlines()[0]}", file=sys.stderr)
        return BAD_INPUT


def parser() -> argparse.ArgumentParser:
    """All commands and their options."""
    top = Parser(prog="python -m alliance_core", description="How healthy is a space alliance?")
    commands = top.add_subparsers(required=True, metavar="COMMAND", parser_class=Parser)

    def command(name: str, run: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text)
        added.set_defaults(run=run)
        return added

    added = command("build", run_build, "Build data/parquet from data/sources.")
    added.add_argument("--sources", type=Path, default=paths.SOURCES, help="folder of the fact tables")
    added.add_argument("--target", type=Path, default=paths.PARQUET, help="folder of the built tables")
    added = command("validate", run_validate, "Check fact tables; every fault on a line, exit status 1 if any.")
    added.add_argument("folder", type=Path, metavar="DIR", help="a folder like data/sources, or one alliance folder")
    added.add_argument("--json", action="store_true", help="print JSON")
    added = command("score", run_score, "Score alliances: all, or those named.")
    added.add_argument("alliances", nargs="*", metavar="ALLIANCE")
    _scoring(added)
    added = command("compare", run_compare, "Compare two or more alliances pair by pair.")
    added.add_argument("alliances", nargs="+", metavar="ALLIANCE")
    _scoring(added)
    added = command("trend", run_trend, "The score of an alliance at every year's end, and today.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("--from", dest="first", type=_year, default=FIRST_YEAR, metavar="YEAR")
    added.add_argument("--to", dest="last", type=_year, default=None, metavar="YEAR")
    _scoring(added, dated=False)
    added = command("explain", run_explain, "Open one number: formula, numbers, evidence rows, sources.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("indicator", metavar="INDICATOR", help="one of " + ", ".join(indicators()))
    reading_options(added)
    added = command("whatif", run_whatif, "What a weight profile changes, and how much of all weightings backs it.")
    added.add_argument("alliances", nargs="*", metavar="ALLIANCE")
    _scoring(added)
    added.add_argument(
        "--order", default=None, metavar="A>B=C", help="keep to weightings with this order of importance"
    )
    added.add_argument(
        "--lock", action="append", default=[], metavar="DIMENSION", help="a weight that stays; repeatable"
    )
    added.add_argument("--with-evidence", action="store_true", help="vary the scores within their intervals, too")
    added = command("sensitivity", run_sensitivity, "Which choices of method the ranking depends on.")
    added.add_argument("alliances", nargs="*", metavar="ALLIANCE")
    _scoring(added)
    added = command("frictions", run_frictions, "Frictions of an alliance, ranked, with their evidence.")
    added.add_argument("alliance", metavar="ALLIANCE")
    reading_options(added)
    added = command("burden", run_burden, "Who pays, benefits and decides, and who would pay under other keys.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("--key", default=None, metavar="KEY=NUMBER,...", help="mixture of keys, like gdp=50,benefit=50")
    reading_options(added)
    added = command("capability", run_capability, "Who provides what, what hangs on one partner, who works with whom.")
    added.add_argument("alliance", metavar="ALLIANCE")
    reading_options(added)
    added = command("dissolve", run_dissolve, "What a nation would lose if an alliance dissolved tomorrow.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument("--actor", default=None, metavar="ISO3", help="whose loss; without it the anchor's")
    reading_options(added)
    scenario_commands.add_commands(command)
    advice_commands.add_commands(command)
    report_command.add_commands(command)
    added = command("composite", run_composite, "Compute a composite indicator from a table of indicators.")
    added.add_argument("--data", type=Path, required=True, metavar="CSV", help="one row per unit")
    added.add_argument("--meta", type=Path, default=None, metavar="CSV", help="one row per indicator (iMeta)")
    added.add_argument("--config", type=Path, required=True, metavar="TOML", help="like examples/composite/hdi.toml")
    added.add_argument("--json", action="store_true", help="print JSON")
    return top


def _scoring(added: argparse.ArgumentParser, *, dated: bool = True) -> None:
    words = f"a preset ({', '.join(presets())}) or DIMENSION=NUMBER,..."
    added.add_argument("--weights", default="balanced", help=words)
    added.add_argument("--aggregator", default="arithmetic", help="arithmetic, geometric, harmonic or weakest_link")
    added.add_argument("--seed", type=int, default=0, help="seed of the uncertainty draws")
    reading_options(added, dated=dated)


def run_build(options: argparse.Namespace) -> int:
    """build"""
    faults = validate(options.sources)
    if not faults.is_empty():
        print("\n".join(fault_lines(faults)), file=sys.stderr)
        raise WorkbenchError(f"{faults.height} fault(s) in the fact tables; nothing was built")
    rows = build(options.sources, options.target)
    print(f"{sum(rows.values())} rows in {len(rows)} tables")
    return 0


def run_validate(options: argparse.Namespace) -> int:
    """validate"""
    faults = validate(options.folder)
    if options.json:
        print_json({"faults": faults.to_dicts()})
    else:
        print("\n".join([*fault_lines(faults), f"{faults.height} fault(s)"]))
    return FAULTS_FOUND if faults.height else 0


def run_score(options: argparse.Namespace) -> int:
    """score"""
    evidence = Evidence(options.data)
    as_of = as_of_option(options)
    wanted = existing(evidence, options.alliances, as_of)
    answer = as_json(assess(evidence, as_of, *_method(options)), wanted)
    if options.json:
        print_json(answer)
        return 0
    print(f"As of {answer['as_of']}, {options.aggregator} mean, weights {options.weights}")
    for alliance in answer["alliances"]:
        overall = alliance["overall"]
        print(f"\n{alliance['name']}: {_interval(overall)} {overall['band'] or ''}  {', '.join(alliance['flags'])}")
        for dimension, row in alliance["dimensions"].items():
            print(f"  {dimension:28} {_interval(row)} {row['label']}")
    return 0


def run_compare(options: argparse.Namespace) -> int:
    """compare"""
    evidence = Evidence(options.data)
    as_of = as_of_option(options)
    names = existing(evidence, options.alliances, as_of)
    if len(names) < 2:
        raise WorkbenchError("a comparison needs at least two different alliances")
    cards = assess(evidence, as_of, *_method(options)).cards
    pairs = [compare(cards, a, b) for a, b in itertools.combinations(names, 2)]
    if options.json:
        print_json({"as_of": as_of, "pairs": pairs})
        return 0
    for pair in pairs:
        surely = percent(pair["p_a_greater"])
        print(f"{pair['a']} - {pair['b']}: {pair['gap']:+.1f} points, P({pair['a']} higher) = {surely}")
        for dimension, points in pair["contributions"].items():
            print(f"  {dimension:28} {points:+.1f}")
    return 0


def run_trend(options: argparse.Namespace) -> int:
    """trend"""
    evidence = Evidence(options.data)
    today = dt.date.today()
    if options.last is not None and options.last < options.first:
        raise WorkbenchError(f"--to {options.last} lies before --from {options.first}")
    if options.last is not None and options.last > today.year:
        raise WorkbenchError(f"--to {options.last} lies ahead; a trend ends today at the latest, in {today.year}")
    last = dt.date(options.last, 12, 31) if options.last not in (None, today.year) else today
    existing(evidence, [options.alliance], last)
    founded = evidence.alliances.filter(alliance_id=options.alliance)["founded"][0]
    first = max(options.first, founded.year)
    cards = trend(evidence, last, first, *_method(options))
    points = []
    for day in trend_dates(last, first):
        overall = cards.overall.filter(alliance_id=options.alliance, as_of=day)
        own = cards.dimensions.filter(alliance_id=options.alliance, as_of=day)
        if not overall.is_empty():
            points.append({
                "as_of": day,
                **overall.select("score", "low", "high", "band").row(0, named=True),
                "dimensions": dict(zip(own["dimension"], own["score"], strict=True)),
            })  # fmt: skip
    if options.json:
        print_json({"alliance": options.alliance, "trend": points})
        return 0
    for point in points:
        print(f"{point['as_of']}  {_interval(point)} {point['band'] or ''}")
    return 0


def run_explain(options: argparse.Namespace) -> int:
    """explain"""
    evidence = Evidence(options.data)
    as_of = as_of_option(options)
    existing(evidence, [options.alliance], as_of)
    answer = explain(Snapshot(evidence, as_of), options.alliance, options.indicator)
    if options.json:
        print_json(answer)
        return 0
    score = "no score" if answer["score"] is None else f"score {answer['score']:.0f} of 100"
    print(f"{answer['name']} of {options.alliance} as of {answer['as_of']}: {score}")
    print(f"{answer['question']}\n{answer['formula']}\n{answer['words']}\n")
    for row in answer["evidence"]:
        origin = "; ".join(source["title"] for source in row["sources"])
        print(f"- {row['line']} [{row['verification']}] {origin}")
    return 0


def run_whatif(options: argparse.Namespace) -> int:
    """whatif"""
    order = Importance.parse(options.order, list(dimensions())) if options.order is not None else ANY_ORDER
    as_of, table, profile, mean = _table(options)
    answer = what_if(table, profile, mean, options.lock)
    found = backing(answer.tuned, order, with_evidence=options.with_evidence)
    if options.json:
        print_json({"as_of": as_of, **what_if_json(answer, found)})
        return 0
    print(f"As of {as_of}, {mean.id} mean, weights {profile.text()}\n")
    print("\n".join(what_if_lines(answer, found)))
    return 0


def run_sensitivity(options: argparse.Namespace) -> int:
    """sensitivity"""
    as_of, table, profile, mean = _table(options)
    tested = robustness(table, profile, mean)
    if options.json:
        print_json({"as_of": as_of, **sensitivity_json(tested)})
        return 0
    print(f"As of {as_of}, around the {mean.id} mean with weights {profile.text()}\n")
    print("\n".join(sensitivity_lines(tested)))
    return 0


def run_frictions(options: argparse.Namespace) -> int:
    """frictions"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    (alliance,) = existing(evidence, [options.alliance], as_of)
    found = inventory(evidence, as_of).filter(alliance_id=alliance)
    if options.json:
        print_json(frictions_json(found))
        return 0
    print("\n".join(friction_lines(found)))
    return 0


def run_burden(options: argparse.Namespace) -> int:
    """burden"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    existing(evidence, [options.alliance], as_of)
    weights = parse_key(options.key) if options.key is not None else {burden_rules()["keys"]["default"]: 1.0}
    found = burden(Snapshot(evidence, as_of), options.alliance)
    if options.json:
        print_json(burden_json(found, weights))
        return 0
    lines = burden_lines(found, weights)
    print(f"As of {as_of}, key {options.key or burden_rules()['keys']['default']}\n")
    print("\n".join(lines))
    return 0


def run_capability(options: argparse.Namespace) -> int:
    """capability"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    existing(evidence, [options.alliance], as_of)
    found = capability(evidence, as_of, options.alliance, dt.date.today())
    if options.json:
        print_json(capability_json(found))
        return 0
    print("\n".join([f"As of {as_of}", "", *capability_lines(found)]))
    return 0


def run_dissolve(options: argparse.Namespace) -> int:
    """dissolve"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    existing(evidence, [options.alliance], as_of)
    found = dissolve(Snapshot(evidence, as_of), options.alliance)
    actor = chosen_actor(found, options.actor)
    if options.json:
        print_json(dissolution_json(found, actor))
        return 0
    print("\n".join([f"As of {as_of}", "", *dissolution_lines(found, actor)]))
    return 0


def run_composite(options: argparse.Namespace) -> int:
    """composite"""
    composite = compose_files(options.data, options.config, options.meta)
    if options.json:
        print_json(composite_json(composite))
    else:
        print(ranking_text(composite))
    return 0


def _table(options: argparse.Namespace) -> tuple[dt.date, Performance, WeightProfile, Aggregator]:
    """The performance matrix of the alliances named, or of all, with the profile and the mean asked for."""
    profile, mean, seed = _method(options)
    evidence, as_of = Evidence(options.data), as_of_option(options)
    snapshot = Snapshot(evidence, as_of)
    return (
        as_of,
        performance(snapshot, existing(evidence, options.alliances, as_of), seed=seed),
        profile,
        aggregator(mean),
    )


def _method(options: argparse.Namespace) -> tuple[WeightProfile, str, int]:
    if options.seed < 0:
        raise WorkbenchError(f"the seed is {options.seed}; it must be 0 or more")
    return WeightProfile.parse(options.weights), aggregator(options.aggregator).id, options.seed


def _year(text: str) -> int:
    if not text.isdecimal() or not dt.MINYEAR <= int(text) <= dt.MAXYEAR:
        raise argparse.ArgumentTypeError(f"'{text}' is no year; write it like {FIRST_YEAR}")
    return int(text)


def _interval(row: dict[str, Any]) -> str:
    if row["score"] is None:
        return "   –          "
    return f"{score_text(row['score']):>4} [{row['low']:.0f}-{row['high']:.0f}]"
