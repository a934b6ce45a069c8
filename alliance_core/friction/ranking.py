"""The order of frictions: how grave, then how fresh."""

import polars as pl

from alliance_core.catalogue.friction_rules import severity_rank

ALLIANCE = "alliance_id"


def placed(frictions: pl.LazyFrame, id_: str = "id") -> pl.LazyFrame:
    """Frictions of one date, each with its severity and its place among those of its alliance.

    The graver cell of the matrix comes first; in the same cell the fresher evidence; what is still level is in
    the order of the column `id_`, so that neither the order of the rows nor words written later matter.

    Takes  alliance_id, likelihood, consequence (both 1..5), last_evidence (date), and the column `id_`
    Gives  the same rows and columns, sorted, with severity (rank 1..25 of the matrix) and place (1 = gravest)
    """
    order = [ALLIANCE, "severity", "last_evidence", id_]
    return (
        frictions.with_columns(severity=severity_rank(pl.col("likelihood"), pl.col("consequence")))
        .sort(order, descending=[name in ("severity", "last_evidence") for name in order], nulls_last=True)
        .with_columns(place=pl.int_range(1, pl.len() + 1).over(ALLIANCE))
    )
