"""The content of the report: whole, well formed, and every number in a sentence from the evidence."""

import datetime as dt
import math
import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET
from alliance_core.report.build import COMPARISON, HEALTH, Options, build
from alliance_core.report.content import Bars, Items, KeyFigures, Lines, Report, RiskMatrix, Table, Text
from alliance_core.report.known import Known
from alliance_core.scorecard.weights import WeightProfile
from tests.report.trace import strings, untraced

MADE = dt.date(2026, 11, 23)
# What a value looks like that nobody formatted: a missing one, a bare float, a container, an unfilled place.
UNFORMATTED = re.compile(r"\bNone\b|\bnan\b|\binf\b|\d\.\d{4,}|[{}]|\[\]|\bdatetime\b|\*\*|  |\bTrue\b|\bFalse\b")
NO_SENTENCE = re.compile(r"\s[,.;:]|\(\s*\)|\.\.(?!\.)|,,|:\.")
# Text of people, which may hold anything.
WRITTEN_BY_PEOPLE = {"sources", "facts"}
KNOWN_SINCE = {"events": "date", "members": "joined", "ratings": "as_of", "commitments": "declared",
               "interoperability": "as_of", "priorities": "as_of", "unga_votes": "adopted"}  # fmt: skip
# Sections of words that are the same in every report.
ALWAYS_THE_SAME = {"method"}


def thinned(folder: Path, seed: int, share: float) -> Evidence:
    """The shipped evidence with a share of the rows of each fact table left, chosen by a seed."""
    shutil.copytree(PARQUET, folder)
    keep_whole = {"alliance", "actors", "sources", "shock_cases"}
    for path in sorted(folder.glob("*.parquet")):
        if path.stem not in keep_whole and not path.stem.startswith("vocabulary"):
            rows = pl.read_parquet(path)
            rows.sample(fraction=share, seed=seed).sort("evidence_id").write_parquet(path)
    return Evidence(folder)


def written(evidence: Evidence, day: str, alliances: str, nation: str | None = None, **options: object) -> Report:
    known = Known(evidence, dt.date.fromisoformat(day), tuple(alliances.split()), nation)
    return build(known, Options(**options), MADE)  # type: ignore[arg-type]


CASES = [
    pytest.param(("2026-11-23", "artemis", "JPN", None), id="artemis today for Japan"),
    pytest.param(("2023-06-30", "artemis", None, None), id="artemis in 2023"),
    pytest.param(("2022-06-30", "iss", "RUS", None), id="iss in the rupture for Russia"),
    pytest.param(("2026-11-23", "apsco", "PER", None), id="apsco, where evidence is thin"),
    pytest.param(("2016-12-31", "five_eyes", None, None), id="five eyes early"),
    pytest.param(("2024-12-31", "ilrs", "LUX", None), id="ilrs for a nation that is no member"),
    pytest.param(("2026-11-23", "copernicus", "MLT", (1, 0.6)), id="copernicus on six tenths of the rows"),
    pytest.param(("2025-06-30", "esa", None, (2, 0.25)), id="esa on a quarter of the rows"),
    pytest.param(("2026-11-23", "us_japan", "JPN", (3, 0.05)), id="us-japan on a twentieth of the rows"),
    pytest.param(("2026-11-23", "artemis iss copernicus", "DEU", None), id="three side by side"),
    pytest.param(("2021-12-31", "nasa_esa eumetsat cospas_sarsat apsco ilrs", None, (4, 0.5)), id="five, halved"),
]


@pytest.fixture(scope="module", params=CASES)
def report(request, tmp_path_factory):
    day, alliances, nation, thin = request.param
    evidence = Evidence() if thin is None else thinned(tmp_path_factory.mktemp("thin") / "parquet", *thin)
    return written(evidence, day, alliances, nation)


def test_no_text_is_empty_or_unformatted(report):
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Text):
                assert block.text.strip()
                own = block.text
                for written in strings(block.grounds):  # texts of people may hold anything
                    own = own.replace(written, "X") if written else own
                assert not UNFORMATTED.search(own), block.text
                assert not NO_SENTENCE.search(block.text), block.text
                assert block.text[0].isupper() or block.text[0].isdigit() or block.text[0] == "“", block.text
            elif isinstance(block, KeyFigures):
                assert all(one.label and one.value and not UNFORMATTED.search(one.value) for one in block.items)
            elif isinstance(block, Items):
                assert block.items
                assert all(one.strip() and not UNFORMATTED.search(one) for one in block.items)
            elif isinstance(block, Table) and block.id not in WRITTEN_BY_PEOPLE:
                for row in block.rows:
                    assert all(not UNFORMATTED.search(cell) for cell in row if isinstance(cell, str)), row


def test_every_number_of_a_generated_sentence_is_one_of_its_grounds(report):
    sentences = 0
    for section in report.sections:
        if section.id in ALWAYS_THE_SAME:
            continue
        for block in section.blocks:
            if isinstance(block, Text) and block.style in ("lead", "body"):
                sentences += 1
                assert untraced(block.text, block.grounds) == [], (section.id, block.text)
    assert sentences >= len(report.sections) - 1


