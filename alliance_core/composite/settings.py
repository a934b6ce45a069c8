"""The sections of a configuration file as typed, frozen settings; anything odd is refused at once."""

import math
import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal, TypeVar

from alliance_core.composite.aggregation import Copeland, Mean, PowerMean
from alliance_core.composite.hierarchy import CompositeError, Scale
from alliance_core.composite.missing import Impute
from alliance_core.composite.ranking import Ties
from alliance_core.errors import UnknownNameError, WorkbenchError, require_known

Section = TypeVar("Section")
Method = Literal["goalposts", "min_max", "z_score", "rank", "percentile", "distance_to_target", "none"]
MEANS = ("arithmetic", "geometric", "harmonic", "weakest_link", "copeland")
MOST_DECIMALS = 15


@dataclass(frozen=True, kw_only=True, slots=True)
class DataRule:
    """[data]: which columns of the data hold the code, the name and the group of a unit."""

    unit: str | None = None
    name: str | None = None
    group: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MissingRule:
    """[missing]: how gaps are filled, and the least share of indicators that keeps a unit, counted after or before."""

    impute: Impute = "none"
    group: str | None = None
    screen: float = 0.0
    count: Literal["imputed", "given"] = "imputed"

    def __post_init__(self) -> None:
        if not 0 <= self.screen <= 1:
            raise CompositeError(f"screen is {self.screen}; it must be a share between 0 and 1")


@dataclass(frozen=True, kw_only=True, slots=True)
class NormalisationRule:
    """[normalisation]: the method and its settings; `constant` is what becomes of an indicator that tells no units
    apart: an error, the middle of the scale, or no score."""

    method: Method = "min_max"
    range: tuple[float, float] | None = None
    mean: float = 0.0
    sd: float = 1.0
    ddof: int = 1
    capped: bool = False
    constant: Literal["refuse", "middle", "missing"] = "refuse"

    def __post_init__(self) -> None:
        if self.range is not None and not self.range[0] < self.range[1]:
            raise CompositeError(f"range is {list(self.range)}; the first number must be the smaller")
        if self.range is not None and self.method in ("z_score", "none"):
            raise CompositeError(f"method '{self.method}' has no range; leave it out, or take another method")
        if not self.sd > 0 or self.ddof not in (0, 1):
            raise CompositeError(f"sd is {self.sd} and ddof {self.ddof}; sd must be above 0, ddof 0 or 1")

    @property
    def ends(self) -> tuple[float, float]:
        """The ends of the scale, 0 to 100 if none is given."""
        return self.range or (0.0, 100.0)


@dataclass(frozen=True, kw_only=True, slots=True)
class AggregationRule:
    """[aggregation]: the mean of an aggregate by its code, else by its level, else for all; the floor of means that
    have one; the least share of weight that must be covered."""

    mean: str | float = "arithmetic"
    levels: Mapping[str, str | float] = field(default_factory=dict)
    codes: Mapping[str, str | float] = field(default_factory=dict)
    floor: float | None = None
    least: float = 0.0

    def __post_init__(self) -> None:
        if not 0 <= self.least <= 1:
            raise CompositeError(f"least is {self.least}; it must be a share between 0 and 1")
        for mean in (self.mean, *self.levels.values(), *self.codes.values()):
            self.named(mean)

    def named(self, mean: str | float) -> Mean | Copeland:
        """A mean by its name or power. Raises UnknownNameError."""
        if mean == "copeland":
            return Copeland()
        if not isinstance(mean, str):
            return PowerMean(float(mean), self.floor or 0.0)
        require_known("mean of [aggregation]", [mean], MEANS)
        make = getattr(PowerMean, mean)
        return make() if self.floor is None else make(self.floor)


@dataclass(frozen=True, kw_only=True, slots=True)
class RankingRule:
    """[ranking]: decimals that values are rounded to before ranking (none: as they are), and the rule for ties."""

    decimals: int | None = None
    ties: Ties = "min"

    def __post_init__(self) -> None:
        _refuse_negative(self.decimals)


@dataclass(frozen=True, kw_only=True, slots=True)
class OutputRule:
    """[output]: decimals of the values that are shown (none: as they are); ranks do not depend on it."""

    decimals: int | None = None

    def __post_init__(self) -> None:
        _refuse_negative(self.decimals)


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorRule:
    """[indicators.CODE]: what is said of an indicator; None = not said here."""

    parent: str | None = None
    name: str | None = None
    weight: float | None = None
    direction: int | None = None
    denominator: str | None = None
    worst: float | None = None
    best: float | None = None
    scale: Scale | None = None
    target: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AggregateRule:
    """[aggregates.CODE]: what is said of an aggregate; without a parent it is a root."""

    parent: str | None = None
    name: str | None = None
    weight: float | None = None


def section(kind: type[Section], values: Any, where: str) -> Section:
    """One section as a typed setting.

    Raises CompositeError for a wrong type, UnknownNameError for a key or word that is not allowed; both say where

    >>> section(RankingRule, {"ties": "dense"}, "[ranking]")
    RankingRule(decimals=None, ties='dense')
    """
    if not isinstance(values, dict):
        raise CompositeError(f"{where} is {values!r}; it must be a table with keys and values")
    hints = typing.get_type_hints(kind)
    names = [item.name for item in fields(kind)]  # type: ignore[arg-type]
    require_known(f"key of {where}", values, names)
    settings = {name: typed(value, hints[name], f"{where} {name}") for name, value in values.items()}
    try:
        return kind(**settings)
    except UnknownNameError:
        raise
    except WorkbenchError as error:
        raise CompositeError(f"{where}: {error}") from error


def typed(value: Any, hint: Any, where: str) -> Any:
    """A value of a configuration file that has the type of a setting. Raises CompositeError, UnknownNameError."""
    options = [kind for kind in _options(hint) if kind is not types.NoneType]
    for kind in options:
        origin = typing.get_origin(kind)
        if origin is Literal and isinstance(value, str):
            if value not in typing.get_args(kind):
                raise UnknownNameError(where, value, typing.get_args(kind))
            return value
        if kind is float and _is_number(value):
            return float(value)
        if kind in (int, bool, str) and type(value) is kind:
            return value
        if origin is tuple and isinstance(value, list) and len(value) == 2 and all(map(_is_finite, value)):
            return (float(value[0]), float(value[1]))
        if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, dict):
            inner = typing.get_args(kind)[1]
            return {key: typed(item, inner, f"{where}.{key}") for key, item in value.items()}
    raise CompositeError(f"{where} is {value!r}; it must be {' or '.join(map(_words, options))}")


def _options(hint: Any) -> tuple[Any, ...]:
    is_union = typing.get_origin(hint) in (typing.Union, types.UnionType)
    return typing.get_args(hint) if is_union else (hint,)


def _words(kind: Any) -> str:
    simple = {float: "a number", int: "a whole number", bool: "true or false", str: "a text"}
    if kind in simple:
        return simple[kind]
    if typing.get_origin(kind) is Literal:
        return "one of " + ", ".join(typing.get_args(kind))
    return "a list of two numbers" if typing.get_origin(kind) is tuple else "a table with keys and values"


def _is_number(value: Any) -> bool:
    return type(value) in (int, float) and not math.isnan(value)


def _is_finite(value: Any) -> bool:
    return _is_number(value) and math.isfinite(value)


def _refuse_negative(decimals: int | None) -> None:
    if decimals is not None and not 0 <= decimals <= MOST_DECIMALS:
        raise CompositeError(f"decimals is {decimals}; it must be between 0 and {MOST_DECIMALS}")
