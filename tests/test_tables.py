"""The literal rows of the tests are what they seem: a slip of the pen is refused, not filled up."""

import datetime as dt

import pytest


def test_columns_left_out_get_harmless_values_and_blanks_part_the_cells(evidence_of):
    evidence = evidence_of(events="""
        event_id  date     note
        e7        2020-06  one note of four words
    """)  # fmt: skip
    row = evidence.scan("events").collect().row(0, named=True)
    assert (row["event_id"], row["date"], row["note"]) == ("e7", dt.date(2020, 6, 30), "one note of four words")
    assert (row["alliance_id"], row["chain_id"], row["verification"], row["resolved"]) == ("moon", "e7", "read", None)
    assert evidence.alliances["alliance_id"].to_list() == ["moon"]
    assert evidence.scan("members").collect().is_empty()


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        pytest.param("event_id  date\n e1", "has 1 cells, the header .* has 2", id="a cell is missing"),
        pytest.param("event_id  day\n e1  2020", "events has no column day", id="no such column"),
        pytest.param("event_id\n e1", "a row of events must give its date", id="a date is missing"),
        pytest.param("date  severity\n 2020  7", "severity must be one of 1, 2", id="no such value"),
    ],
)
def test_a_slip_of_the_pen_is_refused(evidence_of, rows, fault):
    with pytest.raises(ValueError, match=fault):
        evidence_of(events=rows)


def test_a_table_that_does_not_exist_is_refused(evidence_of):
    with pytest.raises(ValueError, match="no such table: event; there are"):
        evidence_of(event="date\n2020")
