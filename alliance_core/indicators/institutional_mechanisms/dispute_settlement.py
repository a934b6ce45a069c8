"""Dispute settlement: is there a forum, and can it decide?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def dispute_settlement(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of dispute settlement; see rating.rated."""
    return rated(snapshot, "dispute_settlement")
