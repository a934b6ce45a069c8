"""Rules on capability: what hangs on one partner, what nobody provides, what was never exercised."""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.catalogue.friction_rules import friction_rule, level
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.friction.finding import (
    findings,
    no_actors,
    parameter_level,
    with_function,
    with_name,
    with_strains,
)
from alliance_core.indicators.capability_complementarity.provision import (
    FULL,
    PART,
    independent_providers,
    needed_parts,
)
from alliance_core.indicators.registry import measure_one

FUNCTION = [*KEY, "function"]


def single_sourced_function(snapshot: Snapshot) -> pl.DataFrame:
    """Critical functions of which one provider alone carries a part."""
    rule = friction_rule("single_sourced_function")
    providers = independent_providers(snapshot).filter(pl.col("role").is_in(FULL))
    alone = needed_parts(snapshot).filter((pl.col("full") == 1) & ~pl.col("redundant")).select(PART)
    frame = (
        providers.join(alone, on=PART, how="semi")
        .filter(pl.col("criticality") >= rule["criticality"])
        .sort("evidence_id")
        .group_by(*FUNCTION, "provider", maintain_order=True)
        .agg(
            pl.col("criticality").max(),
            details=pl.col("detail").filter(pl.col("detail") != pl.col("function")).unique(maintain_order=True),
            evidence=pl.col("evidence_id"),
        )
    )
    frame = with_strains(snapshot, frame, rule["years"], "provider")
    frame = with_function(snapshot, with_name(snapshot, frame, "provider"))
    return findings(
        frame, "single_sourced_function", subject=pl.format("function {} {}", "function", "provider"),
        actors=pl.concat_list("provider"), consequence=pl.col("criticality"),
        likelihood=level(pl.col("strains"), rule["strain_levels"]),
        function=_with_details(), actor=pl.col("actor_name"),
    )  # fmt: skip


def function_without_provider(snapshot: Snapshot) -> pl.DataFrame:
    """Critical functions that were provided or promised and that nobody carries at the date."""
    rule = friction_rule("function_without_provider")
    gaps = (
        needed_parts(snapshot)
        .group_by(FUNCTION)
        .agg(full=pl.col("full").sum(), partial=pl.col("partial").sum())
        .filter((pl.col("full") == 0) & (pl.col("partial") == 0))
        .join(snapshot.needs.select(*FUNCTION, "criticality").unique(), on=FUNCTION)
        .filter(pl.col("criticality") >= rule["criticality"])
    )
    promised = snapshot.commitments.group_by(FUNCTION).agg(evidence=pl.col("evidence_id").sort())
    once = snapshot.evidence.scan("functions").select("alliance_id", "function", "evidence_id", "from").collect()
    before = (
        gaps.select(FUNCTION)
        .join(once, on=["alliance_id", "function"])
        .filter(pl.col("from").is_null() | (pl.col("from") <= pl.col("as_of")))
        .group_by(FUNCTION)
        .agg(earlier=pl.col("evidence_id").sort())
    )
    none = pl.lit([], pl.List(pl.String))
    frame = gaps.join(promised, on=FUNCTION, how="left").join(before, on=FUNCTION, how="left")
    frame = frame.with_columns(evidence=pl.concat_list(pl.col("evidence", "earlier").fill_null(none)))
    when = pl.when(pl.col("earlier").list.len() > 0).then(pl.lit("any more")).otherwise(pl.lit("yet"))
    return findings(
        with_function(snapshot, frame), "function_without_provider",
        subject=pl.format("function {} nobody", "function"), actors=no_actors(), consequence=pl.col("criticality"),
        likelihood=parameter_level("function_without_provider", "likelihood"),
        function=pl.col("function_title"), when=when,
    )  # fmt: skip


def dominant_provider(snapshot: Snapshot) -> pl.DataFrame:
    """Providers with most of the criticality-weighted provision (as in provider_diversity)."""
    rule, roles = friction_rule("dominant_provider"), indicator("provider_diversity").parameters
    weight = pl.col("role").replace_strict({role: roles[role] for role in ("primary", "alternate", "partial")},
                                           return_dtype=pl.Float64)  # fmt: skip
    frame = (
        independent_providers(snapshot)
        .join(snapshot.needs.select(*PART, "weight"), on=PART)
        .with_columns(provision=pl.col("weight") * weight / weight.sum().over(PART))
        .sort("evidence_id")
        .group_by(*KEY, "provider", maintain_order=True)
        .agg(pl.col("provision").sum(), evidence=pl.col("evidence_id"))
        .with_columns(share=pl.col("provision") / pl.col("provision").sum().over(KEY))
        .filter(pl.col("share") >= rule["share"])
    )
    return findings(
        with_name(snapshot, frame, "provider"), "dominant_provider", subject=pl.format("hub {}", "provider"),
        actors=pl.concat_list("provider"), consequence=level(pl.col("share"), rule["levels"]),
        likelihood=parameter_level("dominant_provider", "likelihood"),
        actor=pl.col("actor_name"), percent=_percent("share"),
    )  # fmt: skip


