"""The recipe of a composite indicator, read from a TOML file: metadata and the settings of every step."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from alliance_core.composite.aggregation import Copeland, Mean, PowerMean
from alliance_core.composite.hierarchy import CompositeError, Hierarchy
from alliance_core.composite.metadata import Metadata, level_of, read_metadata, tree_of
from alliance_core.composite.outliers import OutlierRule
from alliance_core.composite.settings import (
    AggregationRule,
    DataRule,
    MissingRule,
    NormalisationRule,
    OutputRule,
    RankingRule,
    section,
    typed,
)
from alliance_core.errors import require_known

SECTIONS = ("data", "indicators", "aggregates", "denominators", "missing", "outliers", "normalisation", "aggregation",
            "ranking", "output")  # fmt: skip
COINR_UNIT = "uCode"


@dataclass(frozen=True, kw_only=True)
class Config:
    """A recipe without contradictions. `outliers` is None where they are left as they are.

    means    the mean (or Copeland) of every aggregate by code
    """

    tree: Hierarchy
    data: DataRule
    means: Mapping[str, Mean | Copeland]
    least: float = 0.0
    missing: MissingRule = field(default_factory=MissingRule)
    outliers: OutlierRule | None = None
    normalisation: NormalisationRule = field(default_factory=NormalisationRule)
    ranking: RankingRule = field(default_factory=RankingRule)
    output: OutputRule = field(default_factory=OutputRule)

    @property
    def unit_column(self) -> str:
        """The column with the code of a unit."""
        return self.data.unit or COINR_UNIT

    @property
    def group_column(self) -> str | None:
        """The column with the group of a unit, if any step asks for groups."""
        return self.missing.group or self.data.group


def read_config(path: Path, meta: Path | None = None) -> Config:
    """The recipe in a TOML file, with a metadata table beside it if there is one.

    Raises CompositeError (or another WorkbenchError) that names the file and what is wrong in it
    """
    metadata = Metadata() if meta is None else read_metadata(meta)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise CompositeError(
            f"{path} does not exist; give a configuration file like examples/composite/hdi.toml"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise CompositeError(f"{path} cannot be read: {error}") from error
    try:
        return config_of(tomllib.loads(text), metadata, str(path))
    except tomllib.TOMLDecodeError as error:
        raise CompositeError(f"{path} is no TOML: {error}") from error


def config_of(values: Mapping[str, Any], metadata: Metadata | None = None, where: str = "the configuration") -> Config:
    """The recipe in plain data, as TOML gives it.

    Takes  values: the sections; what they say of an indicator goes before what the metadata say of it
    Raises CompositeError, UnknownNameError

    >>> recipe = config_of({"indicators": {"a": {"parent": "I"}}, "aggregates": {"I": {}}})
    >>> recipe.tree.leaves, recipe.means["I"].power, recipe.normalisation.method
    (('a',), 1.0, 'min_max')
    """
    known = metadata or Metadata()
    require_known(f"section of {where}", values, SECTIONS)

    def rule(kind: type, name: str) -> Any:
        return section(kind, values.get(name, {}), f"{where}: [{name}]")

    tables = {name: values.get(name, {}) for name in ("indicators", "aggregates", "denominators")}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise CompositeError(f"{where}: {name} is {table!r}; it must be a table like [{name}.CODE]")
    denominators = typed(tables["denominators"], Mapping[str, str], f"{where}: [denominators]")
    tree = tree_of(known, tables["indicators"], tables["aggregates"], denominators, where)
    normalisation: NormalisationRule = rule(NormalisationRule, "normalisation")
    missing: MissingRule = rule(MissingRule, "missing")
    data: DataRule = rule(DataRule, "data")
    aggregation: AggregationRule = rule(AggregationRule, "aggregation")
    config = Config(
        tree=tree,
        data=DataRule(unit=data.unit or known.unit, name=data.name or known.name, group=data.group),
        means=_means(tree, aggregation, where),
        least=aggregation.least,
        missing=missing,
        outliers=rule(OutlierRule, "outliers") if "outliers" in values else None,
        normalisation=normalisation,
        ranking=rule(RankingRule, "ranking"),
        output=rule(OutputRule, "output"),
    )
    if missing.impute.startswith("group_") and config.group_column is None:
        raise CompositeError(f"{where}: [missing] impute = '{missing.impute}' needs group = 'COLUMN' with the groups")
    _require_facts(tree, normalisation.method, where)
    return config


def _means(tree: Hierarchy, rule: AggregationRule, where: str) -> dict[str, Mean | Copeland]:
    """The mean of every aggregate: by its code, else by its level, else the one for all."""
    levels = {code: str(level_of(tree, code)) for code in tree.aggregates}
    require_known(f"aggregate in {where}: [aggregation] codes", rule.codes, tree.aggregates)
    require_known(f"level in {where}: [aggregation] levels", rule.levels, levels.values())
    chosen = {code: rule.codes.get(code, rule.levels.get(levels[code], rule.mean)) for code in tree.aggregates}
    means = {code: rule.named(mean) for code, mean in chosen.items()}
    for code, mean in means.items():
        below = [child for child in tree.children(code) if isinstance(means.get(child), Copeland)]
        if below and isinstance(mean, PowerMean) and not mean.takes_negatives:
            raise CompositeError(
                f"{where}: [aggregation] the mean '{chosen[code]}' of {code} cannot take the Copeland scores of "
                f"{below[0]}, which may be negative; use arithmetic, weakest_link or copeland above copeland"
            )
    return means


def _require_facts(tree: Hierarchy, method: str, where: str) -> None:
    """Goalposts or targets of every indicator, where the method rests on them."""
    leaves = [tree.by_code[code] for code in tree.leaves]
    if method == "goalposts":
        lacking = [node.code for node in leaves if node.worst is None or node.best is None]
        needed = "worst and best"
    elif method == "distance_to_target":
        lacking, needed = [node.code for node in leaves if node.target is None], "a target"
    else:
        return
    if lacking:
        raise CompositeError(
            f"{where}: [normalisation] method '{method}' needs {needed} of every indicator; "
            f"not given for {', '.join(lacking)}"
        )
