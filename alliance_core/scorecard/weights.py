"""Weight profiles: shares of the five dimensions that add up to 1, and of the indicators inside each."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from alliance_core.catalogue import Indicator, dimensions, indicators
from alliance_core.catalogue.rules import presets
from alliance_core.errors import UnknownNameError, WorkbenchError

PER_CENT = 100
DECIMALS = 4


@lru_cache(maxsize=1)
def scored_indicators() -> dict[str, Indicator]:
    """The indicators of the health score by id, in the order of the catalogue."""
    return {id_: item for id_, item in indicators().items() if item.dimension in dimensions()}


@dataclass(frozen=True, slots=True)
class WeightProfile:
    """How much each dimension counts, and each indicator inside its dimension.

    Only proportions matter: `shares` add up to 1, and `indicators` add up to 1 inside each dimension.
    """

    shares: dict[str, float]
    indicators: dict[str, float]
    name: str = "custom"

    @classmethod
    def of(
        cls, weights: Mapping[str, float], name: str = "custom", indicators: Mapping[str, float] | None = None
    ) -> "WeightProfile":
        """A profile from weights on any scale.

        Takes  weights of dimensions, one that is not named weighs 0; weights of indicators in the place of
               the catalogue's (shares of 1), which hold for those that are not named
        Raises WorkbenchError for unknown names, negative, infinite, too large or all-zero weights

        >>> WeightProfile.of({"trust_reliability": 3, "burden_sharing_equity": 1}).shares["trust_reliability"]
        0.75
        """
        given = indicators or {}
        _require("dimension", weights, dimensions())
        _require("indicator of the score", given, scored_indicators())
        within: dict[str, float] = {}
        for dimension in dimensions():
            own = [id_ for id_, item in scored_indicators().items() if item.dimension == dimension]
            # Left as the catalogue has them where nothing was given: sharing out again would move last digits.
            listed = {id_: given.get(id_, scored_indicators()[id_].weight) for id_ in own}
            within |= (
                _shared(listed, f" of the indicators of {dimension}", "one of them") if given.keys() & own else listed
            )
        return cls({**dict.fromkeys(dimensions(), 0.0), **_shared(weights, "", "one dimension")}, within, name)

    @classmethod
    def parse(cls, text: str) -> "WeightProfile":
        """A preset, weights such as strategic_alignment=30,trust_reliability=70, or both.

        An indicator may be weighed in the place of the catalogue's per cent, which hold for the others of its
        dimension before all are brought to 100: treasury,free_riding=0. Without any dimension or preset the
        dimensions are balanced.

        Raises WorkbenchError that says what is allowed.
        """
        parts = text.split(",")
        preset = parts.pop(0).strip() if "=" not in parts[0] else None
        if preset is not None and preset not in presets():
            raise UnknownNameError("weight preset", preset, presets())
        weights: dict[str, float] = {}
        for part in parts:
            key, _, number = (piece.strip() for piece in part.partition("="))
            if key in weights:
                raise WorkbenchError(f"{key} is weighed twice; give each weight once")
            try:
                weights[key] = float(number)
            except ValueError:
                raise WorkbenchError(
                    f"'{part.strip()}' is no weight; write DIMENSION=NUMBER, such as trust_reliability=30"
                ) from None
        inner = {key: weight / PER_CENT for key, weight in weights.items() if key in scored_indicators()}
        outer = {key: weight for key, weight in weights.items() if key not in scored_indicators()}
        _require("dimension", outer, dimensions())
        base = presets()[preset or "balanced"].weights if preset is not None or not outer else {}
        return cls.of({**base, **outer}, preset if preset is not None and not weights else "custom", inner)

    def text(self) -> str:
        """The profile as `parse` reads it: a preset's name if it is one, what differs from the catalogue else."""
        outer = next((id_ for id_ in presets() if _alike(WeightProfile.parse(id_).shares, self.shares)), None)
        shown = [] if outer is not None else [f"{key}={_short(part)}" for key, part in _per_cent(self.shares).items()]
        changed = [
            id_ for id_, item in scored_indicators().items() if not math.isclose(self.indicators[id_], item.weight)
        ]
        touched = {scored_indicators()[id_].dimension for id_ in changed}
        inner = []
        for dimension in dimensions():
            if dimension in touched:
                own = {
                    id_: share
                    for id_, share in self.indicators.items()
                    if scored_indicators()[id_].dimension == dimension
                }
                inner += [f"{id_}={_short(part)}" for id_, part in _per_cent(own).items()]
        return ",".join(([outer] if outer is not None else shown) + inner)

    @property
    def array(self) -> np.ndarray:
        """The shares in the order of the dimensions."""
        return np.array([self.shares[dimension] for dimension in dimensions()])

    @property
    def is_custom(self) -> bool:
        """Whether it differs from the balanced profile."""
        return self.text() != "balanced"


def _require(what: str, weights: Mapping[str, float], allowed: Iterable[str]) -> None:
    """Raise for names that do not exist and for weights that cannot be."""
    options = list(allowed)
    for name, weight in weights.items():
        if name not in options:
            raise UnknownNameError(what, name, options)
        if not math.isfinite(weight) or weight < 0:
            raise WorkbenchError(f"the weight of {name} is {weight}; it must be a number of 0 or more")


def _shared(weights: Mapping[str, float], whose: str, least: str) -> dict[str, float]:
    """Weights as shares of 1. Raises WorkbenchError if they cannot be added up, or add up to nothing."""
    try:
        total = math.fsum(weights.values())
    except OverflowError:
        raise WorkbenchError(
            f"the weights{whose} are too large to be added up; only their proportions matter"
        ) from None
    if total <= 0:
        raise WorkbenchError(f"all weights{whose} are 0; at least {least} must count")
    return {name: weight / total for name, weight in weights.items()}


def _alike(one: Mapping[str, float], other: Mapping[str, float]) -> bool:
    return all(math.isclose(one[name], other[name], abs_tol=1e-9) for name in one)


def _per_cent(shares: Mapping[str, float]) -> dict[str, float]:
    """Shares in per cent, rounded so that they add up to 100 exactly: a text that is read again stays the same."""
    rounded = {name: round(PER_CENT * share, DECIMALS) for name, share in shares.items()}
    rest = round(PER_CENT - math.fsum(rounded.values()), DECIMALS)
    if rest:
        # Taken from where rounding gave most, so that a number somebody typed stays as it was typed.
        error = {name: (rounded[name] - PER_CENT * shares[name]) * math.copysign(1, rest) for name in shares}
        place = min(error, key=lambda name: error[name])
        rounded[place] = round(rounded[place] + rest, DECIMALS)
    return rounded


def _short(number: float) -> str:
    """A number with as many digits as it takes to read it back well enough."""
    return f"{number:.{DECIMALS}f}".rstrip("0").rstrip(".")
