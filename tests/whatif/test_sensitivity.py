"""Sobol indices over a full factorial, and the ranks of all combinations of choices."""

import numpy as np
import polars as pl
import pytest
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_sample

from alliance_core.catalogue.rules import aggregator, aggregators, presets
from alliance_core.errors import WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.scorecard.card import scorecards
from alliance_core.scorecard.weights import WeightProfile, scored_indicators
from alliance_core.whatif.performance import performance, ranked
from alliance_core.whatif.sensitivity import FACTORS, sensitivity, sobol
from tests.scorecard.hand import DATE, table
from tests.whatif.conftest import LATE
from tests.whatif.profiles import FIVE, TRUST, scores

BALANCED = WeightProfile.parse("balanced")
ARITHMETIC = aggregator("arithmetic")
CUBE = np.random.default_rng(21).normal(size=(4, 3, 5)) + np.arange(4)[:, None, None] * np.arange(5)


def test_indices_of_a_small_factorial_by_hand():
    """Factors 2 x 2 x 3: 6 a + 2 b + 4 a b in the first two, and 3 c. Centred: a in -1/2, 1/2, likewise b.

    6 a + 2 b + 4 a b with a, b in {0, 1} is 6 + 8 a' + 4 b' + 4 a' b' - 1 with a', b' = -1/2, 1/2: variances
    64/4 = 16, 16/4 = 4 and 16/16 = 1; 3 c with c in {0, 1, 2} has 9 x 2/3 = 6. All: 27.
    """
    a, b, c = np.meshgrid([0, 1], [0, 1], [0, 1, 2], indexing="ij")
    told = sobol((6 * a + 2 * b + 4 * a * b + 3 * c).astype(float), 3)
    assert told.first == pytest.approx(np.array([16, 4, 6]) / 27)
    assert told.total == pytest.approx(np.array([17, 5, 6]) / 27)


def test_a_pure_interaction_is_in_no_factor_alone():
    """a = b: neither by itself says anything, both together everything."""
    told = sobol(np.array([[1.0, 0.0], [0.0, 1.0]]), 2)
    assert told.first == pytest.approx([0, 0])
    assert told.total == pytest.approx([1, 1])


def test_without_interactions_the_first_is_the_total_and_all_add_up_to_one():
    chance = np.random.default_rng(3)
    parts = [chance.normal(size=n) for n in (4, 2, 5)]
    told = sobol(parts[0][:, None, None] + parts[1][:, None] + parts[2], 3)
    assert told.first == pytest.approx(told.total)
    assert told.first.sum() == pytest.approx(1)
    variances = np.array([part.var() for part in parts])
    assert told.first == pytest.approx(variances / variances.sum())


def test_a_factor_that_does_nothing_has_no_share():
    told = sobol(np.tile(np.array([[1.0, 5, 2]]), (4, 1)), 2)
    assert told.first == pytest.approx([0, 1])
    assert told.total == pytest.approx([0, 1])


def test_where_nothing_varies_there_is_nothing_to_share_out():
    told = sobol(np.full((2, 3, 2), 0.1 + 0.2), 2)
    assert np.isnan(told.first).all()
    assert np.isnan(told.total).all()


def test_first_orders_add_up_to_one_at_most_and_totals_to_one_at_least():
    told = sobol(np.random.default_rng(1).normal(size=(3, 4, 2, 50)), 3)
    assert told.first.shape == told.total.shape == (3, 50)
    assert (told.first.sum(axis=0) <= 1 + 1e-12).all()
    assert (told.total.sum(axis=0) >= 1 - 1e-12).all()
    assert (told.first >= 0).all()
    assert (told.total >= told.first).all()
    assert (told.total <= 1 + 1e-12).all()


def test_several_results_are_taken_apart_each_by_itself():
    both = sobol(np.stack([CUBE, CUBE**2], axis=-1), 3)
    assert both.first[:, 0] == pytest.approx(sobol(CUBE, 3).first)
    assert both.total[:, 1] == pytest.approx(sobol(CUBE**2, 3).total)


