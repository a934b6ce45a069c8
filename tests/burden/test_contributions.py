"""Contributions: one basis at a time, and only years that have ended."""

import polars as pl
import pytest

from alliance_core.burden.contributions import (
    MONEY,
    NOTHING,
    SHARE,
    bases,
    contribution_table,
    cost_shares,
    of_basis,
    stacked,
    yearly_total,
)
from alliance_core.burden.partners import partners
from alliance_core.catalogue.burden import burden_rules
from alliance_core.errors import UnknownNameError
from tests.burden.worlds import MOON, THROUGH_ESA

ROWS = """
    actor_id  year  kind       amount_musd  share_pct  basis    verification  note
    AAA       2018  financial  10           -          dues     read          at 1.2
    AAA       2019  financial  20           -          dues     read          -
    BBB       2019  financial  5            -          dues     estimated     -
    AAA       2019  in_kind    70           -          rockets  recalled      -
    BBB       2019  knowledge  -            -          maps     read          -
    BBB       2019  financial  -            40         key      read          -
    AAA       2020  financial  99           -          dues     read          -
"""


@pytest.fixture
def table(known):
    return contribution_table(known("2020-06-30", **MOON, contributions=ROWS), "moon")


def test_only_years_that_have_ended_are_known(table):
    assert table["year"].max() == 2019
    assert table.height == 6


def test_notes_on_currency_and_rate_stand_beside_the_figure(table):
    assert table.filter(year=2018)["note"].to_list() == ["at 1.2"]


def test_the_basis_with_most_rows_comes_first_and_each_says_its_unit(table):
    assert bases(table).select("basis", "rows", "unit").rows() == [
        ("dues", 3, MONEY), ("key", 1, SHARE), ("maps", 1, NOTHING), ("rockets", 1, MONEY),
    ]  # fmt: skip


def test_different_bases_are_never_added(table):
    found = of_basis(table, "dues").filter(year=2019)
    assert dict(found.select("actor_id", "value").iter_rows()) == {"AAA": 20, "BBB": 5}


def test_a_row_without_a_figure_stays_in_the_table_and_is_no_zero(table):
    assert of_basis(table, "maps").is_empty()
    assert "maps" in table["basis"]


def test_an_unknown_basis_is_refused(table):
    with pytest.raises(UnknownNameError, match=r"unknown basis 'due'\. Did you mean 'dues'"):
        of_basis(table, "due")


def test_cost_shares_of_each_year_add_up_to_a_hundred(known):
    found = cost_shares(known("2020-06-30", **MOON), "moon")
    assert found.group_by("year").agg(pl.col("value").sum())["value"].to_list() == pytest.approx([100])


def many(count):
    return pl.DataFrame({
        "year": [2019] * count, "actor_id": [f"A{i:02}" for i in range(count)], "name": [f"A{i}" for i in range(count)],
        "value": [float(count - i) for i in range(count)], "verification": ["read"] * (count - 1) + ["estimated"],
    })  # fmt: skip


def test_the_smallest_partners_are_one_part_and_nothing_is_lost():
    most = burden_rules()["shown"]["payers"]
    found = stacked(many(most + 5))
    assert found.height == most + 1
    assert found["value"].sum() == many(most + 5)["value"].sum()
    assert found.row(-1, named=True)["name"] == "5 others"
    assert found.row(-1, named=True)["verification"] == "estimated", "as weak as its weakest part"


def test_the_readers_own_partner_never_disappears_among_the_others():
    assert "A11" in stacked(many(12), "A11")["actor_id"]


def test_one_more_than_the_most_needs_no_others():
    most = burden_rules()["shown"]["payers"]
    assert "others" not in stacked(many(most + 1))["actor_id"]


WHOLE = burden_rules()["totals"]["bases"][0]["basis"]


def amounts(**by_year):
    return [
        {
            "actor_id": actor,
            "year": int(year.removeprefix("y")),
            "amount_musd": 100,
            "basis": WHOLE,
            "kind": "financial",
        }
        for year, actors in by_year.items()
        for actor in actors
    ]


def test_the_latest_year_whose_payers_bear_nearly_all_gives_the_total(known):
    """AAA and BBB bear 90 %, AAA alone 60 %: the year 2019 is not whole."""
    rows = amounts(y2018=["AAA", "BBB"], y2019=["AAA"])
    snapshot = known("2020-06-30", **MOON, contributions=rows)
    found = yearly_total(snapshot, partners(snapshot, 3), "moon")
    assert (found["year"], found["musd"], found["cover"]) == (2018, 200, pytest.approx(0.9))


def test_an_organisation_covers_the_states_behind_it(known):
    tables = THROUGH_ESA | {
        "shares": """
        alliance_id  actor_id  year  measure  share_pct
        moon         FRA       2019  cost     45
        moon         DEU       2019  cost     55
    """,
        "contributions": [{"alliance_id": "moon"} | row for row in amounts(y2019=["ESA"])],
    }
    snapshot = known("2020-06-30", **tables)
    found = yearly_total(snapshot, partners(snapshot, 3).filter(alliance_id="moon"), "moon")
    assert (found["musd"], found["cover"]) == (100, pytest.approx(1))


def test_a_basis_that_nobody_judged_to_be_the_whole_gives_no_total(known):
    snapshot = known("2020-06-30", **MOON, contributions=ROWS)
    assert yearly_total(snapshot, partners(snapshot, 3), "moon") is None
