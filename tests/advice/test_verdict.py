"""The verdict: which rule decides, how surely, what would change it, and in which words."""

import dataclasses
import datetime as dt
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance_core.advice.levers import health_levers, value_of
from alliance_core.advice.sentences import apart, how_surely, sentence, tripwire_sentences
from alliance_core.advice.verdict import Ground, decide, decide_many, ground, verdict
from alliance_core.catalogue import indicator, indicators
from alliance_core.catalogue.verdicts import deciding_rules, verdict_rules
from alliance_core.errors import WorkbenchError
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.goalposts import score_of
from tests.advice.real import EVIDENCE, EXEMPLAR, RUPTURE, TODAY, assessed, frictions

# From worst to best: what health can change, all else as it is.
ORDER = {"withdraw": 0, "hedge": 1, "accept": 1, "restructure": 2, "strengthen": 3}
INPUTS = {
    "value": st.floats(0, 1), "health": st.floats(0, 100), "hollow": st.floats(0, 1), "formal": st.floats(0, 100),
    "strain": st.integers(0, 25).map(float),
}  # fmt: skip


def made(**changes) -> Ground:
    """A ground of made-up numbers: healthy, useful, calm."""
    fixed = {
        "alliance": "moon", "name": "Moon", "as_of": dt.date(2020, 12, 31), "actor": None, "actor_name": "",
        "value": 0.3, "value_high": 0.4, "health": 70.0, "low": 65.0, "high": 75.0, "draws": np.full(100, 70.0),
        "formal": 60.0, "operational": 60.0, "hollow": 0.1, "strain": 10.0,
    }  # fmt: skip
    return Ground(**{**fixed, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, "strengthen", id="healthy and useful"),
        pytest.param({"health": 59.999}, "restructure", id="a hair below strong"),
        pytest.param({"health": 60.0}, "strengthen", id="strong at the mark"),
        pytest.param({"health": 39.0}, "hedge", id="weak and needed"),
        pytest.param({"health": 39.0, "value": 0.2}, "withdraw", id="weak, binding, hardly missed"),
        pytest.param({"health": 39.0, "value": 0.2, "formal": 39.0}, "restructure", id="weak, but little binds"),
        pytest.param({"strain": 23.0}, "hedge", id="torn and needed"),
        pytest.param({"strain": 23.0, "value": 0.2}, "strengthen", id="torn, but not needed"),
        pytest.param(
            {"hollow": 0.5, "formal": 17.0, "health": 50.0, "value": 0.1},
            "accept",
            id="names, no bonds, little to lose",
        ),
        pytest.param({"hollow": 0.5, "formal": 17.0, "health": 65.0, "value": 0.1}, "strengthen", id="but it works"),
        pytest.param({"health": None, "value": 0.2}, None, id="no score, no verdict"),
        pytest.param({"health": None, "strain": 23.0}, "hedge", id="torn whatever the score"),
        pytest.param({"value": None, "health": 39.0}, "withdraw", id="unknown value is no reason to stay"),
    ],
)
def test_the_first_rule_that_holds_decides(changes, expected):
    assert verdict(made(**changes)).verdict == expected


@given(st.fixed_dictionaries(INPUTS), st.floats(0, 100))
def test_more_health_never_gives_a_worse_verdict(inputs, more):
    low, high = sorted((inputs["health"], more))
    worse, better = decide({**inputs, "health": low}), decide({**inputs, "health": high})
    assert ORDER[better.verdict] >= ORDER[worse.verdict]


@given(st.fixed_dictionaries(INPUTS))
def test_a_tripwire_is_true_at_its_mark_and_not_a_hair_before(inputs):
    found = verdict(made(**inputs))
    for row in found.tripwires.to_dicts():
        falls = row["direction"] == "falls below"
        at = math.nextafter(row["mark"], -math.inf) if falls else row["mark"]
        before = row["mark"] if falls else math.nextafter(row["mark"], -math.inf)
        assert decide({**inputs, row["input"]: at}).verdict == row["verdict"] != found.verdict
        assert decide({**inputs, row["input"]: before}).verdict == found.verdict


