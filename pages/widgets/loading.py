"""Cached answers of the core, keyed by the version of the data and everything asked for."""

import datetime as dt
from typing import Any

import polars as pl
import streamlit as st

from alliance_core.burden.burden import Burden
from alliance_core.burden.burden import burden as look_at_burden
from alliance_core.capability.capability import Capability
from alliance_core.capability.capability import capability as look_at_capability
from alliance_core.catalogue.rules import aggregator
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.evidence import actors, dictionary
from alliance_core.evidence.build import MANIFEST
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory
from alliance_core.paths import PARQUET
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
