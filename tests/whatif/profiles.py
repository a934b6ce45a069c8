"""Scores by hand, in the order of the dimensions."""

from alliance_core.catalogue import dimensions

FIVE = list(dimensions())
ALIGNMENT, CAPABILITY, BURDEN, INSTITUTIONS, TRUST = FIVE


def scores(*five: float | None) -> dict[str, float | None]:
    """Scores of the five dimensions; None = no evidence."""
    return dict(zip(FIVE, five, strict=True))
