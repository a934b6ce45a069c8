"""From CSV to Parquet: the same sources give the same frames."""

import csv
import json

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from alliance_core.errors import EvidenceError
from alliance_core.evidence import dates
from alliance_core.evidence.build import (
    MANIFEST,
    alliance_folders,
    build,
    build_frames,
    built_name,
    read_text,
    version_of,
)
from alliance_core.evidence.schema import DATE_KINDS, load_schema
from alliance_core.paths import PARQUET, SOURCES

DECLARED = {
    built_name(path): table
    for path, table in load_schema(SOURCES).items()
    if path not in ("_vocab/schema", "_vocab/tables")
}


@pytest.fixture(scope="module")
def shipped():
    return build_frames(SOURCES)


@pytest.fixture
def us_japan_built(tree):
    return build_frames(tree)


def assert_same(built, expected):
    assert built.keys() == expected.keys()
    for name in expected:
        assert_frame_equal(built[name], expected[name])


def event(frames, event_id):
    """The one event of us_japan with this id, as a dict."""
    return frames["events"].row(
        by_predicate=(pl.col("folder") == "us_japan") & (pl.col("event_id") == event_id), named=True
    )


@pytest.mark.parametrize("name", DECLARED)
def test_the_shipped_parquet_is_what_the_shipped_sources_build(name, shipped):
    assert_frame_equal(pl.read_parquet(PARQUET / f"{name}.parquet"), shipped[name])


