"""What a kind of change starts from, and what several kinds share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from alliance_core.advice.change import Change
from alliance_core.catalogue import evidence_rules
from alliance_core.evidence.actors import actor_names
from alliance_core.evidence.snapshot import Snapshot, once_per_snapshot

ASSUMED = "assumed"
JUDGED = "estimated"


@dataclass(frozen=True, slots=True)
class Case:
    """One alliance, the evidence rows of the findings (none = look at the whole alliance), settings of the rule."""

    snapshot: Snapshot
    alliance: str
    rows: tuple[str, ...]
    settings: dict[str, Any]

    def own(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of the alliance."""
        return frame.filter(alliance_id=self.alliance)

    def found(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The rows of the alliance that the findings name; all of them without findings."""
        own = self.own(frame)
        return own.filter(pl.col("evidence_id").is_in(list(self.rows))) if self.rows else own

    @property
    def key(self) -> dict[str, Any]:
        """The alliance and the date."""
        return {"alliance_id": self.alliance, "as_of": self.snapshot.dates["as_of"][0]}

    def names(self, ids: Iterable[str]) -> list[str]:
        """Names of actors in their order."""
        known = names_of_actors(self.snapshot)
        return [known.get(id_, id_) for id_ in ids]


@once_per_snapshot
def names_of_actors(snapshot: Snapshot) -> dict[str, str]:
    """Names of all actors by id."""
    return actor_names(snapshot.evidence)


@once_per_snapshot
def functions_known(snapshot: Snapshot) -> pl.DataFrame:
    """Functions of the vocabulary: function, title (lower case at the start), domain."""
    first = pl.col("title").str.slice(0, 1).str.to_lowercase()
    rows = snapshot.evidence.scan("vocabulary_functions")
    return rows.select("function", "domain", title=first + pl.col("title").str.slice(1)).collect()


def function_names(snapshot: Snapshot, functions: Iterable[str]) -> list[str]:
    """Names of functions for sentences, in their order."""
    titles = dict(functions_known(snapshot).select("function", "title").iter_rows())
    return [titles.get(function, function.replace("_", " ")) for function in functions]


def nothing(why: str, what: str = "", by: str = "") -> Change:
    """A change that cannot be computed, and why."""
    return Change(missing=why, what=what, by=by)


def moot(why: str, what: str = "") -> Change:
    """Nothing is left to do, and why."""
    return Change(missing=why, what=what, moot=True)


def add_rows(frame: pl.DataFrame, rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """A frame with rows added; cells that are not given are empty."""
    named = [{"evidence_id": f"{ASSUMED}:{place}", **row} for place, row in enumerate(rows)]
    cells = [{name: row.get(name) for name in frame.columns} for row in named]
    return pl.concat([frame, pl.DataFrame(cells, schema=frame.schema)])


def replace_rows(frame: pl.DataFrame, ids: Iterable[str], alliance: str, **cells: Any) -> pl.DataFrame:
    """A frame in which rows of an alliance by evidence id have other cells, each an expression or a value."""
    chosen = (pl.col("alliance_id") == alliance) & pl.col("evidence_id").is_in(list(ids))
    return frame.with_columns(
        pl.when(chosen).then(cell if isinstance(cell, pl.Expr) else pl.lit(cell)).otherwise(pl.col(name))
        .cast(frame.schema[name]).alias(name)
        for name, cell in cells.items()
    )  # fmt: skip


def in_words(names: Sequence[str], most: int = 4) -> str:
    """Names in a row, the last with 'and'; many are counted; semicolons where a name holds a comma.

    >>> in_words(["a", "b", "c"]), in_words(["a", "b", "c", "d"], 2), in_words([])
    ('a, b and c', 'a, b and 2 more', '')
    """
    names = list(dict.fromkeys(names))
    between = "; " if any("," in name for name in names) else ", "
    if len(names) > most:
        return f"{between.join(names[:most])} and {len(names) - most} more"
    return " and ".join(part for part in (between.join(names[:-1]), *names[-1:]) if part)


def commonest_verification(frame: pl.DataFrame) -> str:
    """The verification that most rows have; the weaker on a tie."""
    weakness = evidence_rules()["verification_widening"]
    counts = frame.group_by("verification").len().to_dicts()
    return (
        max(counts, key=lambda row: (row["len"], weakness[row["verification"]]))["verification"] if counts else JUDGED
    )


def by_tier_and_size(snapshot: Snapshot, alliance: str) -> pl.DataFrame:
    """Members of an alliance, the nearest to the core first, then by their economy: the columns of members, gdp."""
    order = {tier: place for place, tier in enumerate(evidence_rules()["tier_weights"])}
    gdp = snapshot.economy.drop_nulls("gdp_busd").sort("year").group_by("actor_id").agg(gdp=pl.col("gdp_busd").last())
    return (
        snapshot.members.filter(alliance_id=alliance)
        .join(gdp, on="actor_id", how="left")
        .sort(pl.col("tier").replace_strict(order, default=len(order)), "gdp", "actor_id",
              descending=[False, True, False], nulls_last=True)
    )  # fmt: skip
