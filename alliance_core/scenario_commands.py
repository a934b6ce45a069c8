"""Commands of the stress tests: stress, resilience, calibrate, backtest, predict-cases."""

import argparse
from collections.abc import Callable
from pathlib import Path

from alliance_core import paths
from alliance_core.catalogue.scenario_rules import scenario_rules, shocks
from alliance_core.console import as_of_option, existing, print_json, reading_options
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scenarios.backtest import backtest, backtest_json, months_to_leave, score_table, verdict
from alliance_core.scenarios.hazard import SHIPPED, calibrate, coefficient_table, hazard_at, load, save, shock_cases
from alliance_core.scenarios.library import library, resilience
from alliance_core.scenarios.predict import predict, read_case_file
from alliance_core.scenarios.sentences import breaks_first, headline, model_alone, who_goes
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.shocks import Blow, parse_scenario
from alliance_core.scenarios.stress import drivers, function_table, partner_table, stress, stress_json

Adder = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def add_commands(command: Adder) -> None:
    """Add the commands of the stress tests to the parser."""
    kinds = ", ".join(shocks())
    added = command("stress", run_stress, "Stress an alliance: what becomes of it, who goes, what is lost.")
    added.add_argument("alliance", metavar="ALLIANCE")
    added.add_argument(
        "--shock", action="append", default=[], metavar="KIND[:TARGET]=SIZE", help=f"one of {kinds}; repeatable"
    )
    added.add_argument(
        "--scenario", default=None, metavar="NAME", help="a scenario of the library: " + ", ".join(library())
    )
    _drawing(added)
    added = command("resilience", run_resilience, "Every alliance against every scenario of the library.")
    added.add_argument("alliances", nargs="*", metavar="ALLIANCE")
    _drawing(added)
    added = command("calibrate", run_calibrate, "Fit the hazard models to the shock cases and write the coefficients.")
    added.add_argument("--target", type=Path, default=SHIPPED, metavar="FILE", help="where the coefficients go")
    added.add_argument("--data", type=Path, default=paths.PARQUET, help="folder of the built tables")
    added.add_argument("--json", action="store_true", help="print JSON")
    added = command("backtest", run_backtest, "How well each past shock would have been predicted from all the others.")
    added.add_argument("--data", type=Path, default=paths.PARQUET, help="folder of the built tables")
    added.add_argument("--json", action="store_true", help="print JSON")
    added = command("predict-cases", run_predict, "Predict cases in the format of shock_cases, outcomes not needed.")
    added.add_argument("file", type=Path, metavar="FILE")
    added.add_argument("--json", action="store_true", help="print JSON")


def _drawing(added: argparse.ArgumentParser) -> None:
    count = scenario_rules()["draws"]["count"]
    added.add_argument("--draws", type=int, default=count, metavar="N", help=f"draws, {count:,} by default")
    added.add_argument("--seed", type=int, default=scenario_rules()["draws"]["seed"], help="seed of the draws")
    reading_options(added)


def run_stress(options: argparse.Namespace) -> int:
    """stress"""
    blows = _blows(options)
    seed, draws = _seed(options), _draws(options)
    evidence, as_of = Evidence(options.data), as_of_option(options)
    (alliance,) = existing(evidence, [options.alliance], as_of)
    snapshot, hazard = Snapshot(evidence, as_of), hazard_at(evidence, as_of)
    base = base_rates(snapshot)
    found = stress(setting_of(snapshot, alliance), blows, hazard, base, draws, seed)
    if options.json:
        driven = drivers(found, hazard, base, seed=seed)
        print_json(stress_json(found, months_to_leave(shock_cases(evidence)), driven))
        return 0
    name = evidence.alliances.filter(alliance_id=alliance)["short_name"][0]
    shown = ", ".join(blow.text() for blow in blows) or "no shock"
    print(f"{name} as of {as_of}: {shown}\n")
    told = [headline(found, name), model_alone(found), who_goes(found), breaks_first(found)]
    print("\n".join(text.replace("**", "") for text in told if text))
    print("\n  leaves  reduces  silent  partner")
    for row in partner_table(found).head(15).to_dicts():
        chances = "  ".join(f"{row[key]:6.0%}" for key in ("p_leaves", "p_reduces", "p_silent"))
        print(f"  {chances}  {row['name']} ({row['tier']})")
    print("\n    lost  function")
    for row in function_table(found).head(10).to_dicts():
        print(f"  {row['p_lost']:6.0%}  {row['function']} (criticality {row['criticality']}; {row['providers']})")
    return 0


