"""Rules of frictions: the matrix, marks, and the rules that find them. Read from data/catalogue/friction.toml."""

from functools import lru_cache
from string import Formatter
from typing import Any

import numpy as np
import polars as pl

from alliance_core.catalogue import all_dimensions, read
from alliance_core.errors import CatalogueError, UnknownNameError

NEEDED = ("name", "title", "dimension", "given", "possibility", "leading", "reason")


@lru_cache(maxsize=1)
def friction_rules() -> dict[str, Any]:
    """All rules as plain data. Raises CatalogueError for a matrix that is no order of its cells, or a rule in part."""
    rules = read("friction")
    ranks = np.array(rules["matrix"]["ranks"])
    if ranks.shape != (5, 5) or sorted(ranks.ravel().tolist()) != list(range(1, 26)):
        raise CatalogueError(
            "friction.toml: matrix.ranks must hold each number from 1 to 25 once, in five rows of five"
        )
    if (np.diff(ranks, axis=0) <= 0).any() or (np.diff(ranks, axis=1) <= 0).any():
        raise CatalogueError("friction.toml: matrix.ranks must rise along every row and column")
    for id_, rule in rules["rules"].items():
        if missing := [key for key in NEEDED if key not in rule]:
            raise CatalogueError(f"friction.toml: rules.{id_} lacks {', '.join(missing)}")
        if rule["dimension"] not in all_dimensions():
            raise CatalogueError(f"friction.toml: rules.{id_} names the unknown dimension '{rule['dimension']}'")
    return rules


def friction_rule(id_: str) -> dict[str, Any]:
    """One rule. Raises UnknownNameError."""
    rules = friction_rules()["rules"]
    if id_ not in rules:
        raise UnknownNameError("friction rule", id_, rules)
    return rules[id_]


def severity_rank(likelihood: pl.Expr, consequence: pl.Expr) -> pl.Expr:
    """Rank 1..25 of a cell of the matrix; both 1..5."""
    flat = [rank for row in friction_rules()["matrix"]["ranks"] for rank in row]
    cell = (likelihood.cast(pl.Int64) - 1) * 5 + consequence.cast(pl.Int64) - 1
    return cell.replace_strict(dict(enumerate(flat)), return_dtype=pl.Int64)


def zone(rank: pl.Expr) -> pl.Expr:
    """Zone id of a severity rank: watch, concern, critical."""
    named = pl.lit(None, pl.String)
    for name, mark in sorted(friction_rules()["zones"].items(), key=lambda item: -item[1]):
        named = pl.when(rank < mark).then(pl.lit(name)).otherwise(named)
    return named


def level(number: pl.Expr, levels: list[list[float]]) -> pl.Expr:
    """The level of the last mark that the number reaches; null below the first.

    >>> pl.select(level(pl.Series([0.5, 0.6, 0.9]), [[0.6, 4], [0.8, 5]])).to_series().to_list()
    [None, 4, 5]
    """
    found = pl.lit(None, pl.Int64)
    for mark, value in sorted(levels):
        found = pl.when(number >= mark).then(pl.lit(value, pl.Int64)).otherwise(found)
    return found


def filled(template: str, **parts: pl.Expr) -> pl.Expr:
    """A template of the catalogue with expressions in its places.

    >>> pl.select(filled("{a} and {b}", a=pl.lit("one"), b=pl.lit("two"))).item()
    'one and two'
    """
    pieces = list(Formatter().parse(template))
    text = "".join(piece[0] + ("{}" if piece[1] is not None else "") for piece in pieces)
    return pl.format(text, *(parts[piece[1]] for piece in pieces if piece[1] is not None))
