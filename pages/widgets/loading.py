"""Cached answers of the core, keyed by the version of the data and everything asked for."""

import datetime as dt
from typing import Any

import polars as pl
import streamlit as st

from alliance_core.advice.advise import Advice, advise
from alliance_core.advice.bias import bias_checks as look_for_bias
from alliance_core.advice.brief import Brief
from alliance_core.advice.brief import brief as tell_briefly
from alliance_core.advice.hand_over.files import HandOver
from alliance_core.advice.hand_over.files import hand_over as look_to_hand_over
from alliance_core.advice.red_team import RedTeam
from alliance_core.advice.red_team import red_team as argue_against
from alliance_core.advice.verdict import Verdict, ground
from alliance_core.advice.verdict import verdict as judge
from alliance_core.burden.burden import Burden
from alliance_core.burden.burden import burden as look_at_burden
from alliance_core.capability.capability import Capability
from alliance_core.capability.capability import capability as look_at_capability
from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.catalogue.rules import aggregator
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.errors import WorkbenchError
from alliance_core.evidence import actors, dictionary
from alliance_core.evidence.build import MANIFEST
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.paths import PARQUET
from alliance_core.report.build import Options, build
from alliance_core.report.content import Report
from alliance_core.report.known import Known
from alliance_core.report.write import write
from alliance_core.scenarios import hazard, library, screens
from alliance_core.scenarios.backtest import Backtest
from alliance_core.scenarios.backtest import backtest as look_back
from alliance_core.scenarios.setting import Setting, base_rates, setting_of
from alliance_core.scenarios.stress import Stress, drivers, stress
from alliance_core.scorecard.assessment import Assessment, assess
from alliance_core.scorecard.card import Scorecards
from alliance_core.scorecard.explanation import explain, rows_with_sources
from alliance_core.scorecard.trend import FIRST_YEAR, trend
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.performance import Performance, Standing
from alliance_core.whatif.performance import performance as build_performance
from alliance_core.whatif.robustness import Tested, robustness
from alliance_core.whatif.what_if import Backing, backing


@st.cache_resource(max_entries=4, show_spinner=False)
def _evidence(built: float) -> Evidence:  # noqa: ARG001 - the time of the build is the key
    return Evidence()


def evidence() -> Evidence:
    """The built evidence; a new build is noticed on the next rerun. Raises EvidenceError if there is none."""
    manifest = PARQUET / MANIFEST
    return _evidence(manifest.stat().st_mtime if manifest.is_file() else 0.0)


@st.cache_data(max_entries=2, show_spinner=False)
def nations(version: str) -> dict[str, str]:  # noqa: ARG001 - the version is the key
    """Names of the states that belong to an alliance, or to an organisation that does, by id, sorted by name."""
    return actors.nations(evidence())


def assessment(as_of: dt.date) -> Assessment:
    """The assessment of all alliances at a date, in the balanced profile."""
    return _assessment(evidence().version, as_of)


@st.cache_resource(max_entries=64, show_spinner="Scoring the alliances …")
def _assessment(version: str, as_of: dt.date) -> Assessment:  # noqa: ARG001 - the version is part of the key
    return assess(evidence(), as_of)


@st.cache_resource(max_entries=16, show_spinner="Looking for frictions …")
def frictions(version: str, as_of: dt.date) -> pl.DataFrame:  # noqa: ARG001 - the version is part of the key
    """The friction inventory of all alliances at a date."""
    return inventory(evidence(), as_of)


@st.cache_data(max_entries=128, show_spinner="Opening the evidence …")
def evidence_rows(version: str, as_of: dt.date, ids: tuple[str, ...]) -> list[dict[str, Any]]:  # noqa: ARG001
    """Rows of evidence by id, each with its sources."""
    return rows_with_sources(assessment(as_of).snapshot, list(ids))


def performance(as_of: dt.date, alliances: tuple[str, ...] = ()) -> Performance:
    """The performance matrix of the alliances given, or of all, at a date. Raises WorkbenchError."""
    return _performance(evidence().version, as_of, alliances)


@st.cache_resource(max_entries=16, show_spinner="Laying out the alliances …")
def _performance(version: str, as_of: dt.date, alliances: tuple[str, ...]) -> Performance:  # noqa: ARG001
    known = assessment(as_of)
    measured = known.cards.indicators.select(
        "alliance_id", "as_of", "indicator", "value", "low", "high", "n", "coverage"
    )
    return build_performance(known.snapshot, alliances, measured)


