"""A data set many times as large as the shipped one: N worlds, each the shipped tables under names of its own.

World k holds every row of data/sources once. Its alliances, actors, events, commitments, resolutions,
sources and so on carry `~k` (`USA~17`, `artemis~17`), so that worlds never touch: whatever is computed over
all rows sees N times the rows, N times the alliances and N times the groups. Function names and the
declaration of the tables are shared vocabulary and occur once.

World 0 is the shipped data, only renamed. In every other world, by a seed of its own,

- dates known to the day move by up to three days, all alike and never out of their month, so that no order
  of dates is ever turned round;
- amounts, budgets and GDP are multiplied by a factor between 0.9 and 1.1;
- shares are multiplied in the same way (by actor and year, so that shares that are equal by rule stay
  equal) and scaled back to 100 per alliance, year and measure.

Levels, severities, votes and tiers stay. The files have the layout of data/sources: one folder per alliance,
which holds the rows of that alliance in all worlds. The same seed gives the same files, and world k is the
same whatever the number of worlds.
"""

import shutil
import zlib
from pathlib import Path

import numpy as np
import polars as pl

from alliance_core.errors import WorkbenchError
from alliance_core.evidence.build import DECLARATIONS, alliance_folders, read_text
from alliance_core.evidence.schema import DATE_KINDS, Table, load_schema
from alliance_core.paths import SOURCES

MOST_DAYS = 3
MOST_NOISE = 0.1
WORLDS_AT_ONCE = 100
OWN_KINDS = ("id", "alliance", "actor", "actor_or_all")
LIST_KINDS = ("actors", "sources")
# Columns declared as text that name a row of another table, or an alliance on a screen.
OWN_TEXTS = ("alliance_id", "rival_id", "short_name", "chain_id", "event_id", "instrument_id", "case_id",
             "resolution_id", "respondent")  # fmt: skip
# Columns that are multiplied by noise; one factor a row.
AMOUNTS = ("amount_musd", "value_musd", "gdp_busd", "civil_musd", "total_musd")
SHARED_TABLES = ("_vocab/functions", *DECLARATIONS)
EVERYONE = "ALL"
STATE_OF_OBJECTIVE = r"(_[a-z])?$"


def generate(target: Path, scale: int = 1000, seed: int = 0, sources: Path = SOURCES) -> int:
    """Write `scale` worlds below `target` in the layout of data/sources; gives the number of rows written.

    Raises WorkbenchError unless scale is 1 or more and seed 0 or more
    """
    if scale < 1 or seed < 0:
        raise WorkbenchError(f"scale is {scale} and seed {seed}; scale must be 1 or more, seed 0 or more")
    rows = 0
    for path, table in load_schema(sources).items():
        for folder in alliance_folders(sources) if table.in_each_alliance else [table.home]:
            file = sources / folder / f"{table.name}.csv"
            written = target / folder / file.name
            if not file.is_file():
                continue
            written.parent.mkdir(parents=True, exist_ok=True)
            if path in SHARED_TABLES:
                shutil.copyfile(file, written)
            else:
                rows += _write(read_text(file), table, written, scale, seed)
    return rows


def _write(base: pl.DataFrame, table: Table, file: Path, scale: int, seed: int) -> int:
    """Write all worlds of one file, some at a time; gives the number of rows."""
    with file.open("wb") as handle:
        for first in range(0, scale, WORLDS_AT_ONCE):
            numbers = range(first, min(first + WORLDS_AT_ONCE, scale))
            frame = worlds(base, table, numbers, seed, f"{file.parent.name}/{file.name}")
            frame.write_csv(handle, include_header=first == 0)
    return base.height * scale


def worlds(base: pl.DataFrame, table: Table, numbers: range, seed: int, name: str) -> pl.DataFrame:
    """The rows of one file in the worlds given, as text; `name` makes its noise its own."""
    index = pl.DataFrame({
        "world": numbers,
        "mark": [f"~{world}" for world in numbers],
        "days": [_days(seed, world) for world in numbers],
    })  # fmt: skip
    frame = index.join(base, how="cross", maintain_order="left_right")
    moved = [_moved(c.name) for c in table.columns if c.kind in DATE_KINDS]
    frame = frame.with_columns(*moved)
    if table.name == "shares":
        frame = _noisy_shares(frame, base, numbers, seed, name)
    if amounts := [c.name for c in table.columns if c.name in AMOUNTS]:
        factor = pl.lit(noise(numbers, base.height, seed, name).ravel())
        frame = frame.with_columns(_text(pl.col(column).cast(pl.Float64) * factor, column) for column in amounts)
    named = [_renamed(c.name, c.kind) for c in table.columns if c.kind in OWN_KINDS + LIST_KINDS or c.name in OWN_TEXTS]
    return frame.with_columns(*named).select(base.columns)


def noise(numbers: range, width: int, seed: int, name: str) -> np.ndarray:
    """Factors around 1, one row per world; world 0 has none."""
    factors = np.ones((len(numbers), width))
    for row, world in enumerate(numbers):
        if world:
            generator = np.random.default_rng([seed, world, zlib.crc32(name.encode())])
            factors[row] = generator.uniform(1 - MOST_NOISE, 1 + MOST_NOISE, width)
    return factors


def _days(seed: int, world: int) -> int:
    """By how many days the dates of a world move."""
    return int(np.random.default_rng([seed, world]).integers(-MOST_DAYS, MOST_DAYS + 1)) if world else 0


def _moved(column: str) -> pl.Expr:
    """Dates known to the day, moved inside their month; other dates as they are."""
    day = pl.col(column).str.to_date("%Y-%m-%d", strict=False)
    shifted = day + pl.duration(days="days")
    inside = pl.max_horizontal(day.dt.month_start(), pl.min_horizontal(shifted, day.dt.month_end()))
    return pl.coalesce(inside.dt.to_string("%Y-%m-%d"), column).alias(column)


def _noisy_shares(frame: pl.DataFrame, base: pl.DataFrame, numbers: range, seed: int, name: str) -> pl.DataFrame:
    """Shares with noise by actor and year that still add up to 100."""
    group = base.select(pl.struct("actor_id", "year").rank("dense") - 1).to_series().to_numpy()
    factors = noise(numbers, int(group.max()) + 1, seed, name)[:, group].ravel()
    raw = pl.col("share_pct").cast(pl.Float64) * pl.lit(factors)
    return frame.with_columns(raw=raw).with_columns(
        _text(100 * pl.col("raw") / pl.col("raw").sum().over("world", "year", "measure"), "share_pct")
    )


def _text(number: pl.Expr, column: str) -> pl.Expr:
    """The number as text; world 0 keeps the cell as it was written."""
    written = number.round(4).cast(pl.String)
    return pl.when(pl.col("world") == 0).then(pl.col(column)).otherwise(written).alias(column)


def _renamed(column: str, kind: str) -> pl.Expr:
    """The names in a column with the mark of the world."""
    text, mark = pl.col(column), pl.col("mark")
    if kind in LIST_KINDS:
        return text.str.replace_all(";", mark + ";", literal=True) + mark
    if column == "objective_id":
        # Its last two letters tell the states of one objective apart, so that the mark goes before them.
        return text.str.replace(STATE_OF_OBJECTIVE, "") + mark + text.str.extract(STATE_OF_OBJECTIVE).fill_null("")
    return pl.when(text == EVERYONE).then(text).otherwise(text + mark).alias(column)
