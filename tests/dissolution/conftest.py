"""A small alliance that is taken away: the Moon, with Mars beside it and the organisation ORG at home in Space."""

from collections.abc import Callable

import pytest

from alliance_core.dissolution.dissolve import Dissolution, dissolve
from tests.tables import Rows

MEMBERS = """
    alliance_id  actor_id  tier
    moon         AAA       anchor
    moon         BBB       core
    moon         CCC       associate
    moon         DDD       peripheral
    mars         BBB       core
    mars         EEE       anchor
"""
FUNCTIONS = """
    alliance_id  actor_id  function        criticality  role
    moon         AAA       crew_transport  5            primary
    moon         AAA       habitat         4            primary
    moon         BBB       habitat         4            primary
    moon         AAA       power           3            primary
    moon         BBB       power           3            alternate
    mars         EEE       crew_transport  2            primary
"""
VOCABULARY = """
    function        title           domain      typical_years_to_replicate
    crew_transport  Crew transport  transport   12
    habitat         Habitat         habitation  9
    power           Power           habitation  8
"""


@pytest.fixture
def taken(known) -> Callable[..., Dissolution]:
    """What the end of an alliance takes, of literal rows: taken(functions=..., day="2020-12-31", of="moon")."""

    def take(
        functions: Rows = FUNCTIONS,
        members: Rows = MEMBERS,
        day: str = "2020-12-31",
        of: str = "moon",
        credit: float | None = None,
        **tables: Rows,
    ) -> Dissolution:
        rows = {"vocabulary_functions": VOCABULARY, **tables}
        return dissolve(known(day, members=members, functions=functions, **rows), of, credit)

    return take


@pytest.fixture
def part_of() -> Callable[[Dissolution, str, str], dict]:
    """One part of one member: part_of(found, "BBB", "habitat")."""

    def look(found: Dissolution, actor: str, detail: str) -> dict:
        return found.standing.filter(actor_id=actor, detail=detail).row(0, named=True)

    return look


@pytest.fixture
def loss_of() -> Callable[[Dissolution, str], float]:
    """Loss of one member in points of criticality."""

    def look(found: Dissolution, actor: str) -> float:
        return found.members.filter(actor_id=actor)["loss"][0]

    return look
