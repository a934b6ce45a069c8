"""What the evidence is expected to say, by computation on the shipped data."""

import datetime as dt

import pytest

from alliance_core.scorecard.assessment import assess

PUBLISHED = dt.date(2023, 6, 30)


@pytest.fixture(scope="module")
def mid_2023(shipped):
    return assess(shipped, PUBLISHED)


def score(assessment, alliance, dimension):
    return assessment.dimensions.filter(alliance_id=alliance, dimension=dimension)["score"][0]


def test_artemis_has_27_member_states_in_the_middle_of_2023(mid_2023):
    """The 27 signatories of the Accords from Australia to India, who signed on 21 June 2023."""
    members = mid_2023.snapshot.members.filter(alliance_id="artemis", kind="state")
    assert members["actor_id"].n_unique() == members.height == 27


@pytest.mark.parametrize(
    ("dimension", "label"),
    [
        ("strategic_alignment", "MODERATE"),
        ("capability_complementarity", "WEAK"),
        ("burden_sharing_equity", "IMBALANCED"),
        ("institutional_mechanisms", "MINIMAL"),
        ("trust_reliability", "UNTESTED"),
    ],
)
def test_artemis_reads_as_published_in_the_middle_of_2023(mid_2023, dimension, label):
    assert mid_2023.dimensions.filter(alliance_id="artemis", dimension=dimension)["label"].to_list() == [label]


@pytest.mark.parametrize("other", ["iss", "artemis"])
def test_copernicus_shares_its_burden_more_fairly(assessed, mid_2023, other):
    for assessment in (assessed, mid_2023):
        assert score(assessment, "copernicus", "burden_sharing_equity") > score(
            assessment, other, "burden_sharing_equity"
        )


def test_the_institutions_of_esa_are_stronger_than_those_of_artemis(assessed, mid_2023):
    for assessment in (assessed, mid_2023):
        assert score(assessment, "esa", "institutional_mechanisms") > score(
            assessment, "artemis", "institutional_mechanisms"
        )


def test_trust_in_the_space_station_falls_with_the_invasion_of_ukraine(shipped):
    """The eve of 24 February 2022, and five weeks later."""
    before, after = (assess(shipped, dt.date.fromisoformat(day)) for day in ("2022-02-23", "2022-03-31"))
    assert score(after, "iss", "trust_reliability") < score(before, "iss", "trust_reliability")


def test_all_eleven_alliances_are_assessed_today(assessed):
    assert sorted(assessed.overall["alliance_id"]) == [
        "apsco", "artemis", "copernicus", "cospas_sarsat", "esa", "eumetsat", "five_eyes", "ilrs", "iss", "nasa_esa",
        "us_japan",
    ]  # fmt: skip
    assert assessed.overall["score"].null_count() == 0


def test_an_assessment_of_the_past_is_the_same_whenever_it_is_made(shipped, mid_2023):
    again = assess(shipped, PUBLISHED)
    for part in ("overall", "dimensions", "indicators", "operational", "flags"):
        assert getattr(again, part).equals(getattr(mid_2023, part))