@given(st.fixed_dictionaries(INPUTS), st.sampled_from(sorted(INPUTS)), st.data())
def test_what_changes_the_verdict_lies_behind_a_tripwire(inputs, name, data):
    """Nothing between now and the nearest tripwires of an input changes the verdict."""
    found = verdict(made(**inputs))
    moved = data.draw(INPUTS[name])
    after = decide({**inputs, name: moved})
    if after is not None and after.verdict != found.verdict:
        rows = found.tripwires.filter(input=name).to_dicts()
        assert any(moved < row["mark"] if row["direction"] == "falls below" else moved >= row["mark"] for row in rows)


@given(st.lists(st.fixed_dictionaries(INPUTS), min_size=1, max_size=5))
def test_many_cases_decide_as_each_alone(cases):
    together = decide_many({name: np.array([case[name] for case in cases]) for name in INPUTS})
    assert [deciding_rules()[place] for place in together] == [decide(case) for case in cases]


def test_chances_are_shares_of_the_draws_of_the_score():
    found = verdict(made(health=58.0, draws=np.array([55.0] * 60 + [61.0] * 40)))
    assert found.chances == {"restructure": 0.6, "strengthen": 0.4}
    assert how_surely(found) == "leaning: 60 % of the draws of the health score say so, 40 % say strengthen"


@pytest.mark.parametrize(
    ("backing", "words"), [(100, "firm"), (90, "firm"), (89, "leaning"), (60, "leaning"), (59, "too close to call")]
)
def test_a_verdict_is_as_firm_as_its_draws(backing, words):
    draws = np.array([70.0] * backing + [50.0] * (100 - backing))
    assert how_surely(verdict(made(draws=draws))).startswith(f"{words}: ")


def test_the_sentence_tells_what_on_which_numbers_and_how_surely():
    told = sentence(verdict(made(strain=0.0)))
    assert told == (
        "Moon: strengthen (firm: 100 % of the draws of the health score say so). Health is 70 of 100 (90 %: 65 to 75); "
        "30 % of all that it provides (up to 40 % with what is used by tier alone) would be lost and could not be "
        "replaced; formal commitment is 60 of 100; 10 % of the members are in name only; no strain stands open."
    )


def test_the_sentence_names_the_nation_whose_view_is_taken():
    told = sentence(verdict(made(actor="JPN", actor_name="Japan")))
    assert told.startswith("Moon, in the view of Japan: strengthen")
    assert "Japan would lose 30 % of all that the alliance provides" in told


def test_an_upper_end_that_would_change_the_verdict_is_told():
    told = sentence(verdict(made(health=39.0, value=0.2, value_high=0.3, draws=np.full(9, 39.0))))
    assert told.startswith("Moon: prepare withdrawal")
    assert told.endswith("With that upper end it would be: hedge.")


def test_without_a_score_the_sentence_says_that_there_is_no_verdict_and_why():
    told = sentence(verdict(made(health=None, low=None, high=None, value=None, draws=np.full(9, np.nan))))
    assert told == "Moon: no verdict, because strategic value and health cannot be told from the evidence."


def test_a_number_just_below_a_mark_does_not_read_like_the_mark():
    """33 % beside a mark of 33 % would contradict itself."""
    now, mark = apart(1 / 3, 0.333, "share")
    assert now != mark
    for found in (
        verdict(ground(assessed(TODAY), frictions(TODAY), id_)) for id_ in assessed(TODAY).overall["alliance_id"]
    ):
        for text in tripwire_sentences(found):
            first, second = text.split(" (now ")
            assert first.split()[-1] != second.split(")")[0].split()[-1] or "%" in text
            assert text.endswith(".")


# --- On the shipped evidence ----------------------------------------------------------------------


