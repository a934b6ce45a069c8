"""Operational integration beside the score: the parchment gap and who is in name only."""

import pytest

from alliance_core.scorecard.operational import operational
from tests.scorecard.hand import HOME, card, table

DATE = "2020-12-31"
FOUNDED = [{"alliance_id": HOME, "founded": "2000"}]


def integration(known, scores, **tables):
    """The one row of operational() for scores of indicators and rows of evidence."""
    frame = operational(known(DATE, alliance=FOUNDED, **tables), card(table({HOME: scores}), draws=1).indicators)
    assert frame.height == 1
    return frame.row(0, named=True)


def links(*levels, layer="operations", date="2010"):
    """Rows of interoperability between pairs of actors, one for each level."""
    return [
        {"alliance_id": HOME, "actor_a": "AAA", "actor_b": f"BB{number}", "layer": layer, "level": level, "as_of": date}
        for number, level in enumerate(levels)
    ]


def test_the_gap_is_formal_commitment_minus_operational_integration(known):
    """Formal: (75 + 50 + 25) / 3 = 50. Operational: (40 + 20 + 30 + 50) / 4 = 35. Gap: 15."""
    row = integration(
        known,
        {
            "legal_bindingness": 75, "dispute_settlement": 50, "exit_cost": 25,
            "interoperability_level": 40, "exercised_share": 20, "delivered_share": 30, "engaged_members": 50,
        },
    )  # fmt: skip
    assert (row["formal"], row["operational"], row["gap"]) == pytest.approx((50, 35, 15))


def test_what_is_missing_is_left_out_of_either_side(known):
    """Formal: (100 + 50) / 2 = 75. Operational: (20 + 40) / 2 = 30."""
    row = integration(known, {"legal_bindingness": 100, "exit_cost": 50, "exercised_share": 20, "engaged_members": 40})
    assert (row["formal"], row["operational"], row["gap"]) == pytest.approx((75, 30, 45))


def test_without_one_side_there_is_no_gap(known):
    row = integration(known, {"legal_bindingness": 100})
    assert row["formal"] == pytest.approx(100)
    assert row["operational"] is None
    assert row["gap"] is None


def test_other_institutions_are_no_formal_commitment(known):
    row = integration(known, {"legal_bindingness": 50, "governance_capacity": 100, "decision_speed": 0})
    assert row["formal"] == pytest.approx(50)


def test_the_parchment_share_is_what_is_left_of_the_engaged_members(known):
    assert integration(known, {"engaged_members": 72})["parchment_share"] == pytest.approx(0.28)


@pytest.mark.parametrize(
    ("tables", "combined"),
    [
        pytest.param({"interoperability": links(3)}, True, id="level 3 is tested or exercised"),
        pytest.param({"interoperability": links(0, 1, 4)}, True, id="one pair is enough"),
        pytest.param({"interoperability": links(2, 1, 0)}, False, id="level 2 was never exercised"),
        pytest.param({"interoperability": links(4, layer="data_format")}, None, id="operations were never looked at"),
        pytest.param({"interoperability": links(4, date="2021")}, None, id="what comes later is not known yet"),
        pytest.param({}, None, id="nothing was looked at"),
    ],
)
def test_combined_operations_need_an_exercised_link_in_the_operations_layer(known, tables, combined):
    assert integration(known, {}, **tables)["combined_operations"] is combined
