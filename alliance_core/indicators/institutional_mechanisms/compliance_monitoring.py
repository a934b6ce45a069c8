"""Compliance monitoring: does anybody check whether promises are kept?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def compliance_monitoring(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of compliance monitoring; see rating.rated."""
    return rated(snapshot, "compliance_monitoring")
