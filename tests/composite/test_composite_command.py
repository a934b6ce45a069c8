"""`python -m alliance_core composite`: its answers, and one line with status 2 for every bad input."""

import json

import pytest

from alliance_core.cli import main
from tests.composite.recipes import DATA, META, TOML, broken, told, written


def test_the_answer_as_json_has_units_values_ranks_treatment_and_gaps(run):
    status, out, err = run("--json")
    answer = json.loads(out)
    assert (status, err) == (0, "")
    assert answer["units"] == ["C", "A", "B", "D"]
    assert answer["values"]["Index"] == pytest.approx({"C": 47.321429, "A": 67.857143, "B": 37.5, "D": 9.375})
    assert answer["ranks"] == {
        "Works": {"C": 2, "A": 3, "B": 1, "D": 4}, "Index": {"C": 2, "A": 1, "B": 3, "D": 4},
    }  # fmt: skip
    assert answer["treatment"] == {}
    assert answer["missing"]["left_out"] == []
    assert answer["indicators"]["dirt"] == {"C": 50, "A": 100, "B": 0, "D": 25}
    assert list(answer)[:5] == ["units", "values", "ranks", "treatment", "missing"]


def test_metadata_in_a_table_say_the_same_as_sections(run):
    assert json.loads(run("--json", config="", meta=META)[1]) == json.loads(run("--json")[1])


def test_the_configuration_goes_before_the_metadata(run):
    config = '[indicators.dirt]\nweight = 3\n[denominators]\ndirt = "people"\n'
    changed = META.replace("dirt,Works,Indicator,1,-1,,", "dirt,Works,Indicator,3,-1,people,")
    assert run("--json", config=config, meta=META) == run("--json", config="", meta=changed)


def test_gaps_are_null_in_json_and_a_dash_in_the_table(run):
    data = "uCode,name,people,roads,dirt,trust\nA,Ay,1,1,1,\nB,Bee,1,2,3,0.1\nC,Cee,1,NA,..,0.3\n"
    answer = json.loads(run("--json", data=data)[1])
    assert answer["values"]["Works"]["C"] is None
    assert answer["ranks"]["Works"] == {"A": 2, "B": 1, "C": None}
    assert run(data=data)[1].splitlines()[2].split() == ["1", "C", "Cee", "100.00", "100.00", "–"]


def test_values_are_rounded_for_show_while_ranks_are_not(run):
    """Trust in whole numbers of a range of one: 0.5, 1, 0, 0.125 are 0, 1, 0, 0; the ranks know better."""
    config = """[data]\nunit = "uCode"\n[indicators.trust]\nparent = "I"\n[aggregates.I]\n
    [normalisation]\nrange = [0, 1]\n[output]\ndecimals = 0\n"""
    answer = json.loads(run("--json", config=config)[1])
    assert answer["values"]["I"] == {"C": 0, "A": 1, "B": 0, "D": 0}
    assert answer["ranks"]["I"] == {"C": 2, "A": 1, "B": 4, "D": 3}


def test_ties_that_share_the_middle_keep_their_half(run):
    """The index on 0 to 3 is 1.4, 2.0, 1.1, 0.3."""
    config = TOML + '[normalisation]\nrange = [0, 3]\n[ranking]\ndecimals = 0\nties = "average"\n'
    assert json.loads(run("--json", config=config)[1])["ranks"]["Index"] == {"C": 2.5, "A": 1, "B": 2.5, "D": 4}


def test_without_json_it_is_a_table_of_the_root_with_the_best_first(run):
    status, out, _ = run()
    lines = out.splitlines()
    assert (status, lines[0]) == (0, "All in all, 4 units")
    assert lines[1].split() == ["rank", "unit", "name", "Index", "trust", "Works"]
    assert [line.split()[:4] for line in lines[2:]] == [
        ["1", "A", "Ay", "67.86"], ["2", "C", "Cee", "47.32"], ["3", "B", "Bee", "37.50"], ["4", "D", "Dee", "9.38"],
    ]  # fmt: skip


def test_units_without_names_go_by_their_codes(run):
    assert run(config=TOML.replace('name = "name"\n', ""))[1].splitlines()[2].split()[:3] == ["1", "A", "67.86"]


