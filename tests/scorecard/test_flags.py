"""Flags: each raised by its smallest case, and not raised just beside it."""

import datetime as dt

import polars as pl
import pytest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import flags as flag_rules
from alliance_core.scorecard.assessment import assess
from alliance_core.scorecard.flags import flags
from alliance_core.scorecard.operational import operational
from tests.scorecard.hand import HOME, card, even, table

DATE = "2020-12-31"
FOUNDED = [{"alliance_id": HOME, "founded": "2000", "anchor_actor": "AAA"}]
FIVE = list(dimensions())
PAPER = {"legal_bindingness": 100, "dispute_settlement": 100, "exit_cost": 100}
PRACTICE = ("interoperability_level", "exercised_share", "delivered_share", "engaged_members")


def raised(known, scores=None, **tables):
    """The flags of one alliance, as {id: row}, for scores of indicators and rows of evidence."""
    snapshot = known(DATE, alliance=FOUNDED, **tables)
    cards = card(table({HOME: even(50) if scores is None else scores}, date=dt.date.fromisoformat(DATE)), draws=1)
    frame = flags(snapshot, cards.dimensions, cards.indicators, operational(snapshot, cards.indicators))
    return {row["flag"]: row for row in frame.iter_rows(named=True)}


def event(**cells):
    """A quarrel of the anchor, with other cells where they are given."""
    row = {"event_id": "e1", "date": "2018-03-01", "type": "dispute", "severity": 3, "actors": "AAA"}
    return {"alliance_id": HOME, **row, **cells}


def link(level):
    """Operations of two actors at a level."""
    return {
        "alliance_id": HOME,
        "actor_a": "AAA",
        "actor_b": "BBB",
        "layer": "operations",
        "level": level,
        "as_of": "2010",
    }


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param([], True, id="nothing ever happened"),
        pytest.param([event(severity=3)], True, id="a quarrel of severity 3 is no crisis"),
        pytest.param([event(severity=4)], False, id="severity 4 is a crisis"),
        pytest.param([event(severity=5, resolved="2019")], False, id="a crisis that ended was one"),
        pytest.param([event(severity=5, type="expansion")], True, id="a great gain is no crisis"),
        pytest.param([event(severity=5, date="2021-01-01")], True, id="a crisis that lies ahead is not known"),
    ],
)
def test_untested_is_who_never_faced_a_crisis(known, events, expected):
    flag = raised(known, events=events).get("untested")
    assert (flag is not None) == expected
    if flag:
        assert (flag["name"], flag["dimension"]) == ("UNTESTED", "trust_reliability")


@pytest.mark.parametrize(
    ("level", "expected"), [pytest.param(2, True, id="planned only"), pytest.param(3, False, id="exercised")]
)
def test_never_combined_operations_is_who_never_exercised_together(known, level, expected):
    assert ("never_combined_operations" in raised(known, interoperability=[link(level)])) == expected


def test_operations_that_were_never_looked_at_raise_no_flag(known):
    assert "never_combined_operations" not in raised(known)


@pytest.mark.parametrize(
    ("practice", "engaged", "expected"),
    [
        pytest.param(80, 80, True, id="twenty points of gap are a whole band"),
        pytest.param(80.1, 80.1, False, id="a smaller gap is not"),
        pytest.param(100, 66, True, id="a third of the members in name only"),
        pytest.param(100, 67, False, id="33 in 100 members in name only are less than a third"),
    ],
)
def test_a_parchment_partnership_is_ahead_on_paper(known, practice, engaged, expected):
    scores = PAPER | dict.fromkeys(PRACTICE, practice) | {"engaged_members": engaged}
    assert ("parchment_partnership" in raised(known, scores)) == expected


def test_without_a_known_gap_nobody_is_called_a_parchment_partnership(known):
    assert "parchment_partnership" not in raised(known, {})


@pytest.mark.parametrize(
    ("share", "events", "expected"),
    [
        pytest.param(0.61, [event()], True, id="pays over six tenths and quarrels"),
        pytest.param(0.59, [event()], False, id="pays less"),
        pytest.param(0.61, [], False, id="has done nothing"),
        pytest.param(0.61, [event(actors="BBB")], False, id="somebody else's quarrel"),
        pytest.param(0.61, [event(actors="BBB;AAA")], True, id="one of two in the quarrel"),
        pytest.param(0.61, [event(type="budget_cut")], True, id="has cut the budget"),
        pytest.param(0.61, [event(type="operational_failure")], False, id="a failure is no threat"),
        pytest.param(0.61, [event(type="expansion")], False, id="a gain is no threat"),
        pytest.param(0.61, [event(date="2016-01-01")], True, id="within five years"),
        pytest.param(0.61, [event(date="2015-12-31")], False, id="five years ago to the day is too long ago"),
        pytest.param(0.61, [event(date="2021-01-01")], False, id="not known yet"),
    ],
)
def test_the_anchor_state_syndrome_is_a_dominant_payer_that_has_lately_cut_or_threatened(
    known, share, events, expected
):
    scores = {"anchor_dependence": (0.9 - share) / 0.65 * 100}
    flag = raised(known, scores, events=events).get("anchor_state_syndrome")
    assert (flag is not None) == expected
    if flag:
        assert flag["evidence"] == [f"events:{HOME}:e1"]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        pytest.param(even(50), False, id="all dimensions have a score"),
        pytest.param({**even(50), "trust_reliability": None}, True, id="one has none"),
        pytest.param({**even(50), "erosion": None}, False, id="one indicator less leaves the dimension a score"),
        pytest.param({**even(50), "operational_integration": None}, False, id="what stands beside does not matter"),
    ],
)
def test_thin_evidence_is_a_dimension_without_a_score(known, scores, expected):
    assert ("insufficient_evidence" in raised(known, scores)) == expected


