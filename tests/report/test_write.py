"""From evidence to every format: the same numbers as the scorecard, hostile evidence without harm, the command."""

import datetime as dt
import html
import io
import json
import re
import shutil

import openpyxl
import polars as pl
import pytest
from pptx import Presentation
from pypdf import PdfReader

from alliance_core.catalogue.rules import score_text
from alliance_core.cli import main
from alliance_core.errors import UnknownNameError
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET
from alliance_core.report.build import Options, build
from alliance_core.report.content import Bars, texts_of
from alliance_core.report.known import Known
from alliance_core.report.write import FORMATS, file_name, write
from alliance_core.scorecard.assessment import assess
from tests.report.made import HOSTILE
from tests.report.packages import formulas, outside

DAY = dt.date(2023, 6, 30)


@pytest.fixture(scope="module")
def real():
    return build(Known(Evidence(), DAY, ("artemis",), "JPN"), Options(marking="OFFICIAL"), DAY)


@pytest.fixture(scope="module")
def scores():
    found = assess(Evidence(), DAY).dimensions.filter(alliance_id="artemis")
    return dict(found.select("dimension_name", "score").iter_rows())


@pytest.fixture(scope="module")
def attacked(tmp_path_factory):
    """The shipped evidence in which names of actors and of the alliance are attacks."""
    folder = tmp_path_factory.mktemp("attacked") / "parquet"
    shutil.copytree(PARQUET, folder)
    for table, column in (("actors", "name"), ("alliance", "short_name"), ("events", "title"), ("sources", "title")):
        rows = pl.read_parquet(folder / f"{table}.parquet")
        place = pl.int_range(pl.len()) % len(HOSTILE)
        attack = place.replace_strict(dict(enumerate(HOSTILE)), return_dtype=pl.String)
        named = rows.with_columns(pl.format("{} {}", attack, pl.col(column)).alias(column))
        named.write_parquet(folder / f"{table}.parquet")
    known = Known(Evidence(folder), dt.date(2026, 11, 23), ("iss",), "JPN")
    return build(known, Options(marking=HOSTILE[2], logo=HOSTILE[3]), DAY)


def test_the_pdf_states_the_scores_of_the_scorecard(real, scores):
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(write(real, "pdf"))).pages)
    for dimension, score in scores.items():
        assert re.search(rf"{dimension}\s+{score_text(score).split('.')[0]}", text), dimension
    for word in ("MODERATE", "WEAK", "IMBALANCED", "MINIMAL", "UNTESTED"):
        assert word in text


def test_the_slides_chart_the_scores_of_the_scorecard(real, scores):
    deck = Presentation(io.BytesIO(write(real, "pptx")))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    drawn = next(dict(zip(chart.plots[0].categories, chart.plots[0].series[0].values, strict=True))
                 for chart in charts if set(chart.plots[0].categories) == set(scores))  # fmt: skip
    assert drawn == pytest.approx(scores)


def test_the_workbook_holds_the_scores_of_the_scorecard(real, scores):
    book = openpyxl.load_workbook(io.BytesIO(write(real, "xlsx")), data_only=True)
    numbers = {cell.value for row in book["Weights"].iter_rows() for cell in row if isinstance(cell.value, float)}
    for score in scores.values():
        assert min(abs(score - number) for number in numbers) < 1e-9


def test_page_markdown_and_json_say_the_same(real, scores):
    told = json.loads(write(real, "json"))
    for score in scores.values():
        assert score in told["weighing"]["by_dimension"]["Artemis"].values()
    lead = next(text for text in texts_of(real.sections[1].blocks[0]))
    assert lead in html.unescape(write(real, "html").decode())
    assert "Artemis scores 39 of 100" in write(real, "md").decode()


def test_a_chart_of_hatched_bars_says_what_hatching_means(real):
    for figure in real.figures():
        if isinstance(figure, Bars) and figure.marked:
            assert "(hatched: " in figure.title


