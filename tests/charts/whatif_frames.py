"""Small frames for "What if" and "Robustness": Lumen leads, Vega and Orbis trade places, Nadir is silent."""

import polars as pl
import pytest

NAMES = ["Lumen", "Vega", "Orbis", "Nadir"]
# Straight lines: 60 + 0.4 w, 50 - 0.1 w and 40 + 0.3 w, so that Vega and Orbis meet at a weight of 25 and Lumen and
# Orbis nowhere below 100.
SLOPES = {"Lumen": (60.0, 0.4), "Vega": (50.0, -0.1), "Orbis": (40.0, 0.3)}


def frame(columns: str, rows: list[tuple]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=columns.split(), orient="row")


def bump_frame() -> pl.DataFrame:
    """With Yours Vega and Orbis trade places, with Second all is as before."""
    ranks = {"Balanced": [1.0, 2.0, 3.0, None], "Yours": [1.0, 3.0, 2.0, None], "Second": [1.0, 2.0, 3.0, None]}
    rows = [
        (profile, name, rank, None if rank is None else 90 - 10 * rank)
        for profile, own in ranks.items()
        for name, rank in zip(NAMES, own, strict=True)
    ]
    return frame("profile alliance rank score", rows)


def lines_frame() -> pl.DataFrame:
    rows: list[tuple] = [
        (name, float(weight), SLOPES[name][0] + SLOPES[name][1] * weight if name in SLOPES else None)
        for name in NAMES
        for weight in range(0, 101, 10)
    ]
    return frame("alliance weight score", rows)


def crossings_frame() -> pl.DataFrame:
    return frame("weight score a b", [(25.0, 47.5, "Vega", "Orbis")])


def shares_frame() -> pl.DataFrame:
    """Lumen first in 7, Vega in 3 of ten weightings; Orbis always third; Nadir without a score in half of them."""
    shares = {
        "Lumen": ([0.7, 0.3, 0.0, 0.0], 1.3, 0.0),
        "Vega": ([0.3, 0.65, 0.05, 0.0], 1.75, 0.0),
        "Orbis": ([0.0, 0.05, 0.95, 0.0], 2.95, 0.0),
        "Nadir": ([0.0, 0.0, 0.0, 0.5], 4.0, 0.5),
    }
    rows = [
        (name, rank, share, expected, unscored)
        for name, (own, expected, unscored) in shares.items()
        for rank, share in enumerate(own, start=1)
    ]
    return frame("alliance rank share expected_rank unscored", rows)


def scores_frame() -> pl.DataFrame:
    """Vega overtakes Orbis with Yours: 50 to 53 against 52 to 49.5."""
    scores = {
        "Balanced": [76.0, 50.0, 52.0, None],
        "Yours": [76.0, 53.0, 49.5, None],
        "Second": [70.0, 50.0, 40.0, None],
    }
    rows = [
        (name, profile, score, *((None, None, None) if score is None else (score - 6, score + 4, "moderate")))
        for profile, own in scores.items()
        for name, score in zip(NAMES, own, strict=True)
    ]
    return frame("alliance profile score low high band", rows)


def sobol_frame() -> pl.DataFrame:
    rows = [
        ("mean", "Kind of mean", 0.15, 0.05, 0.20),
        ("weights", "Dimension weights", 0.48, 0.13, 0.61),
        ("half_life", "Half-life", None, None, None),
        ("goalposts", "Goalposts", -0.01, 0.03, 0.02),
    ]
    return frame("factor factor_name first interaction total", rows)


def ranges_frame() -> pl.DataFrame:
    rows: list[tuple] = [
        ("Vega", 2.0, 1.0, 3.0, 2.0, 3.0, 2.0),
        ("Lumen", 1.0, 1.0, 2.0, 1.0, 1.0, 1.0),
        ("Nadir", None, None, None, None, None, None),
        ("Orbis", 3.0, 1.0, 4.0, 1.0, 4.0, 2.0),
    ]
    return frame("alliance nominal best worst low high median", rows)


def left_out_frame() -> pl.DataFrame:
    """Treaties move three places in all, launches two, budgets and votes nothing; Nadir is unknown without launches."""
    changes: dict[str, tuple[str, list[int | None]]] = {
        "launches": ("Launch independence", [0, 1, -1, None]),
        "votes": ("Voting", [0, 0, 0, 0]),
        "treaties": ("Treaty depth", [-1, -1, 2, 0]),
        "budgets": ("Budgets", [0, 0, 0, 0]),
    }
    rows = [
        (key, title, "Institutional mechanisms", name, change)
        for key, (title, own) in changes.items()
        for name, change in zip(NAMES, own, strict=True)
    ]
    return frame("left_out left_out_name dimension_name alliance rank_change", rows)


def pairs_frame() -> pl.DataFrame:
    """Lumen ranks above Vega in 7 and above Orbis in all of ten weightings; Nadir is never compared."""
    above = {("Lumen", "Vega"): 0.7, ("Lumen", "Orbis"): 1.0, ("Vega", "Orbis"): 0.55}
    rows: list[tuple] = [
        (a, b, above[a, b] if (a, b) in above else round(1 - above[b, a], 2) if (b, a) in above else None)
        for a in NAMES
        for b in NAMES
        if a != b
    ]
    return frame("a b p", rows)


# The rules that hold for every chart ask for their frames by name.
bump_ranks = pytest.fixture(bump_frame, name="bump_ranks")
weighted_lines = pytest.fixture(lines_frame, name="weighted_lines")
rank_shares = pytest.fixture(shares_frame, name="rank_shares")
profile_points = pytest.fixture(scores_frame, name="profile_points")
sobol_indices = pytest.fixture(sobol_frame, name="sobol_indices")
rank_spans = pytest.fixture(ranges_frame, name="rank_spans")
left_out_changes = pytest.fixture(left_out_frame, name="left_out_changes")
win_pairs = pytest.fixture(pairs_frame, name="win_pairs")
