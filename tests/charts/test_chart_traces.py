"""Labels pushed apart: the property that no two overlap, and that nothing moves without need."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance_core.charts import traces

places = st.lists(st.floats(0, 100), min_size=1, max_size=12)


@settings(deadline=None)
@given(places)
def test_labels_keep_their_distance_their_order_and_their_room(wanted):
    placed = traces.spread(wanted, gap=8, low=0, high=100)
    ordered = np.array(placed)[np.argsort(wanted, kind="stable")]
    assert np.all(np.diff(ordered) >= 8 - 1e-9)
    assert min(placed) >= 0 - 1e-9
    assert max(placed) <= 100 + 1e-9


@settings(deadline=None)
@given(places)
def test_labels_that_do_not_crowd_stay_where_they_are(wanted):
    roomy = sorted({round(place / 20) * 20 for place in wanted})
    assert np.allclose(traces.spread(roomy, gap=15, low=0, high=100), roomy)


def test_more_labels_than_room_share_it_evenly():
    assert traces.spread([5, 5, 5], gap=40, low=0, high=20) == [0, 10, 20]