def test_the_estimates_of_salib_lie_around_the_exact_indices():
    """SALib samples continuous inputs; each is mapped to the levels of its factor. Twice its 95 % interval."""
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    places = salib_sample.sample(problem, 2**13, calc_second_order=False, seed=4)
    levels = np.minimum((places * CUBE.shape).astype(int), np.array(CUBE.shape) - 1)
    estimated = salib_analysis.analyze(problem, CUBE[tuple(levels.T)], calc_second_order=False, seed=4)
    exact = sobol(CUBE, 3)
    assert (np.abs(estimated["S1"] - exact.first) < 2 * estimated["S1_conf"]).all()
    assert (np.abs(estimated["ST"] - exact.total) < 2 * estimated["ST_conf"]).all()
    assert max(estimated["S1_conf"].max(), estimated["ST_conf"].max()) < 0.05
    assert np.ptp(exact.first) > 0.2, "indices that differ"


@pytest.fixture(scope="module")
def tested(shipped):
    return sensitivity(shipped, BALANCED, ARITHMETIC)


def test_every_combination_of_the_choices_is_a_variant(tested):
    assert tuple(tested.levels) == FACTORS
    assert tested.ranks.shape[:-1] == tuple(len(tested.levels[factor]) for factor in FACTORS)
    assert tested.levels["left_out"] == ["nothing", *scored_indicators()]
    assert tested.levels["weights"] == list(presets())
    assert tested.levels["aggregation"] == [*aggregators(), "copeland"]
    assert tested.variants == 32 * 4 * 6 * 5
    assert tested.flat.shape == (tested.variants, tested.ranks.shape[-1])


@pytest.mark.parametrize("preset", presets())
@pytest.mark.parametrize("mean", aggregators())
def test_the_variants_with_nothing_changed_are_the_scorecards(tested, measured, preset, mean):
    """Ranks among the compared by the scorecard's own scores, under every preset and mean."""
    cards = scorecards(
        measured[LATE][0], WeightProfile.parse(preset), mean, draws=2, measured=measured[LATE][1], keep_draws=False
    )
    overall = cards.overall["score"].cast(pl.Float64).fill_null(np.nan).to_numpy()[tested.compared]
    levels = tested.levels
    variant = tested.ranks[0, levels["normalisation"].index("goalposts"), levels["weights"].index(preset),
                           levels["aggregation"].index(mean)]  # fmt: skip
    np.testing.assert_array_equal(variant[tested.compared], ranked(overall))
    if (preset, mean) == ("balanced", "arithmetic"):
        np.testing.assert_array_equal(tested.nominal[tested.compared], ranked(overall))


def test_who_lacks_a_score_in_some_variant_is_ranked_in_none(tested):
    assert 2 <= tested.compared.sum() < len(tested.compared), "the shipped data has such a case"
    assert np.isnan(tested.ranks[..., ~tested.compared]).all()
    assert np.isnan(tested.nominal[~tested.compared]).all()
    assert np.isnan(tested.by_alliance.first[:, ~tested.compared]).all()
    compared = tested.flat[:, tested.compared]
    assert (compared.min(axis=1) == 1).all()
    assert (compared.max(axis=1) <= tested.compared.sum()).all()


def test_a_profile_of_ones_own_is_one_of_the_weights(shipped):
    told = sensitivity(shipped, WeightProfile.parse("trust_reliability=70,burden_sharing_equity=30"), ARITHMETIC)
    assert told.levels["weights"] == [*presets(), "yours"]
    compared = told.compared
    own = told.ranks[0, 0, -1, told.levels["aggregation"].index("arithmetic")]
    np.testing.assert_array_equal(own[compared], told.nominal[compared])


MIXED = {
    "esa": {**scores(80, 30, 55, 62, 41), "fulfilment": 90},
    "iss": {**scores(20, 75, 50, 58, 66), "erosion": 5},
    "artemis": {**scores(60, 60, 20, 35, 80), "anchor_dependence": 70},
    "nasa_esa": scores(45, 52, 71, 15, 33),
}


