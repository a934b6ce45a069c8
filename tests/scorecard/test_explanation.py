"""One number opened: the numbers in its words give its value, and the rows are those that it used."""

import datetime as dt
import json
import math
import re

import polars as pl
import pytest

from alliance_core.catalogue import evidence_rules, indicator, indicators
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.evidence.drawer import evidence_rows
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.registry import measure_one
from alliance_core.scorecard.explanation import evidence_frame, explain
from tests.scorecard.hand import HOME, IDS

PROMISES = """
    alliance_id  commitment_id  actor_id  title   declared  due         delivered   ended
    moon         kept           AAA       Lander  2010      2015-01-01  2014-06-01  -
    moon         late           AAA       Rover   2010      2015-01-01  2019-06-01  -
    moon         given_up       BBB       Tug     2010      2016-01-01  -           2017-05
    moon         overdue        BBB       Dock    2010      2018-01-01  2023-03-09  -
    moon         ahead          BBB       Depot   2010      2031-01-01  -           2022-07-04
"""

# How each value follows from the named numbers behind it.
FORMULAS = {
    "voting_agreement": lambda row: 1 - row["observed"] / row["expected"],
    "priority_convergence": lambda row: 1 - row["distance"] / 4,
    "declared_revealed_fit": lambda row: row["backed"] / row["declared"],
    "divided_loyalty": lambda row: row["divided"] / row["members"],
    "strategic_reach": lambda row: row["members_busd"] / row["world_busd"],
    "function_coverage": lambda row: row["covered"] / row["needed"],
    "provider_redundancy": lambda row: row["redundant"] / row["needed"],
    "provider_diversity": lambda row: 1 / row["concentration"],
    "contributing_members": lambda row: row["contributing"] / row["members"],
    "duplication": lambda row: row["duplicated"] / row["provided"],
    "independent_launch": lambda row: row["launching"] / row["members"],
    "proportionality": lambda row: 1 - row["moved"],
    "benefit_alignment": lambda row: 1 - row["moved"],
    "authority_alignment": lambda row: 1 - row["moved"],
    "fulfilment": lambda row: (row["delivered"] + row["kept"]) / (row["matured"] + row["kept"] + row["broken"]),
    "erosion": lambda row: row["raw"] - row["offset"],
    "crisis_survival": lambda row: (1 + row["survived"]) / (2 + row["faced"]),
    "retention": lambda row: row["kept"] / row["ever"],
    "interoperability_level": lambda row: row["level"] / 4,
    "exercised_share": lambda row: row["exercised"] / row["links"],
    "delivered_share": lambda row: row["delivered"] / row["matured"],
    "engaged_members": lambda row: row["engaged"] / row["members"],
}

# The same from the text alone: which of the numbers printed (in their order) give the last one, and how near.
PRINTED = {
    "fulfilment": (lambda n: (n[0] + n[2]) / (n[1] + n[2] + n[3]), 0.006),
    "erosion": (lambda n: n[1] - n[2], 0.15),
    "provider_diversity": (lambda n: 1 / n[3], 0.01),
    "declared_revealed_fit": (lambda n: n[0] / n[1], 0.006),
    "contributing_members": (lambda n: n[0] / n[1], 0.006),
    "strategic_reach": (lambda n: n[0] / n[1], 0.01),
    "retention": (lambda n: n[0] / n[1], 0.006),
}


@pytest.fixture(scope="module")
def looks(shipped):
    """The shipped evidence at three dates."""
    return Snapshot(shipped, [dt.date(2016, 12, 31), dt.date(2021, 6, 30), dt.date(2026, 6, 30)])


@pytest.fixture(scope="module")
def station(assessed):
    """Every indicator of the space station, opened."""
    return {id_: explain(assessed.snapshot, "iss", id_) for id_ in IDS}


@pytest.fixture
def promises(known):
    """Fulfilment of five promises as of the end of 2020: two kept, one given up, one overdue, one not due."""
    return explain(known("2020-12-31", commitments=PROMISES), HOME, "fulfilment")


# --- Numbers and words ----------------------------------------------------------------------------


@pytest.mark.parametrize("id_", FORMULAS)
def test_the_named_numbers_give_the_value(looks, id_):
    rows = measure_one(looks, id_).estimates.to_dicts()
    assert rows
    low, high = indicator(id_).bounds
    for row in rows:
        assert row["value"] == pytest.approx(min(max(FORMULAS[id_](row), low), high))


@pytest.mark.parametrize("id_", IDS)
def test_the_formula_can_be_told_in_words_for_every_alliance_at_every_date(looks, id_):
    for row in measure_one(looks, id_).estimates.to_dicts():
        told = indicator(id_).words.format(**row)
        assert not re.search(r"\b(nan|None|inf)\b", told)