def test_several_roots_have_a_table_each(run):
    config = TOML.replace('[aggregates.Works]\nparent = "Index"', "[aggregates.Works]")
    assert run(config=config)[1].count("4 units") == 2


def test_a_file_from_a_spreadsheet_is_read(run):
    """A byte-order mark, line ends of Windows, an empty line, blanks around cells."""
    data = "\ufeff" + DATA.replace("\n", "\r\n").replace(",100.0,", " , 100.0 ,").replace("B,", "\r\nB,", 1)
    assert run("--json", data=data) == run("--json")


# --- what is refused ------------------------------------------------------------------------------

BAD_DATA = {
    "nothing": ("", "data.csv has no rows; it needs a header and at least one row"),
    "a header alone": (DATA.splitlines()[0] + "\n", "data.csv has no rows"),
    "a word": (broken("0.9", "high", DATA), "data.csv, line 3, column 'trust', value 'high': this is no number"),
    "a decimal comma": (broken("0.9", '"0,9"', DATA), "line 3, column 'trust', value '0,9': this is no number"),
    "an infinite number": (broken("0.9", "inf", DATA), "line 3, column 'trust', value 'inf': this is no number"),
    "a unit given twice": (
        broken("D,", "A,", DATA),
        "line 5, column 'uCode', value 'A': the unit is given on line 3 before",
    ),
    "a unit without code": (broken("D,", ",", DATA), "line 5, column 'uCode', value '': give every unit a code"),
    "a denominator of zero": (
        broken("10.0,25.0", "0,25.0", DATA),
        "line 5, column 'people', value '0': the denominator of roads",
    ),
    "a short row": (DATA + "E,Ee\n", "line 6: 2 cells, but the header has 7"),
    "a column given twice": (broken("side", "trust", DATA), "more than one column 'trust'"),
    "the same for all": (
        DATA.replace(",0.9\n", ",0.5\n").replace(",0.1\n", ",0.5\n").replace(",0.2\n", ",0.5\n"),
        "trust: all units",
    ),
    "an open quote": (DATA + 'E,"Ee\n', "data.csv cannot be read as CSV"),
}


@pytest.mark.parametrize(("data", "message"), BAD_DATA.values(), ids=BAD_DATA)
def test_data_that_cannot_be_are_told_in_one_line_with_the_place(run, data, message):
    told(run(data=data), message)


def test_lines_are_those_of_the_file_whatever_stands_between_them(run):
    """A line break inside a cell, and an empty line, both before the row at fault."""
    told(
        run(data=broken("0.2", "low", DATA).replace("Ay", '"A\ny"').replace("B,", "\nB,", 1)), "line 7, column 'trust'"
    )


@pytest.mark.parametrize("name", ["data", "config", "meta"])
def test_a_file_that_is_missing_is_told_with_what_to_give(tmp_path, capsys, name):
    options = written(tmp_path, meta=META, config="")
    options[options.index(f"--{name}") + 1] = str(tmp_path / "nowhere")
    status = main(["composite", *options])
    told((status, *capsys.readouterr()), "nowhere does not exist; give a ")


@pytest.mark.parametrize("name", ["data.csv", "recipe.toml"])
def test_a_file_that_is_no_text_is_told_in_one_line(tmp_path, capsys, name):
    options = written(tmp_path)
    (tmp_path / name).write_bytes(b"\xff\xfe\x00uCode")
    status = main(["composite", *options])
    told((status, *capsys.readouterr()), f"{name} cannot be read")


@pytest.mark.parametrize("missing", ["--data", "--config"])
def test_data_and_configuration_are_needed(tmp_path, capsys, missing):
    options = written(tmp_path)
    del options[options.index(missing) : options.index(missing) + 2]
    status = main(["composite", *options])
    told((status, *capsys.readouterr()), f"the following arguments are required: {missing}")


def test_the_command_has_help(capsys):
    with pytest.raises(SystemExit) as left:
        main(["composite", "--help"])
    assert left.value.code == 0
    assert "--meta" in capsys.readouterr().out
