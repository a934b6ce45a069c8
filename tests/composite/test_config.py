"""Recipes: what a configuration and metadata say together, and everything odd that is refused in one line."""

import json

import pytest

from alliance_core.composite.config import config_of
from tests.composite.recipes import META, TOML, broken, recipe, told

BAD_CONFIG = {
    "no TOML": ("[data", "recipe.toml is no TOML"),
    "an unknown section": (TOML + "[agregation]\n", "unknown section of "),
    "an unknown section, with a hint": (TOML + "[agregation]\n", "'agregation'. Did you mean 'aggregation'?"),
    "an unknown key": (TOML + "[ranking]\ndecimal = 3\n", "[ranking] 'decimal'. Did you mean 'decimals'?"),
    "an unknown key of an indicator": (
        broken("weight", "wieght"),
        "[indicators.roads] 'wieght'. Did you mean 'weight'?",
    ),
    "an unknown key of an aggregate": (TOML + "mean = 1\n", "[aggregates.Index] 'mean'"),
    "a section that is none": (
        "data = 3\n" + broken('[data]\nunit = "uCode"\nname = "name"\n', ""),
        "[data] is 3; it must be a table",
    ),
    "sections that are none": ("indicators = 3", "indicators is 3; it must be a table like [indicators.CODE]"),
    "a text for a number": (
        broken("weight = 3", 'weight = "3"'),
        "[indicators.roads] weight is '3'; it must be a number",
    ),
    "yes for a number": (broken("weight = 3", "weight = true"), "weight is True; it must be a number"),
    "a fraction of a direction": (broken("-1", "-0.5"), "direction is -0.5; it must be a whole number"),
    "a direction of two": (broken("-1", "2"), "dirt: the direction is 2; allowed: 1"),
    "a negative weight": (
        broken("weight = 3", "weight = -3"),
        "roads: the weight is -3.0; it must be a number of 0 or more",
    ),
    "an infinite weight": (broken("weight = 3", "weight = inf"), "roads: the weight is inf"),
    "no weight at all": (
        broken("weight = 3", "weight = 0").replace("direction = -1", "weight = 0"),
        "Works: all weights of its children are 0",
    ),
    "nothing": ("", "there is no indicator; give one in the configuration or in the metadata"),
    "no parent": (broken('parent = "Works"\nden', "den"), "roads: the indicator has no parent"),
    "an unknown parent": (broken('"Works"\nden', '"Work"\nden'), "roads: the parent 'Work' is no node"),
    "a parent that is an indicator": (
        broken('"Works"\nden', '"trust"\nden'),
        "roads: the parent 'trust' is an indicator",
    ),
    "a circle": (TOML + 'parent = "Works"\n', "in a circle: Works -> Index -> Works"),
    "an aggregate without children": (TOML + "[aggregates.Rest]\n", "Rest: the aggregate has no children"),
    "a code of both kinds": (TOML + "[aggregates.trust]\n", "'trust' is an indicator and an aggregate"),
    "one goalpost": (broken("weight = 3", "worst = 3"), "roads: only one goalpost is given; give both"),
    "goalposts that coincide": (broken("weight = 3", "worst = 3\nbest = 3"), "roads: both goalposts are 3.0"),
    "goalposts against the direction": (
        broken("direction = -1", "direction = -1\nworst = 1\nbest = 2"),
        "dirt: the direction is -1, but the goalposts run from worst 1.0 to best 2.0",
    ),
    "goalposts not given": (
        TOML + '[normalisation]\nmethod = "goalposts"\n',
        "method 'goalposts' needs worst and best of every indicator; not given for roads, dirt, trust",
    ),
    "targets not given": (
        TOML + '[normalisation]\nmethod = "distance_to_target"\n',
        "needs a target of every indicator",
    ),
    "goalposts without logarithm": (
        broken("weight = 3", 'worst = 0\nbest = 3\nscale = "log"'),
        "roads: the goalposts are 0.0 and 3.0; the scale 'log' needs them above 0",
    ),
    "an unknown scale": (broken("weight = 3", 'scale = "ln"'), "[indicators.roads] scale 'ln'"),
    "an unknown method": (TOML + '[normalisation]\nmethod = "minmax"\n', "method 'minmax'. Did you mean 'min_max'?"),
    "a range turned round": (
        TOML + "[normalisation]\nrange = [100, 0]\n",
        "range is [100.0, 0.0]; the first number must be",
    ),
    "a range of three": (
        TOML + "[normalisation]\nrange = [0, 1, 2]\n",
        "range is [0, 1, 2]; it must be a list of two numbers",
    ),
    "a range for z-scores": (
        TOML + '[normalisation]\nmethod = "z_score"\nrange = [0, 1]\n',
        "method 'z_score' has no range",
    ),
    "a deviation of zero": (TOML + "[normalisation]\nsd = 0\n", "sd must be above 0, ddof 0 or 1"),
    "an unknown mean": (TOML + '[aggregation]\nmean = "geometrc"\n', "'geometrc'. Did you mean 'geometric'?"),
    "an unknown level": (
        TOML + '[aggregation]\nlevels = {5 = "geometric"}\n',
        "[aggregation] levels '5'. Allowed: 2, 3",
    ),
    "a code that is no aggregate": (TOML + '[aggregation]\ncodes = {Work = "copeland"}\n', "codes 'Work'."),
    "a power that is none": (TOML + "[aggregation]\nmean = inf\n", "the power of a mean is inf"),
    "geometric above copeland": (
        TOML + '[aggregation]\nlevels = {2 = "copeland", 3 = "geometric"}\n',
        "the mean 'geometric' of Index cannot take the Copeland scores of Works",
    ),
    "a least share above one": (
        TOML + "[aggregation]\nleast = 50\n",
        "least is 50.0; it must be a share between 0 and 1",
    ),
    "a screen above one": (TOML + "[missing]\nscreen = 90\n", "screen is 90.0; it must be a share between 0 and 1"),
    "an unknown way to impute": (TOML + '[missing]\nimpute = "average"\n', "[missing] impute 'average'."),
    "imputing by groups without groups": (TOML + '[missing]\nimpute = "group_mean"\n', "needs group = 'COLUMN'"),
    "an unknown group column": (
        TOML + '[missing]\nimpute = "group_mean"\ngroup = "region"\n',
        "data.csv has no column 'region' ([missing] group)",
    ),
    "an unknown rule for ties": (TOML + '[ranking]\nties = "best"\n', "[ranking] ties 'best'."),
    "decimals below zero": (TOML + "[ranking]\ndecimals = -1\n", "decimals is -1; it must be between 0 and 15"),
    "decimals that are no whole number": (
        TOML + "[output]\ndecimals = 1.5\n",
        "decimals is 1.5; it must be a whole number",
    ),
    "outliers with a typing error": (
        TOML + "[outliers]\nskewnes = 2\n",
        "[outliers] 'skewnes'. Did you mean 'skewness'?",
    ),
    "outliers below zero": (TOML + "[outliers]\nmost = -1\n", "[outliers]: most is -1"),
    "an unknown denominator": (
        broken('"people"', '"heads"'),
        "data.csv has no column 'heads' (the denominator of roads). It has: uCode",
    ),
    "a denominator of nobody": (
        TOML + '[denominators]\nroad = "people"\n',
        "[denominators] 'road'. Did you mean 'roads'?",
    ),
    "a denominator that is a number": (
        TOML + "[denominators]\nroads = 3\n",
        "[denominators].roads is 3; it must be a text",
    ),
    "an unknown unit column": (broken('"uCode"', '"iso3"'), "data.csv has no column 'iso3' (the code of a unit"),
    "an unknown name column": (broken('"name"', '"label"'), "data.csv has no column 'label' ([data] name)"),
    "an unknown indicator": (
        broken("indicators.trust", "indicators.trusty"),
        "data.csv has no column 'trusty' (an indicator)",
    ),
    "negative scores under a geometric mean": (
        TOML + '[normalisation]\nmethod = "z_score"\n[aggregation]\nmean = "geometric"\n',
        "but scores of roads lie below 0",
    ),
}
BAD_META = {
    "no types": (META.replace("Type", "Kind"), "meta.csv has no column 'Type'"),
    "an unknown type": (
        broken("trust,Index,Indicator", "trust,Index,Indikator", META),
        "line 4, column 'Type', value 'Indikator': allowed",
    ),
    "a code given twice": (
        META + "dirt,Index,Indicator,1,1,,1,\n",
        "line 10, column 'iCode', value 'dirt': the code is given before",
    ),
    "a row without code": (broken("dirt,", ",", META), "line 3, column 'iCode', value '': give every row a code"),
    "a weight that is none": (
        broken("Indicator,3", "Indicator,much", META),
        "line 2, column 'Weight', value 'much': this is no number",
    ),
    "a negative weight": (
        broken("Indicator,3", "Indicator,-3", META),
        "line 2, column 'Weight', value '-3': a weight must be 0",
    ),
    "a direction of zero": (broken(",-1,", ",0,", META), "line 3, column 'Direction', value '0': allowed: 1"),
    "a directed aggregate": (
        broken("Works,Index,Aggregate,1,1", "Works,Index,Aggregate,1,-1", META),
        "Works: an aggregate has no direction",
    ),
    "half a level": (
        broken(",,2,Works", ",,1.5,Works", META),
        "line 5, column 'Level', value '1.5': a level is a whole number",
    ),
    "a level below its child": (
        broken(",,2,Works", ",,3,Works", META),
        "Works: its level is 3, that of its parent Index 3",
    ),
    "an unknown parent": (broken("trust,Index", "trust,Indes", META), "recipe.toml with "),
}


