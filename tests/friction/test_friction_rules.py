"""The rules of frictions: the order of the cells, the zones, and what is refused."""

import itertools

import polars as pl
import pytest

from alliance_core.catalogue import friction_rules as module
from alliance_core.catalogue.friction_rules import friction_rule, friction_rules, level, severity_rank, zone
from alliance_core.errors import CatalogueError, UnknownNameError
from alliance_core.friction.rules import RULES

LEVELS = range(1, 6)
# Rows: likelihood 1 to 5; columns: consequence 1 to 5.
AGREED = [[1, 3, 5, 9, 12], [2, 8, 11, 14, 17], [4, 10, 15, 19, 21], [6, 13, 18, 22, 24], [7, 16, 20, 23, 25]]


@pytest.fixture(scope="module")
def rank() -> dict[tuple[int, int], int]:
    """Severity rank by likelihood and consequence."""
    cells = pl.DataFrame(list(itertools.product(LEVELS, LEVELS)), schema=["l", "c"], orient="row")
    return {(row[0], row[1]): row[2] for row in cells.with_columns(r=severity_rank(pl.col("l"), pl.col("c"))).rows()}


def test_the_25_cells_have_the_agreed_ranks_each_once(rank):
    assert rank == {(i + 1, j + 1): AGREED[i][j] for i in range(5) for j in range(5)}
    assert sorted(rank.values()) == list(range(1, 26))


def test_more_likely_or_graver_never_ranks_lower(rank):
    for one, other in itertools.product(rank, rank):
        if one != other and one[0] >= other[0] and one[1] >= other[1]:
            assert rank[one] > rank[other]


@pytest.mark.parametrize(("less", "more"), list(itertools.combinations(LEVELS, 2)))
def test_the_graver_of_two_mirrored_cells_outranks_the_likelier(rank, less, more):
    assert rank[(less, more)] > rank[(more, less)]


def test_no_nuisance_however_sure_outranks_a_remote_end_of_the_alliance(rank):
    assert rank[(5, 1)] < rank[(1, 5)]
    assert rank[(5, 2)] < rank[(2, 5)]


@pytest.mark.parametrize(
    ("number", "name"),
    [(1, "watch"), (9, "watch"), (10, "concern"), (19, "concern"), (20, "critical"), (25, "critical")],
)
def test_green_ends_at_nine_and_red_begins_at_twenty(number, name):
    assert pl.select(zone(pl.lit(number))).item() == name


@pytest.mark.parametrize(("number", "expected"), [(0.59, None), (0.6, 4), (0.79, 4), (0.8, 5), (9, 5), (None, None)])
def test_a_level_holds_from_its_mark_on(number, expected):
    assert pl.select(level(pl.lit(number, pl.Float64), [[0.8, 5], [0.6, 4]])).item() == expected


def test_every_rule_is_written_and_every_written_rule_is_there():
    assert set(RULES) == set(friction_rules()["rules"])
    assert len(RULES) >= 15


def test_every_level_of_every_rule_is_a_row_or_column_of_the_matrix():
    for id_, rule in friction_rules()["rules"].items():
        pairs = [pair for name, marks in rule.items() if name.endswith("levels") for pair in marks]
        given = [rule[name] for name in ("consequence", "likelihood", "least_consequence") if name in rule]
        given += list(rule.get("tier_consequence", {}).values())
        assert {pair[1] for pair in pairs} | set(given) <= set(LEVELS), id_


def test_an_unknown_rule_is_refused_with_the_nearest_one():
    with pytest.raises(UnknownNameError, match="free_exit"):
        friction_rule("free_exits")


def changed(monkeypatch, change):
    """The rules with one thing changed, checked as when they are read."""
    rules = module.read("friction")
    change(rules)
    monkeypatch.setattr(module, "read", {"friction": rules}.get)
    return friction_rules.__wrapped__()


def test_a_matrix_that_names_a_rank_twice_is_refused(monkeypatch):
    with pytest.raises(CatalogueError, match="each number from 1 to 25 once"):
        changed(monkeypatch, lambda rules: rules["matrix"]["ranks"][0].__setitem__(0, 2))


def test_a_matrix_that_falls_somewhere_is_refused(monkeypatch):
    with pytest.raises(CatalogueError, match="must rise along every row and column"):
        changed(monkeypatch, lambda rules: rules["matrix"]["ranks"].reverse())


def test_a_rule_without_a_reason_is_refused(monkeypatch):
    with pytest.raises(CatalogueError, match=r"rules\.free_exit lacks reason"):
        changed(monkeypatch, lambda rules: rules["rules"]["free_exit"].pop("reason"))


def test_a_rule_of_no_dimension_is_refused(monkeypatch):
    with pytest.raises(CatalogueError, match=r"rules\.free_exit names the unknown dimension 'weather'"):
        changed(monkeypatch, lambda rules: rules["rules"]["free_exit"].update(dimension="weather"))
