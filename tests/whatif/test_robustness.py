"""Robustness as tables and sentences."""

import numpy as np
import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import aggregator
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif import robustness as robust
from alliance_core.whatif.sensitivity import FACTORS
from tests.whatif.profiles import ALIGNMENT, TRUST, scores

BALANCED = WeightProfile.parse("balanced")
ARITHMETIC = aggregator("arithmetic")
CONTRARY = {"esa": scores(80, 60, 60, 60, 20), "iss": scores(20, 55, 55, 55, 90)}


@pytest.fixture(scope="module")
def tested(shipped):
    return robust.robustness(shipped, BALANCED, ARITHMETIC)


def test_indices_are_shares_whose_interaction_is_what_the_total_adds(tested):
    told = robust.sobol_table(tested)
    assert told["factor"].to_list() == list(FACTORS)
    assert (told["first"] + told["interaction"]).to_list() == pytest.approx(told["total"].to_list())
    assert told["first"].sum() <= 1 + 1e-9
    assert (told["interaction"] >= -1e-12).all()
    assert told["choices"].product() == tested.sensitivity.variants


def test_an_alliance_has_indices_of_its_own_and_none_where_it_is_not_compared(tested):
    own = robust.sobol_table(tested, "iss")
    place = tested.table.alliances.index("iss")
    assert own["total"].to_list() == pytest.approx(tested.sensitivity.by_alliance.total[:, place].tolist())
    out = tested.table.alliances[int(np.flatnonzero(~tested.sensitivity.compared)[0])]
    assert robust.sobol_table(tested, out)["total"].null_count() == len(FACTORS)
    assert robust.not_compared(tested) == [tested.table.name_of[out]]


def test_ranges_enclose_what_they_are_ranges_of(tested):
    told = robust.range_table(tested).drop_nulls("nominal")
    assert told.height == tested.sensitivity.compared.sum()
    for row in told.to_dicts():
        assert row["best"] <= row["low"] <= row["median"] <= row["high"] <= row["worst"]
        assert row["best"] <= row["nominal"] <= row["worst"]
        ranks = tested.sensitivity.flat[:, tested.table.alliances.index(row["alliance_id"])]
        assert ((ranks >= row["low"]) & (ranks <= row["high"])).mean() >= 0.9
        assert row["stays"] == (ranks == row["nominal"]).mean()
    out = robust.range_table(tested).filter(alliance=robust.not_compared(tested)[0]).row(0, named=True)
    assert {value for name, value in out.items() if not name.startswith("alliance")} == {None}


def test_leaving_out_tells_places_gained_by_hand(made):
    """Without alignment esa (50) falls behind iss (63.75)."""
    told = robust.left_out_table(robust.robustness(made(CONTRARY), BALANCED, ARITHMETIC))
    assert told.height == 2 * (len(dimensions()) + len(scored_indicators()))
    rows = told.filter(left_out=ALIGNMENT).select("alliance", "rank", "rank_change", "is_dimension").rows()
    assert rows == [("ESA", 2, -1, True), ("ISS", 1, 1, True)]
    assert told.filter(left_out=TRUST)["rank_change"].to_list() == [0, 0]
    fulfilment = told.filter(left_out="fulfilment")
    assert fulfilment["is_dimension"].to_list() == [False, False]
    assert fulfilment["dimension_name"][0] == dimensions()[TRUST].name


def test_all_choices_are_explained(tested):
    told = robust.choice_table(tested)
    counted = sum(len(tested.sensitivity.levels[factor]) for factor in FACTORS if factor != "left_out") + 1
    assert told.height == counted
    assert told.null_count().sum_horizontal().item() == 0
    assert told["option"].to_list()[-1] == f"None, or one of {len(scored_indicators())}"


def test_the_headline_names_the_choice_that_matters_most_and_the_first(tested):
    text = robust.headline(tested)
    most = robust.sobol_table(tested).sort("total", descending=True)["factor_name"][0]
    first = robust.range_table(tested).sort("nominal", nulls_last=True).row(0, named=True)
    assert f"the choice of *{most.lower()}* shifts the ranking most" in text
    assert f"**{first['alliance']}** keeps its first place in" in text
    assert f"{tested.sensitivity.variants:,} variants" in text


def test_a_ranking_that_no_choice_changes_is_told_so(made):
    clear = robust.robustness(made({"esa": scores(*[80] * 5), "iss": scores(30, 20, 50, 40, 10)}), BALANCED, ARITHMETIC)
    text = robust.headline(clear)
    assert "no choice changes the ranking" in text
    assert "**ESA** keeps its first place in 100 % of them." in text
    assert "Most open" not in text
    assert text.endswith("Firm within one place: ESA, ISS.")
