"""What the pages of the stress tests show: rounds, cases alike, changed features, resilience, the record in words."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.errors import WorkbenchError
from alliance_core.scenarios import record, screens
from alliance_core.scenarios.backtest import case_table
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.steps import step_table
from alliance_core.scenarios.stress import first_to_break, stress

DRAWS = 2000


@pytest.fixture(scope="module")
def station(summer, fitted):
    """Three shocks at once on the station."""
    blows = screens.parse_text("anchor_funding_cut=0.5;geopolitical_rupture:RUS=0.6;cost_overrun=0.5")
    return stress(setting_of(summer, "iss"), blows, fitted, base_rates(summer), DRAWS)


@pytest.fixture(scope="module")
def accords(summer, fitted):
    """A cut on an alliance of which many members have nothing at stake."""
    setting = setting_of(summer, "artemis")
    return stress(setting, screens.parse_text(""), fitted, base_rates(summer), DRAWS)


def test_nobody_comes_back_from_round_to_round(accords):
    steps = step_table(accords).sort("actor_id", "round")
    rises = steps.select(pl.col("share").diff().over("actor_id"))["share"].drop_nulls()
    assert rises.len() > 0
    assert rises.min() >= 0
    last = steps.filter(pl.col("round") == pl.col("round").max())
    assert last["share"].to_list() == last["final"].to_list()


def test_the_last_round_counts_who_has_left_in_the_end(accords):
    final = dict(step_table(accords).select("actor_id", "final").unique().iter_rows())
    gone = (accords.run.response == 2).mean(axis=0)
    assert [final[actor] for actor in accords.setting.actors] == pytest.approx(gone.tolist())


def test_only_partners_of_the_shock_go_in_round_nought(station):
    shocked = step_table(station).filter((pl.col("round") == 0) & (pl.col("share") > 0))["actor_id"].to_list()
    assert set(shocked) <= {"USA"}


def test_the_first_to_leave_is_somebody_who_leaves_and_not_who_only_falls_silent(accords):
    first = first_to_break(accords)
    place = accords.setting.place(first["what"])
    assert accords.setting.stake[place]
    assert first["probability"] <= (accords.run.round_left[:, place] >= 0).mean()


def test_the_estimate_of_leaving_lies_in_its_interval(station):
    table = screens.exit_table(station, ["JPN"]).filter("stake")
    assert (table["low"] <= table["p_leaves"] + 1e-9).all()
    assert (table["p_leaves"] <= table["high"] + 1e-9).all()
    assert table.filter("mine")["actor_id"].to_list() == ["JPN"]


@pytest.mark.parametrize(("year", "newest"), [(1980, 1977), (2026, 2012)])
def test_cases_alike_are_those_over_by_the_date(cases, year, newest):
    found = screens.cases_alike(cases, ["anchor_funding_cut"], dt.date(year, 1, 1), {})
    rows = cases.filter(pl.col("case_id").is_in(found["case_id"].to_list()))
    assert (rows["shock_date"] <= dt.date(year, 1, 1)).all()
    assert (rows["outcome_date"].drop_nulls() <= dt.date(year, 1, 1)).all()
    assert found["year"].max() <= newest


def test_a_case_of_which_a_response_was_still_to_come_is_not_alike_yet(cases):
    later = cases.filter(pl.col("outcome_date") > pl.col("shock_date"))
    late = later.sort("outcome_date", "case_id").row(0, named=True)
    day = late["outcome_date"]
    before, then = (screens.cases_alike(cases, [late["shock_kind"]], at, {})["case_id"].to_list()
                    for at in (day - dt.timedelta(days=1), dt.date(2026, 11, 1)))  # fmt: skip
    assert late["case_id"] not in before
    assert late["case_id"] in then
    told = screens.known_cases(cases, day - dt.timedelta(days=1))["evidence_id"].to_list()
    assert late["evidence_id"] not in told


def test_eldo_is_a_case_of_an_anchor_that_leaves_and_australia_went(cases):
    found = screens.cases_alike(cases, ["anchor_exit"], dt.date(2026, 1, 1), {"AUS": "Australia"})
    eldo = found.filter(case_id="ELDO-1968").row(0, named=True)
    assert eldo["happened"] == "dissolved"
    assert "Australia (left)" in eldo["went"]


def test_another_way_makes_a_partner_leave_no_less_often(station, fitted, summer):
    base = base_rates(summer)
    ends = [stress(station.setting.with_partner("JPN", alternative=chance), station.blows, fitted, base, DRAWS)
            for chance in (0.0, 1.0)]  # fmt: skip
    table = screens.changed_table(ends[0], ends[1], "JPN")
    assert table.filter(what="Japan leaves")["change"][0] >= 0
    assert table.filter(pl.col("what").str.starts_with("The programme"))["change"].sum() == pytest.approx(0)


def test_a_feature_that_was_not_moved_keeps_its_exact_value():
    assert screens.only_changed({"alternative": 0.15, "years": 8.0}, "JPN", 0.15, 9.0) == ("JPN", None, 9.0)


def test_kinds_that_stay_keep_size_and_target_and_new_ones_get_the_usual_size():
    blows = screens.parse_text("partner_exit:JPN=0.3;cost_overrun=0.9")
    assert screens.as_text(screens.with_kinds(blows, ["partner_exit", "legal_change"])) == (
        "partner_exit:JPN=0.3;legal_change=0.4"
    )
    assert screens.as_text(screens.with_kinds(blows, [])) == "none"


@pytest.mark.parametrize("text", ["meteor=1", "cost_overrun=2", "cost_overrun=a", ":JPN=0.3"])
def test_a_text_that_is_no_scenario_is_refused(text):
    with pytest.raises(WorkbenchError):
        screens.parse_text(text)


def cells() -> pl.DataFrame:
    """Two alliances, two scenarios, and one alliance without evidence."""
    told = [("a", "s", 0.2, None), ("a", "t", 0.4, None), ("b", "s", 0.9, None), ("b", "t", 0.5, None),
            ("c", "s", None, "too little"), ("c", "t", None, "too little")]  # fmt: skip
    frame = pl.DataFrame(told, schema=["alliance_id", "scenario", "not_intact", "note"], orient="row")
    return frame.with_columns(scenario_name=pl.col("scenario").str.to_uppercase())


def names() -> dict[str, str]:
    return {"a": "Zeta", "b": "Alpha", "c": "Mu"}


@pytest.mark.parametrize(
    ("order", "alliances"),
    [(screens.ORDERS[0], ["Zeta", "Alpha", "Mu"]), (screens.ORDERS[1], ["Alpha", "Zeta", "Mu"]),
     (screens.ORDERS[2], ["Alpha", "Mu", "Zeta"])],
)  # fmt: skip
def test_alliances_come_in_the_order_asked_for_and_the_worst_scenario_first(order, alliances):
    table = screens.ordered(cells(), order, names())
    assert table["alliance"].unique(maintain_order=True).to_list() == alliances
    assert table["scenario"].to_list()[:2] == ["s", "t"]


def test_the_sentence_names_the_most_and_the_least_resilient_and_what_bites_most():
    text = screens.resilience_sentence(screens.ordered(cells(), screens.ORDERS[2], names()))
    assert "**Zeta** is the most resilient: on average it does not survive intact in 30%" in text
    assert "**Alpha** is the least, with 70%" in text
    assert "*S* bites most: 55%" in text


def test_alliances_without_a_number_are_listed_with_the_reason():
    table = screens.unscored(screens.ordered(cells(), screens.ORDERS[0], names()))
    assert table.rows() == [("Mu", "S", "too little"), ("Mu", "T", "too little")]


def test_where_nothing_can_be_tested_the_sentence_says_so():
    blank = screens.ordered(cells().filter(alliance_id="c"), screens.ORDERS[0], names())
    assert "no alliance has enough evidence" in screens.resilience_sentence(blank)


def test_a_model_that_may_gain_nothing_is_called_no_better(tested):
    scores = record.score_lines(tested).drop_nulls("gain")
    assert (scores["says"].eq("better") == (scores["gain_low"] > 0)).all()


def test_leadership_turnover_stands_among_the_limits(tested, fitted):
    assert any("No case informs: Leadership changes" in limit for limit in record.limits(tested, fitted))
    assert record.author_table(fitted).filter(shock="Leadership changes")["rows"][0] == 0


def test_authors_on_record_are_those_of_the_table(cases, fitted):
    acted = pl.col("role_in_shock").is_in(["author", "target"]) & pl.col("partner_outcome").is_not_null()
    responses = cases.filter(acted)
    assert record.author_table(fitted)["rows"].sum() == responses.height


def test_each_case_of_the_record_opens_to_all_of_its_rows(tested, cases):
    lines = record.case_lines(case_table(tested, cases), cases)
    assert lines.height == cases["case_id"].n_unique()
    assert lines["ids"].list.len().sum() == cases.height
