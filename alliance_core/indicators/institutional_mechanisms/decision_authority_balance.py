"""Decision authority balance: is the last word shared?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def decision_authority_balance(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of decision authority balance; see rating.rated."""
    return rated(snapshot, "decision_authority_balance")