def test_the_shipped_manifest_names_the_version_and_the_rows_of_the_shipped_sources(shipped):
    manifest = json.loads((PARQUET / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["version"] == version_of(SOURCES)
    assert manifest["rows"] == {name: frame.height for name, frame in shipped.items()}


@pytest.mark.parametrize("name", DECLARED)
def test_every_column_has_its_declared_type(name, shipped):
    types = dict(shipped[name].schema)
    assert types.pop("evidence_id") == types.pop("folder") == pl.String
    for column in DECLARED[name].columns:
        assert types.pop(column.name) == column.dtype
        if column.kind in DATE_KINDS:
            assert types.pop(f"{column.name}_precision") == pl.String
    assert not types


def files_of(name):
    """All files that a built table is made of; `sources` unites those of the alliances and of _common."""
    for path, table in load_schema(SOURCES).items():
        if built_name(path) == name:
            homes = alliance_folders(SOURCES) if table.in_each_alliance else [table.home]
            yield from (SOURCES / home / f"{table.name}.csv" for home in homes)


@pytest.mark.parametrize("name", [name for name in DECLARED if name != "survey"])
def test_no_cell_is_lost_on_the_way_to_its_type(name, shipped):
    written = pl.concat([read_text(file).unique() for file in files_of(name)])
    assert_frame_equal(shipped[name].select(pl.col(written.columns).count()), written.count())


def test_a_date_is_the_last_day_it_can_mean_with_its_precision_beside_it(us_japan_built):
    by_month, by_year = event(us_japan_built, "e02"), event(us_japan_built, "e10")
    assert (str(by_month["date"]), by_month["date_precision"]) == ("1975-09-30", "month")
    assert (str(by_month["resolved"]), by_month["resolved_precision"]) == ("1994-02-04", "day")
    assert (str(by_year["resolved"]), by_year["resolved_precision"]) == ("2005-12-31", "year")


def test_every_date_can_be_shown_as_it_was_written(us_japan_built):
    shown = dates.shown(pl.col("joined"), pl.col("joined_precision")).alias("joined")
    written = read_text(SOURCES / "us_japan" / "members.csv").sort("actor_id")
    assert us_japan_built["members"].sort("actor_id").select(shown).equals(written.select("joined"))


def test_cells_that_hold_several_ids_become_lists(us_japan_built):
    assert event(us_japan_built, "e01")["actors"] == ["USA", "JPN"]
    assert event(us_japan_built, "e01")["source_ids"] == ["note1969", "frus_d107"]


def test_an_empty_cell_is_missing_and_not_an_empty_text(us_japan_built):
    gain = event(us_japan_built, "e01")
    assert gain["resolved"] is gain["resolved_precision"] is gain["outcome"] is None


def test_a_row_has_an_id_made_of_table_folder_and_key(us_japan_built):
    assert event(us_japan_built, "e01")["evidence_id"] == "events:us_japan:e01"
    assert "ratings:us_japan:exit_cost:1969" in us_japan_built["ratings"]["evidence_id"]


@pytest.mark.parametrize("name", DECLARED)
def test_no_two_rows_share_an_id_and_rows_are_sorted_by_it(name, shipped):
    ids = shipped[name]["evidence_id"]
    assert ids.is_unique().all()
    assert ids.is_sorted()


def rewritten(tree, change):
    """Every file of the tree with its rows changed, except the declaration."""
    for path in tree.glob("*/*.csv"):
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
        with path.open("w", encoding="utf-8", newline="") as handle:
            keep = path.stem in ("schema", "tables")
            csv.writer(handle).writerows([header, *(rows if keep else change(rows))])


def test_the_order_of_the_rows_does_not_matter(tree, us_japan_built):
    rewritten(tree, lambda rows: rows[::-1])
    assert_same(build_frames(tree), us_japan_built)


def test_a_row_that_is_repeated_word_for_word_counts_once(tree, us_japan_built):
    rewritten(tree, lambda rows: rows + rows[:3])
    assert_same(build_frames(tree), us_japan_built)


@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["LF", "CRLF"])
def test_line_ends_change_neither_the_frames_nor_the_version(tree, us_japan_built, end):
    version = version_of(tree)
    for path in tree.glob("*/*.csv"):
        path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").replace(b"\n", end))
    assert_same(build_frames(tree), us_japan_built)
    assert version_of(tree) == version


def test_a_changed_cell_changes_the_version(tree):
    version = version_of(tree)
    file = tree / "us_japan" / "members.csv"
    file.write_bytes(file.read_bytes().replace(b"core", b"associate"))
    assert version_of(tree) != version


def test_a_build_writes_one_file_per_table_and_a_manifest(tree, tmp_path, us_japan_built):
    rows = build(tree, tmp_path / "built")
    assert rows["members"] == 2
    assert {path.stem for path in (tmp_path / "built").glob("*.parquet")} == DECLARED.keys()
    assert json.loads((tmp_path / "built" / MANIFEST).read_text(encoding="utf-8"))["rows"] == rows
    assert_frame_equal(pl.read_parquet(tmp_path / "built" / "events.parquet"), us_japan_built["events"])


def test_an_optional_table_without_a_file_is_an_empty_frame_of_the_declared_types(us_japan_built):
    assert us_japan_built["survey"].is_empty()
    assert us_japan_built["survey"].schema == DECLARED["survey"].built_schema


def test_an_optional_table_is_read_where_it_exists(tree):
    (tree / "us_japan" / "survey.csv").write_text(
        "alliance_id,actor_id,respondent,date,fairness,source_ids,verification,note\n"
        "us_japan,JPN,r1,2026-10,4,note1969,read,\n",
        encoding="utf-8",
    )
    assert build_frames(tree)["survey"].select("actor_id", "fairness").row(0) == ("JPN", 4)


def test_a_missing_file_is_named(tree):
    (tree / "us_japan" / "events.csv").unlink()
    with pytest.raises(EvidenceError, match=r"us_japan/events.csv is missing"):
        build_frames(tree)


def test_a_missing_column_is_named(tree):
    file = tree / "us_japan" / "members.csv"
    file.write_bytes(file.read_bytes().replace(b"tier", b"rank", 1))
    with pytest.raises(EvidenceError, match=r"us_japan/members.csv lacks the column tier"):
        build_frames(tree)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="an empty file"),
        pytest.param(b"a,b\n1,2,3\n", id="a row with too many cells"),
        pytest.param(b"a,b\n1,\xe9\n", id="bytes that are not UTF-8"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tree, data):
    (tree / "us_japan" / "events.csv").write_bytes(data)
    with pytest.raises(EvidenceError, match=r"us_japan/events.csv is not a readable CSV file"):
        build_frames(tree)


def test_a_tree_without_an_alliance_is_refused(tree):
    (tree / "us_japan" / "alliance.csv").unlink()
    with pytest.raises(EvidenceError, match=r"no alliance folder in sources"):
        build_frames(tree)
