"""The capability charts: what is thin is marked by sign and colour, what is unknown is said, the hub is seen."""

import json

import plotly.graph_objects as go
import polars as pl
import pytest
from capability_frames import (
    audit_frame,
    edges_frame,
    exits_frame,
    history_frame,
    nodes_frame,
    provision_frame,
    tradeoff_frame,
)
from chart_reading import page_text, row_labels, visible_texts, with_meta

from alliance_core import charts
from alliance_core.charts import style

FIGURES = {
    "provision_matrix": lambda: charts.provision_matrix(provision_frame(), own=("BBB",)),
    "exit_bars": lambda: charts.exit_bars(exits_frame(), own=("AAA",)),
    "resilience_scatter": lambda: charts.resilience_scatter(tradeoff_frame(), "Vega"),
    "alliance_network": lambda: charts.alliance_network(nodes_frame(), edges_frame(), own=("BBB",)),
    "centralisation_line": lambda: charts.centralisation_line(history_frame()),
    "interoperability_audit": lambda: charts.interoperability_audit(audit_frame(), own=("CCC",)),
}


@pytest.mark.parametrize("name", FIGURES)
def test_plotly_checks_every_figure_and_gives_it_back_unchanged(name):
    figure = FIGURES[name]().figure
    assert json.loads(go.Figure(figure.to_dict()).to_json()) == json.loads(figure.to_json())


# --- Functions by partners ----------------------------------------------------------------------------


def test_critical_single_sources_gaps_and_duplicates_have_a_sign_and_a_shade():
    figure = charts.provision_matrix(provision_frame()).figure
    labels = row_labels(figure)
    assert labels[0] == "‼ Launch 5"
    assert labels[1] == "≡ Data relay 4"
    assert labels[2] == "✕ Lander 5"
    assert labels[4] == "Robotic arm 3"
    shaded = {shape.y0 + 0.5 for shape in figure.layout.shapes if shape.fillcolor}
    assert shaded == {0, 1, 2}


def test_each_mark_has_its_own_symbol_and_stands_in_its_cell():
    figure = charts.provision_matrix(provision_frame()).figure
    marks = {trace.name: trace for trace in figure.data}
    assert set(marks) == {"primary", "alternate", "partial", "planned", "former"}
    assert len({trace.marker.symbol for trace in figure.data}) == 5
    columns = list(figure.layout.xaxis.ticktext)
    partial = marks["partial"]
    assert (columns[partial.x[0]], partial.y[0]) == ("BBB", 0)
    assert marks["planned"].marker.symbol == "circle-open"
    assert marks["planned"].text[0] == "’31"


def test_who_carries_most_stands_first_and_a_nations_own_columns_are_marked():
    figure = charts.provision_matrix(provision_frame(), own=("BBB",)).figure
    assert list(figure.layout.xaxis.ticktext) == ["AAA", "CCC", "▸ BBB"]
    assert any(shape.line.dash == "dot" for shape in figure.layout.shapes)


def test_a_part_without_anybody_reads_no_provider():
    assert "no provider" in visible_texts(charts.provision_matrix(provision_frame()).figure)


def test_the_matrix_counts_what_is_needed_without_what_is_only_planned():
    told = charts.provision_matrix(provision_frame()).alt
    assert told.startswith("Of 4 needed parts of functions 3 have a provider")
    assert "on one partner alone: Launch" in told
    assert "no provider for Lander" in told


def test_the_pointer_tells_since_when():
    (trace,) = (t for t in charts.provision_matrix(provision_frame()).figure.data if t.name == "alternate")
    assert "alternate since 2003" in trace.hovertext[0]


# --- Exits ----------------------------------------------------------------------------------------------


def test_the_largest_loss_stands_on_top_and_who_costs_nothing_is_counted():
    chart = charts.exit_bars(exits_frame())
    assert row_labels(chart.figure) == ["Alpha", "Beta", "Delta"]
    assert "exit of 1 other provider: nothing lost" in page_text(chart)


def test_thinner_is_drawn_on_from_lost_and_hatched():
    (thinner,) = with_meta(charts.exit_bars(exits_frame()).figure, "thinner")
    assert list(thinner.base) == pytest.approx([40, 10])
    assert list(thinner.x) == pytest.approx([0, 30])
    assert thinner.marker.pattern.shape == "/"


def test_where_no_exit_costs_anything_the_chart_says_so():
    harmless = exits_frame().filter(provider="CCC")
    assert "There is no provider whose exit" in charts.exit_bars(harmless).alt


# --- Specialisation against resilience ---------------------------------------------------------------


