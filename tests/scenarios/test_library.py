"""The library of scenarios, scenario files, and all alliances against all scenarios."""

import pytest

from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.scenarios.library import as_file, from_file, library, resilience
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.shocks import parse_scenario
from alliance_core.scenarios.stress import stress

SHORT = 1000


def test_a_scenario_file_is_read_as_it_was_written():
    blows = parse_scenario(["partner_exit:JPN=0.3", "cost_overrun=0.5"])
    for name in ("Cut", 'A "quoted" name\\ with a back slash', "two\nlines", "Überraschung"):
        told, again, about = from_file(as_file(name, blows, "artemis", "2023-06-30"))
        assert again == blows
        assert about == {"alliance": "artemis", "as_of": "2023-06-30"}
        assert told == name.replace("\\", "").replace('"', "'").replace("\n", " ")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("shocks = [", "the file is no scenario: "),
        ('name = "x"', 'the file needs shocks = \\["KIND=SIZE", ...\\]'),
        ("shocks = [1]", "the file needs shocks"),
        ('shocks = "anchor_exit"', "the file needs shocks"),
        ('shocks = ["anchor_exits"]', "unknown shock 'anchor_exits'. Did you mean 'anchor_exit'"),
        ('shocks = ["anchor_exit"]\nname = 3', "are texts in quotes"),
        ('shocks = ["anchor_exit"]\nas_of = 2023-06-30', "are texts in quotes"),
        ('shocks = ["anchor_exit", "anchor_exit=0.5"]', "given twice"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_scenario_is_told(text, told):
    with pytest.raises(WorkbenchError, match=told):
        from_file(text)


def test_an_unknown_key_of_a_file_is_told_with_the_nearest():
    with pytest.raises(UnknownNameError, match=r"unknown key of a scenario file 'shock'\. Did you mean 'shocks'"):
        from_file('shock = ["anchor_exit"]')


def test_resilience_is_each_alliance_against_each_scenario_with_the_numbers_of_a_stress_test(summer, fitted):
    done = []
    table = resilience(summer, ["artemis", "nasa_esa"], fitted, SHORT, progress=done.append)
    assert table.select("alliance_id", "scenario").rows() == [
        (alliance, scenario) for alliance in ("artemis", "nasa_esa") for scenario in library()
    ]
    assert done == sorted(done)
    assert done[-1] == 1
    found = stress(setting_of(summer, "artemis"), library()["rupture"].blows, fitted, base_rates(summer), SHORT)
    row = table.filter(alliance_id="artemis", scenario="rupture").row(0, named=True)
    assert row["not_intact"] == pytest.approx(found.not_intact)
    assert row["low"] <= row["not_intact"] <= row["high"]


def test_an_alliance_that_cannot_be_tested_says_why_and_has_no_number(known, fitted):
    snapshot = known("2020-12-31", members="actor_id  joined\n AAA  2001-12-31")
    table = resilience(snapshot, ["moon"], fitted, SHORT)
    assert table.height == len(library())
    assert table["not_intact"].null_count() == table.height
    assert table["note"].str.contains("too little evidence for a stress test of moon").all()
