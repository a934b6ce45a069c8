"""Small frames for the dissolution test: one domain, one nation and one pair of which nothing is known."""

import polars as pl
import pytest


def domains_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("ground", 5.0, 2.0, 0.0),
            ("transport", 1.0, 3.0, 16.0),
            ("science", 0.5, 0.0, 1.5),
            ("security", None, None, None),
        ],
        schema=["domain", "alone", "through_others", "lost"],
        orient="row",
    )


def losses_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Freedonia", 12.0, 12.0, 0.6),
            ("Sylvania", 12.0, 12.0, 0.6),
            ("Ruritania", 18.0, 3.0, 0.9),
            ("Utopia", 0.0, 0.0, None),
            ("Laputa", None, None, None),
        ],
        schema=["name", "loss", "loss_by_tier", "share"],
        orient="row",
    )


def dependence_frame() -> pl.DataFrame:
    return pl.DataFrame(
        [
            ("Ruritania", "Freedonia", 0.5),
            ("Ruritania", "Sylvania", 0.0),
            ("Sylvania", "Freedonia", 0.25),
            ("Laputa", "Freedonia", None),
        ],
        schema=["a_name", "b_name", "share"],
        orient="row",
    )


# The rules that hold for every chart ask for their frames by name.
lost_domains = pytest.fixture(domains_frame, name="lost_domains")
nation_losses = pytest.fixture(losses_frame, name="nation_losses")
dependence_pairs = pytest.fixture(dependence_frame, name="dependence_pairs")
