"""A generated sentence together with the numbers and names that it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence; grounds: every number and name in it, by what it is, None = not known."""

    text: str
    grounds: Mapping[str, Any]
