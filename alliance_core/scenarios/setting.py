"""What a stress test needs to know of an alliance at a date: partners, their stakes and ties, who provides what."""

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.scenario_rules import scenario_rules
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.burden_sharing_equity.units import mean_shares
from alliance_core.indicators.capability_complementarity.provision import FULL, PART, independent_providers
from alliance_core.indicators.operational_integration.engaged_members import stakes
from alliance_core.indicators.registry import measure_one
from alliance_core.scenarios.cases import TOP_LEVEL

TIERS = ("anchor", "core", "associate", "peripheral")
DAYS_PER_YEAR = 365.25


@dataclass(frozen=True)
class Setting:
    """An alliance at a date, partner by partner. Arrays follow `actors`, those of functions follow `parts`.

    tier         place in TIERS; anchor: place of the anchor, None if it is no partner
    cost         share of the cost 0..1, NaN = not known; anchor_share: of the anchor with the states that it stands
                 for, 1 where it is not known
    years        years invested
    alternative  probability 0..1 of having another way
    stake        has a commitment, a contribution or a function: the others can only fall silent
    exit_cost    rated level as a share of the scale, one for the alliance
    parts        function, detail; provides [part, actor] full providers; weight, criticality [part]
    hollow       share of all members in name only today
    """

    alliance: str
    as_of: dt.date
    actors: tuple[str, ...]
    names: tuple[str, ...]
    tier: np.ndarray
    anchor: int | None
    cost: np.ndarray
    anchor_share: float
    years: np.ndarray
    alternative: np.ndarray
    stake: np.ndarray
    exit_cost: float
    parts: tuple[tuple[str, str], ...]
    provides: np.ndarray
    weight: np.ndarray
    criticality: np.ndarray
    hollow: float

    def place(self, actor: str) -> int:
        """Where an actor stands. Raises WorkbenchError with the partners allowed."""
        if actor not in self.actors:
            raise WorkbenchError(
                f"'{actor}' is no partner of {self.alliance} on {self.as_of}; allowed: {', '.join(self.actors)}"
            )
        return self.actors.index(actor)

    def with_partner(self, actor: str, *, alternative: float | None = None, years: float | None = None) -> "Setting":
        """The setting with other features of one partner: a what-if. Raises WorkbenchError for an unknown one."""
        place = self.place(actor)
        changed = {"alternative": alternative, "years": years}
        told = {}
        for name, value in changed.items():
            if value is not None:
                told[name] = getattr(self, name).copy()
                told[name][place] = value
        return replace(self, **told)


def setting_of(snapshot: Snapshot, alliance: str) -> Setting:
    """The setting of one alliance at the (single) date of the snapshot.

    Partners are the members; states that act through an organisation listed beside them are left out unless they have a
    stake of their own, for the organisation answers for them.

    Raises WorkbenchError where the alliance has no exit cost rated, no members, or no function known
    """
    as_of = snapshot.dates["as_of"][0]
    members = _partners(snapshot, alliance)
    rated = snapshot.ratings.filter(alliance_id=alliance, indicator="exit_cost")
    parts, provides = _provision(snapshot, alliance, members["actor_id"].to_list())
    for missing, what in ((members, "members"), (rated, "rating of its exit cost"), (parts, "functions")):
        if missing.is_empty():
            raise WorkbenchError(
                f"too little evidence for a stress test of {alliance} on {as_of}: no {what} in the tables; "
                "choose a later date"
            )
    actors = members["actor_id"].to_list()
    anchors = [i for i, tier in enumerate(members["tier"]) if tier == "anchor"]
    named = snapshot.alliances.filter(alliance_id=alliance)["anchor_actor"].to_list()
    anchor = actors.index(named[0]) if named and named[0] in actors else (anchors[0] if anchors else None)
    names = actor_names(snapshot.evidence)
    return Setting(
        alliance=alliance, as_of=as_of, actors=tuple(actors), names=tuple(names.get(id_, id_) for id_ in actors),
        tier=np.array([TIERS.index(tier) for tier in members["tier"]]), anchor=anchor,
        cost=_costs(snapshot, alliance, actors), anchor_share=_anchor_share(snapshot, alliance, actors, anchor),
        years=members["years"].to_numpy().astype(float),
        alternative=_alternatives(snapshot, alliance, actors), stake=members["stake"].to_numpy(),
        exit_cost=float(rated["level"][0]) / TOP_LEVEL, parts=tuple(parts.select("function", "detail").iter_rows()),
        provides=provides, weight=parts["weight"].to_numpy().astype(float),
        criticality=parts["criticality"].to_numpy().astype(int), hollow=_hollow(snapshot, alliance),
    )  # fmt: skip


