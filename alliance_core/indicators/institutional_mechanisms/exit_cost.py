"""Exit cost: what does it cost to leave?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def exit_cost(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of exit cost; see rating.rated."""
    return rated(snapshot, "exit_cost")
