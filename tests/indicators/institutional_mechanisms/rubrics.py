"""What the seven coded indicators have in common, checked in the file of each.

Every one is the latest coded level with the words of its rubric (which each file repeats from the README
of the fact tables), half a level either way.
"""

from collections.abc import Callable

from tests.indicators.checks import assert_wider_when_estimated, is_missing, only, used

OTHER = "dispute_settlement"


def rated(name: str, level: int) -> str:
    """Levels of one indicator through the years, and one of another indicator."""
    return f"""
        indicator  as_of       level
        {name}     2010        0
        {name}     2015-06-30  {level}
        {name}     2021        0
        {"exit_cost" if name == OTHER else OTHER}    2015-06-30  2
    """


def assert_level_has_the_words_of_the_rubric(indicator: Callable, known, level: int, meaning: str) -> None:
    """The level of 2015 holds in 2020, half a level either way inside the scale."""
    measured = indicator(known("2020-12-31", ratings=rated(indicator.__name__, level)))
    row = only(measured)
    assert (row["value"], row["rubric"], row["since"]) == (level, meaning, "2015-06-30")
    assert (row["low"], row["high"]) == (max(level - 0.5, 0), min(level + 0.5, 4))
    assert used(measured) == [f"ratings:moon:{indicator.__name__}:2015-06-30"]


def assert_follows_its_dates(indicator: Callable, known) -> None:
    """The level of a year counts from its last day; before the first there is no value."""
    ratings = rated(indicator.__name__, 3)
    dates = ("2009-12-31", "2010-12-30", "2010-12-31", "2015-06-29", "2015-06-30", "2021-12-30", "2021-12-31")
    measured = indicator(known(*dates, ratings=ratings)).estimates
    levels = dict(zip(measured["as_of"].dt.to_string("%Y-%m-%d"), measured["value"], strict=True))
    assert levels == {"2010-12-31": 0, "2015-06-29": 0, "2015-06-30": 3, "2021-12-30": 3, "2021-12-31": 0}


def assert_wider_where_estimated_and_missing_where_unrated(indicator: Callable, known) -> None:
    """Three times half a level for an estimate; another indicator's rating is none of this one."""
    assert_wider_when_estimated(indicator, known, "2020-12-31", ratings=rated(indicator.__name__, 2))
    estimate = only(indicator(known("2020-12-31", ratings=rated(indicator.__name__, 2), verification="estimated")))
    assert (estimate["low"], estimate["high"]) == (0.5, 3.5)
    others = rated(OTHER if indicator.__name__ != OTHER else "exit_cost", 2)
    others = "\n".join(line for line in others.splitlines() if indicator.__name__ not in line)
    assert is_missing(indicator(known("2020-12-31", ratings=others)))