def variants_by_name(names):
    """The ranks of every variant where the measured table lists the alliances in this order."""
    rows = table({name: MIXED[name] for name in names})
    told = sensitivity(performance(Snapshot(Evidence(), DATE), names, measured=rows), BALANCED, ARITHMETIC)
    ids = sorted(names)
    return {name: told.ranks[..., ids.index(name)] for name in names}, told


def test_no_variant_depends_on_the_order_of_the_alliances():
    """Nor does the level of Copeland, where pairs decide."""
    one, told = variants_by_name(list(MIXED))
    other, turned = variants_by_name(["nasa_esa", "artemis", "iss", "esa"])
    assert "copeland" in told.levels["aggregation"]
    for name in MIXED:
        np.testing.assert_array_equal(one[name], other[name])
    assert told.of_shift.first == pytest.approx(turned.of_shift.first)
    assert len({tuple(row) for row in told.flat.tolist()}) > 5, "the choices make a difference"


def test_no_variant_depends_on_which_alliance_has_which_name():
    """Scores change hands: ranks go with the scores, not with the place in the table."""
    names = sorted(MIXED)
    swapped = dict(zip(names, [MIXED[name] for name in reversed(names)], strict=True))
    plain, moved = (
        sensitivity(performance(Snapshot(Evidence(), DATE), names, measured=table(rows)), BALANCED, ARITHMETIC)
        for rows in (MIXED, swapped)
    )
    np.testing.assert_array_equal(plain.ranks, moved.ranks[..., ::-1])


def test_where_one_leads_in_everything_no_choice_dethrones_it(made):
    told = sensitivity(made({"esa": scores(*[80] * 5), "iss": scores(30, 20, 50, 40, 10)}), BALANCED, ARITHMETIC)
    assert (told.flat == [1, 2]).all()
    assert np.isnan(told.of_shift.total).all()


def test_weights_of_indicators_alone_make_no_further_profile(shipped):
    """They hold under all profiles, so that a second one of the same shares would count double."""
    told = sensitivity(shipped, WeightProfile.parse("treasury,free_riding=0"), ARITHMETIC)
    assert told.levels["weights"] == list(presets())
    own = told.ranks[0, 0, told.levels["weights"].index("treasury"), 0]
    np.testing.assert_array_equal(own[told.compared], told.nominal[told.compared])


def test_a_dimension_without_evidence_for_anyone_is_a_gap_for_all(made):
    """Trust alone is known, a fifth of the balanced weight: no scorecard has an overall score, no variant a rank."""
    with pytest.raises(
        WorkbenchError, match=r"fewer than two alliances have enough evidence .* choose other alliances"
    ):
        sensitivity(made({"esa": {TRUST: 50.0}, "iss": {TRUST: 60.0}}), BALANCED, ARITHMETIC)


def test_a_dimension_that_goes_with_its_only_weighted_indicator_is_no_gap(made):
    """Trust weighs 60 of 100: without it the other 40 are all that is weighed, and all of it is covered.

    With trust 50 against 72.5, without it 65 against 46.25.
    """
    zero = ",".join(
        f"{id_}=0" for id_, item in scored_indicators().items() if item.dimension == TRUST and id_ != "erosion"
    )
    outer = ",".join(f"{dimension}={60 if dimension == TRUST else 10}" for dimension in FIVE)
    table = made({"esa": scores(50, 60, 70, 80, 40), "iss": scores(60, 50, 45, 30, 90)})
    told = sensitivity(table, WeightProfile.parse(f"{outer},{zero}"), ARITHMETIC)
    assert told.compared.all()
    assert told.nominal.tolist() == [2, 1]
    own = told.levels["weights"].index("yours"), 0
    assert told.ranks[0, 0, *own].tolist() == [2, 1]
    assert told.ranks[told.levels["left_out"].index("erosion"), 0, *own].tolist() == [1, 2]
