"""Charts: a frame in, a `Chart` out: a Plotly figure and its finding in one sentence.

Show one with `st.plotly_chart(chart.figure, theme="streamlit", alt=chart.alt, config=charts.CONFIG)`.
Figures carry no headline (the page writes it), no background and no request to any server.
"""

from alliance_core.charts.acceptability import acceptability_bars
from alliance_core.charts.advice_effects import advice_effects
from alliance_core.charts.audit import interoperability_audit
from alliance_core.charts.breakeven import weight_lines
from alliance_core.charts.bump import rank_bump
from alliance_core.charts.burden_curves import concentration_lines, contribution_bars, lorenz_curves
from alliance_core.charts.cascade import cascade_steps, driver_tornado
from alliance_core.charts.centralisation import centralisation_line
from alliance_core.charts.chart import Chart, ChartError
from alliance_core.charts.composition import tier_bar, verification_bars
from alliance_core.charts.dependence import dependence_matrix
from alliance_core.charts.domain_losses import domain_losses
from alliance_core.charts.exits import exit_bars
from alliance_core.charts.heat import dimension_heat
from alliance_core.charts.integration import formal_operational, interoperability_bars
from alliance_core.charts.ladder import indicator_ladder
from alliance_core.charts.left_out import left_out_matrix
from alliance_core.charts.loss_ranking import loss_ranking
from alliance_core.charts.network import alliance_network
from alliance_core.charts.pair import dimension_differences, gap_waterfall
from alliance_core.charts.panels import dimension_trends
from alliance_core.charts.partner_marks import burden_dumbbell, key_shift, relative_burden_dots
from alliance_core.charts.profiles import profile_parallel, profile_radar
from alliance_core.charts.provision import provision_matrix
from alliance_core.charts.ranges import rank_ranges
from alliance_core.charts.ranking import score_ranking
from alliance_core.charts.resilience import resilience_dots, resilience_heat
from alliance_core.charts.reweighted import profile_scores
from alliance_core.charts.risk import risk_matrix
from alliance_core.charts.sensitivity import sobol_bars
from alliance_core.charts.strains import event_timeline
from alliance_core.charts.stress_losses import function_losses, retained_capability
from alliance_core.charts.stress_outcomes import exit_probabilities, outcome_bars
from alliance_core.charts.style import CONFIG, Mark, assign_marks
from alliance_core.charts.track_record import calibration_curve, coefficient_dots
from alliance_core.charts.tradeoff import resilience_scatter
from alliance_core.charts.trends import trend_lines
from alliance_core.charts.verdict_variants import verdict_variants
from alliance_core.charts.wins import win_matrix

__all__ = [
    "CONFIG",
    "Chart",
    "ChartError",
    "Mark",
    "acceptability_bars",
    "advice_effects",
    "alliance_network",
    "assign_marks",
    "burden_dumbbell",
    "calibration_curve",
    "cascade_steps",
    "centralisation_line",
    "coefficient_dots",
    "concentration_lines",
    "contribution_bars",
    "dependence_matrix",
    "dimension_differences",
    "dimension_heat",
    "dimension_trends",
    "domain_losses",
    "driver_tornado",
    "event_timeline",
    "exit_bars",
    "exit_probabilities",
    "formal_operational",
    "function_losses",
    "gap_waterfall",
    "indicator_ladder",
    "interoperability_audit",
    "interoperability_bars",
    "key_shift",
    "left_out_matrix",
    "lorenz_curves",
    "loss_ranking",
    "outcome_bars",
    "profile_parallel",
    "profile_radar",
    "profile_scores",
    "provision_matrix",
    "rank_bump",
    "rank_ranges",
    "relative_burden_dots",
    "resilience_dots",
    "resilience_heat",
    "resilience_scatter",
    "retained_capability",
    "risk_matrix",
    "score_ranking",
    "sobol_bars",
    "tier_bar",
    "trend_lines",
    "verdict_variants",
    "verification_bars",
    "weight_lines",
    "win_matrix",
]
