"""A small composite, as data and as a recipe; the tests change one thing at a time."""

import copy
from pathlib import Path
from typing import Any

import polars as pl

from alliance_core.composite.config import config_of
from alliance_core.composite.engine import Composite, compose

FRAME = pl.DataFrame({
    "uCode": ["C", "A", "B", "D"],
    "name": ["Cee", "Ay", "Bee", "Dee"],
    "side": ["N", "N", "S", "S"],
    "people": [10.0, 20.0, 5.0, 10.0],
    "roads": [100.0, 100.0, 100.0, 25.0],
    "dirt": [3.0, 1.0, 5.0, 4.0],
    "trust": [0.5, 0.9, 0.1, 0.2],
})  # fmt: skip

RECIPE: dict[str, Any] = {
    "data": {"unit": "uCode", "name": "name"},
    "indicators": {
        "roads": {"parent": "Works", "denominator": "people", "weight": 3},
        "dirt": {"parent": "Works", "direction": -1},
        "trust": {"parent": "Index"},
    },
    "aggregates": {"Works": {"parent": "Index"}, "Index": {"name": "All in all"}},
}

TOML = """
[data]
unit = "uCode"
name = "name"
[indicators.roads]
parent = "Works"
denominator = "people"
weight = 3
[indicators.dirt]
parent = "Works"
direction = -1
[indicators.trust]
parent = "Index"
[aggregates.Works]
parent = "Index"
[aggregates.Index]
name = "All in all"
"""

META = """iCode,Parent,Type,Weight,Direction,Denominator,Level,iName
roads,Works,Indicator,3,1,people,1,Roads
dirt,Works,Indicator,1,-1,,1,Dirt
trust,Index,Indicator,1,1,,1,Trust
Works,Index,Aggregate,1,1,,2,Works
Index,,Aggregate,1,1,,3,All in all
people,,Denominator,,,,,
uCode,,UnitCode,,,,,
name,,UnitName,,,,,
"""
DATA = FRAME.write_csv()


def recipe(**sections: Any) -> dict[str, Any]:
    """The recipe with some sections put in or replaced."""
    return copy.deepcopy(RECIPE) | sections


def composed(frame: pl.DataFrame = FRAME, **sections: Any) -> Composite:
    return compose(frame, config_of(recipe(**sections)))


def by_unit(composite: Composite, code: str) -> dict[str, float]:
    column = composite.values.get(code, composite.indicators.get(code))
    assert column is not None
    return dict(zip(composite.units, column.tolist(), strict=True))


def written(folder: Path, data: str | None = None, config: str = TOML, meta: str | None = None) -> list[str]:
    """Files of a run in a folder, and the options that name them."""
    (folder / "data.csv").write_text(FRAME.write_csv() if data is None else data, encoding="utf-8")
    (folder / "recipe.toml").write_text(config, encoding="utf-8")
    options = ["--data", str(folder / "data.csv"), "--config", str(folder / "recipe.toml")]
    if meta is not None:
        (folder / "meta.csv").write_text(meta, encoding="utf-8")
        options += ["--meta", str(folder / "meta.csv")]
    return options


def broken(old: str, new: str, text: str = TOML) -> str:
    assert old in text
    return text.replace(old, new, 1)


def told(answer: tuple[int, str, str], message: str) -> None:
    status, out, err = answer
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert message in err
