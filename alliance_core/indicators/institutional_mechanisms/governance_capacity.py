"""Governance capacity: is there a standing body with people and money?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def governance_capacity(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of governance capacity; see rating.rated."""
    return rated(snapshot, "governance_capacity")
