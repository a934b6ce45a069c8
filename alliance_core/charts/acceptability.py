"""How often each alliance takes each rank, over all weightings."""

from typing import Any

import polars as pl

from alliance_core.charts import colors, drawing, style, traces
from alliance_core.charts.chart import Chart, blank, records

ROW_HEIGHT = 36
NO_SCORE = "no score"
# Shares from which a segment has room for its text, also on a telephone.
ROOM_FOR_RANK, ROOM_FOR_WORDS = 0.08, 0.35
COLUMNS = ("alliance", "rank", "share", "expected_rank", "unscored")

Bar = dict[str, Any]  # of one alliance: name, shares by rank, expected, unscored


def acceptability_bars(shares: pl.DataFrame) -> Chart:
    """One bar of 100 % per alliance, cut into the shares of all weightings in which it takes each rank.

    Takes  one row per alliance and rank: alliance str, rank int (1 = best), share float 0..1, expected_rank
           float, unscored float 0..1 (share of weightings without a score; the same in each row of an alliance)
    Gives  best expected rank first; brightest is first place; weightings without a score are hatched and an
           alliance without any share reads "no evidence"
    Raises ChartError where a column is missing
    """
    rows = records(shares, "acceptability_bars", COLUMNS)
    if not rows:
        return blank("There is no alliance to rank under any weighting.")
    found = sorted(_by_alliance(rows), key=lambda bar: (bar["expected"] is None, bar["expected"] or 0, bar["name"]))
    last = max((row["rank"] for row in rows if row["rank"] is not None), default=1)
    data = [_segments(found, last)]
    data += [_unscored(found)] if any(bar["unscored"] for bar in found) else []
    silent = [place for place, bar in enumerate(found) if not bar["shares"] and not bar["unscored"]]
    told = [place for place in range(len(found)) if place not in silent]
    layout = {
        **style.base_layout(112 + ROW_HEIGHT * len(found), l=72, r=56, t=30),
        "barmode": "overlay",
        "uniformtext": {"mode": "show", "minsize": 8},
        "xaxis": style.value_axis(_title(data), range=[0, 100], dtick=25),
        "yaxis": style.row_axis([style.wrap(bar["name"]) for bar in found]),
        "annotations": [
            style.column_head("Alliance"),
            style.column_head("First in", right=True),
            *traces.side_notes(told, [style.percent(found[place]["shares"].get(1, 0.0)) for place in told]),
            *traces.missing_notes(silent),
        ],
    }
    return Chart(drawing.figure(data, layout), _finding(found))


def _by_alliance(rows: list[dict[str, Any]]) -> list[Bar]:
    """The rows of each alliance as one bar; shares of nought have no segment."""
    bars: dict[str, Bar] = {}
    for row in rows:
        bar = bars.setdefault(row["alliance"], {"name": row["alliance"], "shares": {}, "expected": None, "unscored": 0})
        if row["rank"] is not None and row["share"]:
            bar["shares"][row["rank"]] = row["share"]
        bar["expected"] = row["expected_rank"] if bar["expected"] is None else bar["expected"]
        bar["unscored"] = max(bar["unscored"], row["unscored"] or 0)
    for bar in bars.values():
        bar["shares"] = dict(sorted(bar["shares"].items()))
    return list(bars.values())


def _segments(found: list[Bar], last: int) -> dict[str, Any]:
    """All segments as one trace: rank by rank from the left, its number inside where there is room."""
    starts, lengths, rows, fills, texts, hovers = [], [], [], [], [], []
    for place, bar in enumerate(found):
        start = 0.0
        for rank, share in bar["shares"].items():
            starts.append(100 * start)
            lengths.append(100 * share)
            rows.append(place)
            fills.append(colors.along(style.SCORE_SCALE, 1 - (rank - 1) / max(last - 1, 1)))
            texts.append(f"<b>{rank}</b>" if share >= ROOM_FOR_RANK else "")
            hovers.append(_hover(bar, f"rank {rank} in {style.percent(share)} of all weightings"))
            start += share
    return drawing.bars(
        starts,
        lengths,
        rows,
        hovers,
        width=0.72,
        marker={"color": fills, "line": {"width": 1, "color": style.AXIS}},
        text=texts,
        insidetextfont={"color": [colors.text_on(fill) for fill in fills], "size": style.FONT_SIZE},
        meta="rank",
    )


def _unscored(found: list[Bar]) -> dict[str, Any]:
    """Hatched segments after the ranks: weightings under which there is no score."""
    own = [(place, bar) for place, bar in enumerate(found) if bar["unscored"]]
    pattern = {"shape": "/", "fgcolor": style.AXIS, "bgcolor": style.CLEAR, "size": 8, "solidity": 0.15}
    return drawing.bars(
        [100 * sum(bar["shares"].values()) for _, bar in own],
        [100 * bar["unscored"] for _, bar in own],
        [place for place, _ in own],
        [_hover(bar, f"{NO_SCORE} in {style.percent(bar['unscored'])} of all weightings") for _, bar in own],
        width=0.72,
        marker={"color": style.CLEAR, "line": {"width": 1, "color": style.AXIS}, "pattern": pattern},
        text=[f"<b>{NO_SCORE}</b>" if bar["unscored"] >= ROOM_FOR_WORDS else "" for _, bar in own],
        insidetextfont={"color": style.INK, "size": style.FONT_SIZE},
        meta="unscored",
    )


def _hover(bar: Bar, line: str) -> str:
    expected = "" if bar["expected"] is None else f"on average rank {bar['expected']:.1f}"
    return style.hint(style.safe(bar["name"]), *filter(None, [line, expected]))


def _title(data: list[dict[str, Any]]) -> str:
    """What bars, numbers and hatching mean; hatching only where there is some."""
    hatched = f"<br>hatched: {NO_SCORE}" if len(data) > 1 else ""
    return f"Share of all weightings, per cent<br>number: rank, brightest: first{hatched}"


def _finding(found: list[Bar]) -> str:
    """Who is first most often, how many can be first at all, and who is unscored most."""
    firsts = {bar["name"]: bar["shares"][1] for bar in found if 1 in bar["shares"]}
    silent = max(found, key=lambda bar: bar["unscored"])
    ending = ""
    if silent["unscored"]:
        ending = f"; {silent['name']} has {NO_SCORE} in {style.percent(silent['unscored'])}"
    if not firsts:
        return f"No alliance is first under any weighting{ending}."
    leader = max(firsts, key=lambda name: firsts[name])
    can = f"only {leader}" if len(firsts) == 1 else f"{len(firsts)} of {len(found)} alliances"
    return (
        f"{leader} is first most often, in {style.percent(firsts[leader])} of all weightings, "
        f"and {can} can be first at all{ending}."
    )
