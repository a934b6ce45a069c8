"""Lorenz, Gini, Herfindahl, Kakwani and dissimilarity: hand cases, independent formulas, invariants."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.burden.concentration import INDICES, by_year, concentration, lorenz
from alliance_core.burden.partners import partners
from tests.burden.worlds import ECONOMY, MEMBERS, MOON

DAY = dt.date(2020, 6, 30)


def units(cost, gdp, population=None):
    """Partners as `partners` gives them, as far as the indices ask."""
    count = len(cost)
    return pl.DataFrame({
        "alliance_id": ["moon"] * count, "as_of": [DAY] * count, "actor_id": [f"A{i:02}" for i in range(count)],
        "name": [f"A{i:02}" for i in range(count)], "cost": np.asarray(cost, float), "gdp": np.asarray(gdp, float),
        "population": np.asarray(population if population is not None else gdp, float), "member": [True] * count,
        "compared": [True] * count,
    })  # fmt: skip


def index(name, *amounts):
    return concentration(units(*amounts))[name][0]


def gini_of_pairs(cost, weight):
    """The mean-difference formula of the weighted Gini index (Gini 1912), another way to the same number."""
    cost, weight = np.asarray(cost, float), np.asarray(weight, float)
    rate = cost / weight
    spread = np.abs(rate[:, None] - rate[None, :]) * weight[:, None] * weight[None, :]
    return spread.sum() / (2 * weight.sum() ** 2 * (cost.sum() / weight.sum()))


# Sums of money differ by orders of magnitude, but not by thirty.
AMOUNTS = st.lists(
    st.tuples(st.floats(0.0, 1000.0).map(lambda x: round(x, 3)), st.floats(1.0, 1000.0), st.floats(1.0, 1000.0)),
    min_size=2, max_size=12,
).filter(lambda rows: sum(row[0] for row in rows) > 1)  # fmt: skip


def test_the_same_cost_per_gdp_is_no_concentration():
    assert index("gini", [10, 20, 70], [1, 2, 7]) == pytest.approx(0)
    assert index("dissimilarity", [10, 20, 70], [1, 2, 7]) == pytest.approx(0)


@pytest.mark.parametrize("count", [2, 3, 5, 10])
def test_one_payer_of_equals_gives_one_less_an_nth(count):
    cost = [100] + [0] * (count - 1)
    assert index("gini", cost, [1] * count) == pytest.approx((count - 1) / count)
    assert index("dissimilarity", cost, [1] * count) == pytest.approx((count - 1) / count)


@pytest.mark.parametrize("count", [1, 2, 4, 25])
def test_equal_payers_have_the_herfindahl_index_of_an_nth(count):
    assert index("hhi", [7] * count, [1] * count) == pytest.approx(1 / count)
    assert index("effective_payers", [7] * count, [1] * count) == pytest.approx(count)


def test_a_lorenz_curve_worked_by_hand():
    """Cost per GDP 0.5, 1 and 2: the lightest bearer first; GDP 4, 2, 2 of 8 and cost 2, 2, 4 of 8."""
    curve = lorenz(units([4, 2, 2], [2, 4, 2]), "gdp")
    assert curve["weight_share"].to_list() == [0, 0.5, 0.75, 1]
    assert curve["cost_share"].to_list() == [0, 0.25, 0.5, 1]
    # 1 - (0.5 * 0.25 + 0.25 * 0.75 + 0.25 * 1.5) = 0.3125
    assert index("gini", [4, 2, 2], [2, 4, 2]) == pytest.approx(0.3125)


@settings(deadline=None, max_examples=60)
@given(AMOUNTS)
def test_a_lorenz_curve_runs_from_corner_to_corner_below_the_diagonal_and_is_convex(rows):
    cost, gdp, _ = zip(*rows, strict=True)
    curve = lorenz(units(cost, gdp), "gdp")
    x, y = curve["weight_share"].to_numpy(), curve["cost_share"].to_numpy()
    assert (x[0], y[0]) == (0, 0)
    assert (x[-1], y[-1]) == pytest.approx((1, 1))
    assert (y <= x + 1e-9).all()
    slopes = np.diff(y) / np.diff(x)
    assert (np.diff(slopes) >= -1e-6 * (1 + slopes[:-1])).all()


@settings(deadline=None, max_examples=60)
@given(AMOUNTS)
def test_the_gini_index_agrees_with_the_formula_of_mean_differences(rows):
    cost, gdp, people = zip(*rows, strict=True)
    found = concentration(units(cost, gdp, people))
    assert found["gini"][0] == pytest.approx(gini_of_pairs(cost, gdp), abs=1e-9)
    assert found["gini_heads"][0] == pytest.approx(gini_of_pairs(cost, people), abs=1e-9)
    assert 0 <= found["gini"][0] <= 1


@settings(deadline=None, max_examples=60)
@given(AMOUNTS)
def test_dissimilarity_is_the_widest_gap_between_curve_and_diagonal(rows):
    """Schutz: the share that would change hands is the largest height of the diagonal above the curve."""
    cost, gdp, _ = zip(*rows, strict=True)
    curve = lorenz(units(cost, gdp), "gdp")
    widest = (curve["weight_share"] - curve["cost_share"]).max()
    assert index("dissimilarity", cost, gdp) == pytest.approx(widest, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(AMOUNTS, st.randoms())
def test_the_order_of_the_partners_changes_no_index(rows, random):
    cost, gdp, people = zip(*rows, strict=True)
    frame = units(cost, gdp, people)
    order = list(range(frame.height))
    random.shuffle(order)
    one, other = (concentration(part).select(INDICES).row(0) for part in (frame, frame[order]))
    assert one == pytest.approx(other)


def test_cost_in_proportion_to_gdp_is_neither_progressive_nor_regressive():
    assert index("progressivity", [10, 20, 70], [10, 20, 70], [30, 20, 10]) == pytest.approx(0)


def test_when_the_wealthier_bear_all_the_cost_is_progressive():
    """Rich: half the people, 80 % of GDP. Concentration of cost 0.5, Gini of GDP 0.3: 0.2 to the poor's relief."""
    assert index("progressivity", [0, 100], [20, 80], [50, 50]) == pytest.approx(0.2)
    assert index("progressivity", [100, 0], [20, 80], [50, 50]) == pytest.approx(-0.8)


