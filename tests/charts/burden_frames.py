"""Small frames for the burden page: Ada pays most, Bea gains most, Cy bears nothing, Dot is unknown."""

import polars as pl
import pytest

NAMES = {"A": "Ada", "B": "Bea", "C": "Cy", "D": "Dot"}


def frame(columns: str, rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.split(), orient="row")


def partner_frame() -> pl.DataFrame:
    rows: list[tuple] = [
        ("A", "Ada", 70.0, 40.0, 60.0, -30.0, "read", "estimated", "recalled"),
        ("B", "Bea", 30.0, 55.0, 40.0, 25.0, "estimated", "estimated", "estimated"),
        ("C", "Cy", 0.0, 5.0, 0.0, 5.0, None, "read", None),
        ("D", "Dot", None, None, None, None, None, None, None),
    ]
    columns = "actor_id name cost benefit decision benefit_net cost_verified benefit_verified decision_verified"
    return frame(columns, rows)


def relative_frame() -> pl.DataFrame:
    rows: list[tuple] = [
        ("A", "Ada", 2.0, 4.0), ("B", "Bea", 0.25, 0.5), ("C", "Cy", 0.0, 0.0), ("D", "Dot", None, None),
    ]  # fmt: skip
    return frame("actor_id name relative_burden relative_per_head", rows)


def mixed_frame() -> pl.DataFrame:
    rows: list[tuple] = [
        ("A", "Ada", 70.0, 50.0, -20.0), ("B", "Bea", 30.0, 40.0, 10.0), ("C", "Cy", 0.0, 10.0, 10.0),
        ("D", "Dot", None, 0.0, None),
    ]  # fmt: skip
    return frame("actor_id name today share change", rows)


def stack_frame() -> pl.DataFrame:
    """2018 is without any row, 2020 without any figure."""
    rows: list[tuple] = [
        (2017, "A", "Ada", 60.0, "read"), (2017, "B", "Bea", 30.0, "read"), (2017, "others", "3 others", 10.0, "read"),
        (2019, "A", "Ada", 80.0, "read"), (2019, "B", "Bea", 20.0, "estimated"), (2020, "A", "Ada", None, "estimated"),
    ]  # fmt: skip
    return frame("year actor_id name value verification", rows)


def curve_frame() -> pl.DataFrame:
    """Over GDP (0.5, 0.25) and (1, 1); over people nothing is known."""
    rows: list[tuple] = [
        ("GDP", None, 0.0, 0.0), ("GDP", "Bea", 0.5, 0.25), ("GDP", "Ada", 1.0, 1.0), ("people", "Ada", None, None),
    ]  # fmt: skip
    return frame("over name weight_share cost_share", rows)


def year_frame() -> pl.DataFrame:
    rows: list[tuple] = [(2018, 0.5, 0.4, 0.6, None), (2019, None, None, 0.5, None), (2020, 0.3, 0.2, 0.5, None)]
    return frame("year gini dissimilarity hhi progressivity", rows)


# The rules that hold for every chart ask for their frames by name.
partner_shares = pytest.fixture(partner_frame, name="partner_shares")
relative_burdens = pytest.fixture(relative_frame, name="relative_burdens")
mixed_keys = pytest.fixture(mixed_frame, name="mixed_keys")
stacked_years = pytest.fixture(stack_frame, name="stacked_years")
cost_curves = pytest.fixture(curve_frame, name="cost_curves")
index_years = pytest.fixture(year_frame, name="index_years")
