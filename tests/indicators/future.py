"""Evidence with another future: all that lies after a date is altered or gone, all up to it is untouched.

Each table has a date from which its rows are known (`BEGINS`); some have cells that become known later than
the row (`LATER`); and some columns are knowledge of the day of compilation, whatever the date (`TODAY`).
What an alliance needs (the criticality of a function), the vocabularies and the actors are timeless.
"""

import datetime as dt

import numpy as np
import polars as pl

BEGINS = {
    "alliance": pl.col("founded"),
    "members": pl.col("joined"),
    "instruments": pl.coalesce("in_force", "signed"),
    "objectives": pl.col("as_of"),
    "commitments": pl.coalesce("declared", pl.min_horizontal("delivered", "ended")),
    "functions": pl.col("from"),
    "interoperability": pl.col("as_of"),
    "events": pl.col("date"),
    "priorities": pl.col("as_of"),
    "ratings": pl.col("as_of"),
    "survey": pl.col("date"),
    "unga_votes": pl.col("adopted"),
    "shock_cases": pl.col("shock_date"),
    **dict.fromkeys(
        ("contributions", "benefits", "shares", "economy", "space_budgets", "launches"),
        pl.date(pl.col("year"), 12, 31),
    ),
}
LATER = {
    "members": ["left"],
    "commitments": ["delivered", "ended"],
    "functions": ["to"],
    "events": ["resolved"],
    "shock_cases": ["outcome_date"],
}
TODAY = {
    "commitments": ["status", "funded", "delayed_by", "note", "value_musd", "title"],
    "events": ["title", "description"],
    "members": ["name", "note"],
    "objectives": ["note"],
    "ratings": ["rationale", "note"],
    "priorities": ["rationale", "note"],
    "functions": ["note"],
}
# The criticality of a function must stay with it, and an id must stay one.
KEPT = ("evidence_id", "folder", "alliance_id", "function", "criticality")
TIMELESS_ROWS = ("functions",)


def another_future(
    frames: dict[str, pl.DataFrame], as_of: dt.date, *, drop: bool, seed: int = 1
) -> dict[str, pl.DataFrame]:
    """The frames with all that was not knowable at `as_of` altered, or its rows dropped."""
    rng = np.random.default_rng(seed)
    return {
        name: _altered(frame, name, as_of, drop and name not in TIMELESS_ROWS, rng) if name in BEGINS else frame
        for name, frame in frames.items()
    }


def _altered(frame: pl.DataFrame, name: str, as_of: dt.date, drop: bool, rng: np.random.Generator) -> pl.DataFrame:
    ahead = (BEGINS[name] > as_of).fill_null(False)
    past = frame.filter(~ahead)
    past = past.with_columns(_another_end(past, column, as_of, rng) for column in LATER.get(name, []))
    if name == "events":
        unknown = (pl.col("resolved") > as_of).fill_null(True)
        past = past.with_columns(outcome=pl.when(unknown).then(_shuffled(past, "outcome", rng)).otherwise("outcome"))
    past = past.with_columns(_shuffled(past, column, rng) for column in TODAY.get(name, []))
    coming = frame.filter(ahead)
    coming = coming.with_columns(
        _postponed(coming, column, rng) if dtype == pl.Date or column == "year" else _shuffled(coming, column, rng)
        for column, dtype in coming.schema.items()
        if column not in KEPT
    )
    return past if drop else pl.concat([past, coming]).sort("evidence_id")


def _shuffled(frame: pl.DataFrame, column: str, rng: np.random.Generator) -> pl.Series:
    return frame[column].gather(rng.permutation(frame.height))


def _postponed(frame: pl.DataFrame, column: str, rng: np.random.Generator) -> pl.Series:
    """Dates and years moved further ahead."""
    steps = pl.Series(rng.integers(1, 9, frame.height))
    if column == "year":
        return (frame[column] + steps).cast(frame.schema[column]).alias(column)
    return frame.select((pl.col(column) + pl.duration(days=300 * steps)).alias(column)).to_series()


def _another_end(frame: pl.DataFrame, column: str, as_of: dt.date, rng: np.random.Generator) -> pl.Series:
    """Ends up to the date stay; where none is known yet, one is made up ahead of the date or taken away."""
    made_up = pl.Series(rng.integers(1, 3000, frame.height))
    open_ = pl.Series(rng.random(frame.height) < 0.5)
    ahead = pl.when(~open_).then(pl.lit(as_of) + pl.duration(days=made_up))
    return frame.select(
        pl.when(pl.col(column) <= as_of).then(pl.col(column)).otherwise(ahead).alias(column)
    ).to_series()