@pytest.mark.parametrize("id_", PRINTED)
def test_the_numbers_that_are_printed_give_the_value_that_is_printed(looks, id_):
    compute, near = PRINTED[id_]
    for row in measure_one(looks, id_).estimates.to_dicts():
        numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", indicator(id_).words.format(**row))]
        if id_ == "declared_revealed_fit":
            numbers = [*numbers[:2], numbers[-1]]
        assert numbers[-1] == pytest.approx(row["value"], abs=0.06)
        assert compute(numbers) == pytest.approx(numbers[-1], abs=near * max(1, numbers[-1]))


def test_a_small_case_is_explained_as_the_hand_does_it(promises):
    """Matured: kept, late, given up, overdue. (3 + 2) / (4 + 4) = 0.625, a quarter of the way from 0.5 to 1."""
    assert promises["value"] == pytest.approx(0.625)
    assert promises["score"] == pytest.approx(25)
    assert promises["numbers"] == {"delivered": 2, "matured": 4, "kept": 3, "broken": 1}
    assert promises["words"].startswith("2 of 4 matured commitments were delivered; with the prior (3 kept, 1 broken)")
    assert (promises["n"], promises["coverage"]) == (4, 1)


def test_an_explanation_gives_question_formula_goalposts_source_and_limits(promises):
    item = indicator("fulfilment")
    for key in ("name", "question", "unit", "formula", "worst", "best", "goalposts", "source", "limits", "coded"):
        assert promises[key] == getattr(item, key)
    assert (promises["alliance"], promises["indicator"], str(promises["as_of"])) == (HOME, "fulfilment", "2020-12-31")


def test_an_explanation_repeats_the_scorecard(station, assessed):
    for row in assessed.indicators.filter(alliance_id="iss").iter_rows(named=True):
        answer = station[row["indicator"]]
        for key in ("value", "low", "high", "score", "n", "coverage"):
            assert answer[key] == (None if row[key] is None else pytest.approx(row[key]))


def test_a_value_under_the_evidence_gate_is_shown_without_a_score(assessed):
    """Quarrels of Five Eyes are not public, so that its erosion is covered by a third."""
    answer = explain(assessed.snapshot, "five_eyes", "erosion")
    assert answer["value"] is not None
    assert answer["coverage"] < 0.5
    assert answer["score"] is None


def test_what_has_no_evidence_says_so(assessed):
    answer = explain(assessed.snapshot, "artemis", "perceived_equity")
    assert answer["words"] == "There is no evidence for this indicator at this date."
    assert [answer[key] for key in ("value", "low", "high", "score")] == [None] * 4
    assert (answer["n"], answer["coverage"], answer["numbers"], answer["evidence"]) == (0, 0, {}, [])


def test_an_unknown_indicator_is_refused_with_the_nearest_one(assessed):
    with pytest.raises(UnknownNameError, match=r"unknown indicator 'erossion'\. Did you mean 'erosion'\?"):
        explain(assessed.snapshot, "iss", "erossion")


def test_an_alliance_that_did_not_exist_yet_cannot_be_explained(shipped):
    with pytest.raises(WorkbenchError, match="artemis did not exist at 2015-12-31"):
        explain(Snapshot(shipped, dt.date(2015, 12, 31)), "artemis", "fulfilment")


# --- Rows of evidence -----------------------------------------------------------------------------


def test_the_rows_are_those_that_were_used(promises):
    used = [f"commitments:{HOME}:{id_}" for id_ in ("given_up", "kept", "late", "overdue")]
    assert [row["evidence_id"] for row in promises["evidence"]] == used


@pytest.mark.parametrize("id_", IDS)
def test_an_explanation_can_be_printed_as_json(station, id_):
    assert json.dumps(station[id_], default=str, allow_nan=False)


@pytest.mark.parametrize("id_", IDS)
def test_as_many_rows_are_shown_as_the_indicator_counts_each_once(station, id_):
    ids = [row["evidence_id"] for row in station[id_]["evidence"]]
    assert len(ids) == len(set(ids)) == station[id_]["n"]


@pytest.mark.parametrize("id_", IDS)
def test_every_row_of_evidence_has_a_line_and_its_sources(station, id_):
    for row in station[id_]["evidence"]:
        assert row["line"].strip()
        assert "{" not in row["line"]
        if not row["table"].startswith("vocabulary_"):
            assert row["verification"] in evidence_rules()["verification_widening"]
            assert row["sources"]
        for source in row["sources"]:
            assert source["source_id"]
            assert source["title"].strip()


@pytest.mark.parametrize("id_", IDS)
def test_the_rows_come_from_the_tables_that_the_catalogue_names(station, id_):
    helpers = {"vocabulary_organisations", "members", "shares"}  # how an organisation stands for its states
    assert {row["table"] for row in station[id_]["evidence"]} <= {*indicators()[id_].tables, *helpers}


