"""The catalogue: every number of the method is data with its reason, and what is odd is refused at load."""

import copy
import importlib
import math

import pytest

from alliance_core import catalogue
from alliance_core.catalogue import listing, rules
from alliance_core.errors import CatalogueError, UnknownNameError
from alliance_core.evidence.build import built_name
from alliance_core.evidence.schema import load_schema
from alliance_core.paths import SOURCES
from alliance_core.scorecard.weights import WeightProfile

DESIGN = {
    "strategic_alignment": "voting_agreement priority_convergence declared_revealed_fit common_participation "
    "divided_loyalty strategic_reach",
    "capability_complementarity": "function_coverage provider_redundancy provider_diversity contributing_members "
    "duplication independent_launch",
    "burden_sharing_equity": "proportionality anchor_dependence benefit_alignment authority_alignment free_riding "
    "perceived_equity",
    "institutional_mechanisms": "legal_bindingness dispute_settlement exit_cost governance_capacity decision_speed "
    "compliance_monitoring decision_authority_balance",
    "trust_reliability": "fulfilment schedule_slip erosion crisis_survival operating_experience retention",
}
COSTS = {"divided_loyalty", "duplication", "anchor_dependence", "free_riding", "erosion", "schedule_slip"}
CACHED = (
    catalogue.dimensions,
    catalogue.all_dimensions,
    catalogue.indicators,
    catalogue.evidence_rules,
    rules.scorecard_rules,
)
INDICATORS = list(catalogue.indicators().values())


@pytest.fixture
def spoiled(monkeypatch):
    """spoiled("indicators", change): the catalogue is read anew, with one file changed in place by `change`."""

    def forget():
        for function in CACHED:
            function.cache_clear()

    def spoil(name, change):
        data = copy.deepcopy(original(name))
        change(data)
        for module in (catalogue, rules):
            monkeypatch.setattr(module, "read", lambda other: data if other == name else original(other))
        forget()

    original = catalogue.read
    yield spoil
    monkeypatch.undo()
    forget()


def put(path, value):
    """A change that sets the entry at a dotted path."""

    def change(data):
        *folders, last = path.split(".")
        for folder in folders:
            data = data[folder]
        data[last] = value

    return change


def drop(path):
    """A change that takes the entry at a dotted path away."""

    def change(data):
        *folders, last = path.split(".")
        for folder in folders:
            data = data[folder]
        del data[last]

    return change


# --- What must be there ---------------------------------------------------------------------------


def test_the_five_dimensions_stand_in_the_order_of_the_design_and_weigh_one_together():
    assert list(catalogue.dimensions()) == list(DESIGN)
    assert math.fsum(item.weight for item in catalogue.dimensions().values()) == pytest.approx(1)


@pytest.mark.parametrize("dimension", DESIGN)
def test_every_indicator_of_the_design_is_in_the_catalogue_under_its_dimension(dimension):
    listed = {item.id for item in INDICATORS if item.dimension == dimension}
    assert listed >= set(DESIGN[dimension].split())


@pytest.mark.parametrize("item", INDICATORS, ids=lambda item: item.id)
def test_every_indicator_tells_its_question_goalposts_weight_source_and_limits(item):
    for told in (item.name, item.question, item.unit, item.goalposts, item.weight_reason, item.formula, item.words,
                 item.source, item.limits):  # fmt: skip
        assert told.strip()
    assert item.question.endswith("?")
    assert item.tables


@pytest.mark.parametrize("item", INDICATORS, ids=lambda item: item.id)
def test_every_indicator_names_tables_that_exist(item):
    assert set(item.tables) <= {built_name(path) for path in load_schema(SOURCES)}


@pytest.mark.parametrize("item", INDICATORS, ids=lambda item: item.id)
def test_direction_follows_from_the_goalposts_and_is_stated_once(item):
    assert item.is_cost == (item.id in COSTS)


def test_every_preset_aggregator_and_flag_gives_a_reason():
    for item in (*rules.presets().values(), *rules.aggregators().values()):
        assert item.name.strip()
        assert item.reason.strip()
    for flag in rules.flags().values():
        assert all(flag[word].strip() for word in ("name", "short", "warning", "text", "reason"))


def test_the_coverage_gate_the_draws_and_the_formal_side_give_reasons():
    whole = rules.scorecard_rules()
    assert all(whole[part]["reason"].strip() for part in ("coverage", "uncertainty", "operational", "warning"))


def test_the_flags_of_the_design_are_all_there_gravest_first():
    assert list(rules.flags()) == [
        "untested", "never_combined_operations", "parchment_partnership", "anchor_state_syndrome",
        "insufficient_evidence",
    ]  # fmt: skip


def test_the_means_of_the_design_are_power_means():
    powers = {id_: item.power for id_, item in rules.aggregators().items()}
    assert powers == {"arithmetic": 1, "geometric": 0, "harmonic": -1, "weakest_link": -math.inf}


