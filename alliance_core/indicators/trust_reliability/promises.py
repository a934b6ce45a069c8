"""Promises of hardware and services: the ones that statistics of delivery count."""

import polars as pl

from alliance_core.evidence.snapshot import Snapshot, once_per_snapshot

COUNTED = ["hardware", "service"]


@once_per_snapshot
def matured(snapshot: Snapshot) -> pl.DataFrame:
    """Commitments of hardware and services whose fate is known or overdue: delivered, ended or delayed."""
    return snapshot.commitments.filter(
        pl.col("nature").is_in(COUNTED) & pl.col("state").is_in(["delivered", "ended", "delayed"])
    )
