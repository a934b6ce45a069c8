"""The command line: the shapes that scripts rely on, and one line with status 2 for bad input."""

import datetime as dt
import json
import math
import re
import shutil
import subprocess
import sys

import pytest

from alliance_core.catalogue import BANDS, dimensions, indicators
from alliance_core.catalogue.rules import aggregators, flags, presets
from alliance_core.cli import main
from alliance_core.evidence.store import Evidence
from alliance_core.paths import PARQUET, ROOT, SOURCES

FIVE = list(dimensions())
TODAY = dt.date.today()
COMMANDS = ("build", "validate", "score", "compare", "trend", "explain")
MIXED = "strategic_alignment=30,trust_reliability=10"


@pytest.fixture
def run(capsys):
    """run("score", "iss") gives exit status, standard output and standard error."""

    def call(*arguments):
        status = main([str(argument) for argument in arguments])
        return status, *capsys.readouterr()

    return call


@pytest.fixture
def answer(run):
    """The JSON answer of a command that must succeed."""

    def call(*arguments):
        status, out, err = run(*arguments, "--json")
        assert (status, err) == (0, "")
        return strict(out)

    return call


def strict(text):
    """JSON without the NaN and Infinity that it does not know."""

    def refuse(constant):
        pytest.fail(f"{constant} is no JSON")

    return json.loads(text, parse_constant=refuse)


def is_number(cell):
    return isinstance(cell, int | float) and not isinstance(cell, bool)