def test_a_later_delivery_is_hidden_and_the_promise_is_not(promises):
    lines = {row["evidence_id"].rsplit(":", 1)[-1]: row["line"] for row in promises["evidence"]}
    assert lines["overdue"] == "BBB: Dock; due 2018-01-01, delivered –, ended –"
    assert lines["late"] == "AAA: Rover; due 2015-01-01, delivered 2019-06-01, ended –"
    assert lines["given_up"] == "BBB: Tug; due 2016-01-01, delivered –, ended 2017-05"


LATER = {
    "commitments": ({"commitment_id": "x", "declared": "2010", "due": "2031-05-06", "ended": "2022-07-04"}, "2022"),
    "members": ({"joined": "2001", "left": "2022-07-04"}, "2022"),
    "functions": ({"detail": "rocket", "from": "2001", "to": "2022-07"}, "2022"),
    "events": ({"event_id": "x", "date": "2019-01-01", "resolved": "2022"}, "2022"),
}


@pytest.mark.parametrize("table", LATER)
def test_a_date_that_lies_ahead_is_hidden_in_the_line_of_any_table(evidence_of, table):
    cells, hidden = LATER[table]
    evidence = evidence_of(**{table: [{"alliance_id": HOME, **cells}]})
    ids = evidence.scan(table).select("evidence_id").collect()["evidence_id"].to_list()
    then, now = (evidence_rows(evidence, ids, day)["line"][0] for day in (dt.date(2020, 12, 31), None))
    assert hidden not in then
    assert hidden in now
    assert table != "commitments" or "2031-05-06" in then


def test_no_shipped_line_about_a_function_tells_of_its_end_before_it_came(shipped):
    day = dt.date(2015, 12, 31)
    ids = shipped.scan("functions").filter(pl.col("to") > day).select("evidence_id").collect()["evidence_id"].to_list()
    assert ids
    assert evidence_rows(shipped, ids, day)["line"].str.ends_with("to –").all()


def test_partial_dates_are_shown_as_they_were_written(evidence_of):
    evidence = evidence_of(functions=[{"alliance_id": HOME, "detail": "rocket", "from": "2001", "to": "2010-07"}])
    ids = evidence.scan("functions").select("evidence_id").collect()["evidence_id"].to_list()
    assert evidence_rows(evidence, ids)["line"][0].endswith("from 2001 to 2010-07")


def test_ids_that_are_no_rows_and_ids_given_twice_change_nothing(shipped):
    ids = shipped.scan("events").head(2).select("evidence_id").collect()["evidence_id"].to_list()
    assert evidence_rows(shipped, [*ids, *ids, "events:nowhere:none"])["evidence_id"].sort().to_list() == sorted(ids)
    assert evidence_rows(shipped, []).is_empty()


def test_every_table_of_the_catalogue_has_a_line(looks):
    lines = evidence_rules()["line"]
    assert {table for item in indicators().values() for table in item.tables} <= set(lines)
    for table in lines:
        ids = looks.evidence.scan(table).head(3).select("evidence_id").collect()["evidence_id"].to_list()
        frame = evidence_rows(looks.evidence, ids)
        assert frame.height == len(ids)
        assert frame["line"].null_count() == 0


def test_the_table_of_rows_counts_sources_and_names_the_verification(promises):
    frame = evidence_frame(promises)
    assert frame.height == 4
    assert frame["verification"].to_list() == ["read"] * 4
    assert frame["table"].to_list() == ["commitments"] * 4
    assert evidence_frame({"evidence": []}).columns == frame.columns


def test_coded_vocabularies_are_named_as_such(station):
    frame = evidence_frame(station["erosion"]).filter(pl.col("table") == "event coverage")
    assert frame["verification"].to_list() == ["vocabulary"]


def test_the_largest_payer_is_named_with_its_share(station):
    answer = station["anchor_dependence"]
    assert answer["numbers"]["payer"] == "USA"
    assert f"USA bears {answer['value']:.0%} of the cost" in answer["words"]


def test_the_value_of_the_anchor_is_the_mean_of_its_yearly_cost_shares(shipped, assessed):
    """The three latest ended years before 30 June 2026, straight from the table of shares."""
    cost = shipped.scan("shares").filter(alliance_id="iss", measure="cost", actor_id="USA").collect()
    latest = cost.filter(pl.col("year") <= 2025).sort("year").tail(3)["share_pct"].to_list()
    value = assessed.indicators.filter(alliance_id="iss", indicator="anchor_dependence")["value"][0]
    assert value == pytest.approx(math.fsum(latest) / 3 / 100)
