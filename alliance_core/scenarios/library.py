"""The library of scenarios, scenario files, and the resilience of all alliances against all of them."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from alliance_core.catalogue.scenario_rules import intact_word, scenario_rules
from alliance_core.errors import WorkbenchError, require_known
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.scenarios.hazard import Hazard
from alliance_core.scenarios.setting import base_rates, setting_of
from alliance_core.scenarios.shocks import Blow, parse_scenario
from alliance_core.scenarios.stress import hollowing, stress

FILE_KEYS = ("name", "shocks", "alliance", "as_of")


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of shocks."""

    id: str
    name: str
    text: str
    blows: tuple[Blow, ...]


@lru_cache(maxsize=1)
def library() -> dict[str, Scenario]:
    """The scenarios of the catalogue by id. Raises WorkbenchError for a shock that cannot be."""
    return {
        id_: Scenario(id_, values["name"], values["text"], parse_scenario(values["shocks"]))
        for id_, values in scenario_rules()["library"].items()
    }


def as_file(name: str, blows: Sequence[Blow], alliance: str, as_of: str) -> str:
    """A scenario as a small TOML file that `from_file` opens again."""
    shocks = ", ".join(f'"{blow.text()}"' for blow in blows)
    safe = name.replace("\\", "").replace('"', "'").replace("\n", " ")
    return f'name = "{safe}"\nshocks = [{shocks}]\nalliance = "{alliance}"\nas_of = "{as_of}"\n'


def from_file(text: str) -> tuple[str, tuple[Blow, ...], Mapping[str, str]]:
    """Name, shocks, and alliance and date of a scenario file. Raises WorkbenchError that says what is wrong in it."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkbenchError(f"the file is no scenario: {error}") from error
    require_known("key of a scenario file", told, FILE_KEYS)
    listed = told.get("shocks")
    if not isinstance(listed, list) or not all(isinstance(one, str) for one in listed):
        raise WorkbenchError('the file needs shocks = ["KIND=SIZE", ...]')
    name, about = told.get("name", "Scenario"), {key: value for key, value in told.items() if key in FILE_KEYS[2:]}
    if not isinstance(name, str) or not all(isinstance(value, str) for value in about.values()):
        raise WorkbenchError("name, alliance and as_of of a scenario file are texts in quotes")
    return name, parse_scenario(listed), about


def resilience(
    snapshot: Snapshot, alliances: Sequence[str], hazard: Hazard, draws: int, seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> pl.DataFrame:  # fmt: skip
    """Every alliance against every scenario of the library.

    Takes  progress: called with the share done, 0..1
    Gives  alliance_id, scenario, scenario_name, not_intact, low, high (probability that the programme does not survive
           intact), fractured, word, hollow_after, note (why there is no number, else null)
    """
    base = base_rates(snapshot)
    rows = []
    total = len(alliances) * len(library())
    for alliance in alliances:
        try:
            setting, fault = setting_of(snapshot, alliance), None
        except WorkbenchError as error:
            setting, fault = None, str(error)
        for scenario in library().values():
            row: dict[str, object] = {"alliance_id": alliance, "scenario": scenario.id, "scenario_name": scenario.name}
            try:
                if setting is None:
                    raise WorkbenchError(fault or "")
                found = stress(setting, scenario.blows, hazard, base, draws, seed)
                survives = found.outcomes[0]
                row |= {
                    "not_intact": 1 - survives[0], "low": 1 - survives[2], "high": 1 - survives[1],
                    "fractured": found.outcomes[2, 0], "word": intact_word(found.not_intact),
                    "hollow_after": hollowing(found),
                }  # fmt: skip
            except WorkbenchError as error:
                row["note"] = str(error)
            rows.append(row)
            if progress is not None:
                progress(len(rows) / total)
    return pl.DataFrame(rows, schema=no_resilience().schema)


def no_resilience() -> pl.DataFrame:
    """The frame of `resilience` without a row, for a date at which no model can be fitted."""
    numbers = dict.fromkeys(["not_intact", "low", "high", "fractured", "hollow_after"], pl.Float64)
    words = dict.fromkeys(["alliance_id", "scenario", "scenario_name", "word", "note"], pl.String)
    return pl.DataFrame(schema={**words, **numbers})
