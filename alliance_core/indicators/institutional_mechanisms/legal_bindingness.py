"""Legal bindingness: how firmly does the text bind most members?"""

from alliance_core.evidence.snapshot import Snapshot
from alliance_core.indicators.institutional_mechanisms.rating import rated
from alliance_core.indicators.measurement import Measurement


def legal_bindingness(snapshot: Snapshot) -> Measurement:
    """Latest coded level 0 to 4 of legal bindingness; see rating.rated."""
    return rated(snapshot, "legal_bindingness")
