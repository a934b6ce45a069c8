"""Changes of burden sharing: cost, benefit and decision that move, the anchor's part, small fees."""

import polars as pl

from alliance_core.advice.kinds.case import Case, Change, commonest_verification, in_words, nothing
from alliance_core.catalogue import indicator
from alliance_core.indicators.burden_sharing_equity.units import AS_GOOD_AS_NOTHING, burden_units, recent_shares

PER_CENT = 100


def shift(case: Case) -> Change:
    """The shares of `measure` move by `share` of the way towards another key: gdp (among those that pay), or cost.

    new = (1 - share) x old + share x key, unit by unit. As the index of dissimilarity is convex, it cannot grow
    against the key itself.
    """
    measure, toward, part = case.settings["measure"], case.settings["toward"], case.settings["share"]
    units = _units(case).filter(pl.col(measure).is_not_null())
    if toward == "gdp":
        units = units.with_columns(gdp=pl.when(pl.col(measure) > AS_GOOD_AS_NOTHING).then(pl.col("gdp")))
    both = units.filter(pl.col(toward).is_not_null())
    if both.height < 2:
        return nothing(f"The shares of {measure} or those to move towards are not known.", "the present shares")
    goal = pl.col(toward) / pl.col(toward).sum() * pl.col(measure).sum()
    moved = both.with_columns(new=(1 - part) * pl.col(measure) + part * goal)
    hands = moved.select((pl.col("new") - pl.col(measure)).clip(0).sum()).item()
    if hands <= AS_GOOD_AS_NOTHING:
        return nothing(f"The shares of {measure} are where they should go already.", "the present shares")
    rest = units.filter(pl.col(toward).is_null()).select("actor_id", new=measure)
    new = pl.concat([moved.select("actor_id", "new"), rest])
    key = "the size of the economies that pay" if toward == "gdp" else f"the shares of {toward}"
    told = f"The shares of {measure} move half of the way towards {key}: {PER_CENT * hands:.0f} % changes hands."
    if part != 0.5:
        told = told.replace("half of the way", f"{PER_CENT * part:.0f} % of the way")
    return Change({"shares": _with_shares(case, measure, new)}, told, what=f"the shares of {measure}")


def lighten(case: Case) -> Change:
    """The largest payer bears `points` less; the other payers take it over in proportion to what they pay."""
    units = _units(case).filter(pl.col("cost") > AS_GOOD_AS_NOTHING).sort("cost", "actor_id", descending=[True, False])
    if units.height < 2:
        return nothing("There is no other payer whose share is known.", by="the anchor")
    points = min(case.settings["points"] / PER_CENT, units["cost"][0])
    largest = pl.int_range(pl.len()) == 0
    others = pl.col("cost").filter(~largest).sum()
    new = units.select(
        "actor_id",
        new=pl.when(largest).then(pl.col("cost") - points).otherwise(pl.col("cost") * (1 + points / others)),
    )
    (name,) = case.names([units["actor_id"][0]])
    told = f"{name} bears {PER_CENT * (units['cost'][0] - points):.0f} % of the cost instead of "
    told += f"{PER_CENT * units['cost'][0]:.0f} %; {units.height - 1} other payer{'s' if units.height > 2 else ''} "
    told += f"take{'' if units.height > 2 else 's'} over the rest as they pay today."
    return Change({"shares": _with_shares(case, "cost", new)}, told, what="the cost", by=name,
                  helpers=(units["actor_id"][0],))  # fmt: skip


def let_pay(case: Case) -> Change:
    """Members that pay nothing bear a `share` of what their economies would bear; all others pay less in proportion."""
    units = _units(case).filter(pl.col("cost").is_not_null() & pl.col("member"))
    idle = (pl.col("cost") <= AS_GOOD_AS_NOTHING) & pl.col("gdp").is_not_null()
    fee = pl.when(idle).then(case.settings["share"] * pl.col("gdp") / pl.col("gdp").sum()).otherwise(0.0)
    charged = units.with_columns(fee=fee).filter(pl.col("fee") > 0).sort("fee", "actor_id", descending=[True, False])
    if charged.is_empty():
        return nothing("No member with a known economy pays nothing.", "members that pay nothing")
    total = charged["fee"].sum()
    fees = charged.select("actor_id", "fee")
    new = (
        _units(case)
        .filter(pl.col("cost").is_not_null())
        .join(fees, on="actor_id", how="left")
        .select("actor_id", new=pl.coalesce("fee", pl.col("cost") * (1 - total)))
        .filter(pl.col("new") > 0)
    )
    count = f"{charged.height} member{'s' if charged.height != 1 else ''}"
    told = f"{count} that pay{'' if charged.height != 1 else 's'} nothing bear{'' if charged.height != 1 else 's'} "
    told += f"{PER_CENT * total:.1f} % of the cost."
    return Change({"shares": _with_shares(case, "cost", new)}, told, what=in_words(case.names(charged["actor_id"])),
                  helpers=tuple(charged["actor_id"]))  # fmt: skip


def _units(case: Case) -> pl.DataFrame:
    rules = indicator("proportionality")
    return case.own(burden_units(case.snapshot, rules.parameter("years"), rules.parameter("max_gdp_age_years")))


def _with_shares(case: Case, measure: str, new: pl.DataFrame) -> pl.DataFrame:
    """The shares with those of one measure in the years that are looked at replaced by one row per unit and year.

    Takes  new: actor_id, new (share 0..1). Rows keep their id and verification where the unit had one of its own.
    """
    frame, years = case.snapshot.shares, indicator("proportionality").parameter("years")
    recent = case.own(recent_shares(case.snapshot, years)).filter(measure=measure)
    wanted = (pl.col("alliance_id") == case.alliance) & (pl.col("measure") == measure)
    old = recent.select("actor_id", "year", "evidence_id", "verification")
    known = recent.select("year").unique().sort("year").join(new.sort("actor_id"), how="cross")
    rows = (
        known.join(old, on=["actor_id", "year"], how="left", maintain_order="left")
        .filter((pl.col("new") > 0) | pl.col("evidence_id").is_not_null())
        .with_columns(
            pl.col("verification").fill_null(commonest_verification(recent)),
            evidence_id=pl.coalesce("evidence_id", pl.format("assumed:{}:{}", "actor_id", "year")),
            measure=pl.lit(measure), share=pl.col("new"),
            **{name: pl.lit(value) for name, value in case.key.items()},
        )
        .select(frame.columns)
        .cast(frame.schema)
    )  # fmt: skip
    kept = frame.filter(~(wanted & pl.col("year").is_in(recent["year"].unique().to_list())))
    return pl.concat([kept, rows])
