"""The report as JSON: the whole content with raw numbers, for machines and archives. Keys: docs/report-json.md."""

import dataclasses
import datetime as dt
import json
import math
from collections.abc import Mapping
from typing import Any

from alliance_core.report.content import Bars, Block, Items, KeyFigures, Lines, Report, RiskMatrix, Table, Text

FORMAT = "alliance-health-report"
VERSION = 1
KINDS: dict[type, str] = {
    Text: "text",
    KeyFigures: "key_figures",
    Items: "items",
    Table: "table",
    Bars: "bars",
    Lines: "lines",
    RiskMatrix: "risk_matrix",
}


def write_json(report: Report) -> bytes:
    """The whole report, UTF-8: the fields of the content model under their names, each block with its kind.

    Numbers are those of the content, unrounded; a missing or infinite one is null; dates are ISO texts. Lists are in
    the order of the report; facts and grounds, whose order means nothing, are sorted by key.
    """
    whole = {name: plain(value) for name, value in _fields(report).items() if name not in ("sections", "facts")}
    whole["sections"] = [
        {**plain(_fields(section) | {"blocks": ()}), "blocks": [_block(block) for block in section.blocks]}
        for section in report.sections
    ]
    whole["facts"] = _sorted(plain(report.facts))
    told = json.dumps({"format": FORMAT, "version": VERSION, **whole}, indent=1, ensure_ascii=False, allow_nan=False)
    return (told + "\n").encode("utf-8", "replace")


def plain(value: Any) -> Any:
    """A value of the content as JSON knows it. Raises TypeError for what it has no form for."""
    if value is None or isinstance(value, str | bool):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: plain(part) for name, part in _fields(value).items()}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, int):
        return number
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    raise TypeError(f"a report holds a {type(value).__name__}, which has no form in JSON")


def _block(block: Block) -> dict[str, Any]:
    told = plain(block)
    if isinstance(block, Text):
        told["grounds"] = _sorted(told["grounds"])
    return {"kind": KINDS[type(block)], **told}


def _fields(value: Any) -> dict[str, Any]:
    return {item.name: getattr(value, item.name) for item in dataclasses.fields(value)}


def _sorted(value: Any) -> Any:
    """The value with the keys of all mappings in it sorted."""
    if isinstance(value, dict):
        return {key: _sorted(value[key]) for key in sorted(value)}
    return [_sorted(part) for part in value] if isinstance(value, list) else value
