"""Charts: a frame in, a `Chart` out: a Plotly figure and its finding in one sentence.

Show one with `st.plotly_chart(chart.figure, theme="streamlit", alt=chart.alt, config=charts.CONFIG)`.
Figures carry no headline (the page writes it), no background and no request to any server.
"""

from alliance_core.charts.acceptability import acceptability_bars
from alliance_core.charts.breakeven import weight_lines
from alliance_core.charts.bump import rank_bump
from alliance_core.charts.chart import Chart, ChartError
from alliance_core.charts.composition import tier_bar, verification_bars
from alliance_core.charts.heat import dimension_heat
from alliance_core.charts.integration import formal_operational, interoperability_bars
from alliance_core.charts.ladder import indicator_ladder
from alliance_core.charts.left_out import left_out_matrix
from alliance_core.charts.pair import dimension_differences, gap_waterfall
from alliance_core.charts.panels import dimension_trends
from alliance_core.charts.profiles import profile_parallel, profile_radar
from alliance_core.charts.ranges import rank_ranges
from alliance_core.charts.ranking import score_ranking
from alliance_core.charts.reweighted import profile_scores
from alliance_core.charts.sensitivity import sobol_bars
from alliance_core.charts.style import CONFIG, Mark, assign_marks
from alliance_core.charts.trends import trend_lines
from alliance_core.charts.wins import win_matrix

__all__ = [
    "CONFIG",
    "Chart",
    "ChartError",
    "Mark",
    "acceptability_bars",
    "assign_marks",
    "dimension_differences",
    "dimension_heat",
    "dimension_trends",
    "formal_operational",
    "gap_waterfall",
    "indicator_ladder",
    "interoperability_bars",
    "left_out_matrix",
    "profile_parallel",
    "profile_radar",
    "profile_scores",
    "rank_bump",
    "rank_ranges",
    "score_ranking",
    "sobol_bars",
    "tier_bar",
    "trend_lines",
    "verification_bars",
    "weight_lines",
    "win_matrix",
]
