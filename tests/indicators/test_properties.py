"""What must hold for every indicator, on the shipped evidence."""

import datetime as dt
import itertools
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from alliance_core import indicators as package
from alliance_core.catalogue import all_dimensions, indicators
from alliance_core.evidence.build import build, read_text
from alliance_core.evidence.drawer import evidence_rows
from alliance_core.evidence.snapshot import KEY, Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.registry import function_of, measure, measure_one
from alliance_core.paths import SOURCES
from tests.indicators.future import BEGINS, another_future
from tests.tables import SCHEMA, write_evidence, write_frames

TODAY = dt.date(2026, 11, 23)
DATES = [dt.date(1998, 12, 31), dt.date(2011, 6, 30), dt.date(2018, 12, 31), dt.date(2023, 6, 30), TODAY]
LAST_DIGIT = {"rel_tol": 1e-12, "abs_tol": 1e-12}  # sums of floats differ there when rows are grouped otherwise
NAMES = list(indicators())


@pytest.fixture(scope="module")
def frames() -> dict[str, pl.DataFrame]:
    """All shipped tables."""
    evidence = Evidence()
    return {name: evidence.scan(name).collect() for name in evidence.tables}


@pytest.fixture(scope="module")
def history() -> pl.DataFrame:
    """All indicators of all alliances at all dates, with their evidence."""
    return measure(Snapshot(Evidence(), DATES), with_evidence=True)


@pytest.fixture(scope="module")
def shuffled(tmp_path_factory) -> Evidence:
    """The shipped sources with their rows in another order and many of them twice, built anew."""
    copy, built = tmp_path_factory.mktemp("sources"), tmp_path_factory.mktemp("parquet")
    for file in sorted(SOURCES.glob("*/*.csv")):
        rows = read_text(file)
        if file.stem not in ("schema", "tables"):
            rows = pl.concat([rows, rows.sample(fraction=0.3, seed=2)]).sample(fraction=1, shuffle=True, seed=1)
        (copy / file.parent.name).mkdir(exist_ok=True)
        rows.write_csv(copy / file.parent.name / file.name)
    build(copy, built)
    return Evidence(built)


def relabelled(frames: dict[str, pl.DataFrame], verification: str) -> dict[str, pl.DataFrame]:
    """The frames with every row verified alike."""
    return {
        name: frame.with_columns(verification=pl.lit(verification)) if "verification" in frame.columns else frame
        for name, frame in frames.items()
    }


@pytest.mark.parametrize("drop", [pytest.param(True, id="rows dropped"), pytest.param(False, id="rows altered")])
@pytest.mark.parametrize("date", DATES[:-1], ids=str)
def test_an_assessment_of_a_past_date_never_sees_the_future(frames, history, tmp_path, date, drop):
    other = write_frames(tmp_path, another_future(frames, date, drop=drop))
    seen = measure(Snapshot(other, date), with_evidence=True)
    assert_frame_equal(seen, history.filter(as_of=date), **LAST_DIGIT)


@pytest.mark.parametrize("drop", [True, False])
def test_another_future_does_change_what_comes_later(frames, history, tmp_path, drop):
    """Else the test above would check nothing: of the indicators with a value today, all change somewhere."""
    other = write_frames(tmp_path, another_future(frames, DATES[0], drop=drop))
    later = measure(Snapshot(other, TODAY)).join(history.filter(as_of=TODAY), on=[*KEY, "indicator"], suffix="_shipped")
    changed = later.filter(pl.col("value").ne_missing(pl.col("value_shipped")))
    assert set(changed["indicator"]) == set(history.drop_nulls("value")["indicator"])


def test_every_row_of_evidence_was_knowable_at_its_date(frames, history):
    """Yearly figures from the end of their year on, all else from its date on; a timeless row has no date."""
    begins = pl.concat(frames[name].select("evidence_id", begins=begin.cast(pl.Date)) for name, begin in BEGINS.items())
    rows = history.explode("evidence").join(begins, left_on="evidence", right_on="evidence_id")
    assert rows.height > 10_000
    assert rows.filter(pl.col("begins") > pl.col("as_of")).is_empty()


def test_measuring_many_dates_at_once_equals_measuring_each_alone(history):
    alone = pl.concat(measure(Snapshot(Evidence(), date), with_evidence=True) for date in DATES)
    assert_frame_equal(history, alone.sort(*KEY, "indicator"), **LAST_DIGIT)


def test_measuring_twice_gives_the_same_numbers_to_the_last_digit(history):
    again = measure(Snapshot(Evidence(), DATES), with_evidence=True)
    assert_frame_equal(again, history, check_exact=True)


def test_rows_that_are_only_numbered_give_the_same_numbers_as_named_ones(history):
    numbered = measure(Snapshot(Evidence(), DATES, named=False))
    assert_frame_equal(numbered.cast({"alliance_id": pl.String}), history.drop("evidence"), **LAST_DIGIT)


@pytest.mark.parametrize("name", SCHEMA)
def test_order_and_repetition_of_source_rows_do_not_matter_to_a_table(frames, shuffled, name):
    assert_frame_equal(shuffled.scan(name).collect(), frames[name])


