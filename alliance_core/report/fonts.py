"""The fonts that a report is set in: all of them shipped, none taken from the machine, and what they can show."""

import importlib.util
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from alliance_core.errors import WorkbenchError
from alliance_core.paths import ROOT

MAIN = "Source Sans 3"
# Families in the order in which they are asked for a sign: Latin, Greek and Cyrillic first; the last one has Chinese,
# Japanese and Korean.
FAMILIES = (MAIN, "Noto Sans", "Noto Sans Arabic", "Assistant", "Noto Sans Devanagari", "Noto Sans Thai",
            "Droid Sans Fallback")  # fmt: skip
# Quoted, for a name with a figure in it is no name in CSS.
STACK = "'Source Sans 3', 'Noto Sans', sans-serif"
PACKAGES = (
    "fontpkg_source_sans_3", "fontpkg_noto_sans", "fontpkg_noto_sans_arabic", "fontpkg_assistant",
    "fontpkg_noto_sans_devanagari", "fontpkg_noto_sans_thai",
)  # fmt: skip
SHIPPED = ROOT / "assets" / "fonts"
# The variable fonts measure their lightest weight; the regular one is about so much wider, bold wider still.
REGULAR, BOLD = 1.06, 1.12
# A sign with what is set upon it. Variation selectors choose a picture and are no text of their own.
SELECTORS = re.compile("[\ufe00-\ufe0f]")


class FontError(WorkbenchError):
    """A font of the report is not there."""


@cache
def folders() -> tuple[Path, ...]:
    """Folders of the fonts of the report, the main font's first.

    Raises FontError where a package of requirements.txt is not installed
    """
    found = []
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is None or spec.origin is None:
            raise FontError(
                f"The report's font package '{package.replace('_', '-')}' is not installed. "
                "Run `pip install -r requirements.txt`."
            )
        found.append(Path(spec.origin).parent / "files")
    return (*found, SHIPPED)


@cache
def _signs() -> tuple[frozenset[int], ...]:
    """Code points that each font can show, the main font's first."""
    files = [path for folder in folders() for path in sorted(folder.glob("*.ttf")) if "Italic" not in path.name]
    signs = []
    for path in files:
        with TTFont(path) as font:
            signs.append(frozenset(font.getBestCmap()))
    return tuple(signs)


@cache
def _advances() -> dict[int, float]:
    """Width of each sign of the main font in em."""
    with TTFont(next(path for path in folders()[0].glob("*.ttf") if "Italic" not in path.name)) as font:
        widths, em = font["hmtx"].metrics, font["head"].unitsPerEm
        return {code: widths[glyph][0] / em for code, glyph in font.getBestCmap().items()}


def width(text: str, *, bold: bool = False) -> float:
    """About how wide a text is, in em; signs of other fonts count as a whole em, as East Asian ones are."""
    advances = _advances()
    return sum(advances.get(ord(one), 1.0) for one in text) * (BOLD if bold else REGULAR)


def legible(text: str, *, main_only: bool = False) -> str:
    """A text of which every sign can be shown; a readable stand-in takes the place of what no font has.

    Takes  main_only: counts only what the main font has

    >>> legible("Łódź 宇宙"), legible("Go 🚀")
    ('Łódź 宇宙', 'Go [U+1F680]')
    """
    text = SELECTORS.sub("", unicodedata.normalize("NFC", text))
    fonts = _signs()[:1] if main_only else _signs()
    if all(ord(one) in fonts[0] for one in text):
        return text
    return "".join(_shown(cluster, fonts) for cluster in _clusters(text))


def _clusters(text: str) -> list[str]:
    """Signs with the marks set upon them; a font that has only the one or only the other cannot show both."""
    starts = [place for place, one in enumerate(text) if place == 0 or not unicodedata.category(one).startswith("M")]
    return [text[start:end] for start, end in pairwise([*starts, len(text)])]


def _shown(cluster: str, fonts: tuple[frozenset[int], ...]) -> str:
    codes = [ord(one) for one in cluster]
    if any(all(code in font for code in codes) for font in fonts):
        return cluster
    base = cluster[0] if any(codes[0] in font for font in fonts) else stand_in(cluster[0])
    return base + "".join(stand_in(mark) for mark in cluster[1:])


def stand_in(sign: str) -> str:
    """What stands for a sign that no font has.

    >>> stand_in("🚀")
    '[U+1F680]'
    """
    return f"[U+{ord(sign):04X}]"
