"""Who is indispensable: what an alliance can still do when one provider leaves."""

from collections.abc import Sequence

import polars as pl

from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.capability_complementarity.provision import FULL, PART, independent_providers

PROVISION = [*PART, "provider", "role"]


def exit_losses(provision: pl.DataFrame, needed: pl.DataFrame) -> pl.DataFrame:
    """What would be left without a full provider, provider by provider.

    Takes  provision: PART, provider, role; needed: PART, title, weight (points of criticality)
    Gives  KEY, provider, loss, thinner (shares of the needed criticality: no full provider left; a primary gone,
           no alternate of another provider, but another primary stays), functions (list of titles lost),
           thinned (list of titles), full (number of parts carried in full); largest loss first
    Nulls  loss and thinner are null where nothing needed has a weight
    """
    full = provision.filter(pl.col("role").is_in(FULL))
    counts = full.group_by(PART).agg(providers=pl.col("provider").n_unique())
    alternates = full.filter(pl.col("role") == "alternate").group_by(PART).agg(alternates=pl.col("provider").unique())
    own = (
        full.group_by(*PART, "provider").agg(primary=(pl.col("role") == "primary").any())
        .join(needed.select(*PART, "title", "weight"), on=PART)
        .join(counts, on=PART)
        .join(alternates, on=PART, how="left")
        .with_columns(
            only=pl.col("providers") == 1,
            spare=pl.col("alternates").list.set_difference(pl.concat_list("provider")).list.len().fill_null(0) > 0,
        )
        .sort(*PART, "provider")
    )  # fmt: skip
    thin = pl.col("primary") & ~pl.col("only") & ~pl.col("spare")
    totals = needed.group_by(KEY).agg(needed=pl.col("weight").sum())
    sums = own.group_by(*KEY, "provider", maintain_order=True).agg(
        lost=pl.col("weight").filter("only").sum(),
        thin=pl.col("weight").filter(thin).sum(),
        functions=pl.col("title").filter("only"),
        thinned=pl.col("title").filter(thin),
        full=pl.len(),
    )
    nothing = pl.lit([], dtype=pl.List(pl.String))
    share = [
        (pl.col(sum_).fill_null(0) / pl.col("needed")).alias(name)
        for sum_, name in (("lost", "loss"), ("thin", "thinner"))
    ]
    return (
        provision.select(*KEY, "provider").unique()
        .join(sums, on=[*KEY, "provider"], how="left")
        .join(totals, on=KEY, how="left")
        .with_columns(*share)
        .with_columns(
            pl.col("functions").fill_null(nothing), pl.col("thinned").fill_null(nothing), pl.col("full").fill_null(0)
        )
        .select(*KEY, "provider", "loss", "thinner", "functions", "thinned", "full")
        .sort(*KEY, "loss", "thinner", "provider", descending=[False, False, True, True, False])
    )  # fmt: skip


def resilience(provision: pl.DataFrame, needed: pl.DataFrame) -> pl.DataFrame:
    """Specialisation against resilience.

    Takes  as exit_losses
    Gives  KEY, covered (share of the needed criticality with a full provider), single_sourced (share of the needed
           criticality with exactly one), specialisation (share of the provided parts with exactly one, weighted),
           resilience and worst (mean and least share that keeps a full provider when one full provider leaves),
           worst_provider, full_providers (number)
    Nulls  without any full provider there is nothing to specialise in and nobody to lose: null
    """
    full = (
        provision.filter(pl.col("role").is_in(FULL)).group_by(PART).agg(providers=pl.col("provider").n_unique())
    )  # fmt: skip
    weight, providers = pl.col("weight"), pl.col("providers").fill_null(0)
    shares = (
        needed.join(full, on=PART, how="left")
        .group_by(KEY)
        .agg(
            needed=weight.sum(),
            provided=weight.filter(providers > 0).sum(),
            single=weight.filter(providers == 1).sum(),
        )
        .with_columns(
            covered=pl.col("provided") / pl.col("needed"),
            single_sourced=pl.col("single") / pl.col("needed"),
            specialisation=pl.when(pl.col("provided") > 0).then(pl.col("single") / pl.col("provided")),
        )
    )
    carriers = exit_losses(provision, needed).filter(pl.col("full") > 0)
    worst = carriers.group_by(KEY).agg(
        mean_loss=pl.col("loss").mean(),
        worst_loss=pl.col("loss").max(),
        worst_provider=pl.col("provider").sort_by("loss", "provider", descending=[True, False]).first(),
        full_providers=pl.len(),
    )
    return (
        shares.join(worst, on=KEY, how="left")
        .with_columns(
            resilience=pl.col("covered") - pl.col("mean_loss"),
            worst=pl.col("covered") - pl.col("worst_loss"),
            full_providers=pl.col("full_providers").fill_null(0),
        )
        .select(*KEY, "covered", "single_sourced", "specialisation", "resilience", "worst", "worst_provider",
                "full_providers")
        .sort(KEY)
    )  # fmt: skip


def losses_of(snapshot: Snapshot, needed: pl.DataFrame) -> pl.DataFrame:
    """exit_losses of all alliances at the date, with provider_name."""
    names = actor_names(snapshot.evidence)
    found = exit_losses(independent_providers(snapshot).select(PROVISION), needed)
    return found.with_columns(provider_name=pl.col("provider").replace(names))


def without(provision: pl.DataFrame, leaving: Sequence[str]) -> pl.DataFrame:
    """The provision when these providers have left."""
    return provision.filter(~pl.col("provider").is_in(list(leaving)))
