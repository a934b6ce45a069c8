"""How much room a text takes, estimated: what writers need that place boxes but cannot ask a typesetter.

Widths of letters are rough means over the usual sans serif fonts, a little wide on purpose: a box somewhat too large
is a blemish, a text that runs out of its box is an error.
"""

import unicodedata

NARROW = frozenset("iljtfrI.,;:'|!()[]{} -/\\")
WIDE = frozenset("mwMW@%–—…")
PADDING = 1.1
LINE = 1.22  # height of a line in sizes of its letters


def width(text: str, size: float) -> float:
    """Width of a text on one line, in the unit of `size`, the size of its letters.

    >>> width("", 10), round(width("Health 54", 10)), width("宇宙", 10) > width("ab", 10)
    (0.0, 46, True)
    """
    return PADDING * size * sum(_width(letter) for letter in text)


def lines(text: str, size: float, room: float) -> int:
    """Lines that a text takes in a box as wide as `room`; words that are wider than the box are broken.

    >>> lines("one two three", 10, 1000), lines("one two three", 10, 35), lines("N" * 100, 10, 100)
    (1, 3, 8)
    """
    count, used, space = 1, 0.0, width(" ", size)
    for word in text.split(" "):
        needed = width(word, size)
        if used and used + space + needed > room:
            count, used = count + 1, 0.0
        if needed > room:
            broken = int(needed // room)
            count, needed = count + broken, needed - broken * room
        used += needed + (space if used else 0.0)
    return count


def cut(text: str, size: float, room: float, most: int) -> str:
    """The text, or as much of it as fits on `most` lines, with an ellipsis.

    >>> cut("one two three", 10, 36, 2), cut("one two", 10, 36, 2)
    ('one two…', 'one two')
    """
    if lines(text, size, room) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines(text[:middle] + "…", size, room) <= most else (low, middle - 1)
    kept = text[:low].rstrip()
    whole, _, rest = kept.rpartition(" ")
    return (whole if whole and len(rest) < 20 and text[low : low + 1] not in ("", " ") else kept).rstrip(" ,;") + "…"


def _width(letter: str) -> float:
    if unicodedata.east_asian_width(letter) in ("W", "F"):
        return 1.0
    if unicodedata.combining(letter):
        return 0.0
    if letter in NARROW:
        return 0.3
    if letter in WIDE:
        return 0.85
    return 0.64 if letter.isupper() else 0.52
