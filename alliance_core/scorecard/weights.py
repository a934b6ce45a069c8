"""Weight profiles: shares of the five dimensions that add up to 1."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import presets
from alliance_core.errors import UnknownNameError, WorkbenchError


@dataclass(frozen=True, slots=True)
class WeightProfile:
    """How much each dimension counts. Only proportions matter: weights are kept as shares of 1."""

    shares: dict[str, float]
    name: str = "custom"

    @classmethod
    def of(cls, weights: Mapping[str, float], name: str = "custom") -> "WeightProfile":
        """A profile from weights on any scale; a dimension that is not named weighs 0.

        Raises WorkbenchError for unknown dimensions, negative, infinite, too large or all-zero weights.

        >>> WeightProfile.of({"trust_reliability": 3, "burden_sharing_equity": 1}).shares["trust_reliability"]
        0.75
        """
        for dimension, weight in weights.items():
            if dimension not in dimensions():
                raise UnknownNameError("dimension", dimension, dimensions())
            if not math.isfinite(weight) or weight < 0:
                raise WorkbenchError(f"the weight of {dimension} is {weight}; it must be a number of 0 or more")
        try:
            total = math.fsum(weights.values())
        except OverflowError:
            raise WorkbenchError("the weights are too large to be added up; only their proportions matter") from None
        if total <= 0:
            raise WorkbenchError("all weights are 0; at least one dimension must count")
        return cls({dimension: weights.get(dimension, 0.0) / total for dimension in dimensions()}, name)

    @classmethod
    def parse(cls, text: str) -> "WeightProfile":
        """A preset by name, or weights such as strategic_alignment=30,trust_reliability=70.

        Raises WorkbenchError that says what is allowed.
        """
        if "=" not in text:
            if text not in presets():
                raise UnknownNameError("weight preset", text, presets())
            return cls.of(presets()[text].weights, text)
        weights: dict[str, float] = {}
        for part in text.split(","):
            dimension, _, number = (piece.strip() for piece in part.partition("="))
            if dimension in weights:
                raise WorkbenchError(f"{dimension} is weighed twice; give each dimension once")
            try:
                weights[dimension] = float(number)
            except ValueError:
                raise WorkbenchError(
                    f"'{part.strip()}' is no weight; write DIMENSION=NUMBER, such as trust_reliability=30"
                ) from None
        return cls.of(weights)

    @property
    def array(self) -> np.ndarray:
        """The shares in the order of the dimensions."""
        return np.array([self.shares[dimension] for dimension in dimensions()])
