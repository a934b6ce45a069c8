"""What-if results as tables: names for indices, per cent for shares, null for what is not."""

import pytest

from alliance_core.catalogue import all_dimensions, dimensions
from alliance_core.catalogue.rules import aggregator
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif import tables
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.performance import standing
from alliance_core.whatif.what_if import backing, what_if
from tests.whatif.profiles import ALIGNMENT, FIVE, TRUST, scores

ARITHMETIC = aggregator("arithmetic")
BALANCED = WeightProfile.parse("balanced")
FEW = draw_weights(20_000, 5)
CONTRARY = {"esa": scores(80, 60, 60, 60, 20), "iss": scores(20, 55, 55, 55, 90)}
GAPPED = {**CONTRARY, "artemis": scores(None, None, None, 50, 95)}


@pytest.fixture
def contrary(made):
    return what_if(made(CONTRARY), BALANCED, ARITHMETIC)


@pytest.fixture
def gapped(made):
    table = made(GAPPED)
    return table, what_if(table, BALANCED, ARITHMETIC)


def test_standings_of_several_profiles_stand_below_one_another(made):
    table = made(GAPPED)
    trust = WeightProfile.of({TRUST: 1})
    told = tables.standings(
        table, {name: standing(table, one, ARITHMETIC) for name, one in (("Balanced", BALANCED), ("Trust", trust))}
    )
    assert told["profile"].to_list() == ["Balanced"] * 3 + ["Trust"] * 3
    assert told["alliance_id"].to_list() == ["artemis", "esa", "iss"] * 2
    assert told["score"].to_list() == pytest.approx([None, 56, 55, 95, 20, 90])
    assert told["rank"].to_list() == [None, 1, 2, None, 2, 1], "artemis is out: it has no score under one of them"
    assert told["band"].to_list() == [None, "moderate", "moderate", "very_strong", "weak", "very_strong"]
    for end in ("low", "high"):
        assert told[end].to_list() == pytest.approx(told["score"].to_list())


def test_break_even_points_name_who_is_ahead_below_and_above(contrary):
    (row,) = tables.break_even_table(contrary, TRUST).to_dicts()
    assert row == {
        "dimension": TRUST, "dimension_name": all_dimensions()[TRUST].name,
        "weight": pytest.approx(100 * 18.75 / 88.75), "now": pytest.approx(20), "a": "ESA", "b": "ISS",
        "score": pytest.approx(65 - 45 * 18.75 / 88.75), "kind": "change places",
    }  # fmt: skip
    every = tables.break_even_table(contrary)
    assert every.filter(dimension=TRUST).equals(tables.break_even_table(contrary, TRUST))
    assert every.height == len(contrary.break_evens)


def test_no_break_even_points_are_a_table_without_rows(made):
    answer = what_if(made({"esa": scores(*[60] * 5), "iss": scores(*[40] * 5)}), BALANCED, ARITHMETIC)
    told = tables.break_even_table(answer)
    assert told.is_empty()
    assert told.schema == tables.break_even_table(answer, TRUST).schema
    stable = tables.stability_table(answer)
    assert stable["low"].to_list() == [0] * 5
    assert stable["high"].to_list() == pytest.approx([100] * 5)
    assert set(stable["below"]) == {"nothing changes down to 0 %"}
    assert set(stable["above"]) == {"nothing changes up to the end"}


def test_the_stable_range_tells_what_happens_at_its_ends(contrary):
    told = {row["dimension"]: row for row in tables.stability_table(contrary).to_dicts()}
    assert told[TRUST]["high"] == pytest.approx(100 * 18.75 / 88.75)
    assert told[TRUST]["above"] == "ISS overtakes ESA"
    # Alignment at t: esa 50 (1-t) + 80 t, iss 63.75 (1-t) + 20 t, level at 13.75 / 73.75: below it iss is ahead.
    assert told[ALIGNMENT]["low"] == pytest.approx(100 * 13.75 / 73.75)
    assert told[ALIGNMENT]["below"] == "ISS overtakes ESA"


