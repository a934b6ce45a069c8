"""Validation: every fault at once, each with file, line, column, value and what is allowed."""

import datetime as dt
import re
from types import SimpleNamespace

import polars as pl
import pytest

from alliance_core.evidence.faults import FAULT_SCHEMA
from alliance_core.evidence.validate import fault_lines, validate
from alliance_core.paths import SOURCES

TODAY = dt.date(2026, 11, 23)

# Each plant: table, the row it goes into, the cells planted, then column and words of the one fault expected.
CELLS = [
    pytest.param(
        "events", {"event_id": "e03"}, {"severity": "7"},
        "severity: '7' is not allowed; allowed: one of 1, 2, 3, 4, 5",
        id="a value outside its scale",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"verification": "raed"},
        "verification: 'raed' is not allowed (nearest match: 'read'); allowed: one of read, recalled,",
        id="a misspelt word, with the nearest match",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"title": ""}, "title: is empty; allowed: text",
        id="an empty cell that must not be empty",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"title": "Super 301 "},
        "title: 'Super 301 ' has a blank at the start or end",
        id="a blank at the end",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"title": "   "}, "has a blank at the start or end",
        id="a cell of blanks only",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"date": "25.5.1989"},
        "date: '25.5.1989' is not a date; allowed: a date YYYY, YYYY-MM or YYYY-MM-DD",
        id="a date in another format",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c31"}, {"due": "2029-02-30"},
        "due: '2029-02-30' is a day that does not exist",
        id="a day that does not exist",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c31"}, {"due": "2029-13"},
        "due: '2029-13' is a day that does not exist",
        id="a month that does not exist",
    ),
    pytest.param(
        "events", {"event_id": "e05"}, {"date": "2026-12"},
        "date: '2026-12' lies in the future, after 2026-11-23",
        id="a past date that lies ahead",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"year": "FY15"},
        "year: 'FY15' is not a year; allowed: a year YYYY",
        id="a year with letters",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"year": "2015-06"}, "year: '2015-06' is not a year",
        id="a month where a year belongs",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"amount_musd": "1,000"},
        "amount_musd: '1,000' is not a number; allowed: a number such as 12 or -3.5",
        id="a number with a comma",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"amount_musd": "nan"}, "amount_musd: 'nan' is not a number",
        id="not-a-number spelt out",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"amount_musd": "inf"}, "amount_musd: 'inf' is not a number",
        id="infinity spelt out",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"amount_musd": "9" * 400}, "is not a number",
        id="a number too large to hold",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"alliance_id": "usjapan"},
        "alliance_id: 'usjapan' is not the name of the folder (nearest match: 'us_japan'); "
        "allowed: the name of the folder, here us_japan",
        id="an alliance that is not the folder",
    ),
    pytest.param(
        "contributions", {"year": "2015"}, {"actor_id": "JAP"},
        "actor_id: 'JAP' is not a known actor (nearest match: 'JPN')",
        id="an unknown actor",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"actors": "USA;JAP"},
        "actors: 'USA;JAP' holds 'JAP', which is not a known actor (nearest match: 'JPN')",
        id="an unknown actor among known ones",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"actors": "USA;JPN;"}, "holds '', which is not a known actor",
        id="a list that ends with its separator",
    ),
    pytest.param(
        "interoperability", {"actor_a": "USA"}, {"actor_a": "ALL"}, "actor_a: 'ALL' is not a known actor",
        id="all partners where one actor belongs",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c31"}, {"function_group": "eo_atmosfere"},
        "function_group: 'eo_atmosfere' is not a known function (nearest match: 'eo_atmosphere')",
        id="an unknown function",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"source_ids": "note1969;note1970"},
        "source_ids: 'note1969;note1970' holds 'note1970', which is not in the folder's sources.csv",
        id="a source that the folder does not list",
    ),
]  # fmt: skip
RULES = [
    pytest.param(
        "events", {"event_id": "e03"}, {"event_id": "e02"},
        "event_id: 'e02' repeats e02 of line 3; allowed: each event_id once",
        id="an id that occurs twice",
    ),
    pytest.param(
        "ratings", {"indicator": "dispute_settlement", "as_of": "1998-01-29"}, {"as_of": "1969"},
        "as_of: '1969' repeats us_japan, dispute_settlement, 1969 of line 3; "
        "allowed: each alliance_id + indicator + as_of once",
        id="a rating given twice for one date",
    ),
    pytest.param(
        "functions", {"actor_id": "JPN", "function": "cargo_transport"}, {"criticality": "3"},
        "criticality: '3' differs: cargo_transport has 4 elsewhere in this alliance",
        id="two criticalities of one function",
    ),
    pytest.param(
        "functions", {"actor_id": "RUS"}, {"to": "1999"}, "to: '1999' lies before from 2000-11",
        id="a function that ends before it starts",
    ),
    pytest.param(
        "functions", {"actor_id": "USA"}, {"from": "", "note": ""},
        "from: is empty without a reason; allowed: a date, or empty with 'not established' in note",
        id="a function without start or reason",
    ),
    pytest.param(
        "functions", {"actor_id": "USA"}, {"from": "2030", "note": "soon"},
        "from: '2030' lies in the future without being called a plan",
        id="a future function that is not called a plan",
    ),
    pytest.param(
        "members", {"actor_id": "JPN"}, {"left": "1969-07-30"},
        "left: '1969-07-30' lies before joined 1969-07-31; allowed: a date not before joined",
        id="a member that left before it joined",
    ),
    pytest.param(
        "members", {"actor_id": "JPN"}, {"joined": "", "note": "long ago"},
        "joined: is empty without a reason; allowed: a date, or empty with 'not established' or 'not found'",
        id="a member without accession or reason",
    ),
    pytest.param(
        "members", {"actor_id": "JPN"}, {"tier": "peripheral"},
        "tier: 'peripheral' does not fit: JPN provides cargo_transport",
        id="a peripheral member that provides a function",
    ),
    pytest.param(
        "members", {"actor_id": "JPN"}, {"actor_id": "CHE"},
        "tier: 'core' does not fit: CHE provides no function of criticality 4 or 5",
        id="a core member without a critical function",
    ),
    pytest.param(
        "alliance", {}, {"anchor_actor": "JPN"},
        "anchor_actor: 'JPN' has not the tier anchor in members.csv but: core",
        id="an anchor that members do not call anchor",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c05"}, {"ended": "1997"}, "ended: '1997' lies before declared 1998",
        id="a promise that ended before it was made",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c04"}, {"delivered": ""},
        "delivered: is empty although status is delivered",
        id="a delivery without a date",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c16"}, {"delivered": "2026"},
        "delivered: '2026' is filled although status is delayed",
        id="a delivery date of a delayed promise",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c05"}, {"ended": ""},
        "ended: is empty although status is cancelled",
        id="a cancellation without a date",
    ),
    pytest.param(
        "commitments", {"commitment_id": "c19"}, {"due": "2026-10"},
        "status: 'in_progress' although it was due 2026-10; allowed: delayed, once the due date has passed",
        id="a promise in progress that is overdue",
    ),
    pytest.param(
        "objectives", {"objective_id": "o04_b"}, {"objective_id": "o04_c"},
        "objective_id: 'o04_c' is out of turn: state 2 of o04 must end in _b",
        id="a gap in the states of an objective",
    ),
    pytest.param(
        "objectives", {"objective_id": "o04_b"}, {"objective": "Watch the sky"},
        "objective: 'Watch the sky' differs from the state before",
        id="an objective that changes its text",
    ),
    pytest.param(
        "events", {"event_id": "e01"}, {"outcome": "open"},
        "outcome: 'open' stands at a gain (cooperation_gain)",
        id="a gain with an outcome",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"outcome": ""},
        "outcome: is empty although the event is a strain",
        id="a strain without an outcome",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"outcome": "open"},
        "outcome: 'open' although it was resolved 1990-06-15",
        id="an open strain with an end",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"resolved": ""},
        "outcome: 'resolved' without a date in resolved; allowed: empty for gains; open where",
        id="a resolved strain without an end",
    ),
    pytest.param(
        "events", {"event_id": "e03"}, {"resolved": "1988"}, "resolved: '1988' lies before date 1989-05-25",
        id="a strain that ended before it began",
    ),
    pytest.param(
        "interoperability", {"actor_a": "USA", "actor_b": "JPN"}, {"actor_b": "USA"},
        "actor_b: 'USA' is the same as actor_a",
        id="an actor that works with itself",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("table", "where", "cells", "fault"), CELLS + RULES)
