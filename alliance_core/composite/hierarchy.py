"""The tree of a composite indicator: indicators are its leaves, aggregates its inner nodes.

WorkbenchError
└── CompositeError     a composite indicator that cannot be computed
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from alliance_core.errors import WorkbenchError

Scale = Literal["linear", "log", "log1p"]
SCALES: tuple[Scale, ...] = ("linear", "log", "log1p")


class CompositeError(WorkbenchError):
    """A composite indicator that cannot be computed; the text says where, what is allowed, what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """An indicator or an aggregate. The weight is relative to the siblings; -1 as direction means less is better.

    Denominator, goalposts (worst, best), scale and target matter for leaves only, and only where the
    steps of the engine ask for them; `level` is what the user calls the level, where it is not
    the one that follows from the tree. Raises CompositeError.
    """

    code: str
    parent: str | None = None
    weight: float = 1.0
    name: str = ""
    direction: int = 1
    denominator: str | None = None
    worst: float | None = None
    best: float | None = None
    scale: Scale = "linear"
    target: float | None = None
    level: int | None = None

    def __post_init__(self) -> None:
        if not self.code:
            raise CompositeError("an indicator or aggregate has an empty code; give each one a code")
        if not self.name:
            object.__setattr__(self, "name", self.code)
        if not (math.isfinite(self.weight) and self.weight >= 0):
            raise CompositeError(f"{self.code}: the weight is {self.weight}; it must be a number of 0 or more")
        if self.direction not in (1, -1):
            raise CompositeError(
                f"{self.code}: the direction is {self.direction}; allowed: 1 (more is better), -1 (less is better)"
            )
        if self.scale not in SCALES:
            raise CompositeError(f"{self.code}: the scale is '{self.scale}'; allowed: {', '.join(SCALES)}")


@dataclass(frozen=True)
class Hierarchy:
    """Nodes in the order given, checked; of any depth, which may differ from branch to branch.

    >>> tree = Hierarchy.of([
    ...     Node(code="le", parent="HDI"), Node(code="education", parent="HDI"), Node(code="HDI"),
    ...     Node(code="eys", parent="education"), Node(code="mys", parent="education", weight=3.0),
    ... ])
    >>> tree.leaves, tree.aggregates, tree.level("HDI")
    (('le', 'eys', 'mys'), ('education', 'HDI'), 3)
    >>> tree.effective_weights()
    {'le': 0.5, 'eys': 0.125, 'mys': 0.375}
    """

    nodes: tuple[Node, ...]

    @classmethod
    def of(cls, nodes: Iterable[Node]) -> "Hierarchy":
        """A checked tree, or several trees side by side.

        Raises CompositeError for no node, a code given twice, an unknown parent, a circle, siblings without weight
        """
        tree = cls(tuple(nodes))
        if not tree.nodes:
            raise CompositeError("there is no indicator; give one in the configuration or in the metadata")
        if len(tree.by_code) < len(tree.nodes):
            codes = [node.code for node in tree.nodes]
            twice = next(code for code in codes if codes.count(code) > 1)
            raise CompositeError(f"the code '{twice}' is given more than once; each code stands for one node")
        for node in tree.nodes:
            if node.parent is not None and node.parent not in tree.by_code:
                raise CompositeError(
                    f"{node.code}: the parent '{node.parent}' is no node; allowed: {', '.join(tree.by_code)}"
                )
        tree._refuse_circles()
        for code in tree.aggregates:
            if not tree.weights(code).any():
                raise CompositeError(f"{code}: all weights of its children are 0; give at least one a weight above 0")
        return tree

    @cached_property
    def by_code(self) -> dict[str, Node]:
        """All nodes by code, in the order given."""
        return {node.code: node for node in self.nodes}

    @cached_property
    def _children(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {node.code: [] for node in self.nodes}
        for node in self.nodes:
            if node.parent is not None:
                found[node.parent].append(node.code)
        return {code: tuple(codes) for code, codes in found.items()}

    @cached_property
    def leaves(self) -> tuple[str, ...]:
        """Codes without children, in the order given."""
        return tuple(code for code, below in self._children.items() if not below)

    @cached_property
    def aggregates(self) -> tuple[str, ...]:
        """Codes with children, bottom up: by level, then in the order given."""
        return tuple(sorted((code for code, below in self._children.items() if below), key=self._levels.__getitem__))

    @property
    def root(self) -> tuple[str, ...]:
        """Codes without a parent, in the order given."""
        return tuple(node.code for node in self.nodes if node.parent is None)

    def children(self, code: str) -> tuple[str, ...]:
        """Codes of the children, in the order given; none for a leaf."""
        return self._children[code]

    @cached_property
    def _levels(self) -> dict[str, int]:
        levels: dict[str, int] = {}
        waiting = list(self.root)
        while waiting:
            below = self._children[waiting[-1]]
            if missing := [code for code in below if code not in levels]:
                waiting += missing
            else:
                levels[waiting.pop()] = 1 + max((levels[code] for code in below), default=0)
        return levels

    def level(self, code: str) -> int:
        """1 for a leaf, else one more than the highest child."""
        return self._levels[code]

    def weights(self, code: str) -> np.ndarray:
        """Weights of the children, on the scale given."""
        return np.array([self.by_code[child].weight for child in self._children[code]])

    def effective_weights(self, root: str | None = None) -> dict[str, float]:
        """The share of every leaf in the score of a node, nothing missing; they add up to 1.

        Takes  root: a node; by default the root, or the first one of several
        """
        shares = {root if root is not None else self.root[0]: 1.0}
        for code in reversed(self.aggregates):
            if code in shares:
                weights = self.weights(code)
                for child, part in zip(self._children[code], (weights / weights.sum()).tolist(), strict=True):
                    shares[child] = shares[code] * part
        return {leaf: shares[leaf] for leaf in self.leaves if leaf in shares}

    def _refuse_circles(self) -> None:
        """Nodes that no root reaches lie on a circle or below one."""
        reached = set(self.root)
        waiting = list(self.root)
        while waiting:
            below = self._children[waiting.pop()]
            reached.update(below)
            waiting += below
        if lost := [node for node in self.nodes if node.code not in reached]:
            path = [lost[0].code]
            while path[-1] not in path[:-1]:
                path.append(self.by_code[path[-1]].parent or "")
            circle = path[path.index(path[-1]) :]
            raise CompositeError(f"the parents go round in a circle: {' -> '.join(circle)}; one of them must be a root")
