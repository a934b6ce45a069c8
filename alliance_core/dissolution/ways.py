"""What stays without the alliance: alone, through an organisation, through another alliance."""

import datetime as dt

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.dissolution import dissolution_rules
from alliance_core.dissolution.units import Units
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.capability_complementarity.provision import FULL

PART = ["function", "detail"]
WAY = ["actor_id", *PART, "way", "alliance_id", "provider", "whole", "credit", "evidence_id"]


def ways(snapshot: Snapshot, found: Units, parts: pl.DataFrame, credit: float | None = None) -> pl.DataFrame:
    """Every way in which a member keeps (some of) a part after the end of the alliance.

    Takes  parts: PART; credit of another alliance (0..1, null = as in the catalogue)
    Gives  actor_id, PART, way (own, organisation, other_alliance), alliance_id (where the provision is listed,
           null = an own launch), provider, whole (an own way that needs nobody), credit (0..1), evidence_id
    """
    rules = dissolution_rules()
    able = provisions(snapshot, found.houses).filter(~pl.col("provider").is_in(found.ended))
    matched = _matched(able, parts, found.alliance)
    members = found.members.select("actor_id")
    full_match = pl.col("match") == 1.0
    own = matched.join(members, left_on="provider", right_on="actor_id").with_columns(
        actor_id=pl.col("provider"),
        whole=full_match & (pl.col("strength") == 1.0),
        credit=rules["way"]["own"]["credit"] * pl.col("strength") * pl.col("match"),
    )
    behind = found.houses.join(members, on="actor_id")
    organised = matched.join(behind, left_on="provider", right_on="organisation").with_columns(
        whole=pl.lit(False),
        credit=rules["way"]["organisation"]["credit"] * pl.col("strength") * pl.col("match"),
    )
    elsewhere = _elsewhere(snapshot, found, matched, credit)
    named = {"own": own, "organisation": organised, "other_alliance": elsewhere}
    nearest_first = pl.col("way").replace_strict({name: place for place, name in enumerate(named)})
    return (
        pl.concat(frame.with_columns(way=pl.lit(name)).select(WAY) for name, frame in named.items())
        .sort("actor_id", *PART, "credit", nearest_first, "alliance_id", "provider", "evidence_id",
              descending=[False] * 3 + [True] + [False] * 4)
    )  # fmt: skip


def provisions(snapshot: Snapshot, houses: pl.DataFrame) -> pl.DataFrame:
    """Full providers at the date, anywhere: alliance_id (null = own launch), PART, provider, strength, evidence_id.

    An only primary and an alternate have strength 1; one of several primaries less, for these complement one
    another. A state beside its own organisation is no other primary.
    """
    part = ["alliance_id", *PART]
    full = snapshot.functions.filter(pl.col("role").is_in(FULL)).select(
        *part, "role", "evidence_id", provider="actor_id"
    )
    primaries = full.filter(role="primary").select(*part, "provider").unique()
    pairs = primaries.join(primaries.rename({"provider": "rival"}), on=part).filter(
        pl.col("provider") != pl.col("rival")
    )
    for state, organisation in (("provider", "rival"), ("rival", "provider")):
        pairs = pairs.join(houses, left_on=[state, organisation], right_on=["actor_id", "organisation"], how="anti")
    contested = pairs.select(*part, "provider").unique().with_columns(role=pl.lit("primary"), contested=True)
    several = dissolution_rules()["strength"]["one_of_several"]
    listed = full.join(contested, on=[*part, "provider", "role"], how="left").select(
        *part, "provider", "evidence_id", strength=pl.when("contested").then(several).otherwise(1.0)
    )
    return pl.concat([listed, _launches(snapshot).select(listed.columns)])