def test_steps_that_are_not_named_have_plain_settings():
    plain = config_of(recipe())
    assert plain.outliers is None
    assert (plain.missing.impute, plain.missing.screen, plain.least) == ("none", 0, 0)
    assert (plain.normalisation.method, plain.normalisation.ends) == ("min_max", (0, 100))
    assert (plain.ranking.decimals, plain.ranking.ties, plain.output.decimals) == (None, "min", None)
    assert {mean.power for mean in plain.means.values()} == {1}


def test_the_outlier_rule_has_the_published_numbers_unless_told_otherwise():
    rule = config_of(recipe(outliers={})).outliers
    assert (rule.skewness, rule.kurtosis, rule.most, rule.least_units) == (2, 3.5, 5, 30)


def test_a_direction_follows_from_the_goalposts():
    indicators = {"a": {"parent": "I", "worst": 5, "best": 1}, "b": {"parent": "I", "worst": 1, "best": 5}}
    tree = config_of({"indicators": indicators, "aggregates": {"I": {}}}).tree
    assert [tree.by_code[code].direction for code in "ab"] == [-1, 1]


def test_levels_go_by_the_metadata_where_they_state_them(run):
    """Index has level 4 in the table, though it stands third in the tree."""
    config = '[aggregation]\nlevels = {4 = "weakest_link"}\n'
    stated = run("--json", config=config, meta=META.replace(",,3,All", ",,4,All"))
    assert json.loads(stated[1])["values"]["Index"]["A"] == pytest.approx(250 / 7)


def test_a_denominator_may_be_named_in_a_section_of_its_own(run):
    config = broken('denominator = "people"\n', "") + '[denominators]\nroads = "people"\n'
    assert run("--json", config=config) == run("--json")


@pytest.mark.parametrize(("config", "message"), BAD_CONFIG.values(), ids=BAD_CONFIG)
def test_a_configuration_that_cannot_be_is_told_in_one_line(run, config, message):
    told(run(config=config), message)


@pytest.mark.parametrize(("meta", "message"), BAD_META.values(), ids=BAD_META)
def test_metadata_that_cannot_be_are_told_in_one_line_with_the_place(run, meta, message):
    told(run(config="", meta=meta), message)
