"""All indicators of the catalogue, measured at once."""

import pytest

from alliance_core.catalogue import indicators
from alliance_core.errors import UnknownNameError
from alliance_core.indicators.registry import function_of, measure, measure_one

TABLES = {
    "members": """
        actor_id  joined
        AAA       2000
        BBB       2000
    """,
    "ratings": """
        indicator  as_of  level
        exit_cost  2015   3
    """,
}


def test_every_indicator_of_every_alliance_has_a_row_at_every_date(known):
    table = measure(known("2010-12-31", "2020-12-31", **TABLES))
    assert table.height == len(indicators()) * 2
    assert table.select("alliance_id", "as_of", "indicator").is_unique().all()
    assert table.columns == ["alliance_id", "as_of", "indicator", "value", "low", "high", "n", "coverage"]


def test_an_indicator_without_evidence_is_null_and_never_zero(known):
    table = measure(known("2010-12-31", "2020-12-31", **TABLES), ["exit_cost"])
    assert table.select("value", "low", "high", "n", "coverage").rows() == [
        (None, None, None, 0, 0.0),
        (3.0, 2.5, 3.5, 1, 1.0),
    ]


def test_the_evidence_stands_beside_each_value_on_demand(known):
    table = measure(known("2010-12-31", "2020-12-31", **TABLES), ["exit_cost"], with_evidence=True)
    assert table["evidence"].to_list() == [None, ["ratings:moon:exit_cost:2015"]]


def test_an_alliance_that_did_not_exist_yet_has_no_row(known):
    founded = """
        alliance_id  founded
        moon         2015
    """
    assert measure(known("2010-12-31", alliance=founded, **TABLES)).is_empty()


def test_an_unknown_indicator_is_refused_with_the_nearest_name(known):
    with pytest.raises(UnknownNameError, match="Did you mean 'exit_cost'"):
        measure_one(known("2020-12-31", **TABLES), "exit_costs")


def test_the_function_of_an_indicator_bears_its_name():
    assert function_of("retention").__name__ == "retention"