def run_resilience(options: argparse.Namespace) -> int:
    """resilience"""
    evidence, as_of = Evidence(options.data), as_of_option(options)
    names = existing(evidence, options.alliances, as_of)
    table = resilience(Snapshot(evidence, as_of), names, hazard_at(evidence, as_of), _draws(options), _seed(options))
    if options.json:
        print_json({"as_of": as_of, "resilience": table.to_dicts()})
        return 0
    for alliance in names:
        print(f"\n{alliance}")
        for row in table.filter(alliance_id=alliance).to_dicts():
            told = row["note"] if row["not_intact"] is None else f"{row['not_intact']:4.0%} {row['word']}"
            print(f"  {row['scenario_name']:36} {told}")
    return 0


def run_calibrate(options: argparse.Namespace) -> int:
    """calibrate"""
    hazard = calibrate(Evidence(options.data))
    save(hazard, options.target)
    if options.json:
        print_json({"version": hazard.version, "cases": hazard.cases, "rows": hazard.rows,
                    "coefficients": coefficient_table(hazard).to_dicts()})  # fmt: skip
        return 0
    print(f"{hazard.cases} cases, {hazard.rows} partner rows, version {hazard.version}: {options.target.name}")
    for row in coefficient_table(hazard).to_dicts():
        print(f"  {row['model']:9} {row['name']:38} {row['value']:+.2f}  [{row['low']:+.2f}, {row['high']:+.2f}]")
    return 0


def run_backtest(options: argparse.Namespace) -> int:
    """backtest"""
    rows = shock_cases(Evidence(options.data))
    found = backtest(rows)
    if options.json:
        print_json(backtest_json(found, rows))
        return 0
    print(verdict(found))
    print("\nquestion   predictor        log score  Brier   AUC   gain of the model (90 %)")
    for row in score_table(found).to_dicts():
        gain = "" if row["gain"] is None else f"{row['gain']:+.2f} [{row['gain_low']:+.2f}, {row['gain_high']:+.2f}]"
        scores = f"{row['log_score']:9.2f} {row['brier']:6.2f} {row['auc']:5.2f}"
        print(f"{row['question']:10} {row['predictor']:16} {scores}   {gain}")
    return 0


def run_predict(options: argparse.Namespace) -> int:
    """predict-cases"""
    answer = predict(load(), read_case_file(options.file))
    if options.json:
        print_json(answer)
        return 0
    for case in answer:
        print(f"{case['case_id']}: survives {case['p_survived']:.0%}, restructured {case['p_restructured']:.0%}, "
              f"dissolved {case['p_dissolved']:.0%}")  # fmt: skip
        for partner in case["partners"]:
            print(f"  {partner['partner_actor_id']}: leaves {partner['p_left']:.0%}, reduces or leaves "
                  f"{partner['p_reduced_or_left']:.0%}")  # fmt: skip
    return 0


def _blows(options: argparse.Namespace) -> tuple[Blow, ...]:
    """The shocks given, after those of the scenario named."""
    if options.scenario is not None and options.scenario not in library():
        raise WorkbenchError(f"unknown scenario '{options.scenario}'; allowed: {', '.join(library())}")
    named = [blow.text() for blow in library()[options.scenario].blows] if options.scenario else []
    return parse_scenario([*named, *options.shock])


def _seed(options: argparse.Namespace) -> int:
    if options.seed < 0:
        raise WorkbenchError(f"the seed is {options.seed}; it must be 0 or more")
    return options.seed


def _draws(options: argparse.Namespace) -> int:
    most = 1_000_000
    if not 1000 <= options.draws <= most:
        raise WorkbenchError(f"--draws {options.draws} is not possible; give 1000 to {most:,}")
    return options.draws
