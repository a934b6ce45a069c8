"""Published indices recomputed from their indicators; skipped where the reference data are not at hand."""

import csv
import json
import math

import pytest

from alliance_core.cli import main
from alliance_core.composite.output import compose_files, composite_json
from alliance_core.paths import ROOT

REFERENCE = ROOT.parent / "shared" / "reference"
EXAMPLES = ROOT / "examples" / "composite"
HDI_DATA = REFERENCE / "hdi" / "data.csv"
ASEM_DATA, ASEM_META = REFERENCE / "asem" / "data.csv", REFERENCE / "asem" / "metadata.csv"
needs_hdi = pytest.mark.skipif(not HDI_DATA.is_file(), reason="the reference data are not part of the project")
needs_asem = pytest.mark.skipif(not ASEM_DATA.is_file(), reason="the reference data are not part of the project")

# UNDP, Human Development Report 2023/24, statistical annex, table 1: the index of 2022 and the rank.
HDI = {
    "CHE": (0.967, 1), "NOR": (0.966, 2), "ISL": (0.959, 3), "HKG": (0.956, 4), "DNK": (0.952, 5), "SWE": (0.952, 5),
    "CAF": (0.387, 191), "SSD": (0.381, 192), "SOM": (0.380, 193),
}  # fmt: skip
# The index as published with the worked example of COINr.
ASEM = {"CHE": 68.38, "NLD": 64.82, "DNK": 64.80, "NOR": 64.47, "BEL": 63.54, "SWE": 63.00, "IND": 39.79}


@pytest.fixture(scope="module")
def hdi():
    return composite_json(compose_files(HDI_DATA, EXAMPLES / "hdi.toml"))


@pytest.fixture(scope="module")
def asem():
    return compose_files(ASEM_DATA, EXAMPLES / "asem.toml", ASEM_META)


@needs_hdi
@pytest.mark.parametrize(("country", "published"), HDI.items(), ids=HDI)
def test_the_human_development_index_comes_out_as_published(hdi, country, published):
    assert (hdi["values"]["HDI"][country], hdi["ranks"]["HDI"][country]) == published


@needs_hdi
def test_every_country_has_the_index_that_plain_arithmetic_gives(hdi):
    with HDI_DATA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    expected = {}
    for row in rows:
        life = min(max((float(row["le"]) - 20) / 65, 0), 1)
        school = (min(float(row["eys"]) / 18, 1) + min(float(row["mys"]) / 15, 1)) / 2
        income = min(max(math.log(float(row["gnipc"]) / 100) / math.log(750), 0), 1)
        expected[row["iso3"]] = round((life * school * income) ** (1 / 3), 3)
    assert len(expected) == 193
    assert hdi["values"]["HDI"] == expected
    ranks = {country: 1 + sum(other > value for other in expected.values()) for country, value in expected.items()}
    assert hdi["ranks"]["HDI"] == ranks


@needs_asem
@pytest.mark.parametrize(("country", "published"), ASEM.items(), ids=ASEM)
def test_the_connectivity_index_comes_out_as_published(asem, country, published):
    assert round(asem.values["Index"][asem.units.index(country)], 2) == published


@needs_asem
def test_india_is_forty_fifth(asem):
    assert asem.ranks["Index"][asem.units.index("IND")] == 45


def moments(x: list[float]) -> tuple[float, float]:
    """SKEW and KURT as spreadsheets define them."""
    n, mean = len(x), sum(x) / len(x)
    s = math.sqrt(sum((v - mean) ** 2 for v in x) / (n - 1))
    skew = n / ((n - 1) * (n - 2)) * sum(((v - mean) / s) ** 3 for v in x)
    fourth = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * sum(((v - mean) / s) ** 4 for v in x)
    return skew, fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def without_outliers(x: list[float]) -> list[float]:
    original, steps = list(x), 0
    skew, kurt = moments(x)
    while abs(skew) >= 2 and kurt >= 3.5:
        if steps == 5:
            low, width = min(original), max(original) - min(original)
            return [math.log(v - low + 0.01 * width) for v in original]
        end = max(x) if skew > 0 else min(x)
        rest = [v for v in x if v != end]
        x = [(max(rest) if skew > 0 else min(rest)) if v == end else v for v in x]
        skew, kurt = moments(x)
        steps += 1
    return x


def recomputed() -> dict[str, dict[str, float]]:
    """The recipe in loops, from nothing but the two files: scores of every aggregate and country."""
    with ASEM_DATA.open(encoding="utf-8") as file:
        countries = list(csv.DictReader(file))
    with ASEM_META.open(encoding="utf-8") as file:
        meta = list(csv.DictReader(file))
    scores: dict[str, dict[str, float]] = {}
    for item in (row for row in meta if row["Type"] == "Indicator"):
        values: dict[str, float] = {}
        for row in countries:
            cell, over = row[item["iCode"]], row[item["Denominator"]] if item["Denominator"] else "1"
            if cell not in ("", "NA") and over not in ("", "NA"):
                values[row["uCode"]] = float(cell) / float(over)
        means = {}
        for group in {row["EurAsia_group"] for row in countries}:
            own = [
                values[row["uCode"]] for row in countries if row["EurAsia_group"] == group and row["uCode"] in values
            ]
            means[group] = sum(own) / len(own)
        filled = [values.get(row["uCode"], means[row["EurAsia_group"]]) for row in countries]
        column = [float(item["Direction"]) * v for v in without_outliers(filled)]
        low, high = min(column), max(column)
        scores[item["iCode"]] = {
            row["uCode"]: 100 * (v - low) / (high - low) for row, v in zip(countries, column, strict=True)
        }
    aggregates = sorted((row for row in meta if row["Type"] == "Aggregate"), key=lambda row: float(row["Level"]))
    for aggregate in aggregates:
        parts = [row for row in meta if row["Parent"] == aggregate["iCode"]]
        total = sum(float(part["Weight"]) for part in parts)
        scores[aggregate["iCode"]] = {
            row["uCode"]: sum(float(part["Weight"]) / total * scores[part["iCode"]][row["uCode"]] for part in parts)
            for row in countries
        }
    return {aggregate["iCode"]: scores[aggregate["iCode"]] for aggregate in aggregates}


@needs_asem
def test_all_aggregates_of_all_countries_are_those_of_the_recipe_in_plain_loops(asem):
    expected = recomputed()
    assert len(asem.units) == 51
    assert set(asem.values) == set(expected)
    assert len(expected) == 11
    for code, column in asem.values.items():
        assert dict(zip(asem.units, column, strict=True)) == pytest.approx(expected[code], abs=1e-9, rel=0)


@needs_asem
def test_the_command_gives_the_published_index_too(capsys):
    options = ["--data", str(ASEM_DATA), "--meta", str(ASEM_META), "--config", str(EXAMPLES / "asem.toml"), "--json"]
    assert main(["composite", *options]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {country: round(answer["values"]["Index"][country], 2) for country in ASEM} == ASEM
    assert answer["ranks"]["Index"]["IND"] == 45
    assert answer["treatment"]["ForPort"]["treatment"] == "winsorised"
    assert sum(answer["effective_weights"]["Index"].values()) == pytest.approx(1)


@needs_asem
def test_screening_before_imputation_would_leave_a_country_out(tmp_path):
    text = (EXAMPLES / "asem.toml").read_text(encoding="utf-8").replace("screen = 0.9", 'screen = 0.9\ncount = "given"')
    (tmp_path / "given.toml").write_text(text, encoding="utf-8")
    assert len(compose_files(ASEM_DATA, tmp_path / "given.toml", ASEM_META).units) < 51