# --- score ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scored():
    """`score --as-of 2023-06-30 --json`, once for all tests that look at its shape."""
    line = [sys.executable, "-m", "alliance_core", "score", "--as-of", "2023-06-30", "--json"]
    return strict(subprocess.run(line, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def test_score_gives_exactly_the_agreed_keys(scored):
    assert list(scored) == ["as_of", "weights", "aggregator", "alliances"]
    for alliance in scored["alliances"]:
        assert list(alliance) == ["id", "name", "overall", "dimensions", "indicators", "operational", "flags"]
        assert list(alliance["overall"]) == ["score", "low", "high", "band"]
        assert list(alliance["dimensions"]) == FIVE
        assert list(alliance["indicators"]) == list(indicators())
        assert list(alliance["operational"]) == [
            "formal", "operational", "gap", "parchment_share", "combined_operations",
        ]  # fmt: skip
        for dimension in alliance["dimensions"].values():
            assert list(dimension) == ["score", "low", "high", "band", "label", "coverage", "flags"]
        for indicator in alliance["indicators"].values():
            assert list(indicator) == ["value", "low", "high", "score", "n", "coverage", "unit"]


def test_score_covers_every_alliance_of_the_evidence(scored):
    assert [alliance["id"] for alliance in scored["alliances"]] == Evidence().alliances["alliance_id"].to_list()
    names = dict(Evidence().alliances.select("alliance_id", "short_name").iter_rows())
    assert all(alliance["name"] == names[alliance["id"]] for alliance in scored["alliances"])


def test_scores_lie_in_their_intervals_and_bands_and_what_is_missing_is_null(scored):
    rows = [row for alliance in scored["alliances"] for row in (alliance["overall"], *alliance["dimensions"].values())]
    assert len(rows) == 66
    for row in rows:
        if row["score"] is None:
            assert row["low"] is row["high"] is row["band"] is None
        else:
            assert 0 <= row["low"] <= row["score"] <= row["high"] <= 100
            assert row["band"] in BANDS
    for alliance in scored["alliances"]:
        for row in alliance["indicators"].values():
            assert 0 <= row["coverage"] <= 1
            assert isinstance(row["n"], int)
            assert (row["value"] is None) == (row["n"] == 0)
            if row["value"] is not None:
                assert row["low"] <= row["value"] <= row["high"]
        assert set(alliance["flags"]) <= set(flags())


def test_score_says_date_weights_and_aggregator(scored):
    assert scored["as_of"] == "2023-06-30"
    assert scored["weights"] == dict.fromkeys(FIVE, 0.2)
    assert scored["aggregator"] == "arithmetic"


def test_artemis_reads_as_published(scored):
    artemis = next(alliance for alliance in scored["alliances"] if alliance["id"] == "artemis")
    labels = {id_: row["label"] for id_, row in artemis["dimensions"].items()}
    assert labels == dict(zip(FIVE, ("MODERATE", "WEAK", "IMBALANCED", "MINIMAL", "UNTESTED"), strict=True))
    assert "untested" in artemis["flags"]
    assert artemis["dimensions"]["trust_reliability"]["flags"] == ["untested"]


def test_score_of_named_alliances_keeps_their_order_and_names_each_once(answer):
    assert [alliance["id"] for alliance in answer("score", "iss", "esa", "iss")["alliances"]] == ["iss", "esa"]


def test_score_is_of_today_where_no_date_is_given(answer):
    assert answer("score", "iss")["as_of"] == str(TODAY)


def test_score_before_some_were_founded_lists_those_that_existed(answer):
    found = [alliance["id"] for alliance in answer("score", "--as-of", "2015")["alliances"]]
    assert "artemis" not in found
    assert "iss" in found


def test_a_month_means_its_last_day(answer):
    assert answer("score", "iss", "--as-of", "2022-02")["as_of"] == "2022-02-28"


def test_weights_are_given_by_preset_or_by_dimension(answer):
    assert answer("score", "iss", "--weights", "treasury")["weights"]["burden_sharing_equity"] == 0.45
    weights = answer("score", "iss", "--weights", MIXED)["weights"]
    assert weights == {**dict.fromkeys(FIVE, 0), "strategic_alignment": 0.75, "trust_reliability": 0.25}


def test_ten_times_the_weights_give_the_same_answer(run):
    tenfold = "strategic_alignment=300,trust_reliability=100"
    assert run("score", "iss", "--weights", MIXED, "--json") == run("score", "iss", "--weights", tenfold, "--json")


def test_the_weakest_link_is_the_lowest_dimension(answer):
    told = answer("score", "iss", "--aggregator", "weakest_link")
    assert told["aggregator"] == "weakest_link"
    (alliance,) = told["alliances"]
    lowest = min(row["score"] for row in alliance["dimensions"].values())
    assert alliance["overall"]["score"] == pytest.approx(lowest)


def test_the_same_seed_prints_the_same_bytes(run):
    one, again = (run("score", "--seed", 0, "--json") for _ in range(2))
    assert one[0] == 0
    assert one == again


def test_another_seed_prints_other_intervals_and_the_same_scores(answer):
    one, other = (answer("score", "iss", "--seed", seed)["alliances"][0]["overall"] for seed in (0, 1))
    assert one["score"] == other["score"]
    assert one["low"] != other["low"]


def test_score_without_json_reads_as_text(run):
    status, out, err = run("score", "iss", "artemis", "--as-of", "2023-06-30")
    assert (status, err) == (0, "")
    assert "As of 2023-06-30, arithmetic mean, weights balanced" in out
    assert re.search(r"ISS: +\d+ \[\d+-\d+\] strong", out)
    assert re.search(r"trust_reliability +\d+ \[\d+-\d+\] UNTESTED", out)


# --- compare --------------------------------------------------------------------------------------


@pytest.mark.parametrize("mean", aggregators())
def test_compare_gives_every_pair_with_parts_that_add_up(answer, mean):
    told = answer("compare", "artemis", "iss", "esa", "--aggregator", mean)
    assert [(pair["a"], pair["b"]) for pair in told["pairs"]] == [
        ("artemis", "iss"),
        ("artemis", "esa"),
        ("iss", "esa"),
    ]
    for pair in told["pairs"]:
        assert list(pair) == ["a", "b", "gap", "p_a_greater", "contributions", "indicators"]
        assert list(pair["contributions"]) == FIVE
        assert set(pair["indicators"]) == {id_ for id_, item in indicators().items() if item.dimension in FIVE}
        assert math.fsum(pair["contributions"].values()) == pytest.approx(pair["gap"], abs=1e-9)
        assert math.fsum(pair["indicators"].values()) == pytest.approx(pair["gap"], abs=1e-9)
        assert 0 <= pair["p_a_greater"] <= 1


def test_the_gap_is_the_difference_of_the_scores(answer):
    options = ("--as-of", "2024", "--weights", MIXED, "--aggregator", "geometric")
    one, other = (row["overall"]["score"] for row in answer("score", "iss", "esa", *options)["alliances"])
    (pair,) = answer("compare", "iss", "esa", *options)["pairs"]
    assert pair["gap"] == pytest.approx(one - other)


def test_compare_without_json_reads_as_text(run):
    status, out, _ = run("compare", "artemis", "iss", "--as-of", "2023-06-30")
    assert status == 0
    assert re.match(r"artemis - iss: -\d+\.\d points, P\(artemis higher\) = (under 1|\d+) %", out)
    assert all(id_ in out for id_ in FIVE)


# --- trend ----------------------------------------------------------------------------------------


def test_trend_gives_every_years_end(answer):
    told = answer("trend", "iss", "--from", 2018, "--to", 2021)
    assert list(told) == ["alliance", "trend"]
    assert told["alliance"] == "iss"
    assert [point["as_of"] for point in told["trend"]] == [f"{year}-12-31" for year in range(2018, 2022)]
    for point in told["trend"]:
        assert list(point) == ["as_of", "score", "low", "high", "band", "dimensions"]
        assert list(point["dimensions"]) == FIVE
        assert point["low"] <= point["score"] <= point["high"]


def test_trend_runs_from_2015_to_today(answer):
    days = [point["as_of"] for point in answer("trend", "iss")["trend"]]
    assert days[0] == "2015-12-31"
    assert days[-1] == str(TODAY)


def test_trend_of_this_year_ends_today(answer):
    (point,) = answer("trend", "iss", "--from", TODAY.year, "--to", TODAY.year)["trend"]
    assert point["as_of"] == str(TODAY)


def test_a_trend_begins_when_the_alliance_does(answer):
    days = [point["as_of"] for point in answer("trend", "artemis", "--from", 1, "--to", 2021)["trend"]]
    assert days == ["2020-12-31", "2021-12-31"]


def test_a_point_of_the_trend_has_the_score_of_that_date(answer):
    (point,) = answer("trend", "iss", "--from", 2021, "--to", 2021, "--weights", "security")["trend"]
    (alliance,) = answer("score", "iss", "--as-of", "2021", "--weights", "security")["alliances"]
    assert point["score"] == pytest.approx(alliance["overall"]["score"])
    assert point["dimensions"] == pytest.approx({id_: row["score"] for id_, row in alliance["dimensions"].items()})


def test_trend_without_json_reads_as_text(run):
    status, out, _ = run("trend", "iss", "--from", 2020, "--to", 2021)
    assert status == 0
    assert re.fullmatch(r"2020-12-31 +\d+ \[\d+-\d+\] \w+\n2021-12-31 +\d+ \[\d+-\d+\] \w+\n", out)


# --- explain --------------------------------------------------------------------------------------


def test_explain_gives_formula_numbers_rows_and_sources(answer):
    told = answer("explain", "iss", "fulfilment", "--as-of", "2023-06-30")
    assert list(told) == [
        "alliance", "as_of", "indicator", "name", "question", "unit", "formula", "worst", "best", "goalposts", "source",
        "limits", "coded", "words", "numbers", "value", "low", "high", "score", "n", "coverage", "evidence",
    ]  # fmt: skip
    assert (told["alliance"], told["as_of"], told["indicator"]) == ("iss", "2023-06-30", "fulfilment")
    numbers = told["numbers"]
    assert told["value"] == pytest.approx((numbers["delivered"] + 3) / (numbers["matured"] + 4))
    assert len(told["evidence"]) == told["n"] == numbers["matured"]
    for row in told["evidence"]:
        assert list(row) == ["evidence_id", "table", "folder", "line", "verification", "note", "sources"]
        for source in row["sources"]:
            assert list(source) == ["source_id", "title", "publisher", "date", "url", "kind"]


@pytest.mark.parametrize("indicator", ["voting_agreement", "anchor_dependence", "exit_cost", "perceived_equity"])
def test_an_indicator_of_any_kind_can_be_explained(answer, indicator):
    told = answer("explain", "copernicus", indicator)
    assert (told["value"] is None) == (told["n"] == 0)
    assert is_number(told["coverage"])


def test_explain_without_json_reads_as_text(run):
    status, out, _ = run("explain", "iss", "anchor_dependence", "--as-of", "2023")
    assert status == 0
    assert out.startswith("Anchor dependence of iss as of 2023-12-31: score ")
    assert "USA bears" in out
    assert "\n- " in out


def test_explain_of_what_is_missing_says_so(run):
    status, out, _ = run("explain", "iss", "perceived_equity")
    assert status == 0
    assert "no score" in out
    assert "There is no evidence for this indicator at this date." in out


# --- validate and build ---------------------------------------------------------------------------


def test_the_shipped_sources_have_no_fault(run):
    assert run("validate", SOURCES) == (0, "0 fault(s)\n", "")


@pytest.fixture
def spoiled(tmp_path):
    """A copy of the folder us_japan with one planted fault: a level that does not exist."""
    folder = tmp_path / "us_japan"
    shutil.copytree(SOURCES / "us_japan", folder)
    path = folder / "ratings.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    place = lines[0].split(",").index("level")
    cells = lines[1].split(",")
    cells[place] = "9"
    path.write_text("".join([lines[0], ",".join(cells), *lines[2:]]), encoding="utf-8")
    return folder


def test_a_planted_fault_is_named_with_file_line_and_column_and_status_1(run, spoiled):
    status, out, err = run("validate", spoiled)
    assert (status, err) == (1, "")
    fault, total = out.splitlines()
    assert "ratings.csv" in fault
    assert "2" in fault
    assert "level" in fault
    assert "9" in fault
    assert total == "1 fault(s)"


def test_validate_gives_its_faults_as_json_too(run, spoiled):
    status, out, _ = run("validate", spoiled, "--json")
    assert status == 1
    (fault,) = strict(out)["faults"]
    assert "ratings.csv" in fault["file"]
    assert fault["value"] == "9"


def test_validate_of_sound_sources_is_an_empty_list_in_json(answer):
    assert answer("validate", SOURCES / "us_japan") == {"faults": []}


def test_build_writes_the_tables_that_the_other_commands_read(run, answer, tmp_path):
    status, out, err = run("build", "--target", tmp_path / "built")
    assert (status, err) == (0, "")
    assert re.fullmatch(r"\d+ rows in \d+ tables\n", out)
    fresh = answer("score", "iss", "--as-of", "2024", "--data", tmp_path / "built")
    assert fresh == answer("score", "iss", "--as-of", "2024")


def test_build_from_faulty_sources_names_the_faults_and_builds_nothing(run, spoiled, tmp_path):
    for name in ("_common", "_vocab"):
        shutil.copytree(SOURCES / name, tmp_path / name)
    status, out, err = run("build", "--sources", tmp_path, "--target", tmp_path / "built")
    assert (status, out) == (2, "")
    assert "ratings.csv" in err
    assert re.search(r"error: \d+ fault\(s\) in the fact tables; nothing was built\n$", err)
    assert spoiled.is_dir()
    assert not (tmp_path / "built").exists()


# --- Bad input ------------------------------------------------------------------------------------

NEXT_YEAR = str(TODAY.year + 1)
BAD = {
    "unknown alliance": (
        ["score", "artemiss"],
        "unknown alliance 'artemiss'. Did you mean 'artemis'? Allowed: apsco, ",
    ),
    "unknown alliance in compare": (["compare", "iss", "mir"], "unknown alliance 'mir'. Allowed: apsco, artemis"),
    "unknown alliance in trend": (["trend", "mir"], "unknown alliance 'mir'"),
    "unknown alliance in explain": (["explain", "mir", "erosion"], "unknown alliance 'mir'"),
    "unknown indicator": (["explain", "iss", "erossion"], "unknown indicator 'erossion'. Did you mean 'erosion'?"),
    "unknown preset": (
        ["score", "--weights", "treasure"],
        "unknown weight preset 'treasure'. Did you mean 'treasury'?",
    ),
    "unknown aggregator": (["score", "--aggregator", "median"], "unknown aggregator 'median'. Allowed: arithmetic"),
    "unknown dimension": (["score", "--weights", "trust=3"], "unknown dimension 'trust'."),
    "negative weight": (["score", "--weights", "trust_reliability=-3"], "the weight of trust_reliability is -3.0"),
    "weight that is no number": (["score", "--weights", "trust_reliability=x"], "'trust_reliability=x' is no weight"),
    "weight that is NaN": (["score", "--weights", "trust_reliability=nan"], "the weight of trust_reliability is nan"),
    "no weight at all": (["score", "--weights", "trust_reliability=0"], "all weights are 0"),
    "weights too large": (["score", "--weights", "trust_reliability=1e308,strategic_alignment=1e308"], "too large"),
    "empty weights": (["score", "--weights", ""], "unknown weight preset ''"),
    "a word for a date": (["score", "--as-of", "yesterday"], "'yesterday' is not a date. Write YYYY, YYYY-MM or"),
    "a day that does not exist": (["score", "--as-of", "2023-02-30"], "'2023-02-30' is not a date"),
    "a date of another order": (["explain", "iss", "erosion", "--as-of", "30.06.2023"], "'30.06.2023' is not a date"),
    "an empty date": (["compare", "iss", "esa", "--as-of", " "], "' ' is not a date"),
    "a date that lies ahead": (["score", "--as-of", NEXT_YEAR], f"{NEXT_YEAR}-12-31 lies ahead"),
    "a comparison that lies ahead": (["compare", "iss", "esa", "--as-of", NEXT_YEAR], "lies ahead"),
    "an explanation that lies ahead": (["explain", "iss", "erosion", "--as-of", NEXT_YEAR], "lies ahead"),
    "a trend that lies ahead": (["trend", "iss", "--to", NEXT_YEAR], f"--to {NEXT_YEAR} lies ahead"),
    "a trend that begins ahead": (["trend", "iss", "--from", NEXT_YEAR], f"a trend from {NEXT_YEAR} cannot end"),
    "a trend that ends before it begins": (
        ["trend", "iss", "--from", "2020", "--to", "2019"],
        "lies before --from 2020",
    ),
    "year zero": (["trend", "iss", "--from", "0"], "'0' is no year"),
    "a negative year": (["trend", "iss", "--from", "-5"], "'-5' is no year"),
    "a year of five digits": (["trend", "iss", "--to", "12345"], "'12345' is no year"),
    "a word for a year": (["trend", "iss", "--to", "soon"], "'soon' is no year"),
    "negative seed": (["score", "--seed", "-1"], "the seed is -1; it must be 0 or more"),
    "a seed that is no number": (["score", "--seed", "1.5"], "argument --seed: invalid int value: '1.5'"),
    "unknown command": (["rank"], "argument COMMAND: invalid choice: 'rank' (choose from"),
    "no command": ([], "the following arguments are required: COMMAND"),
    "unknown option": (["score", "--sed", "3"], "unrecognized arguments: --sed"),
    "no alliance to compare": (["compare"], "the following arguments are required: ALLIANCE"),
    "nothing to explain": (["explain", "iss"], "the following arguments are required: INDICATOR"),
    "no folder to validate": (["validate"], "the following arguments are required: DIR"),
    "compare with one alliance": (["compare", "iss"], "a comparison needs at least two different alliances"),
    "compare with itself": (["compare", "iss", "iss"], "a comparison needs at least two different alliances"),
    "an alliance before its time": (
        ["score", "artemis", "--as-of", "2015"],
        "artemis did not exist on 2015-12-31: it was founded",
    ),
    "a comparison before its time": (
        ["compare", "iss", "artemis", "--as-of", "2015"],
        "artemis did not exist on 2015-12-31",
    ),
    "an explanation before its time": (
        ["explain", "artemis", "erosion", "--as-of", "2015"],
        "artemis did not exist on",
    ),
    "a trend before its time": (
        ["trend", "artemis", "--from", "2010", "--to", "2012"],
        "artemis did not exist on 2012-12-31",
    ),
    "a date before all alliances": (
        ["score", "--as-of", "1900"],
        "no alliance existed on 1900-12-31: the first was founded",
    ),
    "a comparison without evidence": (["compare", "cospas_sarsat", "five_eyes", "--as-of", "1990"], "too little"),
}


@pytest.mark.parametrize(("arguments", "message"), BAD.values(), ids=BAD)
def test_bad_input_ends_with_one_line_and_status_2(run, arguments, message):
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert message in err


@pytest.mark.parametrize("json_too", [[], ["--json"]])
def test_an_error_is_no_json_on_standard_output(run, json_too):
    assert run("score", "mir", *json_too)[:2] == (2, "")


@pytest.mark.parametrize(
    "command", [["score"], ["compare", "iss", "esa"], ["trend", "iss"], ["explain", "iss", "erosion"]]
)
def test_a_data_folder_without_a_build_is_told_with_the_cure(run, tmp_path, command):
    status, out, err = run(*command, "--data", tmp_path)
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "run `python -m alliance_core build`" in err


def test_a_target_that_cannot_be_written_is_told_in_one_line(run, tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    status, out, err = run("build", "--target", tmp_path / "file" / "built")
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1
    assert "file" in err


def test_a_build_that_lacks_a_table_is_told_in_one_line(run, tmp_path):
    (tmp_path / "manifest.json").write_bytes((PARQUET / "manifest.json").read_bytes())
    status, out, err = run("score", "--data", tmp_path)
    assert (status, out) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("command", [["validate"], ["build", "--sources"]])
def test_a_folder_that_is_missing_is_told_with_what_to_give(run, tmp_path, command):
    status, out, err = run(*command, tmp_path / "nowhere")
    assert (status, out) == (2, "")
    assert err.count("\n") == 1
    assert "nowhere; give a folder like data/sources" in err


def test_the_module_itself_leaves_with_the_status_and_without_a_traceback():
    line = [sys.executable, "-m", "alliance_core", "explain", "iss", "nothing"]
    done = subprocess.run(line, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: unknown indicator 'nothing'.")
    assert done.stderr.count("\n") == 1


# --- help -----------------------------------------------------------------------------------------


def helped(capsys, *arguments):
    with pytest.raises(SystemExit) as left:
        main([*arguments, "--help"])
    assert left.value.code == 0
    return capsys.readouterr().out


def test_help_lists_all_commands(capsys):
    told = helped(capsys)
    assert all(command in told for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(capsys, command):
    assert f"python -m alliance_core {command}" in helped(capsys, command)


def test_the_help_of_explain_lists_the_indicators(capsys):
    told = re.sub(r"\s+", "", helped(capsys, "explain"))
    assert all(id_ in told for id_ in indicators())


@pytest.mark.parametrize("command", ["score", "compare", "trend"])
def test_the_help_of_scoring_commands_lists_presets_and_means(capsys, command):
    told = re.sub(r"\s+", "", helped(capsys, command))
    assert all(name in told for name in (*presets(), *aggregators()))


@pytest.mark.parametrize("command", ["score", "compare", "trend", "explain"])
def test_every_reading_command_offers_json(capsys, command):
    assert "--json" in helped(capsys, command)


@pytest.mark.parametrize("name", ["manifest.json", "events.parquet"])
def test_a_damaged_build_is_told_with_the_cure(name, tmp_path, capsys):
    data = tmp_path / "parquet"
    shutil.copytree(PARQUET, data)
    (data / name).write_text("spilt coffee", encoding="utf-8")
    assert main(["score", "iss", "--data", str(data)]) == 2
    told = capsys.readouterr().err
    assert f"{name} is" in told
    assert "run `python -m alliance_core build`" in told
    assert told.count("\n") == 1
