"""What partners put in, year by year, one basis at a time: sums of different bases would mean nothing."""

from typing import Any

import polars as pl

from alliance_core.catalogue.burden import burden_rules
from alliance_core.errors import UnknownNameError
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.burden_sharing_equity.units import AS_GOOD_AS_NOTHING
from alliance_core.indicators.measurement import widening

MONEY, SHARE, NOTHING = "million dollars", "per cent", "not quantified"
STACK = {"year": pl.Int32, "actor_id": pl.String, "name": pl.String, "value": pl.Float64, "verification": pl.String}
OTHERS = "others"
DIGITS = 9  # beyond these a sum of shares differs from its limit by noise only


def contribution_table(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Every contribution of ended years: actor_id, name, year, kind, amount_musd, share_pct, basis, verification,
    note (currency, rate, what was read; written in 2026), evidence_id; latest year first."""
    notes = snapshot.evidence.scan("contributions").select("evidence_id", "note").collect()
    return (
        snapshot.contributions.filter(alliance_id=alliance)
        .join(notes, on="evidence_id", how="left")
        .with_columns(name=_names(snapshot))
        .sort("year", "basis", "name", "evidence_id", descending=[True, False, False, False])
        .select("actor_id", "name", "year", "kind", "amount_musd", "share_pct", "basis", "verification", "note",
                "evidence_id")
    )  # fmt: skip


def bases(table: pl.DataFrame) -> pl.DataFrame:
    """What is counted, the basis with most rows first.

    Takes  contribution_table
    Gives  basis, rows, partners, first_year, last_year, unit (what its figures are; "not quantified" = words only)
    """
    amounts, shares = pl.col("amount_musd").count(), pl.col("share_pct").count()
    unit = (
        pl.when((amounts == 0) & (shares == 0)).then(pl.lit(NOTHING))
        .when(amounts >= shares).then(pl.lit(MONEY)).otherwise(pl.lit(SHARE))
    )  # fmt: skip
    return (
        table.group_by("basis")
        .agg(
            rows=pl.len(), partners=pl.col("actor_id").n_unique(), first_year=pl.col("year").min(),
            last_year=pl.col("year").max(), unit=unit,
        )
        .sort("rows", "basis", descending=[True, False])
    )  # fmt: skip


def of_basis(table: pl.DataFrame, basis: str) -> pl.DataFrame:
    """The figures of one basis: year, actor_id, name, value (in the unit of the basis), verification.

    Nulls  a row without a figure is left out here and stays in the table
    Raises UnknownNameError for a basis that the table does not hold
    """
    listed = bases(table)
    if basis not in listed["basis"]:
        raise UnknownNameError("basis", basis, listed["basis"])
    column = "amount_musd" if listed.filter(basis=basis)["unit"][0] == MONEY else "share_pct"
    own = table.filter(pl.col(column).is_not_null(), basis=basis)
    return (
        own.group_by("year", "actor_id", "name")
        .agg(pl.col(column).sum().alias("value"), weakness=widening().max(), verification=weakest())
        .select(list(STACK))
        .sort("year", "actor_id")
    )


def weakest() -> pl.Expr:
    """The weakest verification of a group of rows."""
    return pl.col("verification").sort_by(widening()).last()


def cost_shares(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Cost shares of every ended year, as the shares table gives them: year, actor_id, name, value (per cent),
    verification. They add up to 100 in each year."""
    return (
        snapshot.shares.filter(alliance_id=alliance, measure="cost")
        .select("year", "actor_id", name=_names(snapshot), value=100 * pl.col("share"), verification="verification")
        .sort("year", "actor_id")
    )


def stacked(figures: pl.DataFrame, own: str | None = None) -> pl.DataFrame:
    """Figures as stacked bars can show them: the largest partners over all years, the reader's own, the rest in one.

    Takes  of_basis or cost_shares; own: actor id that always stands alone
    Gives  year, actor_id, name, value, verification (weakest); partners largest first, "others" last in each year
    """
    most = burden_rules()["shown"]["payers"]
    totals = figures.group_by("actor_id").agg(total=pl.col("value").sum()).sort(
        pl.col("actor_id") != (own or ""), -pl.col("total"), "actor_id"
    )  # fmt: skip
    if totals.height <= most + 1:
        most = totals.height
    alone = totals.head(most).sort(-pl.col("total"), "actor_id").with_row_index("place")
    merged = figures.join(alone.select("actor_id", "place"), on="actor_id", how="left").with_columns(
        actor_id=pl.when(pl.col("place").is_not_null()).then("actor_id").otherwise(pl.lit(OTHERS)),
        name=pl.when(pl.col("place").is_not_null()).then("name").otherwise(pl.lit(f"{totals.height - most} {OTHERS}")),
    )
    return (
        merged.group_by("year", "actor_id", "name", "place")
        .agg(pl.col("value").sum(), verification=weakest())
        .sort("year", "place", nulls_last=True)
        .select(list(STACK))
    )


def yearly_total(snapshot: Snapshot, frame: pl.DataFrame, alliance: str) -> dict[str, Any] | None:
    """The latest known cost of a whole year by a basis that the catalogue takes as the whole, or None.

    Takes  partners of the alliance
    Gives  basis, year, musd, cover (share of the cost borne by its payers), verification, reason, evidence
    """
    rules = burden_rules()["totals"]
    reasons = {entry["basis"]: entry["reason"] for entry in rules["bases"]}
    rows = snapshot.contributions.filter(
        pl.col("amount_musd").is_not_null() & pl.col("basis").is_in(list(reasons)), alliance_id=alliance
    )
    behind = snapshot.organisation_states.select(actor_id="organisation", unit="actor_id")
    bearing = frame.filter(pl.col("cost") > AS_GOOD_AS_NOTHING).select(unit="actor_id", cost="cost")
    covers = pl.concat([bearing.select(actor_id="unit", unit="unit"), behind.select("actor_id", "unit")]).join(
        bearing, on="unit"
    )
    cover = (
        rows.select("basis", "year", "actor_id").unique().join(covers, on="actor_id").unique(["basis", "year", "unit"])
        .group_by("basis", "year").agg(cover=pl.col("cost").sum().round(DIGITS))
    )  # fmt: skip
    found = (
        rows.group_by("basis", "year")
        .agg(musd=pl.col("amount_musd").sum(), verification=weakest(), evidence=pl.col("evidence_id").sort())
        .join(cover, on=["basis", "year"])
        .filter(pl.col("cover") >= rules["least_cover"])
        .sort("year", "basis", descending=[True, False])
    )
    return {**found.row(0, named=True), "reason": reasons[found["basis"][0]]} if found.height else None


def _names(snapshot: Snapshot) -> pl.Expr:
    return pl.col("actor_id").replace_strict(actor_names(snapshot.evidence), default=pl.col("actor_id"))