def backed(table: Performance, tuned: Standing, order: Importance, *, with_evidence: bool) -> Backing:
    """What all weightings say; it changes with the weights of the indicators and the mean, not with the dimensions'."""
    weights = tuple(tuned.profile.indicators.values())
    where = (evidence().version, table.matrix.cells["as_of"][0], table.alliances)
    return _backed(where, weights, tuned.mean.id, order, with_evidence, tuned)


@st.cache_resource(max_entries=32, show_spinner="Ranking under all weightings …")
def _backed(
    where: tuple,  # noqa: ARG001 - all but the last are the key
    weights: tuple[float, ...],  # noqa: ARG001
    mean: str,  # noqa: ARG001
    order: Importance,
    with_evidence: bool,
    _tuned: Standing,
) -> Backing:
    return backing(_tuned, order, with_evidence=with_evidence)


@st.cache_resource(max_entries=16, show_spinner="Ranking under every choice of method …")
def tested(version: str, as_of: dt.date, alliances: tuple[str, ...], text: str, mean: str) -> Tested:  # noqa: ARG001
    """Robustness of the ranking under a profile (as text) and a mean. Raises WorkbenchError."""
    return robustness(performance(as_of, alliances), WeightProfile.parse(text), aggregator(mean))


def history(as_of: dt.date) -> Scorecards:
    """Scorecards of every 31 December since 2015, and of the date itself."""
    return _history(evidence().version, as_of)


@st.cache_resource(max_entries=32, show_spinner="Scoring every year since 2015 …")
def _history(version: str, as_of: dt.date) -> Scorecards:  # noqa: ARG001 - the version is part of the key
    return trend(evidence(), as_of, min(FIRST_YEAR, as_of.year))


@st.cache_data(max_entries=256, show_spinner="Opening the evidence …")
def explanation(version: str, as_of: dt.date, alliance: str, indicator: str) -> dict[str, Any]:  # noqa: ARG001
    """Everything behind one number; the version of the data is part of the key."""
    return explain(assessment(as_of).snapshot, alliance, indicator)


@st.cache_data(max_entries=64, show_spinner=False)
def quality(version: str, alliances: tuple[str, ...] | None) -> str:  # noqa: ARG001 - the version is part of the key
    """Evidence quality in one line, of all alliances or of those given."""
    return dictionary.quality_sentence(evidence(), list(alliances) if alliances else None)


@st.cache_data(max_entries=64, show_spinner="Reading the table …")
def readable_table(version: str, table: str, alliances: tuple[str, ...] | None) -> pl.DataFrame:  # noqa: ARG001
    """A table as people read it; the version of the data is part of the key."""
    return dictionary.readable(evidence(), table, list(alliances) if alliances else None)


@st.cache_data(max_entries=8, show_spinner=False)
def verification(version: str, alliances: tuple[str, ...] | None) -> pl.DataFrame:  # noqa: ARG001
    """How far the rows were verified, by table; the version of the data is part of the key."""
    return dictionary.verification(evidence(), list(alliances) if alliances else None)


@st.cache_data(max_entries=2, show_spinner=False)
def overview(version: str) -> dict[str, pl.DataFrame]:  # noqa: ARG001 - the version is part of the key
    """Tables, coverage and oldest evidence of the whole collection."""
    return {name: getattr(dictionary, name)(evidence()) for name in ("tables", "coverage", "oldest")}


def capability(as_of: dt.date, alliance: str) -> Capability:
    """What one alliance could do at a date, and on whom it hung. Raises WorkbenchError if it did not exist yet."""
    return _capability(evidence().version, as_of, alliance, dt.date.today())


@st.cache_resource(max_entries=32, show_spinner="Looking at who provides what …")
def _capability(version: str, as_of: dt.date, alliance: str, today: dt.date) -> Capability:  # noqa: ARG001
    return look_at_capability(evidence(), as_of, alliance, today, assessment(as_of).snapshot)


@st.cache_resource(max_entries=64, show_spinner="Setting cost against benefit …")
def burden(version: str, as_of: dt.date, alliance: str) -> Burden:  # noqa: ARG001 - the version is part of the key
    """Who pays, benefits and decides in one alliance. Raises WorkbenchError if it did not exist yet."""
    return look_at_burden(assessment(as_of).snapshot, alliance)


@st.cache_resource(max_entries=32, show_spinner="Taking the alliance away …")
def dissolution(version: str, as_of: dt.date, alliance: str, credit: float) -> Dissolution:  # noqa: ARG001
    """What the end of an alliance takes from each member; the version is part of the key. Raises WorkbenchError."""
    return dissolve(assessment(as_of).snapshot, alliance, credit)


@st.cache_resource(max_entries=64, show_spinner="Looking at partners and their stakes …")
def stress_setting(version: str, as_of: dt.date, alliance: str) -> Setting:  # noqa: ARG001 - part of the key
    """What a stress test knows of an alliance at a date. Raises WorkbenchError where there is too little evidence."""
    return setting_of(assessment(as_of).snapshot, alliance)


