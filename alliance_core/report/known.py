"""All that a report may tell of some alliances at a date, each analysis made once and when it is first asked for."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar

import polars as pl

from alliance_core.advice.advise import Advice, advise
from alliance_core.advice.bias import checks_of
from alliance_core.advice.brief import Brief, brief
from alliance_core.advice.case import Case, case_of
from alliance_core.advice.red_team import RedTeam, red_team_of
from alliance_core.burden.burden import Burden, burden
from alliance_core.capability.capability import Capability, capability
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.dissolution.dissolve import Dissolution, dissolve
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.drawer import evidence_rows
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.friction.inventory import inventory, tells_all
from alliance_core.friction.view import stands_for
from alliance_core.indicators.registry import measure
from alliance_core.scenarios.hazard import Hazard, hazard_at
from alliance_core.scenarios.library import no_resilience, resilience
from alliance_core.scorecard.assessment import Assessment, assess
from alliance_core.scorecard.card import Scorecards
from alliance_core.scorecard.trend import FIRST_YEAR, trend
from alliance_core.scorecard.weights import WeightProfile

T = TypeVar("T")
AT_ONCE = 2


@dataclass
class Known:
    """Evidence seen at a date by a nation (or nobody), under a weight profile.

    loaded: analyses that are at hand, by name (assessment, history, frictions, resilience)
    """

    evidence: Evidence
    as_of: dt.date
    alliances: tuple[str, ...]
    nation: str | None = None
    weights: WeightProfile | None = None
    loaded: dict[str, Any] = field(default_factory=dict)
    _made: dict[tuple[str, str], Any] = field(default_factory=dict, repr=False)

    @cached_property
    def assessment(self) -> Assessment:
        """All alliances, for ranks and comparisons need the others."""
        return self.loaded.get("assessment") or assess(self.evidence, self.as_of, self.weights)

    @cached_property
    def history(self) -> Scorecards:
        """Scorecards of every 31 December since 2015, and of the date."""
        first = min(FIRST_YEAR, self.as_of.year)
        return self.loaded.get("history") or trend(self.evidence, self.as_of, first, self.weights)

    @cached_property
    def frictions(self) -> pl.DataFrame:
        """The friction inventory of all alliances."""
        found = self.loaded.get("frictions")
        return inventory(self.evidence, self.as_of) if found is None else found

    @cached_property
    def resilience(self) -> pl.DataFrame:
        """The alliances of the report against the library; a row without a number where evidence is too thin."""
        found = self.loaded.get("resilience")
        if found is None:
            found = resilience(self.snapshot, self.alliances, self.hazard, scenario_rules()["draws"]["count"])
        return found.filter(pl.col("alliance_id").is_in(list(self.alliances)))

    @cached_property
    def cited(self) -> pl.DataFrame:
        """Rows behind all indicators and frictions of the alliances: drawer.evidence_rows."""
        measured = measure(self.snapshot, with_evidence=True)
        own = pl.col("alliance_id").is_in(list(self.alliances))
        parts = [frame.filter(own)["evidence"].explode(empty_as_null=False) for frame in (measured, self.frictions)]
        return evidence_rows(self.evidence, pl.concat(parts).drop_nulls().unique().sort().to_list(), self.as_of)

    @cached_property
    def hazard(self) -> Hazard:
        """The models of the date. Raises WorkbenchError where too few shocks were known."""
        return hazard_at(self.evidence, self.as_of)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of actors by id."""
        return actor_names(self.evidence)

    @cached_property
    def titles(self) -> dict[str, str]:
        """Short names of alliances by id."""
        return dict(self.evidence.alliances.select("alliance_id", "short_name").iter_rows())

    @cached_property
    def concerned(self) -> list[str]:
        """The nation whose view is taken, with the organisations that stand for it."""
        return stands_for(self.snapshot, self.nation)

    @cached_property
    def later_texts(self) -> bool:
        """Whether texts of today may tell what was not known at the date."""
        return not tells_all(self.evidence, self.as_of)

    @property
    def snapshot(self) -> Snapshot:
        """What was known at the date."""
        return self.assessment.snapshot

    def prepare(self) -> None:
        """Make the longest analyses side by side: alone each leaves the second core idle half of the time.

        What cannot be told is left to the section that needs it, which says why.
        """
        with ThreadPoolExecutor(AT_ONCE) as threads:
            first: list[Future[Any]] = [threads.submit(lambda: self.frictions), threads.submit(lambda: self.assessment)]
            waiting: list[Future[object]] = [threads.submit(lambda: self.history)]
            for needed in first:
                needed.result()
            for alliance in self.alliances:
                self.case(alliance)
                waiting += [threads.submit(make, alliance)
                            for make in (self.red_team, self.advice, self.capability, self.burden)]  # fmt: skip
            waiting += [threads.submit(lambda: self.resilience), threads.submit(lambda: self.cited)]
            for one in waiting:
                with suppress(WorkbenchError):
                    one.result()

    def burden(self, alliance: str) -> Burden:
        """Who pays, benefits and decides."""
        return self._once("burden", alliance, lambda: burden(self.snapshot, alliance))

    def capability(self, alliance: str) -> Capability:
        """Who provides what; plans are left out, as at any past date."""
        return self._once(
            "capability", alliance, lambda: capability(self.evidence, self.as_of, alliance, self.as_of, self.snapshot)
        )

    def dissolution(self, alliance: str) -> Dissolution:
        """What its end would take from each member."""
        return self._once("dissolution", alliance, lambda: dissolve(self.snapshot, alliance))

    def actor(self, alliance: str) -> str | None:
        """The nation whose view is taken if it belongs to the alliance, else nobody."""
        members = self.dissolution(alliance).members["actor_id"]
        return self.nation if self.nation is not None and self.nation in members else None

    def advice(self, alliance: str) -> Advice:
        """Verdict, recommendations, conditions; in the nation's view where it is a member."""
        actor = self.actor(alliance)
        return self._once(
            "advice",
            alliance,
            lambda: advise(self.evidence, self.as_of, alliance, actor, self.assessment, self.frictions),
        )

    def case(self, alliance: str) -> Case:
        """The alliance under examination, for bias checks and the red team."""
        return self._once(
            "case",
            alliance,
            lambda: case_of(
                self.assessment, self.frictions, alliance, self.actor(alliance), self.dissolution(alliance)
            ),
        )

    def bias(self, alliance: str) -> pl.DataFrame:
        """The bias checks."""
        return self._once("bias", alliance, lambda: checks_of(self.case(alliance)))

    def red_team(self, alliance: str) -> RedTeam:
        """The case against the assessment."""
        return self._once("red_team", alliance, lambda: red_team_of(self.case(alliance)))

    def brief(self, alliance: str) -> Brief:
        """The three sentences."""
        return self._once(
            "brief",
            alliance,
            lambda: brief(self.assessment, self.history, self.frictions, alliance, self._resilience_or_none()),
        )

    def frictions_of(self, alliance: str) -> pl.DataFrame:
        """Frictions of one alliance by rank."""
        return self.frictions.filter(alliance_id=alliance).sort("place")

    def _resilience_or_none(self) -> pl.DataFrame:
        try:
            return self.resilience
        except WorkbenchError:
            return no_resilience()

    def _once(self, what: str, alliance: str, make: Callable[[], T]) -> T:
        if (what, alliance) not in self._made:
            self._made[what, alliance] = make()
        return self._made[what, alliance]
