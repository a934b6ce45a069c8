"""What goes and what stays, on cases small enough to compute by hand."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.dissolution.dissolve import dissolve
from alliance_core.dissolution.view import ranking
from alliance_core.errors import CatalogueError, WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from tests.dissolution.conftest import FUNCTIONS, MEMBERS


def test_the_loss_is_the_criticality_that_is_not_kept(taken, part_of):
    """BBB: crew transport half kept through EEE on Mars, habitat one of two primaries, power an alternate."""
    found = taken()
    kept = {name: part_of(found, "BBB", name)["retained"] for name in ("crew_transport", "habitat", "power")}
    assert kept == {"crew_transport": 0.5, "habitat": 0.5, "power": 1.0}
    row = found.members.filter(actor_id="BBB").row(0, named=True)
    assert (row["weight_used"], row["loss"], row["share"], row["longest_years"]) == (12, 4.5, 0.375, 12)


def test_who_provides_nothing_and_has_nowhere_else_to_go_loses_all_it_uses(taken, loss_of):
    found = taken()
    assert loss_of(found, "CCC") == 12
    assert {part["outcome"] for part in found.standing.filter(actor_id="CCC").to_dicts()} == {"lost"}


def test_an_only_primary_keeps_its_own_and_one_of_two_keeps_its_piece(taken, part_of, loss_of):
    """An alternate beside the only primary takes nothing from it: AAA loses half of the habitat alone."""
    found = taken()
    assert part_of(found, "AAA", "crew_transport")["alone"]
    assert part_of(found, "AAA", "power")["alone"]
    assert part_of(found, "AAA", "habitat")["outcome"] == "own piece"
    assert loss_of(found, "AAA") == 2


def test_a_member_that_uses_nothing_loses_nothing_and_the_reason_is_said(taken):
    row = taken().members.filter(actor_id="DDD").row(0, named=True)
    assert (row["loss"], row["share"], row["longest_years"]) == (0, None, None)
    assert row["reason"].startswith("signed, nothing to lose")


def test_a_peripheral_member_that_only_provides_keeps_what_it_provides(taken, part_of):
    """A partial provision alone is a use, but ends with nothing lost: what it gives it keeps."""
    found = taken(functions=FUNCTIONS + "    moon         DDD       habitat         4            partial\n")
    part = part_of(found, "DDD", "habitat")
    assert (part["uses"], part["grade"], part["outcome"], part["lost"]) == (True, "shown", "own piece", 0)


def test_a_commitment_makes_a_peripheral_member_a_user(taken, part_of):
    promise = """
        alliance_id  actor_id  function_group  declared  ended
        moon         DDD       habitat         2010      -
        moon         DDD       power           2010      2015
    """
    found = taken(commitments=promise)
    assert part_of(found, "DDD", "habitat")["why_uses"] == "has a commitment in it"
    assert part_of(found, "DDD", "habitat")["lost"] == 4
    assert not part_of(found, "DDD", "power")["uses"], "the promise was taken back"


@pytest.mark.parametrize(
    ("share", "year", "uses"),
    [
        pytest.param(5, 2019, True, id="a share of the benefit in an ended year is a use"),
        pytest.param(0, 2019, False, id="a share of nought is none"),
        pytest.param(5, 2021, False, id="a year that lies ahead is a plan"),
    ],
)
def test_a_known_share_of_the_benefit_is_a_use(taken, part_of, share, year, uses):
    rows = [{"alliance_id": "moon", "actor_id": "DDD", "year": year, "measure": "benefit", "share_pct": share}]
    assert part_of(taken(shares=rows), "DDD", "power")["uses"] is uses


@pytest.mark.parametrize(
    ("measure", "year", "uses"),
    [
        ("data_access", 2019, True),
        ("data_access", 2020, True),
        ("data_access", 2021, False),
        ("decision_share", 2019, False),
        ("payee_seat", 2019, False),
    ],
)
def test_votes_seats_and_plans_are_no_use(taken, part_of, measure, year, uses):
    rows = [{"alliance_id": "moon", "actor_id": "DDD", "year": year, "measure": measure, "share_pct": 5}]
    assert part_of(taken(benefits=rows), "DDD", "power")["uses"] is uses


def test_what_has_ended_or_was_only_promised_cannot_be_lost(taken, part_of, loss_of):
    functions = """
        alliance_id  actor_id  function        criticality  role     from  to
        moon         AAA       crew_transport  5            primary  2005  2015
        moon         AAA       habitat         4            primary  2005  -
        moon         AAA       power           3            primary  2030  -
    """
    found = taken(functions=functions)
    assert part_of(found, "CCC", "crew_transport")["outcome"] == "not there"
    assert loss_of(found, "CCC") == 4
    assert "power" not in found.parts["function"]


def test_what_comes_from_nobody_else_is_kept_whatever_the_role(taken, part_of):
    functions = """
        alliance_id  actor_id  function  criticality  role
        moon         BBB       power     3            partial
    """
    assert part_of(taken(functions=functions), "BBB", "power")["retained"] == 1
    assert part_of(taken(functions=functions), "CCC", "power")["retained"] == 0


def test_providers_of_another_detail_are_no_full_substitute(taken, part_of):
    """A quarter stays: BBB knows the craft, but not this part. On Mars a function without a finer name may be it."""
    functions = """
        alliance_id  actor_id  function  detail  criticality  role
        moon         AAA       robotics  arm     4            primary
        moon         BBB       robotics  rover   4            primary
    """
    assert part_of(taken(functions=functions), "BBB", "arm")["retained"] == 0.25
    general = functions + "        mars         BBB       robotics  robotics  2            primary\n"
    assert part_of(taken(functions=general), "BBB", "arm")["alone"]


def test_the_same_partner_elsewhere_counts_half_of_a_new_one(taken, part_of):
    """AAA flies crews for the Moon already: its seat on Mars may be the same one. 0.5 x 0.5."""
    joined = MEMBERS + "    mars         AAA       core\n"
    functions = FUNCTIONS.replace("mars         EEE", "mars         AAA")
    assert part_of(taken(functions=functions, members=joined), "BBB", "crew_transport")["retained"] == 0.25


def test_the_credit_of_another_alliance_can_be_set(taken, part_of):
    assert part_of(taken(credit=0.8), "BBB", "crew_transport")["retained"] == 0.8
    assert part_of(taken(credit=0.0), "BBB", "crew_transport")["outcome"] == "lost"
    with pytest.raises(CatalogueError, match=r"the credit of another alliance is 1\.5; a credit lies between 0"):
        taken(credit=1.5)


def test_rank_and_order_follow_the_loss(taken):
    ranked = ranking(taken())
    assert ranked["actor_id"].to_list() == ["CCC", "BBB", "AAA", "DDD"]
    assert ranked["rank"].to_list() == [1, 2, 3, 4]


def test_losses_of_the_parts_add_up_to_the_loss_of_the_member(taken):
    found = taken()
    for row in found.members.to_dicts():
        assert found.standing.filter(actor_id=row["actor_id"])["lost"].sum() == pytest.approx(row["loss"])


def test_every_answer_names_rows_of_evidence(taken):
    """Membership, providers here and there, and the estimate of the vocabulary."""
    found = taken()
    ids = found.standing.filter(actor_id="BBB", detail="crew_transport")["evidence"][0].to_list()
    assert {id_.split(":")[0] for id_ in ids} == {"members", "functions"}
    assert sum("mars" in id_ for id_ in ids) == 1
    assert sum("_vocab" in id_ for id_ in ids) == 1


def test_row_order_changes_nothing(taken):
    def turned(text):
        head, *rows = text.strip().splitlines()
        return "\n".join([head, *reversed(rows)])

    one, other = taken(), taken(functions=turned(FUNCTIONS), members=turned(MEMBERS))
    columns = ["actor_id", "function", "detail", "uses", "alone", "outcome", "retained", "lost", "through"]
    assert one.standing.select(columns).equals(other.standing.select(columns))
    assert one.members.equals(other.members)
    assert one.dependence.equals(other.dependence)


def test_later_facts_change_nothing_earlier(taken):
    later = {
        "functions": FUNCTIONS.replace("role", "role     from").replace("primary", "primary  2000")
        .replace("alternate", "alternate  2000") + "    mars  EEE  habitat  4  primary  2021\n"
        + "    moon  CCC  power  3  alternate  2021\n",
        "members": MEMBERS.replace("tier", "tier        joined").replace("anchor", "anchor      2000")
        .replace("core", "core        2000").replace("associate", "associate   2000")
        .replace("peripheral", "peripheral  2000") + "    mars  CCC  core  2021\n",
    }  # fmt: skip
    columns = ["actor_id", "function", "uses", "alone", "outcome", "retained", "lost", "through"]
    assert taken(**later).standing.select(columns).equals(taken().standing.select(columns))
    assert not taken(**later, day="2021-12-31").standing.select(columns).equals(taken().standing.select(columns))


def test_an_alliance_that_did_not_exist_yet_is_told(evidence_of):
    evidence = evidence_of(alliance=[{"alliance_id": "moon", "founded": "2001"}])
    with pytest.raises(WorkbenchError, match="moon did not exist at 2000-06-30"):
        dissolve(Snapshot(evidence, dt.date(2000, 6, 30)), "moon")
    with pytest.raises(WorkbenchError, match=r"unknown alliance 'mooon'\. Did you mean 'moon'"):
        dissolve(Snapshot(evidence, dt.date(2000, 6, 30)), "mooon")


def test_an_alliance_without_functions_takes_nothing(taken):
    found = taken(functions=FUNCTIONS, of="mars", members="    alliance_id  actor_id\n    mars  AAA\n")
    assert found.members["loss"].to_list() == [0], "AAA provides crew transport on the Moon and keeps it"
    empty = taken(functions="    actor_id  function  criticality\n    AAA  power  3\n", of="mars")
    assert empty.standing.is_empty()
    assert empty.members["loss"].to_list() == [0, 0]
    assert empty.members.select(pl.col("reason").str.starts_with("signed").all()).item()
