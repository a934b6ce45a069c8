"""What must hold whatever the evidence says, tried on changed copies of the shipped evidence."""

import datetime as dt
import random
from collections.abc import Callable

import polars as pl
import pytest

from alliance_core.dissolution.dissolve import dissolve
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from tests.tables import SCHEMA, write_frames

DAY = dt.date(2025, 6, 30)
ALLIANCES = ["artemis", "copernicus", "esa", "eumetsat", "five_eyes", "ilrs", "iss", "us_japan"]
TRIALS = 12


@pytest.fixture(scope="module")
def shipped() -> dict[str, pl.DataFrame]:
    evidence = Evidence()
    return {table: evidence.scan(table).collect() for table in evidence.tables if table in SCHEMA}


@pytest.fixture
def with_functions(shipped, tmp_path) -> Callable[[pl.DataFrame], Snapshot]:
    """The shipped evidence with other functions, at the day."""

    def look(functions: pl.DataFrame) -> Snapshot:
        return Snapshot(write_frames(tmp_path / str(random.random()), shipped | {"functions": functions}), DAY)

    return look


def losses(snapshot: Snapshot, alliance: str) -> dict[str, float]:
    return dict(dissolve(snapshot, alliance).members.select("actor_id", "loss").iter_rows())


def row_like(functions: pl.DataFrame, **cells: object) -> pl.DataFrame:
    """One more row: like the first one, but for these cells; available since long ago."""
    cells = {"evidence_id": "new", "from": dt.date(2000, 1, 1), "to": None} | cells
    new = functions.head(1).with_columns(
        **{name: pl.lit(value, functions.schema[name]) for name, value in cells.items()}
    )
    return pl.concat([functions, new])


def draws(seed: int):
    """An alliance, one of its members and one of its parts, many times."""
    chance = random.Random(seed)
    snapshot = Snapshot(Evidence(), DAY)
    answers = {alliance: dissolve(snapshot, alliance) for alliance in ALLIANCES}
    for _ in range(TRIALS):
        alliance = chance.choice(ALLIANCES)
        found = answers[alliance]
        actor = chance.choice(found.members["actor_id"].to_list())
        part = found.parts.row(chance.randrange(found.parts.height), named=True)
        before = dict(found.members.select("actor_id", "loss").iter_rows())
        yield chance, alliance, actor, part, before


def test_removing_an_own_provider_never_lowers_the_own_loss(shipped, with_functions):
    functions = shipped["functions"]
    snapshot = Snapshot(Evidence(), DAY)
    chance = random.Random(1)
    own = snapshot.functions.join(snapshot.members.select("alliance_id", "actor_id"), on=["alliance_id", "actor_id"])
    for row in chance.sample(own.to_dicts(), TRIALS):
        after = with_functions(functions.filter(pl.col("evidence_id") != row["evidence_id"]))
        actor = row["actor_id"]
        for alliance in [*chance.sample(ALLIANCES, 2), row["alliance_id"]]:
            before = losses(snapshot, alliance)
            if actor in before:
                assert losses(after, alliance)[actor] >= before[actor] - 1e-9, (row, alliance)


@pytest.mark.parametrize("role", ["primary", "alternate", "partial"])
def test_an_own_provider_more_never_raises_the_own_loss(shipped, with_functions, role):
    for chance, alliance, actor, part, before in draws(2):
        where = chance.choice([alliance, chance.choice(ALLIANCES)])
        more = row_like(
            shipped["functions"], alliance_id=where, actor_id=actor, role=role, function=part["function"],
            detail=part["detail"], criticality=criticality(shipped["functions"], where, part["function"]),
        )  # fmt: skip
        assert losses(with_functions(more), alliance)[actor] <= before[actor] + 1e-9, (alliance, actor, part, where)


def criticality(functions: pl.DataFrame, alliance: str, function: str) -> int:
    """A function has one criticality in an alliance; a new row must not change the weights."""
    known = functions.filter(alliance_id=alliance, function=function)
    return known["criticality"][0] if known.height else 3


def test_an_alternate_more_in_another_alliance_never_raises_a_loss(shipped, with_functions):
    providers = shipped["functions"]["actor_id"].unique().sort().to_list()
    for chance, alliance, _, part, before in draws(3):
        where = chance.choice([other for other in ALLIANCES if other != alliance])
        more = row_like(
            shipped["functions"], alliance_id=where, actor_id=chance.choice(providers), role="alternate",
            function=part["function"], detail=part["detail"],
            criticality=criticality(shipped["functions"], where, part["function"]),
        )  # fmt: skip
        after = losses(with_functions(more), alliance)
        assert all(after[actor] <= loss + 1e-9 for actor, loss in before.items()), (alliance, part, where)


def test_facts_after_the_day_change_nothing(shipped, with_functions):
    """All providers that start later are taken out; ends that lie ahead are forgotten."""
    functions = shipped["functions"].filter(pl.col("from").is_null() | (pl.col("from") <= DAY))
    ends = functions.with_columns(to=pl.when(pl.col("to") <= DAY).then("to"))
    for alliance in ALLIANCES:
        assert losses(with_functions(ends), alliance) == pytest.approx(losses(Snapshot(Evidence(), DAY), alliance))


def test_row_order_changes_nothing(shipped, with_functions):
    mixed = shipped["functions"].sample(fraction=1, shuffle=True, seed=5)
    for alliance in ALLIANCES:
        one, other = dissolve(with_functions(mixed), alliance), dissolve(Snapshot(Evidence(), DAY), alliance)
        assert one.standing.equals(other.standing)
        assert one.members.equals(other.members)
        assert one.dependence.equals(other.dependence)
