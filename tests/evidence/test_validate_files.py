"""Validation of whole files and folders: their form, their names, where vocabulary comes from."""

import datetime as dt
import re

import pytest

from alliance_core.errors import EvidenceError
from alliance_core.evidence.validate import fault_lines, validate

TODAY = dt.date(2026, 11, 23)


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            b"severity", b"severty",
            "line 1, severty: 'severty' is not a column of events (nearest match: 'severity'); allowed:",
            id="a misspelt column, with the nearest match",
        ),
        pytest.param(
            b"severity,", b"", "line 1, severity: column is missing; allowed: columns event_id, chain_id",
            id="a missing column",
        ),
        pytest.param(
            b"severity,", b"severity,mood,", "line 1, mood: 'mood' is not a column of events;",
            id="an extra column",
        ),
        pytest.param(
            b"severity,", b"severity,severity,", "line 1, severity: 'severity' occurs more than once",
            id="a column that occurs twice",
        ),
        pytest.param(
            b"severity,counts", b"counts,severity", "line 1: has its columns in another order;",
            id="columns in another order",
        ),
    ],
)  # fmt: skip
def test_a_header_that_differs_is_one_fault(us_japan, old, new, fault):
    rows = us_japan.read("events")
    header = ",".join(rows[0]).encode().replace(old, new, 1).decode().split(",")
    place = {name: index for index, name in enumerate(rows[0])}
    place["severty"] = place["severity"]
    us_japan.write(
        "events",
        [header, *([row[place[name]] if name in place else "x" for name in header] for row in rows[1:])],
    )
    (found,) = us_japan.faults()
    assert found.startswith(f"us_japan/events.csv, {fault}")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param(
            b",1,1969 notes", b",1,,1969 notes", "line 2: has 17 cells, the header has 16; allowed: 16 cells",
            id="a cell too many",
        ),
        pytest.param(
            b",1,1969 notes", b",1969 notes", "line 2: has 15 cells, the header has 16; allowed: 16 cells",
            id="a cell too few",
        ),
        pytest.param(b"\n", b"\n\n", "line 2: is a blank line; allowed: 16 cells", id="a blank line"),
        pytest.param(
            b"1969 notes", b"1969 n\xf6tes",
            "line 2, title: '1969 n\ufffdtes open US launcher technology' is not UTF-8; allowed: UTF-8 text",
            id="a cell that is not UTF-8",
        ),
        pytest.param(
            b"event_id", b"\xe9vent_id", "line 1: is not UTF-8; allowed: UTF-8 text",
            id="a header that is not UTF-8",
        ),
        pytest.param(
            b"1969 notes", b'"1969 notes', "line 2: has a quotation mark that is not closed or not doubled",
            id="a quotation mark that is not closed",
        ),
        pytest.param(
            b"1969 notes", b'1969 "notes', "line 2: is not plain CSV: quotation marks or line ends are mixed",
            id="a quotation mark in a cell without quotes",
        ),
    ],
)  # fmt: skip
def test_a_line_that_is_not_plain_csv_is_one_fault(us_japan, old, new, fault):
    us_japan.replace("events", old, new, count=1)
    (found,) = us_japan.faults()
    assert found.startswith(f"us_japan/events.csv, {fault}")


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(b"", ", line 1: has no header; allowed: columns event_id,", id="an empty file"),
        pytest.param(
            b"event_id;chain_id\n", ", line 1: has none of the columns of events; the cells seem to be "
            "separated by semicolons; allowed: columns event_id,",
            id="semicolons",
        ),
        pytest.param(
            "event_id,chain_id\n".encode("utf-16"), ", line 1: is not UTF-8; allowed: UTF-8 text", id="UTF-16"
        ),
        pytest.param(b"PK\x03\x04", ", line 1: has none of the columns of events; allowed:", id="a zip file"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_one_fault(us_japan, data, fault):
    us_japan.path("events").write_bytes(data)
    (found,) = us_japan.faults()
    assert found.startswith(f"us_japan/events.csv{fault}")


def test_a_byte_order_mark_as_spreadsheets_write_it_is_accepted(us_japan):
    us_japan.replace("events", b"event_id", b"\xef\xbb\xbfevent_id", count=1)
    assert us_japan.faults() == []


def test_a_misspelt_file_name_is_told_from_both_sides(us_japan):
    us_japan.path("events").rename(us_japan.path("event"))
    stranger, missing = us_japan.faults()
    assert stranger.startswith("us_japan/event.csv: is not the name of a fact table (nearest match: 'events')")
    assert missing.startswith("us_japan/events.csv: file is missing (nearest match: 'event')")


# Trees and folders


def test_a_tree_brings_its_own_vocabulary(tree):
    file = tree / "_vocab" / "functions.csv"
    rows = file.read_text(encoding="utf-8").replace("eo_atmosphere,", "air_watch,")
    file.write_text(rows, encoding="utf-8")
    found = validate(tree, today=TODAY)
    assert found.height > 0
    assert set(found["value"]) == {"eo_atmosphere"}
    assert set(found["problem"]) == {"is not a known function"}


def test_a_tree_without_vocabulary_is_held_against_the_reference(us_japan):
    us_japan.put("events", {"event_id": "e03"}, severity="9")
    (fault,) = fault_lines(validate(us_japan.folder.parent, today=TODAY))
    assert fault.startswith("us_japan/events.csv, line 4, severity: '9' is not allowed")


def test_the_shared_tables_of_a_tree_are_checked_too(tree, common):
    line = common.append("launches")
    (fault,) = fault_lines(validate(tree, today=TODAY))
    assert re.match(rf"_common/launches.csv, line {line}, year: '\d+' repeats \w+, \d+ of line 2; ", fault)


def test_a_folder_without_alliance_table_is_not_passed_over(tree):
    (tree / "us_japan" / "alliance.csv").unlink()
    (fault,) = fault_lines(validate(tree, today=TODAY))
    assert fault.startswith("us_japan/alliance.csv: file is missing")


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        pytest.param("nowhere", r"there is no folder .*nowhere; give a folder like data/sources", id="none"),
        pytest.param("us_japan/events.csv", r"events.csv is a single file; give a folder like", id="a file"),
        pytest.param("empty", r"empty holds no fact table of an alliance; give a folder like", id="empty"),
    ],
)
def test_a_place_without_fact_tables_is_refused_with_advice(us_japan, place, reason):
    (us_japan.folder.parent / "empty").mkdir()
    with pytest.raises(EvidenceError, match=reason):
        validate(us_japan.folder.parent / place)


