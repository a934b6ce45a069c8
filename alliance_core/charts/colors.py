"""Arithmetic of colours: transparency, blending along a scale, contrast."""

from collections.abc import Sequence


def channels(color: str) -> tuple[int, int, int]:
    """Red, green and blue 0..255 of `#RRGGBB`."""
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def tint(color: str, alpha: float) -> str:
    """The colour `#RRGGBB` made transparent.

    >>> tint("#0072B1", 0.2)
    'rgba(0,114,177,0.2)'
    """
    red, green, blue = channels(color)
    return f"rgba({red},{green},{blue},{alpha})"


def along(scale: Sequence[str], share: float) -> str:
    """Colour at a share 0..1 of the way along a scale, linear between its stops.

    >>> along(["#000000", "#FF0000"], 0.5), along(["#000000", "#FF0000"], 7)
    ('#800000', '#FF0000')
    """
    place = min(max(share, 0.0), 1.0) * (len(scale) - 1)
    lower = min(int(place), len(scale) - 2)
    mixed = (
        round(low + (high - low) * (place - lower))
        for low, high in zip(channels(scale[lower]), channels(scale[lower + 1]), strict=True)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)


def luminance(color: str) -> float:
    """Relative luminance of `#RRGGBB`, 0..1 (WCAG 2.2)."""
    shares = (channel / 255 for channel in channels(color))
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2).

    >>> round(contrast("#000000", "#FFFFFF"))
    21
    """
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


def text_on(color: str) -> str:
    """Black or white, whichever reads better on a cell filled with this colour."""
    return max(("#FFFFFF", "#000000"), key=lambda text: contrast(text, color))