def _matched(able: pl.DataFrame, parts: pl.DataFrame, alliance: str) -> pl.DataFrame:
    """Provisions of the functions of the parts, with `match`: 1 the same part, less another part of the function.

    In another alliance a function without a finer name may stand for any part; inside this one it may not.
    """
    same = pl.col("detail") == pl.col("provided_detail")
    unnamed = (pl.col("detail") == pl.col("function")) | (pl.col("provided_detail") == pl.col("function"))
    elsewhere = pl.col("alliance_id").is_null() | (pl.col("alliance_id") != alliance)
    other = dissolution_rules()["strength"]["other_part"]
    return (
        parts.select(PART)
        .join(able.rename({"detail": "provided_detail"}), on="function")
        .with_columns(match=pl.when(same | (unnamed & elsewhere)).then(1.0).otherwise(other))
    )


def _elsewhere(snapshot: Snapshot, found: Units, matched: pl.DataFrame, credit: float | None) -> pl.DataFrame:
    """Ways through partners in other alliances of the member, or of an organisation that stands for it."""
    rules = dissolution_rules()
    whole = rules["way"]["other_alliance"]["credit"] if credit is None else credit
    others = snapshot.members.filter(pl.col("alliance_id") != found.alliance).select("alliance_id", "actor_id")
    through = others.join(found.houses, left_on="actor_id", right_on="organisation").select(
        "alliance_id", actor_id="actor_id_right"
    )
    belongs = pl.concat([others, through]).unique().join(found.members.select("actor_id"), on="actor_id")
    here = (
        snapshot.functions.filter(pl.col("role").is_in(FULL), alliance_id=found.alliance)
        .select("function", provider="actor_id", here=True)
        .unique()
    )
    again = pl.when("here").then(rules["strength"]["same_provider"]).otherwise(1.0)
    return (
        matched.join(belongs, on="alliance_id")
        .filter(pl.col("provider") != pl.col("actor_id"))
        .join(found.houses, left_on=["actor_id", "provider"], right_on=["actor_id", "organisation"], how="anti")
        .join(here, on=["function", "provider"], how="left")
        .with_columns(whole=pl.lit(False), credit=whole * again * pl.col("match"))
    )


def _launches(snapshot: Snapshot) -> pl.DataFrame:
    """Own launches at the date as provisions of the launch functions that the catalogue names."""
    rules = dissolution_rules()["launch"]
    day: dt.date = snapshot.dates["as_of"][0]
    years = indicator("independent_launch").parameter("years")
    ended = (day + dt.timedelta(days=1)).year - 1
    since = snapshot.evidence.scan("actors").select(
        "actor_id", "evidence_id", "orbital_launch_since", "crew_launch_since"
    )
    window = snapshot.launches.filter(pl.col("year") > ended - years)
    tried = window.filter(pl.col("orbital_attempts") > 0)
    first = since.filter(pl.col("orbital_launch_since") <= ended).collect()
    # Before the launch list begins the year of the first launch is all that is known.
    recent = first.join(tried, on="actor_id", how="semi") if window.height else first
    rows = tried.select("actor_id", "evidence_id").join(recent, on="actor_id", how="semi")
    orbital = pl.concat([recent.select("actor_id", "evidence_id"), rows])
    crewed = since.filter(pl.col("crew_launch_since") <= ended).select("actor_id", "evidence_id").collect()
    able = pl.concat(
        frame.join(pl.DataFrame({"function": rules[kind]}, schema={"function": pl.String}), how="cross")
        for kind, frame in (("orbital", orbital), ("crewed", crewed))
    )
    return (
        able.join(_given_up(snapshot, day), on=["actor_id", "function"], how="anti")
        .select("function", "evidence_id", provider="actor_id", detail="function",
                alliance_id=pl.lit(None, pl.String), strength=pl.lit(1.0))
    )  # fmt: skip


def _given_up(snapshot: Snapshot, day: dt.date) -> pl.DataFrame:
    """Functions that an actor provided in full, by the functions tables, and no longer does: actor_id, function."""
    key = ["actor_id", "function"]
    past = snapshot.evidence.scan("functions").filter(pl.col("role").is_in(FULL), pl.col("to") <= day)
    now = snapshot.functions.filter(pl.col("role").is_in(FULL)).select(key)
    return past.select(key).unique().collect().join(now, on=key, how="anti")