def test_the_gravest_flag_comes_first_and_each_speaks_the_words_of_the_catalogue(known):
    scores = PAPER | dict.fromkeys(PRACTICE, 10) | {"anchor_dependence": 20}
    got = raised(known, scores, events=[event()], interoperability=[link(1)])
    assert list(got) == list(flag_rules())
    for id_, row in got.items():
        assert {word: row[word] for word in ("name", "short", "text", "warning")}.items() <= flag_rules()[id_].items()


def test_nothing_is_raised_for_a_sound_alliance(known):
    scores = {**even(60), "operational_integration": 60, "engaged_members": 90}
    assert raised(known, scores, events=[event(severity=4, actors="BBB")], interoperability=[link(4)]) == {}


# --- What the flags do to labels and warnings -----------------------------------------------------


def assessed_by_hand(evidence_of, scores, **tables):
    """The assessment of one alliance by scores of its indicators, and rows of evidence."""
    day = dt.date.fromisoformat(DATE)
    return assess(evidence_of(alliance=FOUNDED, **tables), day, measured=table({HOME: scores}, date=day))


def trust(assessment):
    return assessment.dimensions.filter(dimension="trust_reliability").row(0, named=True)


def test_untested_trust_is_labelled_so_whatever_its_score(evidence_of):
    row = trust(assessed_by_hand(evidence_of, even(90)))
    assert (row["label"], row["band"], row["flags"]) == ("UNTESTED", "very_strong", ["untested"])


def test_tested_trust_is_labelled_by_its_band(evidence_of):
    row = trust(assessed_by_hand(evidence_of, even(90), events=[event(severity=4)]))
    assert (row["label"], row["flags"]) == ("VERY HIGH", [])


def test_trust_without_enough_evidence_says_so_even_where_untested(evidence_of):
    row = trust(assessed_by_hand(evidence_of, {**even(90), "trust_reliability": None}))
    assert (row["label"], row["flags"]) == ("INSUFFICIENT EVIDENCE", ["untested", "insufficient_evidence"])


def test_untested_trust_leaves_the_other_labels_alone(evidence_of):
    labels = assessed_by_hand(evidence_of, even(90)).dimensions.filter(pl.col("dimension") != "trust_reliability")[
        "label"
    ]
    assert "UNTESTED" not in labels.to_list()


OPEN_DISPUTE = "Open since 2018-03: dispute"


@pytest.mark.parametrize(
    ("events", "expected", "strain"),
    [
        pytest.param([event(severity=4)], OPEN_DISPUTE, "events:moon:e1", id="an open strain comes first"),
        pytest.param(
            [event(severity=4), event(severity=5, date="2017-02", type="sanction", event_id="e2")],
            "Open since 2017-02: sanction",
            "events:moon:e2",
            id="the gravest of two",
        ),
        pytest.param(
            [event(severity=4), event(severity=4, date="2019-07-01", event_id="e2")],
            "Open since 2019-07: dispute",
            "events:moon:e2",
            id="the latest of two as grave",
        ),
        pytest.param(
            [event(severity=4, resolved="2021")],
            OPEN_DISPUTE,
            "events:moon:e1",
            id="an end that lies ahead is not known",
        ),
        pytest.param(
            [event(severity=4, resolved="2019")], "Weakest: Burden at 36 of 100", None, id="a strain that ended"
        ),
        pytest.param([event(severity=3)], "Trust never tested by a crisis", None, id="a flag is next"),
    ],
)
def test_the_top_warning_is_an_open_crisis_then_a_flag_then_the_weakest_dimension(
    evidence_of, events, expected, strain
):
    scores = {**even(60), "burden_sharing_equity": 30, "anchor_dependence": 60}
    row = assessed_by_hand(evidence_of, scores, events=events).overall.row(0, named=True)
    assert (row["warning"], row["strain"]) == (expected, strain)


def test_the_shipped_warnings_are_there_for_all(assessed):
    assert assessed.overall["warning"].null_count() == 0