def test_the_presets_of_the_design_are_all_there_and_make_profiles():
    assert set(rules.presets()) == {"balanced", "operator", "treasury", "diplomat", "security", "political_framework"}
    for item in rules.presets().values():
        assert sum(item.weights.values()) == 100
        assert math.fsum(WeightProfile.of(item.weights).shares.values()) == pytest.approx(1)


def test_the_balanced_preset_and_the_weights_of_the_dimensions_say_the_same():
    balanced = WeightProfile.parse("balanced").shares
    assert balanced == pytest.approx({id_: item.weight for id_, item in catalogue.dimensions().items()})


def test_bands_and_their_words_are_those_of_the_design():
    assert rules.scorecard_rules()["bands"] == pytest.approx(
        {"critical": 20, "weak": 40, "moderate": 60, "strong": 80, "very_strong": 101}
    )
    words = {id_: item.label for id_, item in catalogue.dimensions().items()}
    assert words["institutional_mechanisms"]["critical"] == words["institutional_mechanisms"]["weak"] == "MINIMAL"
    assert words["burden_sharing_equity"]["critical"] == words["burden_sharing_equity"]["weak"] == "IMBALANCED"
    assert rules.flags()["untested"]["name"] == "UNTESTED"
    assert rules.flags()["untested"]["dimension"] == "trust_reliability"


def test_tiers_and_verification_weigh_as_the_design_says():
    weighed = catalogue.evidence_rules()
    assert weighed["tier_weights"] == {"anchor": 1, "core": 1, "associate": 0.6, "peripheral": 0.3}
    assert weighed["verification_widening"] == {"read": 1, "recalled": 1.5, "estimated": 3}


def test_every_rated_indicator_has_a_rubric_with_five_levels():
    rated = [item.id for item in INDICATORS if item.tables == ("ratings",)]
    rubrics = catalogue.evidence_rules()["rubric"]
    assert set(rubrics) == set(rated)
    assert all(list(levels) == ["0", "1", "2", "3", "4"] for levels in rubrics.values())


def test_the_prior_of_fulfilment_comes_from_the_keeping_rate_of_alliances():
    """Leeds 2003: alliance commitments were kept about three times in four, so Beta(3, 1)."""
    item = catalogue.indicator("fulfilment")
    assert (item.parameter("kept"), item.parameter("broken")) == (3, 1)


def test_the_method_page_lists_every_entry_of_the_catalogue():
    assert listing.indicator_table()["id"].to_list() == [item.id for item in INDICATORS]
    assert listing.preset_table()["id"].to_list() == list(rules.presets())
    assert listing.aggregator_table()["id"].to_list() == list(rules.aggregators())
    assert listing.flag_table().height == len(rules.flags())
    assert listing.band_table()["below"].to_list() == [20, 40, 60, 80, 100]
    assert listing.rubric_table().shape == (5, 8)
    assert listing.dimension_table()["indicators"].sum() == len(INDICATORS)
    for item in INDICATORS:
        text = listing.dimension_text(item.dimension)
        assert all(
            part in text for part in (item.formula, item.goalposts, item.weight_reason, item.source, item.limits)
        )
    assert "90%" in listing.uncertainty_text()
    assert listing.limits_text().count("\n- ") + 1 == len(catalogue.read("limits")["limits"])


# --- What is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            put("fulfilment.worst", 1.0),
            "indicators.toml: fulfilment: both goalposts are 1.0; they must differ",
            id="goalposts that coincide",
        ),
        pytest.param(
            put("fulfilment.scale", "cubic"),
            "indicators.toml: fulfilment: scale 'cubic' is unknown; allowed: linear, log",
            id="a scale that nobody knows",
        ),
        pytest.param(
            put("fulfilment.best", 1.5),
            r"indicators.toml: fulfilment: goalposts must lie inside the bounds "
            r"\(0.0, 1.0\)",
            id="a goalpost that no value can reach",
        ),
        pytest.param(
            put("fulfilment.worst", math.nan),
            "indicators.toml: fulfilment: goalposts must lie inside the bounds",
            id="a goalpost that is no number",
        ),
        pytest.param(
            put("operating_experience.bounds", [-1.0, 80.0]),
            "indicators.toml: operating_experience: a log scale needs values above -1",
            id="a logarithm of nothing",
        ),
        pytest.param(
            put("fulfilment.dimension", "trust"),
            "indicators.toml: fulfilment names the unknown dimension 'trust'",
            id="a dimension that does not exist",
        ),
        pytest.param(
            put("fulfilment.weight", 0.5),
            "indicators.toml: weights of trust_reliability add up to 1.250, not 1",
            id="weights beyond the whole",
        ),
        pytest.param(
            put("fulfilment.weight", 1.2),
            "indicators.toml: fulfilment: weight 1.2 is not between 0 and 1",
            id="a weight above one",
        ),
        pytest.param(
            put("fulfilment.weight", -0.1),
            "indicators.toml: fulfilment: weight -0.1 is not between 0 and 1",
            id="a weight below nothing",
        ),
        pytest.param(
            drop("fulfilment.weight_reason"),
            "indicators.toml: fulfilment lacks weight_reason",
            id="a weight without its reason",
        ),
        pytest.param(drop("fulfilment.bounds"), "indicators.toml: fulfilment lacks bounds", id="no bounds"),
        pytest.param(
            put("fulfilment.wieght", 0.1),
            "indicators.toml: fulfilment has the unknown key wieght; allowed: .*weight",
            id="a key that is misspelt",
        ),
    ],
)
def test_an_odd_indicator_is_refused_with_file_and_place(spoiled, change, message):
    spoiled("indicators", change)
    with pytest.raises(CatalogueError, match=message):
        catalogue.indicators()


