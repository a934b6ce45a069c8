"""What the catalogue calls bands and dimensions, in the shapes that charts need."""

from alliance_core.catalogue import all_dimensions
from alliance_core.catalogue.rules import scorecard_rules


def short_dimension(dimension: str, dimension_name: str) -> str:
    """The catalogue's short heading of a dimension; one that the catalogue lacks keeps its own name.

    >>> short_dimension("trust_reliability", "Trust and reliability"), short_dimension("luck", "Luck")
    ('Trust', 'Luck')
    """
    known = all_dimensions().get(dimension)
    return known.short if known else dimension_name


def band_name(band: str | None) -> str:
    """The catalogue's name of a band.

    >>> band_name("very_strong"), band_name(None)
    ('very strong', 'no band')
    """
    return "no band" if band is None else str(scorecard_rules()["band_names"].get(band, band))


def band_edges() -> list[float]:
    """The scores at which bands meet, with both ends of the scale.

    >>> band_edges()
    [0, 20, 40, 60, 80, 100]
    """
    return [0, *(min(mark, 100) for mark in scorecard_rules()["bands"].values())]


def bands() -> list[tuple[float, float, str]]:
    """Lower edge, upper edge and id of each band, lowest first."""
    edges = band_edges()
    return list(zip(edges, edges[1:], scorecard_rules()["bands"], strict=False))
