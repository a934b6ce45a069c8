"""Rules on burden sharing: each finds its case, and not the case just below its mark."""

import pytest

from alliance_core.catalogue.friction_rules import friction_rule
from alliance_core.friction.rules.burden import (
    anchor_dependence,
    benefit_below_cost,
    decision_below_cost,
    free_riding,
)
from tests.friction.cases import found, one, shares, strains

DAY = "2020-12-31"


def paid(per_cent: float) -> list[dict]:
    return shares("cost", AAA=per_cent, BBB=100 - per_cent)


# --- anchor_dependence ----------------------------------------------------------------------------


@pytest.mark.parametrize(("mark", "consequence"), friction_rule("anchor_dependence")["levels"])
def test_a_payer_of_that_share_is_an_anchor_on_which_all_depends(known, mark, consequence):
    row = one(anchor_dependence, known(DAY, shares=paid(100 * mark)))
    assert (row["consequence"], row["actors"]) == (consequence, ["AAA"])
    assert row["title"] == f"AAA pays {100 * mark:.0f} % of the cost"
    assert row["evidence"] == ["shares:moon:2019:cost:AAA"]


def test_a_payer_of_less_is_none(known):
    assert (
        found(anchor_dependence, known(DAY, shares=paid(100 * friction_rule("anchor_dependence")["share"] - 1))) == {}
    )


@pytest.mark.parametrize(("number", "likelihood"), friction_rule("anchor_dependence")["act_levels"])
def test_the_more_strains_the_payer_was_part_of_the_likelier_is_a_cut(known, number, likelihood):
    at = known(DAY, shares=paid(70), events=strains(number, actors="AAA;CCC"))
    assert one(anchor_dependence, at)["likelihood"] == likelihood


def test_strains_of_other_payers_do_not_make_a_cut_of_the_anchor_likelier(known):
    at = known(DAY, shares=paid(70), events=strains(4, actors="BBB;CCC"))
    assert one(anchor_dependence, at)["likelihood"] == 2


# --- benefit_below_cost, decision_below_cost ------------------------------------------------------

GAPS = [(benefit_below_cost, "benefit", "return AAA"), (decision_below_cost, "decision", "decision AAA")]


@pytest.mark.parametrize(("rule", "measure", "subject"), GAPS)
def test_who_pays_so_many_points_more_than_its_share_is_at_odds(known, rule, measure, subject):
    """60 % of the cost, and the mark less of the benefit or decision; no rounding error may hide it."""
    for mark, consequence in friction_rule(rule.__name__)["levels"]:
        rows = paid(60) + shares(measure, AAA=60 - mark, BBB=40 + mark)
        (row,) = (row for name, row in found(rule, known(DAY, shares=rows)).items() if name == subject)
        assert (row["consequence"], row["actors"]) == (consequence, ["AAA"])
        assert f"AAA pays {mark} points more" in row["title"]
        assert row["evidence"] == [f"shares:moon:2019:{name}:AAA" for name in sorted(["cost", measure])]


@pytest.mark.parametrize(("rule", "measure"), [gap[:2] for gap in GAPS])
def test_a_smaller_gap_is_borne(known, rule, measure):
    points = friction_rule(rule.__name__)["points"] - 1
    rows = paid(60) + shares(measure, AAA=60 - points, BBB=40 + points)
    assert found(rule, known(DAY, shares=rows)) == {}


@pytest.mark.parametrize("rule", [gap[0] for gap in GAPS])
def test_an_unknown_share_is_no_share_of_zero(known, rule):
    assert found(rule, known(DAY, shares=paid(60))) == {}


# --- free_riding ----------------------------------------------------------------------------------


def rich(idle: float) -> dict:
    """AAA pays all; BBB, with that share of the wealth, pays nothing."""
    return {
        "members": "actor_id\nAAA\nBBB",
        "shares": shares("cost", AAA=100),
        "economy": [{"actor_id": "AAA", "year": 2019, "gdp_busd": 1000 * (1 - idle)},
                    {"actor_id": "BBB", "year": 2019, "gdp_busd": 1000 * idle}],
    }  # fmt: skip


@pytest.mark.parametrize(("mark", "consequence"), friction_rule("free_riding")["levels"])
def test_that_share_of_the_wealth_without_a_contribution_is_free_riding(known, mark, consequence):
    row = one(free_riding, known(DAY, **rich(mark)))
    assert row["consequence"] == consequence
    assert row["title"] == f"{100 * mark:.0f} % of the members' wealth contributes nothing"
    assert row["evidence"] == ["shares:moon:2019:cost:AAA"]


def test_less_than_that_is_none(known):
    assert found(free_riding, known(DAY, **rich(friction_rule("free_riding")["share"] - 0.01))) == {}
