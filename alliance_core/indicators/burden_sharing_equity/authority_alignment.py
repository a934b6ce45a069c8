"""Authority alignment: do those who pay decide?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.burden_sharing_equity.alignment import aligned
from alliance_core.indicators.measurement import Measurement


def authority_alignment(snapshot: Snapshot) -> Measurement:
    """1 - dissimilarity between cost shares and decision shares; see alignment.aligned."""
    return aligned(snapshot, "authority_alignment", "decision")