def test_one_planted_fault_is_named_with_file_line_column_value_and_what_is_allowed(
    us_japan, table, where, cells, fault
):
    line = us_japan.put(table, where, **cells)
    (found,) = us_japan.faults()
    assert found.startswith(f"us_japan/{table}.csv, line {line}, ")
    assert fault in found
    assert "; allowed: " in found


def test_the_shipped_sources_have_no_fault():
    assert fault_lines(validate(SOURCES, today=TODAY)) == []


class TenYearsLater(dt.date):
    @classmethod
    def today(cls):
        return dt.date(2036, 11, 23)


def test_without_a_day_given_the_shipped_sources_do_not_go_bad_as_time_passes(monkeypatch):
    monkeypatch.setattr("alliance_core.evidence.validate.dt", SimpleNamespace(date=TenYearsLater))
    assert fault_lines(validate(SOURCES / "us_japan")) == []


def test_without_a_day_given_the_clock_says_what_lies_in_the_future(us_japan, monkeypatch):
    monkeypatch.setattr("alliance_core.evidence.validate.dt", SimpleNamespace(date=TenYearsLater))
    us_japan.put("events", {"event_id": "e05"}, date="2036")
    us_japan.put("events", {"event_id": "e07"}, date="2037")
    (fault,) = fault_lines(validate(us_japan.folder))
    assert "date: '2037' lies in the future, after 2036-11-23" in fault