def _partners(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Partners: actor_id, tier, years, stake; anchor first."""
    founded = snapshot.evidence.alliances.filter(alliance_id=alliance)["founded"][0]
    own = stakes(snapshot).filter(alliance_id=alliance)
    engaged = own.select("actor_id").unique().with_columns(stake=True)
    members = snapshot.members.filter(alliance_id=alliance)
    behind = snapshot.organisation_states.join(
        members.select("as_of", organisation="actor_id"), on=["as_of", "organisation"], how="semi"
    ).select("actor_id", through=True)
    first = pl.concat(
        [
            snapshot.commitments.filter(alliance_id=alliance).select("actor_id", since="declared"),
            snapshot.contributions.filter(alliance_id=alliance).select("actor_id", since=pl.date("year", 1, 1)),
        ]
    ).group_by("actor_id").agg(pl.col("since").min())  # fmt: skip
    since = pl.min_horizontal(pl.coalesce("joined", pl.lit(founded)), "since")
    years = (pl.col("as_of") - since).dt.total_days() / DAYS_PER_YEAR
    return (
        members.join(engaged, on="actor_id", how="left")
        .join(behind.unique("actor_id"), on="actor_id", how="left")
        .join(first, on="actor_id", how="left")
        .with_columns(pl.col("stake", "through").fill_null(False), years=years.clip(0))
        .filter(~pl.col("through") | pl.col("stake"))
        .sort(pl.col("tier").replace_strict({tier: i for i, tier in enumerate(TIERS)}), "actor_id")
        .select("actor_id", "tier", "years", "stake")
    )


def _costs(snapshot: Snapshot, alliance: str, actors: list[str]) -> np.ndarray:
    """Mean share of the cost over the latest ended years; NaN where the alliance or the actor has no row."""
    shares = mean_shares(snapshot, indicator("anchor_dependence").parameter("years"))
    known = dict(shares.filter(alliance_id=alliance, measure="cost").select("actor_id", "share").iter_rows())
    return np.array([known.get(actor, np.nan) for actor in actors], dtype=float)


def _anchor_share(snapshot: Snapshot, alliance: str, actors: list[str], anchor: int | None) -> float:
    """Share of the cost that the anchor bears, itself or through the states that it stands for."""
    if anchor is None:
        return 1.0
    shares = mean_shares(snapshot, indicator("anchor_dependence").parameter("years"))
    known = shares.filter(alliance_id=alliance, measure="cost")
    behind = snapshot.organisation_states.filter(organisation=actors[anchor])["actor_id"].to_list()
    own = known.filter(pl.col("actor_id").is_in([actors[anchor], *behind]))
    return float(own["share"].sum()) if not own.is_empty() else 1.0


def _provision(snapshot: Snapshot, alliance: str, actors: list[str]) -> tuple[pl.DataFrame, np.ndarray]:
    """Parts that have a full provider among the partners, and who provides them [part, actor]."""
    providers = (
        independent_providers(snapshot)
        .filter((pl.col("alliance_id") == alliance) & pl.col("role").is_in(FULL) & pl.col("provider").is_in(actors))
        .select(*PART, "provider", "criticality")
    )
    weights = snapshot.needs.filter(alliance_id=alliance).select(*PART, "weight")
    parts = providers.select(*PART, "criticality").unique().join(weights, on=PART).sort("function", "detail")
    row = {part: i for i, part in enumerate(parts.select("function", "detail").iter_rows())}
    provides = np.zeros((len(row), len(actors)), bool)
    for function, detail, provider in providers.select("function", "detail", "provider").iter_rows():
        if (function, detail) in row:
            provides[row[function, detail], actors.index(provider)] = True
    return parts, provides


def _alternatives(snapshot: Snapshot, alliance: str, actors: list[str]) -> np.ndarray:
    """Probability that each partner has another way, by the rules of the catalogue; the strongest reason holds."""
    rules = scenario_rules()["features"]
    rivals = snapshot.rivals.filter(alliance_id=alliance)["rival_id"].to_list()
    elsewhere = set(snapshot.members.filter(pl.col("alliance_id").is_in(rivals))["actor_id"])
    year = snapshot.dates["as_of"][0].year
    launching = snapshot.evidence.scan("actors").filter(pl.col("orbital_launch_since") <= year).collect()["actor_id"]
    launchers = set(launching)
    needs = snapshot.needs.filter(alliance_id=alliance).group_by("function").agg(pl.col("weight").sum())
    own = (
        snapshot.functions.filter(pl.col("role").is_in(FULL))
        .select("actor_id", "function")
        .unique()
        .join(needs, on="function")
        .group_by("actor_id")
        .agg(pl.col("weight").sum())
    )
    total = float(needs["weight"].sum()) or 1.0
    share = {actor: weight / total for actor, weight in own.iter_rows()}
    return np.array(
        [
            max(
                rules["rival"] if actor in elsewhere else 0.0,
                rules["own_launch"] if actor in launchers else 0.0,
                min(1.0, share.get(actor, 0.0)),
            )
            for actor in actors
        ]
    )


def _hollow(snapshot: Snapshot, alliance: str) -> float:
    row = measure_one(snapshot, "engaged_members").estimates.filter(alliance_id=alliance)
    return float(1 - row["value"][0]) if not row.is_empty() else float("nan")


def base_rates(snapshot: Snapshot) -> np.ndarray:
    """P(a partner leaves within the horizon without a shock) by tier, from all memberships in the tables: [tier].

    Exits per member-year with the prior of the catalogue (half an exit in a hundred years).
    """
    rules = scenario_rules()
    spells = snapshot.former_members.join(snapshot.alliances.select(*KEY, "founded"), on=KEY)
    start = pl.coalesce("joined", "founded")
    years = (pl.coalesce("left", "as_of") - start).dt.total_days() / DAYS_PER_YEAR
    told = spells.group_by("tier").agg(years=years.clip(0).sum(), exits=pl.col("left").is_not_null().sum())
    known = {tier: (exits, lived) for tier, lived, exits in told.iter_rows()}
    prior_exits, prior_years = rules["base"]["prior"]
    horizon = rules["horizon"]["months"] / 12
    rate = np.array(
        [(known.get(tier, (0, 0.0))[0] + prior_exits) / (known.get(tier, (0, 0.0))[1] + prior_years) for tier in TIERS]
    )
    return 1 - np.exp(-rate * horizon)
