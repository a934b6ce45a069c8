"""The one declaration of all fact tables."""

import shutil

import polars as pl
import pytest

from alliance_core.errors import EvidenceError
from alliance_core.evidence.schema import KINDS, Column, load_schema
from alliance_core.paths import SOURCES

SCHEMA = load_schema(SOURCES)


@pytest.fixture
def declaration(tmp_path):
    """A folder with the shipped schema.csv and tables.csv, to be spoilt."""
    (tmp_path / "_vocab").mkdir()
    for name in ("schema.csv", "tables.csv"):
        shutil.copy(SOURCES / "_vocab" / name, tmp_path / "_vocab" / name)
    return tmp_path


def column(kind: str, *allowed: str) -> Column:
    return Column(name="c", kind=kind, allowed=allowed, may_be_empty=False, meaning="")


@pytest.mark.parametrize(
    ("declared", "dtype"),
    [
        pytest.param(column("text"), pl.String, id="text stays text"),
        pytest.param(column("id"), pl.String, id="an id is text"),
        pytest.param(column("actor"), pl.String, id="an actor is text"),
        pytest.param(column("actors"), pl.List(pl.String), id="several actors are a list"),
        pytest.param(column("sources"), pl.List(pl.String), id="several sources are a list"),
        pytest.param(column("date"), pl.Date, id="a date that may lie ahead is a date"),
        pytest.param(column("past"), pl.Date, id="a date in the past is a date"),
        pytest.param(column("year"), pl.Int32, id="a year is a whole number"),
        pytest.param(column("number"), pl.Float64, id="a number may have decimals"),
        pytest.param(column("enum", "1", "2", "3"), pl.Int8, id="a scale of digits is a small whole number"),
        pytest.param(column("enum", "yes", "no"), pl.String, id="a scale of words is text"),
        pytest.param(column("enum", "0", "none"), pl.String, id="a mixed scale is text"),
    ],
)
def test_the_kind_of_a_column_decides_its_type(declared, dtype):
    assert declared.dtype == dtype


def test_the_words_for_an_enum_list_its_values():
    assert column("enum", "read", "recalled").expected == "one of read, recalled"


def test_every_kind_but_text_has_words_for_what_is_expected():
    assert [kind for kind in KINDS if column(kind, "a").expected == "text"] == ["text"]


def test_each_alliance_has_fifteen_tables_of_which_the_survey_is_optional():
    of_alliances = [table for table in SCHEMA.values() if table.in_each_alliance]
    assert len(of_alliances) == 15
    assert [table.name for table in SCHEMA.values() if table.optional] == ["survey"]


def test_sources_of_alliances_and_of_the_common_tables_are_two_tables_of_one_name():
    assert (SCHEMA["sources"].home, SCHEMA["_common/sources"].home) == ("alliance", "_common")
    assert SCHEMA["sources"].name == SCHEMA["_common/sources"].name == "sources"


@pytest.mark.parametrize("path", SCHEMA)
def test_the_key_of_a_table_consists_of_its_columns(path):
    assert set(SCHEMA[path].key) <= {column.name for column in SCHEMA[path].columns}


def test_the_declaration_declares_itself():
    assert [column.name for column in SCHEMA["_vocab/schema"].columns] == [
        "table", "column", "type", "allowed", "empty", "meaning",
    ]  # fmt: skip


def test_a_built_table_starts_with_its_ids_and_keeps_each_precision_beside_its_date():
    assert list(SCHEMA["members"].built_schema) == [
        "evidence_id", "folder", "alliance_id", "actor_id", "name", "joined", "joined_precision",
        "left", "left_precision", "tier", "source_ids", "verification", "note",
    ]  # fmt: skip


def test_a_column_is_found_by_its_name_and_a_stranger_is_not():
    assert SCHEMA["events"].column("severity").allowed == ("1", "2", "3", "4", "5")
    with pytest.raises(KeyError, match="severty"):
        SCHEMA["events"].column("severty")


def test_a_type_that_does_not_exist_is_refused_with_the_ones_that_do(declaration):
    file = declaration / "_vocab" / "schema.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("events,date,past", "events,date,pst"), "utf-8")
    with pytest.raises(EvidenceError, match=r"events.date has type 'pst'; allowed: id, text, enum"):
        load_schema(declaration)


def test_a_table_without_columns_is_refused(declaration):
    with (declaration / "_vocab" / "tables.csv").open("a", encoding="utf-8") as file:
        file.write("treaties,Treaties,What was signed?,treaty_id,no\n")
    with pytest.raises(EvidenceError, match=r"schema.csv and tables.csv disagree about treaties"):
        load_schema(declaration)


@pytest.mark.parametrize("name", ["schema.csv", "tables.csv"])
def test_a_missing_declaration_is_refused(declaration, name):
    (declaration / "_vocab" / name).unlink()
    with pytest.raises(EvidenceError, match=f"{name} is missing from _vocab; it declares the fact tables"):
        load_schema(declaration)
