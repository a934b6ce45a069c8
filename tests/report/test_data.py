"""The JSON report: the whole content, numbers as they are, keys as documented."""

import datetime as dt
import json
import math
import re

import numpy as np
import pytest

from alliance_core.paths import ROOT
from alliance_core.report.content import Bars, Column, Report, Section, Series, Table, Text
from alliance_core.report.data import FORMAT, VERSION, plain, write_json
from tests.report.made import HOSTILE, hostile, report

DOCUMENT = ROOT / "docs" / "report-json.md"


def read_json(content: bytes) -> dict:
    """The file as a program reads it; refuses what is no JSON, such as NaN."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    return json.loads(content.decode("utf-8"), parse_constant=refuse)


def blocks(told: dict, kind: str) -> list[dict]:
    return [block for section in told["sections"] for block in section["blocks"] if block["kind"] == kind]


def keys(value: object, *, but: tuple[str, ...] = ()) -> set[str]:
    """All keys, without those inside mappings whose keys are ids."""
    if isinstance(value, dict):
        below = [keys(part, but=but) for key, part in value.items() if key not in but]
        return set(value) | set().union(*below)
    return set().union(*(keys(part, but=but) for part in value)) if isinstance(value, list) else set()


def test_the_file_says_what_it_is():
    told = read_json(write_json(report()))
    assert (told["format"], told["version"]) == (FORMAT, VERSION)
    assert told["as_of"] == "2026-11-23"
    assert told["marking"] == "OFFICIAL"


@pytest.mark.parametrize("made", [report(), hostile()], ids=["sample", "hostile"])
def test_every_table_comes_back_exactly(made: Report):
    tables = [block for section in made.sections for block in section.blocks if isinstance(block, Table)]
    read = blocks(read_json(write_json(made)), "table")
    assert len(read) == len(tables) > 0
    for before, after in zip(tables, read, strict=True):
        dates = [column.kind == "date" for column in before.columns]
        rows = [
            tuple(dt.date.fromisoformat(cell) if is_date else cell for cell, is_date in zip(row, dates, strict=True))
            for row in after["rows"]
        ]
        assert tuple(rows) == before.rows
        assert [column["title"] for column in after["columns"]] == [column.title for column in before.columns]
        assert tuple(after["marked"]) == before.marked


def test_every_number_of_a_chart_comes_back_exactly():
    made = report()
    told = read_json(write_json(made))
    read = [block for section in told["sections"] for block in section["blocks"] if "alt" in block]
    figures = list(made.figures())
    assert len(read) == len(figures) == 5
    for before, after in zip(figures, read, strict=True):
        assert after["alt"] == before.alt
        if isinstance(before, Bars):
            assert after["kind"] == "bars"
            for one, other in zip(before.series, after["series"], strict=True):
                assert Series(other["name"], *(tuple(other[part]) for part in ("values", "low", "high"))) == one


def test_every_text_of_the_report_is_in_the_file():
    made = hostile()
    texts = set()

    def gather(value: object) -> None:
        if isinstance(value, str):
            texts.add(value)
        for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
            gather(part)

    gather(read_json(write_json(made)))
    assert set(made.texts()) <= texts
    assert HOSTILE[0] in texts


def test_the_scores_behind_the_overall_score_are_there_unrounded():
    made = report()
    weighing = read_json(write_json(made))["weighing"]
    assert weighing["overall"] == dict(made.weighing.overall)
    assert [(cell["indicator"], cell["score"], cell["weight"]) for cell in weighing["cells"]] == [
        (cell.indicator, cell.score, cell.weight) for cell in made.weighing.cells
    ]


def test_a_number_that_is_none_is_null_and_never_nan():
    table = Table("t", "T", (Column("A", "number"),), ((math.nan,), (math.inf,), (None,), (0.1 + 0.2,)))
    made = report(sections=(Section("s", "S", (table,)),), facts={"b": np.float64("nan"), "a": np.int64(3)})
    told = read_json(write_json(made))
    assert blocks(told, "table")[0]["rows"] == [[None], [None], [None], [0.1 + 0.2]]
    assert told["facts"] == {"a": 3, "b": None}


def test_facts_are_sorted_so_that_equal_reports_are_equal_files():
    assert write_json(report(facts={"b": 1, "a": {"d": 2, "c": 3}})) == write_json(
        report(facts={"a": {"c": 3, "d": 2}, "b": 1})
    )


def test_what_has_no_form_in_json_is_refused_by_name():
    with pytest.raises(TypeError, match="a report holds a object"):
        plain(object())


def test_every_key_is_documented():
    """Keys inside mappings by id and inside the facts are names, not keys of the format."""
    told = read_json(write_json(report(sections=(*report().sections, Section("x", "X", (Text("t"),))))))
    ids = ("facts", "grounds", "shares", "indicators", "overall", "by_dimension", "zone_names")
    told["weighing"]["dimensions"] = {}
    documented = set(re.findall(r"`(\w+)`", DOCUMENT.read_text(encoding="utf-8")))
    assert keys(told, but=ids) <= documented
    assert {block["kind"] for section in told["sections"] for block in section["blocks"]} <= documented
