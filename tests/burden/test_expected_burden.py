"""What an expert expects of the shipped alliances, and that the page agrees with the scorecard."""

import datetime as dt
import json

import polars as pl
import pytest

from alliance_core.burden import sentences
from alliance_core.burden.answers import burden_json
from alliance_core.burden.burden import burden, evidence_ids
from alliance_core.cli import main
from alliance_core.errors import UnknownNameError, WorkbenchError
from alliance_core.evidence.snapshot import Snapshot
from alliance_core.evidence.store import Evidence
from alliance_core.indicators.registry import measure

DAY = dt.date(2026, 6, 30)
ALLIANCES = Evidence().alliances["alliance_id"].to_list()


@pytest.fixture(scope="module")
def snapshot():
    return Snapshot(Evidence(), DAY)


@pytest.fixture(scope="module")
def found(snapshot):
    return {name: burden(snapshot, name) for name in ALLIANCES}


@pytest.mark.parametrize("alliance", ALLIANCES)
@pytest.mark.parametrize(
    ("indicator", "of"),
    [
        ("proportionality", lambda own: 1 - own.concentration["dissimilarity"]),
        ("anchor_dependence", lambda own: own.concentration["largest"]),
        ("free_riding", lambda own: own.riders["gdp_share"].fill_null(0).sum()),
    ],
    ids=["proportionality", "anchor_dependence", "free_riding"],
)
def test_the_page_says_what_the_scorecard_says(snapshot, found, alliance, indicator, of):
    value = measure(snapshot, [indicator]).filter(alliance_id=alliance)["value"].to_list()
    if not value or value[0] is None:
        assert found[alliance].concentration is None
    else:
        assert of(found[alliance]) == pytest.approx(value[0], abs=1e-9)


def test_copernicus_is_close_to_proportional_artemis_is_dominated_and_the_station_lies_between(found):
    moved = {name: found[name].concentration["dissimilarity"] for name in ("copernicus", "iss", "artemis")}
    assert moved["copernicus"] < 0.2 < moved["iss"] < moved["artemis"]
    payers = {name: found[name].concentration["effective_payers"] for name in moved}
    assert payers["artemis"] < 1.5 < payers["iss"] < 3 < payers["copernicus"]


def test_the_united_states_pay_about_nine_tenths_of_artemis_and_three_quarters_of_the_station(found):
    for alliance, low, high in (("artemis", 0.85, 0.97), ("iss", 0.65, 0.85)):
        assert found[alliance].concentration["payer"] == "USA"
        assert low < found[alliance].concentration["largest"] < high


def test_a_european_state_acts_through_its_agency_and_is_not_counted_beside_it(found):
    for alliance in ("artemis", "iss"):
        actors = set(found[alliance].partners["actor_id"])
        assert "ESA" in actors
        assert not actors & {"DEU", "FRA", "ITA"}


def test_most_signatories_of_the_accords_bear_no_cost(found):
    assert found["artemis"].riders.height > 20
    assert found["iss"].riders.is_empty()


@pytest.mark.parametrize("alliance", ["artemis", "iss", "ilrs"])
def test_where_one_pays_most_the_anchor_is_tested_and_elsewhere_there_is_none(found, alliance):
    assert found[alliance].anchor.dominant
    assert found["copernicus"].anchor.reading == found["esa"].anchor.reading == "no_anchor"


def test_ten_of_eleven_alliances_have_cost_shares_and_the_eleventh_says_so(found):
    silent = [name for name, own in found.items() if own.concentration is None]
    assert silent == ["apsco"]
    assert "unknown, not zero" in sentences.headline(found["apsco"])


def test_money_is_shown_only_where_one_basis_is_the_whole(found):
    assert found["esa"].total["musd"] > 3000
    assert found["iss"].total is None
    assert "only shares and points" in sentences.total_sentence(found["iss"])


def test_five_partners_of_the_station_are_too_few_for_signs(found):
    reading = found["iss"].tests.filter(test="signed_rank")["reading"].item()
    assert reading == "too few to tell"


@pytest.mark.parametrize("part", ["shares", "economy", "contributions", "benefits", "acts"])
def test_every_part_opens_down_to_rows_that_exist(found, part):
    ids = evidence_ids(found["iss"], part)
    assert ids
    tables = {id_.split(":")[0] for id_ in ids}
    known = {id_ for table in tables for id_ in Evidence().scan(table).select("evidence_id").collect()["evidence_id"]}
    assert set(ids) <= known


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_sentences_are_whole_for_every_alliance(found, alliance):
    own = found[alliance]
    for told in (sentences.headline, sentences.quality, sentences.indices, sentences.tests, sentences.anchor_sentence,
                 sentences.total_sentence, sentences.riding, sentences.reading):  # fmt: skip
        words = told(own)
        assert words.endswith((".", ".**"))
        assert not {"None", "nan", "_share"} & set(words.replace(",", " ").split())


@pytest.mark.parametrize("alliance", ["iss", "artemis", "copernicus"])
def test_at_a_past_date_only_what_was_known_then_counts(alliance):
    past = burden(Snapshot(Evidence(), dt.date(2023, 6, 30)), alliance)
    for frame in (past.contributions, past.cost_years, past.years):
        assert frame["year"].max() <= 2022
    assert past.anchor.acts["date"].max() is None or past.anchor.acts["date"].max() <= dt.date(2023, 6, 30)
    now = burden(Snapshot(Evidence(), DAY), alliance)
    assert now.years.filter(pl.col("year") <= 2022).equals(past.years)


def test_an_unknown_alliance_and_one_that_does_not_exist_yet_are_told(snapshot):
    with pytest.raises(UnknownNameError, match="Did you mean 'artemis'"):
        burden(snapshot, "artemiss")
    with pytest.raises(WorkbenchError, match="it was founded on 2021-03-09"):
        burden(Snapshot(Evidence(), dt.date(2020, 6, 30)), "ilrs")


@pytest.mark.parametrize("alliance", ALLIANCES)
def test_the_json_answer_has_its_shape_and_no_nan(found, alliance):
    answer = json.loads(json.dumps(burden_json(found[alliance], {"gdp": 1}), default=str, allow_nan=False))
    assert set(answer) == {
        "alliance", "as_of", "partners", "concentration", "by_year", "exploitation", "anchor", "free_riders",
        "free_riding", "keys",
    }  # fmt: skip
    wanted = {"actor", "name", "cost", "benefit", "decision", "gdp", "population", "relative_burden", "verification"}
    assert wanted <= set(answer["partners"][0])
    assert {"gini", "hhi", "effective_payers", "dissimilarity", "progressivity"} <= set(answer["concentration"])
    assert sum(row["share"] for row in answer["keys"]["mix"]) == pytest.approx(100)
    assert answer["anchor"]["coded"] is True


def test_the_command_prints_json_and_text(capsys):
    command = ["burden", "iss", "--as-of", "2026-06-30", "--key", "gdp=50,benefit=50"]
    assert main([*command, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["keys"]["weights"] == {"gdp": 0.5, "benefit": 0.5}
    assert main(command) == 0
    told = capsys.readouterr().out
    assert "United States bears 75% of the cost" in told
    assert "Gross national income" in told


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["mars"], "unknown alliance 'mars'"),
        (["iss", "--key", "gni=1"], "unknown key 'gni'"),
        (["ilrs", "--as-of", "2019"], "did not exist"),
        (["apsco", "--key", "benefit=1"], "no figures for the key"),
    ],
)
def test_bad_input_ends_with_one_line_and_status_two(capsys, arguments, words):
    assert main(["burden", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert words in err
    assert len(err.strip().splitlines()) == 1
