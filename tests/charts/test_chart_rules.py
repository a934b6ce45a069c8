"""What holds for every chart, whatever it shows."""

import re
from collections.abc import Callable

import polars as pl
import pytest
from advice_frames import ranked_effects  # noqa: F401 - a fixture, asked for by name
from burden_frames import (  # noqa: F401 - fixtures, asked for by name
    cost_curves,
    index_years,
    mixed_keys,
    partner_shares,
    relative_burdens,
    stacked_years,
)
from capability_frames import (  # noqa: F401 - fixtures, asked for by name
    audit_levels,
    centralisation_dates,
    edges_frame,
    exit_rows,
    network_nodes,
    provision_cells,
    tradeoff_points,
)
from chart_reading import page_text, visible_texts
from dissolution_frames import dependence_pairs, lost_domains, nation_losses  # noqa: F401 - fixtures
from friction_frames import placed_frictions, strains_and_gains  # noqa: F401 - fixtures, asked for by name
from stress_frames import (  # noqa: F401 - fixtures, asked for by name
    calibration_bins,
    model_terms,
    resilience_cells,
    stress_drivers,
    stress_exits,
    stress_losses,
    stress_outcomes,
    stress_quarters,
    stress_steps,
)
from verdict_frames import varied_verdicts, verdict_zones  # noqa: F401 - fixtures, asked for by name
from whatif_frames import (  # noqa: F401 - fixtures, asked for by name
    bump_ranks,
    crossings_frame,
    left_out_changes,
    profile_points,
    rank_shares,
    rank_spans,
    sobol_indices,
    weighted_lines,
    win_pairs,
)

from alliance_core import charts
from alliance_core.charts import Chart, ChartError, style

Draw = Callable[[pl.DataFrame], Chart]


def waterfall(frame: pl.DataFrame) -> Chart:
    return charts.gap_waterfall(frame, "Lumen", "Vega", -6.0)


def break_even(frame: pl.DataFrame) -> Chart:
    return charts.weight_lines(frame, crossings_frame(), "Trust", 20.0, 0.0, 25.0)


def network(frame: pl.DataFrame) -> Chart:
    """The network with those links of which both ends are there."""
    ends = frame["node"].to_list()
    whole = pl.col("source").is_in(ends) & pl.col("target").is_in(ends)
    return charts.alliance_network(frame, edges_frame().filter(whole))


def verdicts(frame: pl.DataFrame) -> Chart:
    return charts.verdict_variants(frame, verdict_zones(), 48.0)


def dollars(frame: pl.DataFrame) -> Chart:
    return charts.contribution_bars(frame, "million dollars")


