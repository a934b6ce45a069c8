"""Whether the numbers of a sentence come from its grounds."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

NUMBER = re.compile(r"(?<![\w.])\d[\d,]*(?:\.\d+)?")
# Numbers that belong to the words and not to the case: "90 % interval", "of 100", "rank ... of 25", "per year".
WORDS = re.compile(
    r"90 %|out of 100|of 100\b|of 25\b|\(0 = |1 = in proportion|over 99 %|under 1 %|<1 %|>99 %|below level \d"
)


def untraced(text: str, grounds: Mapping[str, Any]) -> list[str]:
    """The numbers of a text that none of its grounds can have given, in any usual rounding."""
    allowed = set(forms(grounds))
    named = " ".join(strings(grounds))
    found = NUMBER.findall(WORDS.sub(" ", text))
    return [one for one in found if one.replace(",", "") not in allowed and one not in NUMBER.findall(named)]


def forms(value: Any) -> Iterator[str]:
    """Every way in which a value may be written: whole, with one or two decimals, as per cent, cut below an edge."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from forms(one)
    elif isinstance(value, list | tuple | set):
        yield str(len(value))
        for one in value:
            yield from forms(one)
    elif isinstance(value, dt.date):
        yield from (str(value.year), str(value.day))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        for number in (abs(value), 100 * abs(value)):
            if number < 1e12:
                yield from (f"{number:.0f}", f"{number:.1f}", f"{number:.2f}", f"{int(number * 10) / 10:.1f}")


def strings(value: Any) -> Iterator[str]:
    """The texts among the grounds: names may hold numbers of their own."""
    if isinstance(value, Mapping):
        for one in value.values():
            yield from strings(one)
    elif isinstance(value, list | tuple | set):
        for one in value:
            yield from strings(one)
    elif isinstance(value, str):
        yield value