@st.cache_resource(max_entries=64, show_spinner=False)
def _base_rates(version: str, as_of: dt.date) -> Any:  # noqa: ARG001 - the version is part of the key
    return base_rates(assessment(as_of).snapshot)


def models(as_of: dt.date, expert_shift: float | None = None) -> hazard.Hazard:
    """The models as they could be fitted at a date. Raises WorkbenchError where too few shocks were known."""
    return _models(evidence().version, as_of, hazard.load().version, expert_shift)


@st.cache_resource(max_entries=64, show_spinner="Learning from past shocks …")
def _models(version: str, as_of: dt.date, shipped: str, expert_shift: float | None) -> hazard.Hazard:  # noqa: ARG001
    return hazard.hazard_at(evidence(), as_of, expert_shift)


def stressed(
    as_of: dt.date, alliance: str, text: str, changed: tuple[str, float | None, float | None] | None = None,
    expert_shift: float | None = None,
) -> Stress:  # fmt: skip
    """One scenario (as screens.parse_text reads it) on one alliance, by the models of the date.

    changed: a partner with another probability of having an alternative, and other years; expert_shift: another mean of
    the expert priors. Raises WorkbenchError.
    """
    return _stressed(evidence().version, as_of, alliance, text, changed, hazard.load().version, expert_shift)


@st.cache_resource(max_entries=24, show_spinner="Running 20,000 draws …")
def _stressed(
    version: str,
    as_of: dt.date,
    alliance: str,
    text: str,
    changed: tuple[str, float | None, float | None] | None,
    shipped: str,  # noqa: ARG001 - the version of the models is part of the key
    expert_shift: float | None,
) -> Stress:
    setting = stress_setting(version, as_of, alliance)
    if changed is not None:
        setting = setting.with_partner(changed[0], alternative=changed[1], years=changed[2])
    return stress(setting, screens.parse_text(text), models(as_of, expert_shift), _base_rates(version, as_of))


def stress_drivers(as_of: dt.date, alliance: str, text: str) -> pl.DataFrame:
    """What drives the outcome of a scenario on an alliance. Raises WorkbenchError."""
    return _drivers(evidence().version, as_of, alliance, text, hazard.load().version)


@st.cache_resource(max_entries=32, show_spinner="Moving each feature from end to end …")
def _drivers(version: str, as_of: dt.date, alliance: str, text: str, shipped: str) -> pl.DataFrame:  # noqa: ARG001
    found = stressed(as_of, alliance, text)
    return drivers(found, models(as_of), _base_rates(version, as_of), len(found.run.outcome))


def resilience(as_of: dt.date, alliances: tuple[str, ...], draws: int) -> pl.DataFrame:
    """All these alliances against the library, told by a bar while it runs."""
    return _resilience(evidence().version, as_of, alliances, draws, hazard.load().version)


@st.cache_resource(max_entries=8, show_spinner=False)
def _resilience(version: str, as_of: dt.date, alliances: tuple[str, ...], draws: int, shipped: str) -> pl.DataFrame:  # noqa: ARG001
    words = "Every alliance under every scenario …"
    bar = st.progress(0.0, words)

    def tell(share: float) -> None:
        bar.progress(share, words)

    try:
        return library.resilience(assessment(as_of).snapshot, alliances, models(as_of), draws, progress=tell)
    finally:
        bar.empty()


@st.cache_resource(max_entries=2, show_spinner=False)
def shock_cases(version: str) -> pl.DataFrame:  # noqa: ARG001 - the version is the key
    """The shock cases of the fact tables."""
    return hazard.shock_cases(evidence())


@st.cache_resource(max_entries=2, show_spinner="Predicting each past shock from all the others …")
def looked_back(version: str) -> Backtest:
    """The backtest over all cases."""
    return look_back(shock_cases(version))


def verdict(as_of: dt.date, alliance: str, actor: str | None = None) -> Verdict:
    """What to do with an alliance, for nobody's view or a nation's. Raises WorkbenchError for one that is no member."""
    return _verdict(evidence().version, as_of, alliance, actor)


@st.cache_resource(max_entries=64, show_spinner="Weighing value against health …")
def _verdict(version: str, as_of: dt.date, alliance: str, actor: str | None) -> Verdict:
    known = assessment(as_of)
    whole = dissolution(version, as_of, alliance, dissolution_rules()["way"]["other_alliance"]["credit"])
    return judge(ground(known, frictions(version, as_of), alliance, actor, whole))


