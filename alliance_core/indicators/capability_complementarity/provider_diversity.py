"""Provider diversity: on how many shoulders do the functions rest?"""

import polars as pl

from alliance_core.catalogue import indicator
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.indicators.capability_complementarity.provision import PART, independent_providers
from alliance_core.indicators.measurement import Measurement, measurement, widening, z_score


def provider_diversity(snapshot: Snapshot) -> Measurement:
    """Effective number of providers: 1 / HHI of criticality-weighted provision (Laakso and Taagepera 1979).

    The criticality of a part of a function is shared among its providers by role.

    Gives  Measurement with providers (number), largest (share), concentration (HHI). Interval: an error
           of each provision weight carried through the index (delta method).
    """
    rules = indicator("provider_diversity")
    roles = {role: rules.parameter(role) for role in ("primary", "alternate", "partial")}
    providers = independent_providers(snapshot)
    role_weight = pl.col("role").replace_strict(roles, return_dtype=pl.Float64)
    share = pl.col("provision") / pl.col("provision").sum().over(KEY)
    concentration = (pl.col("share") ** 2).sum()
    error = rules.parameter("relative_error")
    estimates = (
        providers.join(snapshot.needs.select(*PART, "weight"), on=PART)
        .sort("as_of", "evidence_id")
        .with_columns(provision=pl.col("weight") * role_weight / role_weight.sum().over(PART))
        .group_by(*KEY, "provider", maintain_order=True)
        .agg(pl.col("provision").sum())
        .with_columns(share=share)
        .group_by(KEY)
        .agg(
            concentration=concentration,
            providers=pl.len().cast(pl.Float64),
            largest=pl.col("share").max(),
            gradient=(2 * error) * ((pl.col("share") * (pl.col("share") - concentration)) ** 2).sum().sqrt(),
        )
        .with_columns(value=1 / pl.col("concentration"))
        .with_columns(half=z_score() * pl.col("gradient") / pl.col("concentration") ** 2)
        .with_columns(low=pl.col("value") - pl.col("half"), high=pl.col("value") + pl.col("half"))
        .join(snapshot.functions.group_by(KEY).agg(widening=widening().mean(), n=pl.len()), on=KEY)
        .drop("gradient", "half")
    )
    return measurement("provider_diversity", estimates, snapshot.functions, pl.col("widening"))