def test_order_and_repetition_of_source_rows_do_not_matter_to_any_indicator(history, shuffled):
    assert_frame_equal(measure(Snapshot(shuffled, DATES), with_evidence=True), history, **LAST_DIGIT)


def test_every_value_lies_inside_its_interval_and_that_inside_the_bounds_of_the_catalogue(history):
    bounds = pl.DataFrame(
        [(name, *map(float, item.bounds)) for name, item in indicators().items()],
        schema=["indicator", "least", "most"], orient="row",
    )  # fmt: skip
    known = history.drop_nulls("value").join(bounds, on="indicator")
    order = [pl.col(part) for part in ("least", "low", "value", "high", "most")]
    broken = pl.any_horizontal(one > two for one, two in itertools.pairwise(order))
    assert known.filter(broken).is_empty()
    assert known.filter(pl.any_horizontal(part.is_null() | part.is_nan() for part in order)).is_empty()


def test_coverage_lies_between_0_and_1_and_is_0_only_without_a_value(history):
    known = history.drop_nulls("value")
    assert known.filter(~pl.col("coverage").is_between(0, 1)).is_empty()
    missing = history.filter(pl.col("value").is_null())
    assert missing.select("low", "high", "evidence").null_count().row(0) == (missing.height,) * 3
    assert missing.select("n", "coverage").unique().rows() == [(0, 0.0)]


def test_n_is_the_number_of_rows_of_evidence_and_there_is_no_value_without_any(history):
    known = history.drop_nulls("value")
    assert known.filter(pl.col("evidence").list.len() != pl.col("n")).is_empty()
    assert known.filter(pl.col("evidence").list.n_unique() != pl.col("n")).is_empty()
    assert known["n"].min() > 0


def test_every_row_of_evidence_exists_and_can_be_read_as_a_line(frames, history):
    used = history["evidence"].explode().drop_nulls().unique().to_list()
    existing = pl.concat(frame.select("evidence_id") for frame in frames.values() if "evidence_id" in frame.columns)
    assert set(used) <= set(existing["evidence_id"])
    lines = evidence_rows(Evidence(), used)
    assert sorted(lines["evidence_id"]) == sorted(used)
    assert lines["line"].null_count() == 0


def test_the_evidence_comes_from_the_tables_that_the_catalogue_names(history):
    named = {name: {SCHEMA[table].name for table in item.tables} for name, item in indicators().items()}
    used = (
        history.select("indicator", "evidence").explode("evidence").drop_nulls()
        .with_columns(table=pl.col("evidence").str.split(":").list.first())
        .select("indicator", "table").unique()
    )  # fmt: skip
    assert {(name, table) for name, table in used.rows() if table not in named[name]} == set()
    main = {(name, SCHEMA[item.tables[0]].name) for name, item in indicators().items() if name != "perceived_equity"}
    assert main <= set(used.rows())


def test_no_interval_gets_narrower_when_all_evidence_becomes_an_estimate(frames, history, tmp_path):
    guessed = measure(Snapshot(write_frames(tmp_path, relabelled(frames, "estimated")), DATES))
    both = history.drop_nulls("value").join(guessed, on=[*KEY, "indicator"], suffix="_guessed")
    assert both.filter((pl.col("value") - pl.col("value_guessed")).abs() > 1e-9).is_empty()
    assert both.filter(pl.col("low_guessed") > pl.col("low") + 1e-9).is_empty()
    assert both.filter(pl.col("high_guessed") < pl.col("high") - 1e-9).is_empty()


def test_no_interval_gets_wider_when_all_evidence_has_been_read(frames, history, tmp_path):
    read = measure(Snapshot(write_frames(tmp_path, relabelled(frames, "read")), DATES))
    both = history.drop_nulls("value").join(read, on=[*KEY, "indicator"], suffix="_read")
    assert both.filter(pl.col("low_read") < pl.col("low") - 1e-9).is_empty()
    assert both.filter(pl.col("high_read") > pl.col("high") + 1e-9).is_empty()