def brief(as_of: dt.date, alliance: str) -> Brief:
    """An alliance in three sentences."""
    return _brief(evidence().version, as_of, alliance, hazard.load().version)


@st.cache_resource(max_entries=64, show_spinner="Summing up …")
def _brief(version: str, as_of: dt.date, alliance: str, shipped: str) -> Brief:
    run = _resilience_of(version, as_of, alliance, shipped)
    return tell_briefly(assessment(as_of), history(as_of), frictions(version, as_of), alliance, run)


@st.cache_resource(max_entries=64, show_spinner=False)
def _resilience_of(version: str, as_of: dt.date, alliance: str, shipped: str) -> pl.DataFrame:  # noqa: ARG001
    try:
        fitted = models(as_of)
    except WorkbenchError:
        return library.no_resilience()
    return library.resilience(assessment(as_of).snapshot, [alliance], fitted, scenario_rules()["draws"]["count"])


def report(
    as_of: dt.date, alliances: tuple[str, ...], nation: str | None, options: Options, weights: str = "balanced"
) -> Report:
    """The report on these alliances, told by a bar while it is made. Raises WorkbenchError."""
    return _report(evidence().version, as_of, alliances, nation, options, weights, dt.date.today())


@st.cache_resource(max_entries=16, show_spinner=False)
def _report(
    version: str, as_of: dt.date, alliances: tuple[str, ...], nation: str | None, options: Options, weights: str,
    today: dt.date,
) -> Report:  # fmt: skip
    loaded: dict[str, Any] = {"frictions": frictions(version, as_of)}
    if weights == "balanced":
        loaded |= {"assessment": assessment(as_of), "history": history(as_of)}
    known = Known(evidence(), as_of, alliances, nation, WeightProfile.parse(weights), loaded)
    bar = st.progress(0.0, "Preparing the report …")

    def tell(share: float, title: str) -> None:
        bar.progress(share, f"{title} …")

    try:
        return build(known, options, today, tell)
    finally:
        bar.empty()


@st.cache_data(max_entries=24, show_spinner="Writing the file …")
def written(_report: Report, key: str, form: str, paper: str) -> bytes:  # noqa: ARG001 - key stands for the report
    """A report in a format."""
    return write(_report, form, paper)


def bias_checks(as_of: dt.date, alliance: str, actor: str | None = None) -> pl.DataFrame:
    """What may mislead those who read the verdict on an alliance. Raises WorkbenchError for who is no member."""
    return _bias_checks(evidence().version, as_of, alliance, actor, hazard.load().version)


@st.cache_resource(max_entries=32, show_spinner="Looking for what may mislead us …")
def _bias_checks(version: str, as_of: dt.date, alliance: str, actor: str | None, shipped: str) -> pl.DataFrame:  # noqa: ARG001
    whole = dissolution(version, as_of, alliance, dissolution_rules()["way"]["other_alliance"]["credit"])
    return look_for_bias(evidence(), assessment(as_of), frictions(version, as_of), alliance, actor, whole)


def red_team(as_of: dt.date, alliance: str, actor: str | None = None) -> RedTeam:
    """The case against the assessment of an alliance. Raises WorkbenchError for who is no member."""
    return _red_team(evidence().version, as_of, alliance, actor, hazard.load().version)


@st.cache_resource(max_entries=32, show_spinner="Arguing the other side …")
def _red_team(version: str, as_of: dt.date, alliance: str, actor: str | None, shipped: str) -> RedTeam:  # noqa: ARG001
    whole = dissolution(version, as_of, alliance, dissolution_rules()["way"]["other_alliance"]["credit"])
    return argue_against(evidence(), assessment(as_of), frictions(version, as_of), alliance, actor, whole)


def advice(as_of: dt.date, alliance: str, actor: str | None = None) -> Advice:
    """Verdict, what to do, when to leave; for nobody's view or a nation's. Raises WorkbenchError for no member."""
    return _advice(evidence().version, as_of, alliance, actor)


@st.cache_resource(max_entries=32, show_spinner="Scoring what each action would change …")
def _advice(version: str, as_of: dt.date, alliance: str, actor: str | None) -> Advice:
    whole = dissolution(version, as_of, alliance, dissolution_rules()["way"]["other_alliance"]["credit"])
    return advise(evidence(), as_of, alliance, actor, assessment(as_of), frictions(version, as_of), whole)


@st.cache_resource(max_entries=16, show_spinner="Preparing the files …")
def hand_over(version: str, as_of: dt.date, alliance: str) -> HandOver:  # noqa: ARG001 - part of the key
    """The files for neighbouring methods. Raises WorkbenchError."""
    return look_to_hand_over(evidence(), alliance, as_of)
