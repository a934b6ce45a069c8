"""Orders of importance: weightings that keep an order the reader gives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alliance_core.errors import UnknownNameError, WorkbenchError


@dataclass(frozen=True, slots=True)
class Importance:
    """Groups of parts, the most important first: no part of a group weighs less than one of a later group.

    Inside a group nothing is said, nor about parts that are in none.
    """

    groups: tuple[tuple[int, ...], ...] = ()

    @classmethod
    def parse(cls, text: str, names: Sequence[str]) -> "Importance":
        """An order such as trust_reliability>burden_sharing_equity=institutional_mechanisms.

        Raises UnknownNameError, and WorkbenchError for a name given twice or nothing to order

        >>> Importance.parse("c > a = b", ["a", "b", "c", "d"]).groups
        ((2,), (0, 1))
        """
        groups = [[name.strip() for name in group.split("=")] for group in text.split(">")]
        listed = [name for group in groups for name in group]
        for name in listed:
            if name not in names:
                raise UnknownNameError("dimension", name, names)
            if listed.count(name) > 1:
                raise WorkbenchError(f"the order of importance names {name} more than once; name each dimension once")
        if len(groups) < 2:
            raise WorkbenchError(
                f"'{text}' orders nothing; write the more important first, such as {names[0]}>{names[1]}"
            )
        return cls(tuple(tuple(names.index(name) for name in group) for group in groups))

    @classmethod
    def of(cls, ordered: Sequence[str], names: Sequence[str]) -> "Importance":
        """Names in order, each above the next; under two names order nothing.

        >>> Importance.of(["b", "a"], ["a", "b", "c"]).groups, Importance.of(["b"], ["a", "b"]).groups
        (((1,), (0,)), ())
        """
        return cls(tuple((names.index(name),) for name in ordered)) if len(ordered) > 1 else cls()

    def is_full(self, parts: int) -> bool:
        """Whether every part has its own place."""
        return len(self.groups) == parts and all(len(group) == 1 for group in self.groups)

    def arrange(self, draws: np.ndarray) -> np.ndarray:
        """Weightings [draw, part] put in order, in place.

        Even draws stay even: the weights of a draw are exchangeable, so that handing the largest of those
        named to the first group, and so on, changes no weighting's chance inside the region that keeps the order.
        Inside a group the weights keep the order among themselves that chance gave them.
        """
        if not self.groups:
            return draws
        named = [part for group in self.groups for part in group]
        ranked = -np.sort(-draws[:, named], axis=1)
        first = 0
        for group in self.groups:
            members = list(group)
            places = np.argsort(np.argsort(-draws[:, members], axis=1), axis=1)
            block = ranked[:, first : first + len(members)]
            draws[:, members] = np.take_along_axis(block, places, axis=1)
            first += len(members)
        return draws