def test_mean_and_worst_exit_are_two_marks_in_one_place_across():
    figure = charts.resilience_scatter(tradeoff_frame(), "Vega").figure
    mean, worst = with_meta(figure, "point"), with_meta(figure, "worst")
    assert [(trace.x[0], trace.y[0]) for trace in mean] == [(20, 90), (80, 50)]
    assert [trace.y[0] for trace in worst] == [80, 25]
    assert all(trace.marker.symbol == "line-ew" for trace in worst)


def test_the_chosen_alliance_is_larger_and_named():
    figure = charts.resilience_scatter(tradeoff_frame(), "Vega").figure
    lumen, vega = with_meta(figure, "point")
    assert vega.marker.size > lumen.marker.size
    assert "Vega" in vega.text[0]


def test_an_alliance_without_a_value_is_named_as_such():
    assert "no evidence: Nadir" in page_text(charts.resilience_scatter(tradeoff_frame()))


# --- Network ----------------------------------------------------------------------------------------------


def test_a_link_that_hangs_on_one_provider_is_told_by_colour_and_cross_and_drawn_wider():
    figure = charts.alliance_network(nodes_frame(), edges_frame()).figure
    edges = {trace.name: trace for trace in with_meta(figure, "edge")}
    single, loose = edges["hangs on one full provider"], edges["partial or only exercised"]
    assert single.line.width > loose.line.width
    assert loose.line.dash == "dot"
    (links,) = with_meta(figure, "link")
    assert list(links.marker.symbol) == ["x", "circle"]


def test_a_partner_without_a_link_is_said_to_have_none():
    chart = charts.alliance_network(nodes_frame(), edges_frame())
    assert "Delta no link" in visible_texts(chart.figure)
    assert "no link for Delta" in chart.alt


def test_links_of_the_chosen_partner_stand_out():
    figure = charts.alliance_network(nodes_frame(), edges_frame(), own=("CCC",)).figure
    strong = [trace for trace in with_meta(figure, "edge") if trace.line.color.endswith("0.85)")]
    assert [trace.x[1] for trace in strong] == [0.8]
    assert any(text.startswith("▸ Gamma") for text in visible_texts(figure))


def test_functions_stand_as_squares_at_the_side_of_their_providers():
    two = nodes_frame().with_columns(kind=pl.when(pl.col("x") > 0).then(pl.lit("function")).otherwise(pl.lit("actor")))
    figure = charts.alliance_network(two, edges_frame()).figure
    (squares,) = with_meta(figure, "function")
    assert squares.marker.symbol == "square"


# --- Centralisation over the years ------------------------------------------------------------------------


def test_a_missing_year_breaks_the_line_and_few_partners_are_an_open_mark():
    (line,) = charts.centralisation_line(history_frame()).figure.data
    assert list(line.y) == [None, 0.5, 0.9, 0.75]
    assert list(line.marker.symbol) == ["circle-open", "circle-open", "circle", "circle"]
    assert not line.connectgaps


def test_the_readings_are_named_beside_the_plot():
    texts = visible_texts(charts.centralisation_line(history_frame()).figure)
    assert {"networked", "mixed", "hub-and-spoke"} <= set(texts)


def test_the_finding_gives_the_latest_value_and_the_change():
    told = charts.centralisation_line(history_frame()).alt
    assert "0.75 on 30 Jun 2025 with 6 partners, +0.25 since 31 Dec 2023" in told


# --- Audit ------------------------------------------------------------------------------------------------


def test_levels_below_exercised_are_warm_and_above_blue_and_a_row_for_all_stands_in_brackets():
    (levels,) = with_meta(charts.interoperability_audit(audit_frame()).figure, "level")
    assert list(levels.text) == ["<b>1</b>", "<b>4</b>", "(2)"]
    warm, blue = style.VERMILLION, style.BLUE
    red = [int(color[5:].split(",")[0]) for color in levels.marker.color]
    assert red == [int(warm[1:3], 16), int(blue[1:3], 16), int(warm[1:3], 16)]


def test_what_nobody_looked_at_is_hatched_and_never_a_zero():
    figure = charts.interoperability_audit(audit_frame()).figure
    (missing,) = with_meta(figure, "missing")
    assert "never looked at: unknown, not zero" in missing.hovertext[0]
    assert len(missing.x) == 1


def test_the_audit_counts_links_with_a_row_of_their_own():
    told = charts.interoperability_audit(audit_frame()).alt
    assert told.startswith("Of 2 links 1 was never exercised, lowest Alpha – Beta in operations")
    assert "1 of 4 cells never looked at" in told