def test_a_dimension_without_a_word_for_a_band_is_refused(spoiled):
    spoiled("dimensions", drop("trust_reliability.label.weak"))
    with pytest.raises(
        CatalogueError, match=r"dimensions\.toml: trust_reliability.label needs the bands critical, weak"
    ):
        catalogue.all_dimensions()


def test_a_dimension_without_its_question_is_refused(spoiled):
    spoiled("dimensions", drop("trust_reliability.question"))
    with pytest.raises(CatalogueError, match=r"dimensions\.toml: trust_reliability lacks question"):
        catalogue.all_dimensions()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(put("bands.weak", 60.5), "scorecard.toml: the marks of bands must rise", id="bands out of order"),
        pytest.param(
            put("bands.weak", 20), "scorecard.toml: the marks of bands must rise", id="a band without any score"
        ),
        pytest.param(
            put("bands.very_strong", 100),
            "scorecard.toml: the last mark of bands must lie above 100",
            id="a full score without a band",
        ),
        pytest.param(
            drop("bands.weak"),
            "scorecard.toml: bands must be critical, weak, moderate, strong, very_strong",
            id="a band left out",
        ),
        pytest.param(
            put("likelihood.likely", 0.3),
            "scorecard.toml: the marks of likelihood must rise",
            id="likelihood words out of order",
        ),
        pytest.param(
            put("likelihood.almost_certain", 1.0),
            "scorecard.toml: the last mark of likelihood must lie above 1",
            id="certainty without a word",
        ),
    ],
)
def test_marks_that_do_not_rise_are_refused(spoiled, change, message):
    spoiled("scorecard", change)
    with pytest.raises(CatalogueError, match=message):
        rules.scorecard_rules()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(
            drop("presets.operator.weights.trust_reliability"),
            "scorecard.toml: preset operator must weigh exactly strategic_alignment, .*, trust_reliability",
            id="a preset that misses a dimension",
        ),
        pytest.param(
            put("presets.operator.weights.trust", 5),
            "scorecard.toml: preset operator must weigh exactly",
            id="a preset with a dimension of its own",
        ),
        pytest.param(
            drop("presets.operator.reason"), "scorecard.toml: operator lacks reason", id="a preset without reason"
        ),
    ],
)
def test_an_odd_preset_is_refused_with_file_and_place(spoiled, change, message):
    spoiled("scorecard", change)
    with pytest.raises(CatalogueError, match=message):
        rules.presets()


def test_an_aggregator_without_its_reason_is_refused(spoiled):
    spoiled("scorecard", drop("aggregators.geometric.reason"))
    with pytest.raises(CatalogueError, match=r"scorecard\.toml: geometric lacks reason"):
        rules.aggregators()


def test_a_file_that_is_no_toml_is_refused_with_its_name_and_line(monkeypatch, tmp_path):
    (tmp_path / "indicators.toml").write_text("[fulfilment\nweight = 1\n", encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(CatalogueError, match=r"data/catalogue/indicators.toml cannot be read: .*line 1"):
        catalogue.read("indicators")


def test_a_file_that_is_missing_is_refused_with_its_name(monkeypatch, tmp_path):
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    with pytest.raises(CatalogueError, match=r"data/catalogue/scorecard.toml cannot be read"):
        catalogue.read("scorecard")


# --- Names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("look", "message"),
    [
        pytest.param(
            lambda: catalogue.indicator("fulfillment"),
            "unknown indicator 'fulfillment'. Did you mean 'fulfilment'\\? Allowed: anchor_dependence,",
            id="indicator",
        ),
        pytest.param(
            lambda: rules.aggregator("geometrical"),
            "unknown aggregator 'geometrical'. Did you mean "
            "'geometric'\\? Allowed: arithmetic, geometric, harmonic, weakest_link",
            id="aggregator",
        ),
        pytest.param(
            lambda: catalogue.indicator("fulfilment").parameter("keep"),
            "unknown parameter of fulfilment 'keep'. Did you mean 'kept'\\? Allowed: broken, kept",
            id="parameter",
        ),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest_and_all_allowed_ones(look, message):
    with pytest.raises(UnknownNameError, match=message):
        look()


@pytest.mark.parametrize("item", INDICATORS, ids=lambda item: item.id)
def test_every_indicator_has_a_function_of_its_name(item):
    module = importlib.import_module(f"alliance_core.indicators.{item.dimension}.{item.id}")
    assert callable(getattr(module, item.id))
