"""Strains as frictions: how fresh, how often, eased by whom, closed since when."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.catalogue.friction_rules import friction_rules
from alliance_core.friction.strains import rate_strains, strain_findings
from tests.friction.cases import found, one

DAY = "2020-12-31"
RULES = friction_rules()["events"]
STRAIN = {"event_id": "strain", "date": "2019-06-01", "actors": "AAA;BBB", "severity": "4"}
GAIN = {"event_id": "gain", "date": "2020-06-01", "actors": "BBB;AAA;CCC", "type": "cooperation_gain"}
FRESH = 4  # 19 months lie below the mark of three years


def strain(known, *rows, day=DAY):
    """The finding on the strain of that name among these events."""
    events = [{"event_id": f"e{number}", **row} for number, row in enumerate(rows)]
    return found(strain_findings, known(day, events=events)).get("chain strain")


# --- Freshness ------------------------------------------------------------------------------------


def test_an_open_strain_is_as_grave_as_its_severity_and_as_likely_as_it_is_fresh(known):
    row = one(strain_findings, known(DAY, events=[STRAIN]))
    assert (row["consequence"], row["likelihood"], row["status"]) == (4, FRESH, "open")
    assert (row["actors"], row["dimension"], row["since"]) == (["AAA", "BBB"], "trust_reliability", dt.date(2019, 6, 1))
    assert (row["title"], row["evidence"]) == ("dispute (Jun 2019)", ["events:moon:strain"])


@pytest.mark.parametrize(
    ("mark", "likelihood"), list(zip(RULES["age_years"], RULES["age_likelihood"], strict=True))[:-1]
)
def test_a_strain_grows_less_likely_the_day_that_it_reaches_a_mark(known, mark, likelihood):
    """A year has 365.25 days, so that a mark is reached between one day and the next."""
    day = dt.date.fromisoformat(DAY)
    days = int(mark * 365.25)
    younger, older = (strain(known, {**STRAIN, "date": str(day - dt.timedelta(days=n))}) for n in (days, days + 1))
    assert younger["likelihood"] == likelihood
    assert older["likelihood"] < likelihood


def test_a_fresher_strain_is_never_less_likely(known):
    years = [strain(known, {**STRAIN, "date": f"{year}-06-01"})["likelihood"] for year in range(1990, 2021)]
    assert years == sorted(years)
    assert set(years) == {1, 2, 3, 4, 5}


def test_a_chain_is_as_fresh_as_its_newest_step_and_rests_on_all_of_them(known):
    step = {"event_id": "step", "chain_id": "strain", "counts": "0", "date": "2020-10-01"}
    row = strain(known, {**STRAIN, "date": "2010-01-01"}, step)
    assert (row["likelihood"], row["since"]) == (5, dt.date(2010, 1, 1))
    assert row["evidence"] == ["events:moon:strain", "events:moon:step"]


def test_a_friction_is_no_older_than_its_alliance(known):
    events = [{**STRAIN, "date": "2001-01-01"},
              {"event_id": "step", "chain_id": "strain", "counts": "0", "date": "2014-01-01"}]  # fmt: skip
    at = known(DAY, alliance=[{"alliance_id": "moon", "founded": "2010-10-13"}], events=events)
    assert one(strain_findings, at)["since"] == dt.date(2010, 10, 13)


# --- Repetition -----------------------------------------------------------------------------------


def test_three_strains_of_one_kind_in_ten_years_make_each_likelier(known):
    others = [{"date": f"{year}-06-01", "actors": "XXX", "dimension": "burden_sharing_equity"} for year in (2011, 2015)]
    assert strain(known, STRAIN, *others)["likelihood"] == FRESH + 1
    assert strain(known, STRAIN, others[0])["likelihood"] == FRESH
    assert strain(known, STRAIN, others[1], {**others[0], "type": "sanction"})["likelihood"] == FRESH
    assert strain(known, STRAIN, others[1], {**others[0], "date": "2010-12-31"})["likelihood"] == FRESH


def test_strains_of_another_alliance_do_not_count_as_repetition(known):
    others = [{"date": "2015-06-01", "alliance_id": "mars"}] * 2
    assert strain(known, STRAIN, *others)["likelihood"] == FRESH


def test_strains_that_were_resolved_count_as_repetition_and_no_likelihood_exceeds_five(known):
    others = [{"date": "2015-06-01", "resolved": "2015-07-01"}] * 2
    assert strain(known, STRAIN, *others)["likelihood"] == FRESH + 1
    assert strain(known, {**STRAIN, "date": DAY}, *others)["likelihood"] == 5


# --- Opposed evidence -----------------------------------------------------------------------------


def test_a_later_gain_of_the_same_actors_in_the_same_dimension_eases_a_strain(known):
    row = strain(known, STRAIN, GAIN)
    assert (row["status"], row["likelihood"]) == ("eased", FRESH - RULES["relief"])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"date": "2019-05-31"}, id="a gain before the strain"),
        pytest.param({"date": "2019-06-01"}, id="a gain of the same day"),
        pytest.param({"date": "2021-01-01"}, id="a gain that lies ahead"),
        pytest.param({"resolved": "2020-09-01"}, id="a gain that was undone"),
        pytest.param({"actors": "AAA;CCC"}, id="a gain of one of the two"),
        pytest.param({"actors": "CCC;DDD"}, id="a gain of others"),
        pytest.param({"dimension": "burden_sharing_equity"}, id="a gain in another dimension"),
        pytest.param({"alliance_id": "mars"}, id="a gain of another alliance"),
        pytest.param({"type": "dispute"}, id="a further strain"),
    ],
)
def test_a_strain_stays_open_after(known, change):
    row = strain(known, STRAIN, {**GAIN, **change})
    assert (row["status"], row["likelihood"]) == ("open", FRESH)


def test_a_gain_whose_end_lies_ahead_still_eases(known):
    assert strain(known, STRAIN, {**GAIN, "resolved": "2021-09-01"})["status"] == "eased"


def test_two_gains_with_one_of_the_actors_each_do_not_bring_them_together(known):
    apart = [{**GAIN, "event_id": name, "actors": f"{name};CCC"} for name in ("AAA", "BBB")]
    assert strain(known, STRAIN, *apart)["status"] == "open"


def test_a_gain_before_the_newest_step_of_a_strain_did_not_ease_it(known):
    flare = {"event_id": "step", "chain_id": "strain", "counts": "0", "date": "2020-10-01"}
    assert strain(known, STRAIN, GAIN, flare)["status"] == "open"
    assert strain(known, STRAIN, {**GAIN, "date": "2020-11-01"}, flare)["status"] == "eased"


@pytest.mark.parametrize(("actors", "status"), [("AAA", "eased"), ("AAA;CCC", "eased"), ("BBB;CCC", "open")])
def test_a_strain_of_one_actor_is_eased_by_a_gain_with_that_one(known, actors, status):
    assert strain(known, {**STRAIN, "actors": "AAA"}, {**GAIN, "actors": actors})["status"] == status


def test_two_of_many_actors_are_enough_to_ease(known):
    assert strain(known, {**STRAIN, "actors": "DDD;AAA;BBB;EEE"}, GAIN)["status"] == "eased"


def test_a_gain_eases_a_strain_only_from_its_date_on(known):
    at = known("2020-05-31", "2020-06-01", events=[STRAIN, GAIN])
    assert dict(strain_findings(at).select("as_of", "status").iter_rows()) == {
        dt.date(2020, 5, 31): "open", dt.date(2020, 6, 1): "eased",
    }  # fmt: skip


# --- Ends -----------------------------------------------------------------------------------------


def test_a_strain_that_was_resolved_of_late_is_closed_and_hardly_likely(known):
    row = strain(known, {**STRAIN, "resolved": "2020-06-01"})
    assert (row["status"], row["likelihood"], row["consequence"]) == ("closed", 1, 4)


def test_a_closed_strain_leaves_the_list_after_the_years_of_the_catalogue(known):
    ended = {**STRAIN, "date": "2010-01-01", "resolved": "2015-06-01"}
    year = 2015 + RULES["closed_years"]
    assert strain(known, ended, day=f"{year}-05-31")["status"] == "closed"
    assert strain(known, ended, day=f"{year}-06-01") is None


def test_a_strain_stands_open_until_its_end_is_reached(known):
    ended = {**STRAIN, "resolved": "2020-06-01"}
    assert strain(known, ended, day="2020-05-31")["status"] == "open"
    assert strain(known, ended, day="2020-06-01")["status"] == "closed"


def test_a_gain_is_no_friction(known):
    assert found(strain_findings, known(DAY, events=[GAIN])) == {}


# --- The rating itself ----------------------------------------------------------------------------


def test_the_rating_is_the_same_for_any_order_of_rows_and_keeps_the_columns_given():
    rows = pl.DataFrame({
        "alliance_id": ["moon"] * 4, "as_of": [dt.date(2020, 12, 31)] * 4, "chain_id": list("abcd"),
        "date": [dt.date(2019, 1, 1), dt.date(2020, 1, 1), dt.date(2018, 1, 1), dt.date(2020, 5, 1)],
        "last": [dt.date(2019, 1, 1), dt.date(2020, 1, 1), dt.date(2020, 12, 1), dt.date(2020, 5, 1)],
        "resolved": pl.Series([None, None, None, None], dtype=pl.Date),
        "actors": [["A", "B"], ["B", "A"], ["A", "B"], ["A"]], "type": ["dispute", "expansion", "crisis", "crisis"],
        "dimension": ["trust_reliability"] * 4, "severity": pl.Series([5, 1, 3, 2], dtype=pl.Int8),
        "gain": [False, True, False, False], "note": list("wxyz"),
    })  # fmt: skip
    rated, turned = (rate_strains(frame.lazy()).collect().sort("chain_id") for frame in (rows, rows.reverse()))
    assert rated.equals(turned)
    assert rated.select("chain_id", "note", "likelihood", "status").rows() == [
        ("a", "w", 3, "eased"), ("c", "y", 5, "open"), ("d", "z", 5, "open"),
    ]  # fmt: skip
