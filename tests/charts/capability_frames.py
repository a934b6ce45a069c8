"""Small frames for the capability charts: Lumen's functions, exits, network and audit, with gaps."""

import datetime as dt

import polars as pl
import pytest


def frame(columns: str, rows: list[tuple], **types: pl.DataType) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.split(), schema_overrides=types, orient="row")


def provision_frame() -> pl.DataFrame:
    """A critical single source, a threefold part, a part without anybody, one that is only planned."""
    head = "function detail title criticality state provider provider_name mark year told"
    return frame(head, [
        ("launch", "launch", "Launch", 5, "single_critical", "AAA", "Alpha", "primary", None, ["primary since 2001"]),
        ("launch", "launch", "Launch", 5, "single_critical", "BBB", "Beta", "partial", None, ["partial since 2005"]),
        ("relay", "relay", "Data relay", 4, "duplicated", "AAA", "Alpha", "primary", None, ["primary since 2002"]),
        ("relay", "relay", "Data relay", 4, "duplicated", "BBB", "Beta", "alternate", None, ["alternate since 2003"]),
        ("relay", "relay", "Data relay", 4, "duplicated", "CCC", "Gamma", "primary", None, ["primary since 2004"]),
        ("lander", "lander", "Lander", 5, "gap", None, None, None, None, None),
        ("habitat", "habitat", "Habitat", 2, "planned", "CCC", "Gamma", "planned", 2031, ["planned primary from 2031"]),
        ("arm", "arm", "Robotic arm", 3, "single", "BBB", "Beta", "former", None, ["was primary: 2001 to 2010"]),
    ], year=pl.Int32(), told=pl.List(pl.String))  # fmt: skip


def exits_frame() -> pl.DataFrame:
    return frame("provider provider_name loss thinner functions thinned", [
        ("BBB", "Beta", 0.1, 0.3, ["Data relay"], ["Robotic arm"]),
        ("AAA", "Alpha", 0.4, 0.0, ["Heavy launch"], []),
        ("CCC", "Gamma", 0.0, 0.0, [], []),
        ("DDD", "Delta", None, None, [], []),
    ])  # fmt: skip


def tradeoff_frame() -> pl.DataFrame:
    return frame("alliance specialisation resilience worst worst_name", [
        ("Lumen", 0.2, 0.9, 0.8, "Alpha"), ("Vega", 0.8, 0.5, 0.25, "Beta"), ("Nadir", None, None, None, None),
    ])  # fmt: skip


def nodes_frame() -> pl.DataFrame:
    """A star of three, and one who stands alone."""
    return frame("node label kind x y degree told", [
        ("AAA", "Alpha", "actor", 0.0, 0.0, 2, "linked with 2 of 3 partners"),
        ("BBB", "Beta", "actor", 0.0, 1.0, 1, "linked with 1 of 3 partners"),
        ("CCC", "Gamma", "actor", 0.8, -0.5, 1, "linked with 1 of 3 partners"),
        ("DDD", "Delta", "actor", -0.8, -0.5, 0, "linked with 0 of 3 partners"),
    ])  # fmt: skip


def edges_frame() -> pl.DataFrame:
    return frame("source target x0 y0 x1 y1 criticality single_sourced kind told", [
        ("AAA", "BBB", 0.0, 0.0, 0.0, 1.0, 5.0, True, "served", "serve together: Heavy launch"),
        ("AAA", "CCC", 0.0, 0.0, 0.8, -0.5, 0.0, False, "exercised", "level 4 in operations"),
    ])  # fmt: skip


def history_frame() -> pl.DataFrame:
    return frame("as_of centralisation reading partners hub_name", [
        (dt.date(2022, 12, 31), None, "too_few", 1, None),
        (dt.date(2023, 12, 31), 0.5, "too_few", 4, "Alpha"),
        (dt.date(2024, 12, 31), 0.9, "hub_and_spoke", 6, "Alpha"),
        (dt.date(2025, 6, 30), 0.75, "hub_and_spoke", 6, "Alpha"),
    ])  # fmt: skip


def audit_frame() -> pl.DataFrame:
    return frame("pair layer_name level since actors for_all", [
        ("Alpha – Beta", "Operations", 1, "2014", ["AAA", "BBB"], False),
        ("Alpha – Beta", "Data formats", None, None, ["AAA", "BBB"], False),
        ("Alpha – Gamma", "Operations", 4, "2005-03", ["AAA", "CCC"], False),
        ("Alpha – Gamma", "Data formats", 2, "2006", ["AAA", "CCC"], True),
    ], level=pl.Int8())  # fmt: skip


@pytest.fixture
def provision_cells() -> pl.DataFrame:
    return provision_frame()


@pytest.fixture
def exit_rows() -> pl.DataFrame:
    return exits_frame()


@pytest.fixture
def tradeoff_points() -> pl.DataFrame:
    return tradeoff_frame()


@pytest.fixture
def network_nodes() -> pl.DataFrame:
    return nodes_frame()


@pytest.fixture
def centralisation_dates() -> pl.DataFrame:
    return history_frame()


@pytest.fixture
def audit_levels() -> pl.DataFrame:
    return audit_frame()