# Each chart with the frame that it draws and one column that it cannot do without.
DRAWN: dict[str, tuple[Draw, str, str]] = {
    "score_ranking": (charts.score_ranking, "overall", "band"),
    "dimension_heat": (charts.dimension_heat, "dimensions", "coverage"),
    "trend_lines": (charts.trend_lines, "trend", "as_of"),
    "dimension_trends": (charts.dimension_trends, "dimension_trend", "dimension_name"),
    "profile_radar": (charts.profile_radar, "dimensions", "low"),
    "profile_parallel": (charts.profile_parallel, "dimensions", "high"),
    "indicator_ladder": (charts.indicator_ladder, "indicators", "score_low"),
    "gap_waterfall": (waterfall, "contributions", "contribution"),
    "dimension_differences": (charts.dimension_differences, "differences", "p_a_greater"),
    "formal_operational": (charts.formal_operational, "operational", "parchment_share"),
    "verification_bars": (charts.verification_bars, "verification", "rows"),
    "interoperability_bars": (charts.interoperability_bars, "layers", "level_max"),
    "tier_bar": (charts.tier_bar, "members", "members"),
    "rank_bump": (charts.rank_bump, "bump_ranks", "rank"),
    "weight_lines": (break_even, "weighted_lines", "weight"),
    "acceptability_bars": (charts.acceptability_bars, "rank_shares", "expected_rank"),
    "profile_scores": (charts.profile_scores, "profile_points", "band"),
    "sobol_bars": (charts.sobol_bars, "sobol_indices", "interaction"),
    "rank_ranges": (charts.rank_ranges, "rank_spans", "median"),
    "left_out_matrix": (charts.left_out_matrix, "left_out_changes", "rank_change"),
    "win_matrix": (charts.win_matrix, "win_pairs", "p"),
    "burden_dumbbell": (charts.burden_dumbbell, "partner_shares", "benefit_verified"),
    "relative_burden_dots": (charts.relative_burden_dots, "relative_burdens", "relative_per_head"),
    "key_shift": (charts.key_shift, "mixed_keys", "today"),
    "contribution_bars": (dollars, "stacked_years", "verification"),
    "lorenz_curves": (charts.lorenz_curves, "cost_curves", "cost_share"),
    "concentration_lines": (charts.concentration_lines, "index_years", "hhi"),
    "domain_losses": (charts.domain_losses, "lost_domains", "lost"),
    "loss_ranking": (charts.loss_ranking, "nation_losses", "share"),
    "dependence_matrix": (charts.dependence_matrix, "dependence_pairs", "share"),
    "provision_matrix": (charts.provision_matrix, "provision_cells", "told"),
    "exit_bars": (charts.exit_bars, "exit_rows", "thinner"),
    "resilience_scatter": (charts.resilience_scatter, "tradeoff_points", "worst"),
    "alliance_network": (network, "network_nodes", "degree"),
    "centralisation_line": (charts.centralisation_line, "centralisation_dates", "hub_name"),
    "interoperability_audit": (charts.interoperability_audit, "audit_levels", "for_all"),
    "risk_matrix": (charts.risk_matrix, "placed_frictions", "zone"),
    "event_timeline": (charts.event_timeline, "strains_and_gains", "severity"),
    "outcome_bars": (charts.outcome_bars, "stress_outcomes", "low"),
    "exit_probabilities": (charts.exit_probabilities, "stress_exits", "stake"),
    "function_losses": (charts.function_losses, "stress_losses", "criticality"),
    "retained_capability": (charts.retained_capability, "stress_quarters", "low"),
    "cascade_steps": (charts.cascade_steps, "stress_steps", "round"),
    "driver_tornado": (charts.driver_tornado, "stress_drivers", "high"),
    "resilience_heat": (charts.resilience_heat, "resilience_cells", "word"),
    "resilience_dots": (charts.resilience_dots, "resilience_cells", "high"),
    "calibration_curve": (charts.calibration_curve, "calibration_bins", "n"),
    "advice_effects": (charts.advice_effects, "ranked_effects", "mine"),
    "coefficient_dots": (charts.coefficient_dots, "model_terms", "sign"),
    "verdict_variants": (verdicts, "varied_verdicts", "flips"),
}
# Where it is not evidence that is missing, the figure says what is.
OTHER_WORDS = {"rank_bump": "no score", "acceptability_bars": "no score", "sobol_bars": "nothing varies"}
OTHER_WORDS |= {"provision_matrix": "no provider", "alliance_network": "no link"}
OTHER_WORDS |= {"advice_effects": "not computed"}
OTHER_WORDS |= {"interoperability_audit": "never looked at"}
OF_SEVERAL = {
    "resilience_heat",
    "resilience_dots",
    "resilience_scatter",
    "score_ranking",
    "dimension_heat",
    "trend_lines",
    "profile_radar",
    "profile_parallel",
    "formal_operational",
    "interoperability_bars",
    "rank_bump",
    "weight_lines",
    "acceptability_bars",
    "profile_scores",
    "rank_ranges",
    "left_out_matrix",
}


@pytest.fixture(params=sorted(DRAWN))
def drawn(request: pytest.FixtureRequest) -> tuple[str, Draw, pl.DataFrame]:
    draw, frame, _ = DRAWN[request.param]
    return request.param, draw, request.getfixturevalue(frame)


def test_every_chart_of_the_package_is_held_to_these_rules():
    functions = {name for name in charts.__all__ if name[0].islower()} - {"assign_marks"}
    assert functions == set(DRAWN)


@pytest.mark.parametrize("name", sorted(OF_SEVERAL))
def test_every_alliance_of_the_frame_can_be_read_on_the_figure(name, request):
    draw, fixture, _ = DRAWN[name]
    frame = request.getfixturevalue(fixture)
    text = page_text(draw(frame))
    assert frame["alliance"].n_unique() > 1
    for alliance in frame["alliance"].unique():
        assert alliance in text


