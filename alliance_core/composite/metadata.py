"""What is known of indicators and aggregates: from a table in the columns of COINr's iMeta, and from TOML sections."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from alliance_core.composite.files import Sheet, numbers, read_sheet
from alliance_core.composite.hierarchy import SCALES, CompositeError, Hierarchy, Node
from alliance_core.composite.normalisation import LEAST
from alliance_core.composite.settings import AggregateRule, IndicatorRule, section
from alliance_core.errors import UnknownNameError, require_known

TYPES = ("Indicator", "Aggregate", "Denominator", "Group", "UnitCode", "UnitName", "Other")
NEEDED = ("iCode", "Parent", "Type")
TEXTS = {"iName": "name", "Parent": "parent", "Denominator": "denominator", "Scale": "scale"}
NUMBERS = {"Weight": "weight", "Target": "target", "Worst": "worst", "Best": "best"}
WHOLE = {"Direction": "direction", "Level": "level"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Metadata:
    """What a metadata table says: facts of each indicator and aggregate by code, and columns of the data."""

    indicators: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    aggregates: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    unit: str | None = None
    name: str | None = None
    where: str = ""


def read_metadata(path: Path) -> Metadata:
    """A metadata CSV: iCode, Parent, Type, and optionally iName, Weight, Direction, Denominator, Level, Target, Worst,
    Best, Scale; other columns are not read. An empty cell says nothing.

    Raises CompositeError with file, line, column and value for anything odd
    """
    sheet = read_sheet(path)
    for column in NEEDED:
        sheet.require_column(column, "every metadata table needs it")
    columns: dict[str, list[Any]] = {}
    for column, key in TEXTS.items():
        if column in sheet.frame.columns:
            columns[key] = [None if text in ("", "NA") else text for text in sheet.frame[column]]
    for column, key in (NUMBERS | WHOLE).items():
        if column in sheet.frame.columns:
            columns[key] = numbers(sheet, column).to_list()
    types = sheet.frame["Type"].to_list()
    _refuse_odd_rows(sheet, types, columns)
    facts = {
        code: {key: cells[row] for key, cells in columns.items() if cells[row] is not None}
        for row, code in enumerate(sheet.frame["iCode"])
    }
    of_type = {kind: [code for code, its in zip(facts, types, strict=True) if its == kind] for kind in TYPES}
    return Metadata(
        indicators={code: facts[code] for code in of_type["Indicator"]},
        aggregates={code: facts[code] for code in of_type["Aggregate"]},
        unit=next(iter(of_type["UnitCode"]), None),
        name=next(iter(of_type["UnitName"]), None),
        where=str(path),
    )


def _refuse_odd_rows(sheet: Sheet, types: list[str], columns: dict[str, list[Any]]) -> None:
    codes = sheet.frame["iCode"]
    if (empty := codes == "").any():
        raise sheet.refuse(int(empty.arg_max() or 0), "iCode", "give every row a code")
    if (again := ~codes.is_first_distinct()).any():
        raise sheet.refuse(int(again.arg_max() or 0), "iCode", "the code is given before; each code has one row")
    for row, kind in enumerate(types):
        if kind not in TYPES:
            raise sheet.refuse(row, "Type", f"allowed: {', '.join(TYPES)}")
    for row, value in enumerate(columns.get("weight", [])):
        if value is not None and value < 0:
            raise sheet.refuse(row, "Weight", "a weight must be 0 or more")
    for row, value in enumerate(columns.get("direction", [])):
        if value not in (None, 1, -1):
            raise sheet.refuse(row, "Direction", "allowed: 1 (more is better), -1 (less is better)")
    for row, value in enumerate(columns.get("level", [])):
        if value is not None and (value < 1 or value % 1):
            raise sheet.refuse(row, "Level", "a level is a whole number; indicators have 1")
    for row, value in enumerate(columns.get("scale", [])):
        if value not in (None, *SCALES):
            raise sheet.refuse(row, "Scale", f"allowed: {', '.join(SCALES)}")


def tree_of(
    metadata: Metadata,
    indicators: Mapping[str, Any],
    aggregates: Mapping[str, Any],
    denominators: Mapping[str, str],
    where: str,
) -> Hierarchy:
    """The tree that metadata and a configuration file describe together.

    Takes  indicators, aggregates, denominators: the sections of the configuration; what they say of a code goes
           before what the metadata say of it
    Raises CompositeError for a contradiction, an aggregate without children, an indicator without parent
    """
    both = f"{where} with {metadata.where}" if metadata.where else where
    try:
        tree = Hierarchy.of(_nodes(metadata, indicators, aggregates, denominators, where))
        _refuse_odd_levels(tree)
    except UnknownNameError:
        raise
    except CompositeError as error:
        raise CompositeError(str(error) if str(error).startswith(where) else f"{both}: {error}") from error
    return tree


def _nodes(
    metadata: Metadata,
    indicators: Mapping[str, Any],
    aggregates: Mapping[str, Any],
    denominators: Mapping[str, str],
    where: str,
) -> list[Node]:
    """Indicators, then aggregates, each fact checked against the others."""
    leaves = _joined(metadata.indicators, indicators, IndicatorRule, f"{where}: [indicators")
    inner = _joined(metadata.aggregates, aggregates, AggregateRule, f"{where}: [aggregates")
    if twice := [code for code in leaves if code in inner]:
        raise CompositeError(f"'{twice[0]}' is an indicator and an aggregate; give one of them another code")
    require_known(f"indicator in {where}: [denominators]", denominators, leaves)
    for code, column in denominators.items():
        leaves[code]["denominator"] = column
    for code, facts in leaves.items():
        _set_direction(code, facts)
        if "parent" not in facts:
            raise CompositeError(f"{code}: the indicator has no parent; name the aggregate that it belongs to")
        if facts["parent"] in leaves:
            raise CompositeError(f"{code}: the parent '{facts['parent']}' is an indicator; name an aggregate")
    parents = {facts.get("parent") for facts in (*leaves.values(), *inner.values())}
    for code, facts in inner.items():
        if facts.pop("direction", 1) != 1:
            raise CompositeError(f"{code}: an aggregate has no direction of its own; give its indicators the direction")
        if facts.get("parent") in leaves:
            raise CompositeError(f"{code}: the parent '{facts['parent']}' is an indicator; name an aggregate")
        if code not in parents:
            raise CompositeError(f"{code}: the aggregate has no children; name it as a parent, or leave it out")
        for key in ("denominator", "worst", "best", "scale", "target"):
            facts.pop(key, None)
    return [_node(code, facts) for code, facts in (leaves | inner).items()]


def level_of(tree: Hierarchy, code: str) -> int:
    """The level that the metadata give an aggregate, else the one that follows from the tree."""
    stated = tree.by_code[code].level
    return tree.level(code) if stated is None else stated


def _joined(
    known: Mapping[str, dict[str, Any]], sections: Mapping[str, Any], kind: type, where: str
) -> dict[str, dict[str, Any]]:
    """Facts by code, those of the sections before those known; new codes come last."""
    facts = {code: dict(its) for code, its in known.items()}
    for code, values in sections.items():
        rule: Any = section(kind, values, f"{where}.{code}]")
        facts[code] = facts.get(code, {}) | {key: value for key, value in asdict(rule).items() if value is not None}
    return facts


def _set_direction(code: str, facts: dict[str, Any]) -> None:
    """The direction follows from the goalposts where both are given; where it is stated too, they must agree."""
    worst, best = facts.get("worst"), facts.get("best")
    if (worst is None) != (best is None):
        raise CompositeError(f"{code}: only one goalpost is given; give both, worst and best")
    if worst is None or best is None:
        return
    if worst == best:
        raise CompositeError(f"{code}: both goalposts are {best}; they must differ")
    if (least := LEAST[facts.get("scale", "linear")]) >= min(worst, best):
        raise CompositeError(
            f"{code}: the goalposts are {worst} and {best}; the scale '{facts['scale']}' needs them above {least:g}"
        )
    follows = 1 if best > worst else -1
    if facts.get("direction", follows) != follows:
        raise CompositeError(
            f"{code}: the direction is {facts['direction']:g}, but the goalposts run from worst {worst} to best {best}"
        )
    facts["direction"] = follows


def _node(code: str, facts: dict[str, Any]) -> Node:
    whole = {key: int(facts[key]) for key in WHOLE.values() if key in facts and facts[key] % 1 == 0}
    return Node(code=code, **(facts | whole))


def _refuse_odd_levels(tree: Hierarchy) -> None:
    for node in tree.nodes:
        own = level_of(tree, node.code)
        if node.parent is not None and level_of(tree, node.parent) <= own:
            raise CompositeError(
                f"{node.code}: its level is {own}, that of its parent {node.parent} {level_of(tree, node.parent)}; "
                "a parent must stand on a higher level"
            )