def test_a_result_without_fault_has_the_columns_of_a_fault_list(us_japan):
    found = validate(us_japan.folder, today=TODAY)
    assert found.is_empty()
    assert dict(found.schema) == FAULT_SCHEMA
    assert found.columns == ["file", "line", "column", "value", "problem", "allowed"]


# Shares and dates at the edge of what is allowed


@pytest.mark.parametrize(
    ("share", "total"),
    [
        pytest.param("85.722", None, id="0.04 too much is rounding"),
        pytest.param("85.782", "100.1", id="0.1 too much is a fault"),
        pytest.param("80", "94.318", id="too little is a fault"),
    ],
)
def test_shares_of_a_year_and_measure_add_up_to_100_within_rounding(us_japan, share, total):
    us_japan.put("shares", {"year": "2015", "measure": "cost", "actor_id": "USA"}, share_pct=share)
    expected = [] if total is None else [f"the cost shares of 2015, which add up to {total}; allowed: shares"]
    assert [re.search(r"the cost .* shares", line)[0] for line in us_japan.faults()] == expected


@pytest.mark.parametrize(
    ("left", "faults"),
    [
        pytest.param("1969", 0, id="the year of accession may mean a later day"),
        pytest.param("1969-07", 0, id="the month of accession may mean a later day"),
        pytest.param("1969-06", 1, id="the month before cannot"),
    ],
)
def test_partial_dates_have_the_benefit_of_the_doubt(us_japan, left, faults):
    us_japan.put("members", {"actor_id": "JPN"}, left=left)
    assert len(us_japan.faults()) == faults