def test_the_finding_is_one_sentence_that_fits_an_alternative_text(drawn):
    _, draw, frame = drawn
    finding = draw(frame).alt
    assert re.fullmatch(r"[A-Z][^\n]*[^.]\.", finding)
    assert not re.search(r"[.!?] ", finding), finding
    assert len(finding) <= 300


@pytest.mark.parametrize("name", sorted(set(DRAWN) - {"tier_bar", "risk_matrix", "event_timeline"}))
def test_what_is_missing_reads_no_evidence(name, request):
    draw, fixture, _ = DRAWN[name]
    assert OTHER_WORDS.get(name, style.NO_EVIDENCE) in page_text(draw(request.getfixturevalue(fixture)))


def test_a_figure_asks_no_server_for_anything(drawn):
    _, draw, frame = drawn
    text = draw(frame).figure.to_json()
    assert not re.search(r"(https?:)?//", text)
    assert not re.search(r"mapbox|geo|topojson|@import|url\(", text, re.IGNORECASE)


def test_names_from_the_evidence_cannot_smuggle_a_link_in(overall):
    bad = overall.with_columns(alliance=pl.lit('<a href="//evil.example">click</a>') + pl.col("alliance"))
    assert "<a" not in charts.score_ranking(bad).figure.to_json().replace("\\u003c", "<")


def test_backgrounds_are_transparent_and_text_takes_the_colour_of_the_theme(drawn):
    _, draw, frame = drawn
    layout = draw(frame).figure.layout
    assert layout.paper_bgcolor == layout.plot_bgcolor == style.CLEAR
    assert layout.font.color == style.INK
    assert layout.template.layout.to_plotly_json() == {}
    for note in layout.annotations:
        assert note.font.color is None


def test_a_figure_has_no_headline_and_cannot_be_dragged(drawn):
    _, draw, frame = drawn
    figure = draw(frame).figure
    assert figure.layout.title.text is None
    assert figure.layout.dragmode is False
    figure.for_each_xaxis(lambda axis: pytest.fail("a finger would zoom") if axis.fixedrange is False else None)


def test_the_legend_stands_below_the_plot(drawn):
    _, draw, frame = drawn
    legend = draw(frame).figure.layout.legend
    assert (legend.orientation, legend.yref, legend.y, legend.yanchor) == ("h", "container", 0, "bottom")


def test_an_empty_frame_gives_a_chart_that_says_there_is_nothing_to_show(drawn):
    _, draw, frame = drawn
    chart = draw(frame.clear())
    (note,) = visible_texts(chart.figure)
    assert note == chart.alt
    assert re.match(r"There is (no|nothing)\b.*\.$", note)
    assert not chart.figure.data


def test_one_row_is_enough(drawn):
    name, draw, frame = drawn
    for row in range(frame.height):
        chart = draw(frame.slice(row, 1))
        assert chart.alt.endswith("."), f"{name}, row {row}"


def test_nan_is_as_missing_as_null(drawn):
    _, draw, frame = drawn
    floats = [name for name, kind in frame.schema.items() if kind == pl.Float64]
    with_nan = draw(frame.with_columns(pl.col(floats).fill_null(float("nan"))))
    assert with_nan.figure.to_json() == draw(frame).figure.to_json()
    assert with_nan.alt == draw(frame).alt


def test_the_same_frame_gives_the_same_figure(drawn):
    _, draw, frame = drawn
    assert draw(frame).figure.to_json() == draw(frame).figure.to_json()


def test_a_missing_column_is_named_with_the_chart(drawn):
    name, draw, frame = drawn
    column = DRAWN[name][2]
    with pytest.raises(ChartError, match=f"{name} needs a column '{column}'"):
        draw(frame.drop(column))


def test_a_misspelt_column_is_pointed_at(overall):
    with pytest.raises(ChartError, match="Did you mean to rename 'scores'"):
        charts.score_ranking(overall.rename({"score": "scores"}))


@pytest.mark.parametrize("name", ["indicator_ladder", "dimension_trends"])
def test_a_chart_of_one_alliance_refuses_two(name, request):
    draw, fixture, _ = DRAWN[name]
    frame = request.getfixturevalue(fixture)
    both = pl.concat([frame, frame.with_columns(alliance=pl.lit("Vega"))])
    with pytest.raises(ChartError, match="one alliance at a time, but got Lumen, Vega"):
        draw(both)
