"""What was knowable at a date: every table as of one or several dates, in one pass.

Every frame of a snapshot carries `as_of`, so that a trend over many dates is one computation and not
a loop. KEY is what identifies an assessment: an alliance at a date.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from functools import cached_property, wraps
from typing import Concatenate, ParamSpec, TypeVar

import polars as pl

from alliance_core.errors import EvidenceError
from alliance_core.evidence.codes import Codes
from alliance_core.evidence.store import Evidence

KEY = ["alliance_id", "as_of"]
GAINS = ["cooperation_gain", "expansion"]
# The words with which the notes of the fact tables mark such rows (rules of data/sources/README.md).
NOT_FOR_CHAIN = "before founding|context|not counted"
SUPERSEDES = "supersedes earlier level"
UP_TO_NOW = pl.col("as_of")


P = ParamSpec("P")
R = TypeVar("R")


def once_per_snapshot(
    function: "Callable[Concatenate[Snapshot, P], R]",
) -> "Callable[Concatenate[Snapshot, P], R]":
    """Compute a step that several indicators share once for each snapshot and its other arguments."""

    @wraps(function)
    def remembered(snapshot: "Snapshot", *args: P.args, **kwargs: P.kwargs) -> R:
        key: Hashable = (function, *args, *sorted(kwargs.items()))
        if key not in snapshot.steps:
            snapshot.steps[key] = function(snapshot, *args, **kwargs)
        return snapshot.steps[key]  # type: ignore[return-value]

    return remembered


def reached(column: str) -> pl.Expr:
    """Whether the date in `column` was reached at as_of; an unknown date is not reached."""
    return (pl.col(column) <= UP_TO_NOW).fill_null(False)


def year_known(column: str = "year") -> pl.Expr:
    """Whether the year in `column` had ended at as_of: yearly figures are known after the year."""
    return pl.date(pl.col(column), 12, 31) <= UP_TO_NOW


class Snapshot:
    """The evidence as it could be known at each of the given dates (the as-of rule)."""

    def __init__(
        self,
        evidence: Evidence,
        as_of: dt.date | Iterable[dt.date],
        *,
        named: bool = True,
        codes: Codes | None = None,
    ) -> None:
        """Without `named`, names are codes and evidence_id is a number: enough to match rows and to count them.

        Takes  codes: what snapshots without names of the same evidence share, if it is at hand
        Raises EvidenceError if no date is given.
        """
        dates = [as_of] if isinstance(as_of, dt.date) else sorted(set(as_of))
        if not dates:
            raise EvidenceError("a snapshot needs at least one date")
        self.evidence = evidence
        self.codes = codes or (None if named else Codes(evidence))
        self.steps: dict[Hashable, object] = {}
        self.dates = pl.DataFrame({"as_of": dates}, schema={"as_of": pl.Date})

    def _rows(self, table: str, *columns: str) -> pl.LazyFrame:
        """All rows of `table`: evidence_id and the columns given."""
        if self.codes is not None:
            return self.codes.rows(table, *columns)
        return self.evidence.scan(table).select("evidence_id", *columns)

    def _known(self, table: str, condition: pl.Expr, *columns: str) -> pl.DataFrame:
        """Rows of `table` that satisfy `condition` at each date; columns as named."""
        return self._dated(self._rows(table, *columns), condition, "alliance_id" in columns).collect()

    def _dated(self, rows: pl.LazyFrame, condition: pl.Expr, of_alliances: bool = True) -> pl.LazyFrame:
        """The rows that satisfy `condition` at each date, in their order; of alliances, once they were founded."""
        if len(self.dates) == 1:
            dated = rows.with_columns(as_of=pl.lit(self.dates["as_of"][0], pl.Date))
        else:
            dated = rows.join(self.dates.lazy(), how="cross", maintain_order="left_right")
        known = dated.filter(condition)
        if not of_alliances:
            return known
        key = KEY if len(self.dates) > 1 else ["alliance_id"]
        return known.join(self.alliances.lazy().select(key), on=key, how="semi", maintain_order="left")

    @cached_property
    def alliances(self) -> pl.DataFrame:
        """Alliances that existed: KEY, anchor_actor, founded."""
        rows = self._rows("alliance", "alliance_id", "anchor_actor", "founded")
        return self._dated(rows, reached("founded"), of_alliances=False).collect()

    @cached_property
    def members(self) -> pl.DataFrame:
        """Members present: KEY, evidence_id, actor_id, tier, kind, joined. An unknown start counts as present."""
        present = (pl.col("joined").is_null() | reached("joined")) & ~reached("left")
        columns = ("alliance_id", "actor_id", "tier", "joined", "left", "verification")
        rows = self._known("members", present, *columns)
        return (
            rows.join(self.actors, on="actor_id", how="left", maintain_order="left")
            .unique([*KEY, "actor_id"], keep="first", maintain_order=True)
            .drop("left")
        )

    @cached_property
    def former_members(self) -> pl.DataFrame:
        """Spells of membership that had begun: KEY, evidence_id, actor_id, tier, joined, left (null = still in)."""
        begun = pl.col("joined").is_null() | reached("joined")
        rows = self._known("members", begun, "alliance_id", "actor_id", "tier", "joined", "left", "verification")
        left = pl.when(reached("left")).then(pl.col("left"))
        return rows.with_columns(left=left)

    @cached_property
    def actors(self) -> pl.DataFrame:
        """Actor and kind (state, organisation, institution, territory); the same at every date."""
        return self._rows("actors", "actor_id", "kind").drop("evidence_id").collect()

    @cached_property
    def homes(self) -> pl.DataFrame:
        """In which folder the states of an organisation stand: organisation, alliance_id."""
        homes = self._rows("vocabulary_organisations", "actor_id", "alliance_id")
        return homes.select("alliance_id", organisation="actor_id").collect()

    @cached_property
    def organisation_states(self) -> pl.DataFrame:
        """States for which an organisation stood: as_of, organisation, actor_id.

        They are the states of the organisation's own folder that were members and held a vote in the
        latest year known; while no year of votes is known, all its member states.
        """
        states = self.members.lazy().filter(kind="state").join(self.homes.lazy(), on="alliance_id")
        votes = (
            self.shares.lazy().filter(measure="decision").select("alliance_id", "as_of", "year", "actor_id", "share")
        )
        latest = votes.filter(pl.col("year") == pl.col("year").max().over(KEY))
        known = latest.select(*KEY, votes_known=True).unique()
        return (
            states.join(latest.select(*KEY, "actor_id", vote="share"), on=[*KEY, "actor_id"], how="left")
            .join(known, on=KEY, how="left")
            .filter(pl.col("votes_known").is_null() | (pl.col("vote") > 0))
            .select("as_of", "organisation", "actor_id")
            .sort("as_of", "organisation", "actor_id")
            .collect()
        )

    @cached_property
    def shares(self) -> pl.DataFrame:
        """Shares of ended years: KEY, evidence_id, year, measure, actor_id, share (0..1), verification."""
        columns = ("alliance_id", "year", "measure", "actor_id", "share_pct", "verification")
        rows = self._known("shares", year_known(), *columns)
        return rows.with_columns(share=pl.col("share_pct") / 100).drop("share_pct")

    @cached_property
    def contributions(self) -> pl.DataFrame:
        """Contributions of ended years, for display: KEY, evidence_id, actor_id, year, kind, amount_musd,
        share_pct, basis, verification. Different bases must not be added."""
        columns = (
            "alliance_id",
            "actor_id",
            "year",
            "kind",
            "amount_musd",
            "share_pct",
            "basis",
            "verification",
        )
        return self._known("contributions", year_known(), *columns)

    @cached_property
    def benefits(self) -> pl.DataFrame:
        """Benefits of ended years: KEY, evidence_id, actor_id, year, measure, share_pct, verification."""
        columns = ("alliance_id", "actor_id", "year", "measure", "share_pct", "verification")
        return self._known("benefits", year_known(), *columns)

    @cached_property
    def economy(self) -> pl.DataFrame:
        """GDP of ended years: as_of, evidence_id, actor_id, year, gdp_busd, population_m, verification."""
        columns = ("actor_id", "year", "gdp_busd", "population_m", "verification")
        return self._known("economy", year_known(), *columns)

    @cached_property
    def space_budgets(self) -> pl.DataFrame:
        """Space budgets of ended years: as_of, evidence_id, actor_id, year, civil_musd, total_musd, verification."""
        columns = ("actor_id", "year", "civil_musd", "total_musd", "verification")
        return self._known("space_budgets", year_known(), *columns)

    @cached_property
    def launches(self) -> pl.DataFrame:
        """Launches of ended years: as_of, evidence_id, actor_id, year, orbital_attempts, verification."""
        return self._known("launches", year_known(), "actor_id", "year", "orbital_attempts", "verification")

    @cached_property
    def votes(self) -> pl.DataFrame:
        """UN votes cast: as_of, evidence_id, resolution_id, adopted, actor_id, vote, verification."""
        columns = ("resolution_id", "adopted", "actor_id", "vote", "verification")
        return self._known("unga_votes", reached("adopted"), *columns)

    @cached_property
    def objectives(self) -> pl.DataFrame:
        """State of each objective: KEY, evidence_id, objective, status, funded, verification.

        The states of one objective differ in the last two letters of the id; the latest reached one holds.
        """
        columns = ("alliance_id", "objective_id", "as_of", "status", "funded", "verification")
        rows = self._rows("objectives", *columns).rename({"as_of": "since"})
        known = self._dated(rows, reached("since")).collect()
        objective = pl.col("objective_id").str.replace(r"_[a-z]$", "")
        return (
            known.with_columns(objective=objective)
            .sort("since", "objective_id")
            .group_by(*KEY, "objective", maintain_order=True)
            .last()
        )

    @cached_property
    def commitments(self) -> pl.DataFrame:
        """Promises made: KEY, evidence_id, actor_id, function, nature, declared, due, delivered, ended, state.

        The state follows from the dates: delivered, ended, delayed (due has passed) or in_progress.
        Dates that lie ahead are hidden, save `due`, which was part of the promise.
        """
        columns = (
            "alliance_id",
            "actor_id",
            "function_group",
            "nature",
            "declared",
            "due",
            "delivered",
            "ended",
            "verification",
        )
        begun = pl.coalesce("declared", pl.min_horizontal("delivered", "ended")) <= UP_TO_NOW
        rows = self._known("commitments", begun.fill_null(False), *columns)
        state = (
            pl.when(reached("delivered")).then(pl.lit("delivered"))
            .when(reached("ended")).then(pl.lit("ended"))
            .when(reached("due")).then(pl.lit("delayed"))
            .otherwise(pl.lit("in_progress"))
        )  # fmt: skip
        hidden = [pl.when(reached(name)).then(pl.col(name)).alias(name) for name in ("delivered", "ended")]
        return rows.with_columns(*hidden, state=state).rename({"function_group": "function"})

    @cached_property
    def functions(self) -> pl.DataFrame:
        """Providers available: KEY, evidence_id, function, detail, criticality, actor_id, role, verification."""
        available = (pl.col("from").is_null() | reached("from")) & ~reached("to")
        columns = (
            "alliance_id",
            "function",
            "detail",
            "criticality",
            "actor_id",
            "role",
            "from",
            "to",
            "verification",
        )
        return self._known("functions", available, *columns).drop("from", "to")

    @cached_property
    def needs(self) -> pl.DataFrame:
        """Functions that the alliance had provided or promised so far: KEY, function, detail, weight.

        A detail counts from its first provider on; a function that was only promised stands for itself.
        The criticality of a function (one value per alliance) is shared among its details.
        """
        begun = pl.col("from").is_null() | reached("from")
        first = self._known("functions", begun, "alliance_id", "function", "detail", "from")
        provided = first.select(*KEY, "function", "detail").unique()
        promised = (
            self.commitments.filter(pl.col("nature").is_in(["hardware", "service"]))
            .select(*KEY, "function").unique()
            .join(provided, on=[*KEY, "function"], how="anti")
            .with_columns(detail=pl.col("function"))
        )  # fmt: skip
        weights = self._rows("functions", "alliance_id", "function", "criticality").drop("evidence_id").unique()
        return (
            pl.concat([provided, promised])
            .join(weights.collect(), on=["alliance_id", "function"])
            .with_columns(weight=pl.col("criticality") / pl.len().over(*KEY, "function"))
            .sort(*KEY, "function", "detail")
        )

    @cached_property
    def interoperability(self) -> pl.DataFrame:
        """Level of each pair and layer: KEY, evidence_id, actor_a, actor_b, layer, level, since, verification.

        The highest level so far holds, ignoring rows older than the latest one that supersedes.
        `since` is the first date of that level.
        """
        columns = ("alliance_id", "actor_a", "actor_b", "layer", "level", "as_of", "verification", "note")
        rows = self._rows("interoperability", *columns).rename({"as_of": "since"})
        known = (
            self._dated(rows, reached("since"))
            .with_columns(pair=pl.concat_list("actor_a", "actor_b").list.sort().list.join(" "))
            .collect()
        )
        link = [*KEY, "pair", "layer"]
        restart = pl.col("since").filter(pl.col("note").str.contains(SUPERSEDES).fill_null(False)).max().over(link)
        return (
            known.filter(restart.is_null() | (pl.col("since") >= restart))
            .sort("level", "since", "evidence_id", descending=[True, False, False])
            .unique(link, keep="first", maintain_order=True)
            .drop("pair", "note")
        )

    @cached_property
    def events(self) -> pl.DataFrame:
        """One row per chain of events: KEY, evidence_id, chain_id, date, resolved, outcome, actors, type,
        dimension, severity, gain (bool), verification.

        The counted row stands for its chain. Where it still lay ahead, the gravest earlier row stands in
        (the first on a tie), never one that is marked as context. Ends that lie ahead are hidden.
        """
        columns = (
            "alliance_id",
            "chain_id",
            "event_id",
            "date",
            "resolved",
            "outcome",
            "actors",
            "type",
            "dimension",
            "severity",
            "counts",
            "verification",
            "note",
        )
        rows = self._known("events", reached("date"), *columns)
        eligible = (pl.col("counts") == 1) | ~pl.col("note").str.contains(NOT_FOR_CHAIN).fill_null(False)
        chosen = (
            rows.filter(eligible)
            .sort("counts", "severity", "date", "event_id", descending=[True, True, False, False])
            .group_by(*KEY, "chain_id", maintain_order=True)
            .first()
        )
        return chosen.with_columns(
            resolved=pl.when(reached("resolved")).then(pl.col("resolved")),
            outcome=pl.when(reached("resolved")).then(pl.col("outcome")),
            gain=pl.col("type").is_in(GAINS),
        ).drop("counts", "note")  # fmt: skip

    @cached_property
    def event_steps(self) -> pl.DataFrame:
        """Every event that had happened, steps of a chain too: KEY, evidence_id, chain_id, date."""
        return self._known("events", reached("date"), "alliance_id", "chain_id", "date")

    @cached_property
    def priorities(self) -> pl.DataFrame:
        """Latest motive profile: KEY, evidence_id, actor_id, security ... autonomy (0..4), verification."""
        return self._latest(
            "priorities",
            ["alliance_id", "actor_id"],
            "security",
            "science",
            "prestige",
            "commercial",
            "industrial",
            "autonomy",
        )

    @cached_property
    def ratings(self) -> pl.DataFrame:
        """Latest institutional rating: KEY, evidence_id, indicator, level (0..4), verification."""
        return self._latest("ratings", ["alliance_id", "indicator"], "level")

    @cached_property
    def survey(self) -> pl.DataFrame:
        """Latest answer of each respondent: KEY, evidence_id, actor_id, respondent, fairness (1..5), verification."""
        columns = ("alliance_id", "actor_id", "respondent", "date", "fairness", "verification")
        rows = self._known("survey", reached("date"), *columns)
        return rows.sort("date", "evidence_id").group_by(*KEY, "actor_id", "respondent", maintain_order=True).last()

    @cached_property
    def event_coverage(self) -> pl.DataFrame:
        """How far quarrels reach the public: alliance_id, publicity (high, medium, low)."""
        return self._rows("vocabulary_event_coverage", "alliance_id", "publicity").collect()

    @cached_property
    def rivals(self) -> pl.DataFrame:
        """Rival frameworks (coded judgement): alliance_id, rival_id."""
        return self._rows("vocabulary_rivals", "alliance_id", "rival_id").collect()

    def _latest(self, table: str, group: list[str], *columns: str) -> pl.DataFrame:
        """The row with the latest as_of up to each date, for each group."""
        rows = self._rows(table, *group, "as_of", *columns, "verification")
        known = self._dated(rows.rename({"as_of": "since"}), reached("since")).collect()
        return known.sort("since", "evidence_id").group_by(*group, "as_of", maintain_order=True).last()
