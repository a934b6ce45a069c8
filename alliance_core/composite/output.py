"""From files to a computed composite, and from that to plain data for machines or a table for readers."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from alliance_core.composite.config import read_config
from alliance_core.composite.engine import Composite, compose
from alliance_core.composite.table import read_table

SHOWN_DECIMALS = 2


def compose_files(data: Path, config: Path, meta: Path | None = None) -> Composite:
    """The composite of a data CSV by the recipe in a TOML file, with a metadata CSV beside it if there is one.

    Raises a WorkbenchError that names the file and what is wrong in it
    """
    recipe = read_config(config, meta)
    return compose(read_table(data, recipe), recipe)


def composite_json(composite: Composite) -> dict[str, Any]:
    """Plain data: units, values, ranks, treatment, missing, and beside them indicators, effective_weights, covered.

    Values are rounded where the recipe says so in [output] decimals; a score or rank that does not exist is None.
    """
    decimals = composite.config.output.decimals

    def by_unit(columns: Mapping[str, np.ndarray], places: int | None) -> dict[str, dict[str, float | None]]:
        return {
            code: dict(zip(composite.units, _plain(column, places), strict=True)) for code, column in columns.items()
        }

    return {
        "units": list(composite.units),
        "values": by_unit(composite.values, decimals),
        "ranks": {
            code: {unit: _whole(rank) for unit, rank in ranks.items()}
            for code, ranks in by_unit(composite.ranks, None).items()
        },
        "treatment": {code: told.as_json() for code, told in composite.treatment.items()},
        "missing": composite.missing,
        "indicators": by_unit(composite.indicators, decimals),
        "effective_weights": composite.effective_weights,
        "covered": by_unit(composite.covered, None),
    }


def ranking_text(composite: Composite) -> str:
    """A table for each root, the best first: rank, code, name, score, and the scores of its children."""
    return "\n\n".join(_root_text(composite, root) for root in composite.config.tree.root)


def _root_text(composite: Composite, root: str) -> str:
    tree, decimals = composite.config.tree, composite.config.output.decimals
    places = SHOWN_DECIMALS if decimals is None else decimals
    columns, ranks = composite.indicators | composite.values, composite.ranks[root]
    shown = [root, *tree.children(root)]
    rows = [["rank", "unit", "name", *shown]]
    for i in np.argsort(ranks, kind="stable"):
        scores = ["–" if np.isnan(columns[code][i]) else f"{columns[code][i]:.{places}f}" for code in shown]
        rank = "–" if np.isnan(ranks[i]) else f"{ranks[i]:g}"
        rows.append([rank, composite.units[i], composite.names[i], *scores])
    if composite.names == composite.units:
        rows = [[*row[:2], *row[3:]] for row in rows]
    texts = len(rows[0]) - len(shown)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if 0 < place < texts else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    ]
    return "\n".join([f"{tree.by_code[root].name}, {len(composite.units)} units", *lines])


def _plain(column: np.ndarray, decimals: int | None) -> list[float | None]:
    rounded = column if decimals is None else np.round(column, decimals) + 0.0
    return [None if np.isnan(number) else float(number) for number in rounded]


def _whole(rank: float | None) -> float | None:
    """A rank as a whole number, unless ties share the middle."""
    return rank if rank is None or rank % 1 else int(rank)
