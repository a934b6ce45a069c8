"""Benefit alignment: do those who pay get the benefit?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.burden_sharing_equity.alignment import aligned
from alliance_core.indicators.measurement import Measurement


def benefit_alignment(snapshot: Snapshot) -> Measurement:
    """1 - dissimilarity between cost shares and benefit shares; see alignment.aligned."""
    return aligned(snapshot, "benefit_alignment", "benefit")