def test_the_shared_folders_alone_are_refused(tree):
    with pytest.raises(EvidenceError, match="_vocab goes with its alliance folders; give the folder above"):
        validate(tree / "_vocab")


def test_a_broken_declaration_is_refused(tree):
    file = tree / "_vocab" / "schema.csv"
    file.write_bytes(file.read_bytes().replace(b"table,column,type", b"table,column,kind", 1))
    with pytest.raises(EvidenceError, match=r"sources/_vocab: schema.csv or tables.csv cannot be read"):
        validate(tree)


def test_validation_changes_no_file_however_bad_the_input(tree):
    (tree / "us_japan" / "events.csv").write_bytes(b'"\xff\x00;\n')
    (tree / "us_japan" / "members.csv").unlink()
    before = {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()}
    assert validate(tree, today=TODAY).height > 0
    assert {path: path.read_bytes() for path in tree.rglob("*") if path.is_file()} == before


# Lines


def test_lines_are_counted_in_the_file_also_after_cells_with_line_breaks(us_japan):
    """Row e02 takes lines 3 to 5, so that e03 starts on line 6 and e05 on line 8."""
    us_japan.put("events", {"event_id": "e02"}, description="first\nsecond\r\nthird", severity="8")
    us_japan.put("events", {"event_id": "e03"}, severity="9")
    us_japan.put("events", {"event_id": "e05"}, event_id="e03")
    found = validate(us_japan.folder, today=TODAY)
    assert found.select("line", "value").rows() == [(3, "8"), (6, "9"), (8, "e03")]
    assert found["problem"][2] == "repeats e03 of line 6"


def test_line_ends_of_windows_change_no_line(us_japan):
    line = us_japan.put("events", {"event_id": "e03"}, severity="9")
    us_japan.replace("events", b"\n", b"\r\n")
    assert validate(us_japan.folder, today=TODAY)["line"].to_list() == [line]