def over_duplication(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances in which too many functions are carried by three or more."""
    rule = friction_rule("over_duplication")
    measured = measure_one(snapshot, "duplication")
    many = indicator("duplication").parameter("full_providers")
    parts = needed_parts(snapshot).filter(pl.col("full") >= many).select(PART)
    rows = independent_providers(snapshot).join(parts, on=PART, how="semi")
    frame = (
        measured.estimates.filter(pl.col("value") >= rule["share"])
        .select(*KEY, "value")
        .join(rows.group_by(KEY).agg(evidence=pl.col("evidence_id").sort()), on=KEY)
    )
    return findings(
        frame, "over_duplication", subject=pl.lit("duplication"), actors=no_actors(),
        consequence=parameter_level("over_duplication"), likelihood=parameter_level("over_duplication", "likelihood"),
        percent=_percent("value"),
    )  # fmt: skip


def never_exercised(snapshot: Snapshot) -> pl.DataFrame:
    """Links between partners that were never tested, in the layers that a crisis needs."""
    rule = friction_rule("never_exercised")
    frame = (
        snapshot.interoperability.filter(pl.col("layer").is_in(rule["layers"]) & (pl.col("level") < rule["level"]))
        .with_columns(
            evidence=pl.concat_list("evidence_id"),
            layer_name=pl.col("layer").str.replace_all("_", " "),
            pair=pl.concat_list("actor_a", "actor_b").list.sort().list.join(" "),
        )
    )  # fmt: skip
    frame = with_name(snapshot, with_name(snapshot, frame, "actor_a", "name_a"), "actor_b", "name_b")
    all_others = pl.when(pl.col("actor_b") == "ALL").then(pl.lit("the others")).otherwise("name_b")
    return findings(
        frame, "never_exercised", subject=pl.format("link {} {}", "pair", "layer"),
        actors=pl.concat_list("actor_a", "actor_b").list.filter(pl.element() != "ALL"),
        consequence=level(pl.col("level"), rule["levels"]),
        likelihood=parameter_level("never_exercised", "likelihood"),
        actor_a=pl.col("name_a"), actor_b=all_others, layer=pl.col("layer_name"),
    )  # fmt: skip


def members_in_name_only(snapshot: Snapshot) -> pl.DataFrame:
    """Alliances of which many members have nothing at stake."""
    rule = friction_rule("members_in_name_only")
    measured = measure_one(snapshot, "engaged_members")
    share = 1 - pl.col("value")
    frame = (
        measured.estimates.select(*KEY, share=share)
        .filter(pl.col("share") >= rule["share"])
        .join(snapshot.members.group_by(KEY).agg(evidence=pl.col("evidence_id").sort()), on=KEY)
    )
    return findings(
        frame, "members_in_name_only", subject=pl.lit("members in name only"), actors=no_actors(),
        consequence=parameter_level("members_in_name_only"),
        likelihood=parameter_level("members_in_name_only", "likelihood"), percent=_percent("share"),
    )  # fmt: skip


def _with_details() -> pl.Expr:
    """The function, with its finer names where it is not whole; many of them are counted."""
    finer = pl.col("details").list.eval(pl.element().str.replace_all("_", " "))
    count = finer.list.len()
    named = (
        pl.when(count > 2)
        .then(
            pl.format(
                "{}, {} and {} more",
                finer.list.get(0, null_on_oob=True),
                finer.list.get(1, null_on_oob=True),
                count - 2,
            )
        )
        .otherwise(finer.list.join(", "))
    )
    return pl.when(count > 0).then(pl.format("{} ({})", "function_title", named)).otherwise("function_title")


def _percent(column: str) -> pl.Expr:
    return (100 * pl.col(column)).round(0).cast(pl.Int64)


RULES = (
    single_sourced_function,
    function_without_provider,
    dominant_provider,
    over_duplication,
    never_exercised,
    members_in_name_only,
)
