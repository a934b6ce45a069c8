"""What other weights do to the scores: each alliance under up to three profiles."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from alliance_core.charts import drawing, style, traces, wording
from alliance_core.charts.chart import Chart, blank, listing, records

ROW_HEIGHT = 48
STEP = 0.26
# The reference is a quiet mark beside the reader's own profile and a third one: colour, symbol, size, bar width.
REFERENCE = (style.MIDTONE, "circle-open", 9, 1)
OTHERS = ((style.BLUE, "circle", 12, 3), (style.VERMILLION, "diamond", 12, 3), (style.GREEN, "square", 11, 3))

Row = Mapping[str, Any]


def profile_scores(scores: pl.DataFrame) -> Chart:
    """Overall scores under each profile as dots with their 90 % intervals, over the zones of the bands.

    Takes  one row per alliance and profile: alliance, profile str, score, low, high float 0..100 or null, band
           str or null; profiles in order of first appearance, the first is the reference, the second the reader's
    Gives  rows sorted by the reader's score, at the right that score and its change against the reference
    Raises ChartError where a column is missing
    """
    rows = records(scores, "profile_scores", ["alliance", "profile", "score", "low", "high", "band"])
    if not rows:
        return blank("There is no alliance to score.")
    profiles = list(dict.fromkeys(row["profile"] for row in rows))
    cell = {(row["profile"], row["alliance"]): row for row in rows if row["score"] is not None}
    own = {name: _score(cell, profiles[min(1, len(profiles) - 1)], name) for name in {r["alliance"] for r in rows}}
    names = sorted(own, key=lambda name: (own[name] is None, -(own[name] or 0), name))

    data: list[dict[str, Any]] = []
    for place, profile in enumerate(profiles):
        looks = REFERENCE if place == 0 and len(profiles) > 1 else OTHERS[max(place - 1, 0) % len(OTHERS)]
        offset = (place - (len(profiles) - 1) / 2) * STEP
        drawn = [(row + offset, cell[profile, name]) for row, name in enumerate(names) if (profile, name) in cell]
        data += _profile(profile, drawn, looks, shown=len(profiles) > 1)
    shapes, heads = traces.band_zones()
    silent = [place for place, name in enumerate(names) if own[name] is None]
    told = [place for place in range(len(names)) if place not in silent]
    figures = [_figures(own[names[place]], _score(cell, profiles[0], names[place]), len(profiles)) for place in told]
    legend = len(profiles) > 1
    layout = {
        **style.base_layout(116 + 26 * legend + ROW_HEIGHT * len(names), legend=legend, t=40, l=64, r=74),
        "xaxis": style.score_axis("Overall score, 0 to 100<br>mark: estimate, bar: 90 % interval"),
        "yaxis": style.row_axis([style.wrap(name) for name in names]),
        "shapes": shapes,
        "annotations": [
            *heads,
            style.column_head("Alliance"),
            style.column_head(f"{style.wrap(profiles[1], 10)},<br>change" if legend else "Score", right=True),
            *traces.side_notes(told, figures),
            *traces.missing_notes(silent),
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(names, profiles, cell))


def _score(cell: Mapping[tuple[str, str], Row], profile: str, name: str) -> float | None:
    return cell[profile, name]["score"] if (profile, name) in cell else None


def _profile(
    profile: str, drawn: Sequence[tuple[float, Row]], looks: tuple[str, str, float, float], *, shown: bool
) -> list[dict[str, Any]]:
    """Intervals and dots of one profile."""
    color, symbol, size, width = looks
    at = [place for place, _ in drawn]
    hovers = [
        style.hint(
            f"{style.safe(row['alliance'])}: {style.safe(profile)}",
            f"{style.points(row['score'])} of 100 points ({wording.band_name(row['band'])})",
            style.span(row["low"], row["high"]),
        )
        for _, row in drawn
    ]
    marker = {"color": color, "symbol": symbol, "size": size, "line": {"width": 2 if "open" in symbol else 0}}
    bars = drawing.segments(at, [r["low"] for _, r in drawn], [r["high"] for _, r in drawn], color, width)
    dots = drawing.dots(
        [row["score"] for _, row in drawn], at, hovers, marker, name=style.safe(profile), showlegend=shown
    )
    return [*bars, dots]


def _figures(score: float | None, reference: float | None, profiles: int) -> str:
    """The score, and its change against the reference where both are known."""
    change = f" {style.signed(score - reference, 1)}" if profiles > 1 and None not in (score, reference) else ""  # type: ignore[operator]
    return style.points(score) + change


def _finding(names: Sequence[str], profiles: Sequence[str], cell: Mapping[tuple[str, str], Row]) -> str:
    """Who leads under the reader's profile, and who gains and loses most against the reference."""
    own = profiles[min(1, len(profiles) - 1)]
    first = _score(cell, own, names[0])
    if first is None:
        return f"No alliance has enough evidence for a score with {own}."
    text = f"With {own}, {names[0]} scores highest with {style.points(first)} of 100 points"
    changes = {
        name: cell[own, name]["score"] - cell[profiles[0], name]["score"]
        for name in names
        if (own, name) in cell and (profiles[0], name) in cell
    }
    if len(profiles) > 1 and changes:
        up, down = max(changes, key=lambda n: changes[n]), min(changes, key=lambda n: changes[n])
        moves = [f"{up} gains most ({style.signed(changes[up], 1)})"] if changes[up] >= 0.05 else []
        moves += [f"{down} loses most ({style.signed(changes[down], 1)})"] if changes[down] <= -0.05 else []
        text += f"; against {profiles[0]}, {' and '.join(moves) or 'no score changes'}"
    silent = [name for name in names if (own, name) not in cell]
    return text + (f"; {style.NO_EVIDENCE} for {listing(silent)}" if silent else "") + "."
