"""Decision speed: how fast can the alliance decide?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def decision_speed(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of decision speed; see rating.rated."""
    return rated(snapshot, "decision_speed")