def test_a_locked_weight_has_no_range(made):
    answer = what_if(made(CONTRARY), BALANCED, ARITHMETIC, [TRUST])
    told = tables.stability_table(answer).filter(dimension=TRUST).row(0, named=True)
    assert (told["low"], told["high"], told["below"], told["above"]) == (None, None, *["the weight is locked"] * 2)


def test_the_loss_of_a_score_is_told(gapped):
    """artemis covers half of the weight where institutions and trust do: trust at t has t + (1-t)/4 = 1/2, t = 1/3."""
    _, answer = gapped
    rows = tables.break_even_table(answer, TRUST).filter(kind="loses its score").to_dicts()
    assert [(row["a"], row["b"], row["weight"]) for row in rows] == [("Artemis", None, pytest.approx(100 / 3))]


def test_the_lines_show_every_alliance_from_zero_to_all(gapped):
    table, answer = gapped
    told = tables.line_table(answer, TRUST)
    assert told["alliance"].unique().sort().to_list() == sorted(table.names)
    at = {(row["alliance"], round(row["weight"], 6)): row["score"] for row in told.to_dicts()}
    assert at["ESA", 0] == pytest.approx(65)
    assert at["ESA", 100] == pytest.approx(20)
    assert at["ISS", 50] == pytest.approx(0.5 * 46.25 + 0.5 * 90)
    assert at["Artemis", 20] is None
    assert at["Artemis", 40] == pytest.approx((0.4 * 95 + 0.15 * 50) / 0.55)


def test_the_line_of_a_locked_weight_is_a_point(made):
    answer = what_if(made(CONTRARY), BALANCED, ARITHMETIC, [TRUST])
    told = tables.line_table(answer, TRUST)
    assert told["weight"].to_list() == pytest.approx([20, 20])
    assert told["score"].to_list() == pytest.approx([56, 55])


def test_tables_of_support_hold_what_was_counted(gapped):
    table, answer = gapped
    found = backing(answer.tuned, weightings=FEW)
    ranks = tables.acceptability_table(table, found)
    assert ranks.height == 9
    cell = ranks.filter(alliance="ISS", rank=1)["share"][0]
    assert cell == found.support.ranks[table.names.index("ISS"), 0]
    wins = tables.win_table(table, found)
    assert wins.height == 6
    assert wins.filter(a="ESA", b="ISS")["exact"].to_list() == [True]
    assert wins.filter(a="ESA", b="Artemis")["exact"].to_list() == [False]
    both = wins.join(wins, left_on=["a", "b"], right_on=["b", "a"])
    assert (both["p"] + both["p_right"]).to_list() == pytest.approx([1] * 6)


def test_central_weights_are_per_cent_under_short_names_and_null_for_who_is_never_first(made):
    table = made({"esa": scores(*[60] * 5), "iss": scores(*[40] * 5)})
    told = tables.central_table(table, backing(standing(table, BALANCED, ARITHMETIC), weightings=FEW))
    shorts = [item.short for item in dimensions().values()]
    assert told.columns == ["alliance", "first", "confidence", *shorts]
    first, other = told.to_dicts()
    assert (first["alliance"], first["first"], other["first"]) == ("ESA", 1, 0)
    assert sum(first[name] for name in shorts) == pytest.approx(100, abs=0.01)
    assert [other[name] for name in ("confidence", *shorts)] == [None] * 6


def test_the_weights_that_dethrone_are_shown_beside_those_of_today(contrary, made):
    told = tables.weight_table(contrary)
    assert told["dimension_name"].to_list() == [item.name for item in dimensions().values()]
    assert told["weight"].to_list() == pytest.approx([20] * 5)
    change = dict(zip(FIVE, told["change"], strict=True))
    assert change == pytest.approx({**dict.fromkeys(FIVE, 0), ALIGNMENT: -100 / 130, TRUST: 100 / 130}, abs=1e-9)
    clear = what_if(made({"esa": scores(*[60] * 5), "iss": scores(*[40] * 5)}), BALANCED, ARITHMETIC)
    assert tables.weight_table(clear).is_empty()
    assert tables.weight_table(clear).columns == told.columns