def test_hostile_evidence_makes_no_format_act(attacked):
    page = write(attacked, "html").decode()
    assert "<script" not in page.lower().replace("&lt;script", "")
    assert not re.search(r"(?:src|href)\s*=\s*[\"']?\s*(?:https?:|javascript:|data:)", page)
    for form in ("pptx", "xlsx"):
        assert outside(write(attacked, form)) == []
    book = openpyxl.load_workbook(io.BytesIO(write(attacked, "xlsx")))
    acting = [cell.coordinate for sheet in book if sheet.title != "Weights" for row in sheet.iter_rows() for cell in row
              if cell.data_type == "f" or cell.hyperlink]  # fmt: skip
    assert acting == []
    assert formulas(write(attacked, "xlsx")), "the sheet of weights has formulas: the check above can see one"
    reader = PdfReader(io.BytesIO(write(attacked, "pdf")))
    for page_ in reader.pages:
        for note in page_.get("/Annots") or []:
            assert note.get_object().get("/A", {}).get("/S") in (None, "/GoTo")
    assert "/JavaScript" not in reader.trailer["/Root"].get("/Names", {})


@pytest.mark.parametrize("form", FORMATS)
def test_hostile_names_are_still_read_in_every_format(attacked, form):
    data = write(attacked, form)
    assert len(data) > 5000
    if form == "json":
        assert any("SUM(1+1)" in text for text in attacked.texts())
        assert "SUM(1+1)" in json.dumps(json.loads(data))


def test_no_control_character_and_no_name_without_end_is_left_in_the_content(attacked):
    for text in attacked.texts():
        assert not re.search(r"[\x00-\x1f\x7f\u202e\u2066]", text), text
    assert all("N" * 121 not in series.name for figure in attacked.figures() if isinstance(figure, Bars)
               for series in figure.series)  # fmt: skip


def test_a_file_name_is_harmless(attacked):
    assert re.fullmatch(r"[a-z0-9.-]{1,120}", file_name(attacked, "pdf").lstrip("-"))


def test_an_unknown_format_or_paper_is_refused(real):
    with pytest.raises(UnknownNameError, match=r"unknown format 'docx'.*Allowed: html, json, md, pdf, pptx, xlsx"):
        write(real, "docx")
    with pytest.raises(UnknownNameError, match=r"unknown paper 'a5'"):
        write(real, "pdf", "a5")


def test_the_command_writes_the_file_that_is_named(tmp_path, capsys):
    target = tmp_path / "iss.md"
    arguments = ["report", "iss", "--format", "md", "--out", str(target), "--sections", "summary,burden", "--marking",
                 "OFFICIAL", "--actor", "jpn"]  # fmt: skip
    assert main(arguments) == 0
    assert "iss.md: 2 sections" in capsys.readouterr().out
    written = target.read_text(encoding="utf-8")
    assert written.startswith("**OFFICIAL**")
    assert "seen by Japan" in written


def test_the_command_prints_json(capsys):
    assert main(["report", "iss", "copernicus", "--json", "--sections", "gaps"]) == 0
    assert json.loads(capsys.readouterr().out)["kind"] == "comparison"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["artemiss"], "Did you mean 'artemis'", id="alliance"),
        pytest.param(["iss", "--format", "docx"], "unknown format 'docx'", id="format"),
        pytest.param(["iss", "--sections", "burdn"], "Did you mean 'burden'", id="section"),
        pytest.param(["iss", "--actor", "XYZ"], "unknown nation 'XYZ'", id="actor"),
        pytest.param(["iss", "--paper", "a5", "--sections", "method"], "unknown paper 'a5'", id="paper"),
        pytest.param(["iss", "--weights", "luck=3"], "unknown dimension 'luck'", id="weights"),
        pytest.param(["artemis", "--as-of", "2019-12-31"], "artemis did not exist", id="too early"),
    ],
)
def test_bad_input_ends_with_one_line_and_writes_nothing(arguments, message, tmp_path, capsys):
    target = tmp_path / "out.pdf"
    assert main(["report", *arguments, "--out", str(target)]) == 2
    told = capsys.readouterr().err
    assert message in told
    assert told.count("\n") == 1
    assert not target.exists()