@pytest.mark.parametrize(
    ("today", "faults"),
    [
        pytest.param(dt.date(2030, 12, 30), 0, id="the day before it is due"),
        pytest.param(dt.date(2030, 12, 31), 0, id="on the day it is due"),
        pytest.param(dt.date(2031, 1, 1), 1, id="the day after"),
    ],
)
def test_a_promise_is_overdue_only_after_its_due_day(us_japan, today, faults):
    overdue = validate(us_japan.folder, today=today).filter(
        (pl.col("value") == "in_progress") & pl.col("problem").str.contains("2030-12-31")
    )
    assert overdue.height == faults


def test_states_of_an_objective_must_rise_in_time(us_japan):
    rows = us_japan.read("objectives")
    as_of = rows[0].index("as_of")
    first = next(row for row in rows if row[0] == "o04_a")
    line = us_japan.put("objectives", {"objective_id": "o04_b"}, as_of=first[as_of])
    assert us_japan.faults() == [
        f"us_japan/objectives.csv, line {line}, as_of: '{first[as_of]}' is not later than {first[as_of]} of "
        "the state before; allowed: a later date for each further state of an objective"
    ]


def test_benefits_may_repeat_their_key(us_japan):
    us_japan.append("benefits", share_pct="1", note="another part of the same year")
    assert us_japan.faults() == []


def test_an_alliance_has_exactly_one_row(us_japan):
    us_japan.append("alliance")
    assert us_japan.faults()[0].endswith("stands in a second row; allowed: one row")
    us_japan.write("alliance", us_japan.read("alliance")[:1])
    assert us_japan.faults() == ["us_japan/alliance.csv: has no row; allowed: one row that describes the alliance"]


# All at once, in order, without echoes


def test_all_faults_of_all_files_are_reported_at_once_by_file_and_line(us_japan):
    us_japan.put("events", {"event_id": "e05"}, severity="9", date="2027")
    us_japan.put("events", {"event_id": "e02"}, actors="USA;JAP")
    us_japan.append("events", event_id="new", verification="seen")
    us_japan.put("commitments", {"commitment_id": "c05"}, ended="")
    found = validate(us_japan.folder, today=TODAY)
    last = len(us_japan.read("events"))
    assert found.select("file", "line", "column").rows() == [
        ("us_japan/commitments.csv", 4, "ended"),
        ("us_japan/events.csv", 3, "actors"),
        ("us_japan/events.csv", 6, "date"),
        ("us_japan/events.csv", 6, "severity"),
        ("us_japan/events.csv", last, "verification"),
    ]


def test_a_rule_broken_in_several_rows_is_reported_for_each(us_japan):
    lines = [us_japan.put("events", {"event_id": event}, outcome="open") for event in ("e02", "e03", "e04")]
    assert validate(us_japan.folder, today=TODAY)["line"].to_list() == lines


def test_a_wrong_cell_is_not_reported_again_for_what_follows_from_it(us_japan):
    us_japan.put("functions", {"actor_id": "JPN", "function": "cargo_transport"}, criticality="44")
    (fault,) = us_japan.faults()
    assert "'44' is not allowed" in fault


@pytest.mark.parametrize("table", ["sources", "functions", "members"])
def test_a_missing_table_is_one_fault_and_not_one_for_each_row_that_refers_to_it(us_japan, table):
    us_japan.path(table).unlink()
    (fault,) = us_japan.faults()
    assert fault.startswith(f"us_japan/{table}.csv: file is missing; allowed: a file for each of alliance,")


def test_long_values_are_cut_in_the_text_but_not_in_the_table(us_japan):
    us_japan.put("events", {"event_id": "e03"}, severity="7" * 300)
    found = validate(us_japan.folder, today=TODAY)
    assert found["value"].to_list() == ["7" * 300]
    assert f"'{'7' * 80}...' is not allowed" in fault_lines(found)[0]