def test_artemis_in_2023_is_a_political_framework_by_computation():
    found = verdict(ground(assessed(EXEMPLAR), frictions(EXEMPLAR), "artemis"))
    assert found.name == "accept as a political framework"
    assert found.ground.hollow >= 1 / 3
    assert found.ground.formal < 40


def test_the_station_after_the_rupture_of_2022_is_a_hedge():
    found = verdict(ground(assessed(RUPTURE), frictions(RUPTURE), "iss"))
    assert (found.verdict, found.rule.id) == ("hedge", "needed_and_torn")
    before = dt.date(2021, 12, 31)
    earlier = verdict(ground(assess(EVIDENCE, before), frictions(before), "iss"))
    assert earlier.verdict == "strengthen"


def test_a_nation_has_a_view_of_its_own():
    whole = verdict(ground(assessed(TODAY), frictions(TODAY), "artemis"))
    japan = verdict(ground(assessed(TODAY), frictions(TODAY), "artemis", "JPN"))
    assert japan.ground.value > whole.ground.value
    assert (whole.verdict, japan.verdict) == ("accept", "hedge")


def test_a_nation_outside_has_none():
    with pytest.raises(WorkbenchError, match="France does not belong to ilrs"):
        ground(assessed(TODAY), frictions(TODAY), "ilrs", "FRA")


# --- Which single indicator would do it -----------------------------------------------------------


@pytest.mark.parametrize("alliance", ["apsco", "cospas_sarsat", "five_eyes", "iss"])
def test_a_lever_moves_the_score_to_the_mark(alliance):
    """Under the arithmetic mean the points needed are the gap, divided by the weight that the indicator has."""
    found = verdict(ground(assessed(TODAY), frictions(TODAY), alliance))
    levers = health_levers(assessed(TODAY), found)
    assert not levers.is_empty()
    scored = assessed(TODAY).indicators.filter(alliance_id=alliance).drop_nulls("score")
    for row in levers.to_dicts():
        item = indicator(row["indicator"])
        present = sum(indicators()[id_].weight for id_ in scored.filter(dimension=item.dimension)["indicator"])
        dimensions = assessed(TODAY).dimensions.filter(alliance_id=alliance).drop_nulls("score").height
        weight = item.weight / present / dimensions
        assert row["change"] == pytest.approx((row["mark"] - found.ground.health) / weight, abs=1e-6)
        assert 0 <= row["then"] <= 100
        assert float(score_of(item, np.array([row["value_then"]]))[0]) == pytest.approx(row["then"], abs=1e-6)
    listed = set(levers["indicator"])
    assert listed <= set(scored["indicator"]), "what is missing cannot be moved"


def test_what_no_single_indicator_can_do_is_not_listed():
    """Artemis lies twenty points below the next mark, and the weightiest indicator moves the whole by six."""
    assert health_levers(assessed(TODAY), verdict(ground(assessed(TODAY), frictions(TODAY), "artemis"))).is_empty()


def test_levers_go_the_way_of_their_tripwire():
    found = verdict(ground(assessed(TODAY), frictions(TODAY), "apsco"))
    for row in health_levers(assessed(TODAY), found).to_dicts():
        assert (row["change"] > 0) == (row["direction"] == "reaches")


@pytest.mark.parametrize("name", sorted(indicators()))
def test_the_value_of_a_score_has_that_score(name):
    item = indicator(name)
    for score in (0.0, 37.0, 100.0):
        assert float(score_of(item, np.array([value_of(item, score)]))[0]) == pytest.approx(score)


def test_the_ground_knows_all_strains_and_the_gravest():
    found = ground(assessed(TODAY), frictions(TODAY), "nasa_esa")
    ranks = [rank for rank, _ in found.strains]
    assert ranks == sorted(ranks, reverse=True)
    assert found.strain == ranks[0]
    assert dataclasses.replace(found, strains=()).inputs.keys() == verdict_rules()["inputs"].keys()