def overdue_is_delivered(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every open commitment whose date has passed is handed over today."""
    overdue = pl.col("delivered").is_null() & pl.col("ended").is_null() & (pl.col("due") <= TODAY)
    rows = frames["commitments"].with_columns(delivered=pl.when(overdue).then(TODAY).otherwise("delivered"))
    return {**frames, "commitments": rows}


def institutions_are_stronger(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every rating is one level higher."""
    level = (pl.col("level") + 1).clip(upper_bound=4).cast(pl.Int8)
    return {**frames, "ratings": frames["ratings"].with_columns(level=level)}


def links_are_closer(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every link is one level higher."""
    level = (pl.col("level") + 1).clip(upper_bound=4).cast(pl.Int8)
    return {**frames, "interoperability": frames["interoperability"].with_columns(level=level)}


def aims_are_funded(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """There is money behind every objective."""
    return {**frames, "objectives": frames["objectives"].with_columns(funded=pl.lit("yes"))}


def nobody_left(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Brazil has stayed in the station."""
    stays = (pl.col("alliance_id") == "iss") & (pl.col("actor_id") == "BRA")
    return {**frames, "members": frames["members"].with_columns(left=pl.when(~stays).then("left"))}


def everything_has_a_substitute(frames: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """Every provider of a function is joined by an alternate from elsewhere."""
    functions = frames["functions"]
    more = functions.with_columns(
        evidence_id=pl.col("evidence_id") + ":substitute", actor_id=pl.lit("ZZZ"), role=pl.lit("alternate")
    )
    return {**frames, "functions": pl.concat([functions, more])}


@pytest.mark.parametrize(
    ("better", "only"),
    [
        pytest.param(overdue_is_delivered, None, id="overdue commitments are delivered"),
        pytest.param(institutions_are_stronger, None, id="institutions are stronger"),
        pytest.param(links_are_closer, None, id="links are closer"),
        pytest.param(aims_are_funded, None, id="aims are funded"),
        pytest.param(nobody_left, ["retention"], id="a member stayed"),
        pytest.param(everything_has_a_substitute, ["function_coverage", "provider_redundancy"], id="substitutes"),
    ],
)
def test_a_better_fact_never_makes_an_indicator_worse(frames, history, tmp_path, better, only):
    """`only`: a substitute may duplicate, and a member that stays may bring nothing; other indicators say so."""
    date = dt.date(2011, 6, 30) if better is nobody_left else TODAY
    improved = measure(Snapshot(write_frames(tmp_path, better(frames)), date), only)
    both = history.join(improved, on=[*KEY, "indicator"], suffix="_better").drop_nulls("value")
    sign = pl.col("indicator").replace_strict(
        {name: -1.0 if item.is_cost else 1.0 for name, item in indicators().items()}
    )
    gain = sign * (pl.col("value_better") - pl.col("value"))
    assert both.filter(gain.is_null() | (gain < -1e-9)).is_empty()
    assert both.filter(gain > 1e-9).height > 0


@pytest.fixture(scope="module")
def asked(frames, tmp_path_factory) -> Snapshot:
    """The shipped evidence of today and a survey, which is not shipped."""
    answers = [
        {"alliance_id": "artemis", "respondent": f"p{number}", "date": TODAY, "fairness": 4} for number in range(5)
    ]
    survey = write_evidence(tmp_path_factory.mktemp("survey"), survey=answers).scan("survey").collect()
    return Snapshot(write_frames(tmp_path_factory.mktemp("asked"), {**frames, "survey": survey}), TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_the_formula_in_words_takes_the_numbers_of_every_case(asked, name):
    rows = measure_one(asked, name).estimates.to_dicts()
    assert rows
    for row in rows:
        words = indicators()[name].words.format(**row)
        assert words.endswith(".")
        assert not {"nan", "None", "inf"} & set(words.replace("%", " ").split())


def files_of(folder: Path, prefix: str = "") -> set[str]:
    """DIMENSION/NAME of the Python files in the folders of the dimensions."""
    return {
        f"{dimension}/{file.stem.removeprefix(prefix)}"
        for dimension in all_dimensions()
        for file in (folder / dimension).glob(f"{prefix}*.py")
    }


CATALOGUE = {f"{item.dimension}/{name}" for name, item in indicators().items()}


def test_every_indicator_of_the_catalogue_has_a_test_file_and_none_is_left_over():
    assert files_of(Path(__file__).parent, "test_") == CATALOGUE


def test_every_indicator_of_the_catalogue_has_a_file_with_a_function_of_its_name_and_none_is_left_over():
    """A file without a function of its own name holds a step that several indicators share."""
    files = files_of(Path(package.__file__).parent)
    assert files >= CATALOGUE
    for name in NAMES:
        assert function_of(name).__module__.endswith(f".{indicators()[name].dimension}.{name}")
    for left_over in files - CATALOGUE:
        dimension, name = left_over.split("/")
        text = (Path(package.__file__).parent / dimension / f"{name}.py").read_text(encoding="utf-8")
        assert f"def {name}(" not in text


@pytest.fixture(scope="module")
def nothing(frames, tmp_path_factory) -> Snapshot:
    """The alliances and actors, and nothing known about them."""
    empty = {table: frame if table in ("alliance", "actors") else frame.clear() for table, frame in frames.items()}
    return Snapshot(write_frames(tmp_path_factory.mktemp("nothing"), empty), TODAY)


@pytest.mark.parametrize("name", NAMES)
def test_an_indicator_of_no_evidence_at_all_has_no_value(nothing, name):
    measured = measure_one(nothing, name)
    assert measured.estimates.is_empty()
    assert measured.evidence.collect().is_empty()


def test_the_shipped_evidence_reaches_all_indicators_but_the_survey(history):
    today = history.filter(as_of=TODAY).drop_nulls("value")
    assert set(NAMES) - set(today["indicator"]) == {"perceived_equity"}
    assert history.height == len(NAMES) * history.select(KEY).unique().height