def test_tables_and_figures_are_well_formed(report):
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                assert block.title
                assert all(len(row) == len(block.columns) for row in block.rows)
                for row in block.rows:
                    for cell, column in zip(row, block.columns, strict=True):
                        kind = {"text": str, "date": dt.date}.get(column.kind, int | float)
                        assert cell is None or isinstance(cell, kind), (block.id, column.title, cell)
                        assert not (isinstance(cell, float) and not math.isfinite(cell))
                        assert column.kind != "share" or cell is None or cell >= -1e-9, (block.id, row)
                assert all(0 <= place < len(block.rows) for place in block.marked)
            elif isinstance(block, Bars | Lines):
                length = len(block.categories) if isinstance(block, Bars) else len(block.dates)
                assert block.title
                assert block.alt[-1] == "."
                assert length
                for series in block.series:
                    assert len(series.values) == length
                    for ends in (series.low, series.high):
                        assert len(ends) in (0, length)
                    for value, low, high in zip(series.values, series.low, series.high, strict=False):
                        if value is not None and low is not None and high is not None:
                            assert low - 1e-9 <= value <= high + 1e-9, (block.id, low, value, high)
            elif isinstance(block, RiskMatrix):
                assert {risk.number for risk in block.risks} == set(range(1, len(block.risks) + 1))
                assert len(block.likelihood) == len(block.consequence) == 5


def test_the_scores_of_the_weighing_are_those_of_the_scorecard_table(report):
    """The table and the numbers for the workbook are made apart; they must agree."""
    tables = {block.id: block for section in report.sections for block in section.blocks if isinstance(block, Table)}
    if report.kind == "health":
        (alliance,) = report.alliances
        rows = {row[0]: row[1] for row in tables["dimension_scores"].rows}
        assert rows.pop("Overall") == report.weighing.overall[alliance]
        assert list(rows.values()) == list(report.weighing.by_dimension[alliance].values())
    else:
        assert {row[0]: row[1] for row in tables["comparison_scores"].rows} == dict(report.weighing.overall)


def test_all_sections_are_there_in_their_order(report):
    assert [section.id for section in report.sections] == list(HEALTH if report.kind == "health" else COMPARISON)


def test_a_choice_of_sections_keeps_their_order():
    chosen = written(Evidence(), "2026-11-23", "iss", sections=("sources", "summary", "burden"))
    assert [section.id for section in chosen.sections] == ["summary", "burden", "sources"]


def test_a_later_fact_changes_nothing_in_an_earlier_report(tmp_path):
    """Rows that became known after the date are cut away: the report as of the date must not change."""
    day = dt.date(2022, 6, 30)
    folder = tmp_path / "parquet"
    shutil.copytree(PARQUET, folder)
    for table, column in KNOWN_SINCE.items():
        path = folder / f"{table}.parquet"
        rows = pl.read_parquet(path)
        kept = rows.filter(pl.col(column).is_null() | (pl.col(column) <= day))
        assert kept.height < rows.height
        kept.write_parquet(path)
    sections = ("summary", "scorecard", "burden", "capability", "frictions", "stress", "dissolution")
    whole, cut = (
        written(evidence, "2022-06-30", "artemis", "JPN", sections=sections)
        for evidence in (Evidence(), Evidence(folder))
    )
    for one, other in zip(whole.sections, cut.sections, strict=True):
        # A mark says where texts of today may tell more; with the later rows gone there is nothing more to tell.
        blocks = [[b for b in section.blocks if not (isinstance(b, Text) and b.style == "label")]
                  for section in (one, other)]  # fmt: skip
        assert blocks[0] == blocks[1], one.id


def test_custom_weights_are_named_on_the_report():
    known = Known(Evidence(), MADE, ("iss",), weights=WeightProfile.parse("treasury"))
    found = build(known, Options(sections=("scorecard",)), MADE)
    assert found.custom == (
        "Custom weights, not the balanced profile: alignment 10 %, capability 15 %, burden 45 %, institutions 20 %, "
        "trust 10 %."
    )
    assert found.weighing.shares["burden_sharing_equity"] == pytest.approx(45)


@pytest.mark.parametrize(
    ("day", "alliances", "options", "message"),
    [
        pytest.param("2026-11-23", "artemiss", {}, "Did you mean 'artemis'", id="unknown alliance"),
        pytest.param("2019-12-31", "artemis", {}, "artemis did not exist on 2019-12-31", id="too early"),
        pytest.param("2026-11-23", "iss iss", {}, "named twice", id="twice"),
        pytest.param("2026-11-23", "iss artemis esa ilrs apsco eumetsat", {}, "at most 5", id="six"),
        pytest.param("2026-11-23", "iss", {"sections": ("burdn",)}, "Did you mean 'burden'", id="unknown section"),
        pytest.param("2026-11-23", "iss", {"marking": "X" * 61}, "marking has 61 letters", id="long marking"),
    ],
)
def test_what_cannot_be_reported_is_refused_with_what_is_allowed(day, alliances, options, message):
    with pytest.raises(WorkbenchError, match=re.escape(message)):
        written(Evidence(), day, alliances, **options)


def test_nobody_named_is_refused():
    with pytest.raises(WorkbenchError, match="needs an alliance"):
        build(Known(Evidence(), MADE, ()), Options(), MADE)
    assert issubclass(UnknownNameError, WorkbenchError)