def test_partners_of_equal_wealth_per_head_count_as_one_group():
    """Whichever of the two equals pays, nothing differs for rich and poor."""
    assert index("progressivity", [90, 0, 10], [10, 10, 30], [10, 10, 10]) == pytest.approx(
        index("progressivity", [0, 90, 10], [10, 10, 30], [10, 10, 10])
    )


def test_members_without_a_known_economy_enter_no_index_over_gdp(known):
    """EEE counts neither as idle nor as a payer: 0.5 of 1.5, 1.5 and 0 of four known economies."""
    frame = partners(known("2020-06-30", **MOON), 3)
    found = concentration(frame)
    assert found["compared"][0] == 4
    assert found["gini"][0] == pytest.approx(gini_of_pairs([60, 30, 10, 0], [400, 200, 200, 200]))
    assert found["dissimilarity"][0] == pytest.approx((0.2 + 0.1 + 0.1 + 0.2) / 2)
    assert found["hhi"][0] == pytest.approx(0.36 + 0.09 + 0.01)
    assert (found["largest"][0], found["payer"][0]) == (pytest.approx(0.6), "AAA")


def test_a_single_partner_is_not_unequal_to_anybody():
    found = concentration(units([100], [1]))
    assert found["gini"][0] is None
    assert found["dissimilarity"][0] is None
    assert found["effective_payers"][0] == 1


def test_without_cost_shares_there_is_no_row(known):
    frame = partners(known("2020-06-30", members=MEMBERS, economy=ECONOMY), 3)
    assert concentration(frame).is_empty()


TWO_YEARS = """
    actor_id  year  measure  share_pct
    AAA       2018  cost     100
    AAA       2019  cost     50
    BBB       2019  cost     50
    AAA       2020  cost     10
    BBB       2020  cost     90
"""
TWO_MEMBERS = """
    actor_id  joined
    AAA       2000
    BBB       2000
"""
TWO_ECONOMIES = """
    actor_id  year  gdp_busd
    AAA       2018  100
    BBB       2018  100
"""


def test_each_year_is_looked_at_from_its_own_end(known):
    snapshot = known("2020-06-30", shares=TWO_YEARS, members=TWO_MEMBERS, economy=TWO_ECONOMIES)
    years = by_year(snapshot, "moon")
    assert years["year"].to_list() == [2018, 2019], "2020 has not ended"
    assert years["hhi"].to_list() == pytest.approx([1, 0.5])
    assert years["gini"].to_list() == pytest.approx([0.5, 0])


def test_a_later_fact_changes_no_earlier_year(known):
    tables = {"shares": TWO_YEARS, "members": TWO_MEMBERS}
    before = by_year(known("2020-06-30", **tables, economy=TWO_ECONOMIES), "moon")
    more = (
        TWO_ECONOMIES
        + """
    AAA       2020  999
    """
    )
    after = by_year(known("2021-06-30", **tables, economy=more), "moon")
    assert after.filter(pl.col("year") < 2020).equals(before)


def test_years_before_the_founding_have_no_row(known):
    moon = [{"alliance_id": "moon", "founded": "2019-05", "anchor_actor": "AAA"}]
    snapshot = known("2020-06-30", alliance=moon, shares=TWO_YEARS, members=TWO_MEMBERS, economy=TWO_ECONOMIES)
    assert by_year(snapshot, "moon")["year"].to_list() == [2019]


def test_without_shares_there_is_no_year(known):
    assert by_year(known("2020-06-30", members=MEMBERS), "moon").is_empty()
