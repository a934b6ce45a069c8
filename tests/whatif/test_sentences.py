"""What-if results in words: who is first, how much of all weightings is behind it, what it would take."""

import pytest

from alliance_core.catalogue.rules import aggregator
from alliance_core.catalogue.variants import support_words, whatif_rules
from alliance_core.scorecard.weights import WeightProfile
from alliance_core.whatif import sentences
from alliance_core.whatif.acceptability import draw_weights
from alliance_core.whatif.importance import Importance
from alliance_core.whatif.what_if import backing, what_if
from tests.whatif.profiles import ALIGNMENT, FIVE, TRUST, scores

ARITHMETIC = aggregator("arithmetic")
FEW = draw_weights(20_000, 5)
CONTRARY = {"esa": scores(80, 60, 60, 60, 20), "iss": scores(20, 55, 55, 55, 90)}
CLEAR = {"esa": scores(*[60] * 5), "iss": scores(*[40] * 5)}


@pytest.fixture
def told(made):
    """told(scores, "treasury") gives the answer and its backing."""

    def tell(alliances, weights="balanced", mean=ARITHMETIC, order=None, **options):
        answer = what_if(made(alliances), WeightProfile.parse(weights), mean, **options)
        drawn = FEW if order is None else draw_weights(20_000, 5, order=order)
        return answer, backing(answer.tuned, order or Importance(), drawn)

    return tell


def test_the_headline_names_the_first_and_its_support(told):
    assert sentences.headline(*told(CLEAR)) == (
        "**ESA** is first with these weights, and in **100 %** of all weightings: "
        "the lead hardly depends on the weights."
    )


def test_a_profile_at_the_edge_is_called_a_corner_case(told):
    """esa is ahead by 1 in alignment and behind by 2 elsewhere: ahead where w > 2/3, (1/3)^4 = 1/81."""
    answer, found = told({"esa": scores(60, 40, 40, 40, 40), "iss": scores(59, 42, 42, 42, 42)}, f"{ALIGNMENT}=1")
    assert sentences.headline(answer, found) == (
        "**ESA** is first with these weights, and in **1 %** of all weightings: this profile is a corner case."
    )


def test_the_order_of_importance_is_said(told):
    order = Importance.of([TRUST, ALIGNMENT], FIVE)
    assert "of all weightings that keep the order of importance:" in sentences.headline(*told(CLEAR, order=order))


def test_several_in_first_place_are_all_named_and_nobody_is_dethroned(told):
    answer, found = told({**CLEAR, "us_japan": CLEAR["esa"]})
    text = sentences.headline(answer, found)
    assert text.startswith("**ESA and US-Japan** are level in first place with these weights; ")
    assert "is first in **50 %** of all weightings" in text
    assert sentences.dethroning(answer).startswith("The first place is shared already")


def test_alliances_that_are_all_equal_are_told_in_clear_words(told):
    answer, found = told(dict.fromkeys(("artemis", "esa", "iss"), scores(*[50] * 5)))
    assert sentences.headline(answer, found).startswith("**Artemis, ESA and ISS** are level in first place")
    assert "in **33 %** of all weightings" in sentences.headline(answer, found)
    assert sentences.contenders(answer.table, found) == "3 of 3 alliances are first under some weighting."
    assert sentences.dethroning(answer).startswith("The first place is shared already")
    assert sentences.changes(answer) == "The ranking is that of the balanced profile."


def test_who_is_never_first_is_named(told):
    answer, found = told(CLEAR)
    assert sentences.contenders(answer.table, found) == (
        "1 of 2 alliances are first under some weighting; ISS under none."
    )


def test_the_smallest_change_is_told_with_what_gives_and_takes(told):
    """A lead of 1 point at 130 points for each unit moved: 0.8 of 100."""
    answer, _ = told(CONTRARY)
    text = sentences.dethroning(answer)
    assert text.startswith("Moving **0.8 points** of weight (")
    assert "−0.8" in text
    assert "+0.8" in text
    assert text.endswith("is enough for ISS to draw level with ESA.")


def test_a_lead_that_no_weights_cost_is_told(told):
    answer, _ = told(CLEAR)
    assert sentences.dethroning(answer) == "No change of the weights that are not locked costs ESA the first place."


def test_a_rival_without_a_score_is_not_said_to_draw_level(told):
    """artemis has trust only, at 99: it needs half of the weight there to have a score at all."""
    answer, _ = told({**CLEAR, "artemis": scores(None, None, None, None, 99)})
    assert answer.dethroned.moved == pytest.approx(0.3, abs=1e-5)
    assert sentences.dethroning(answer).endswith("is enough for Artemis to get a score no lower than ESA.")


def test_the_loss_of_a_score_is_told_with_who_is_first_then(told):
    """esa lacks trust and leads by far: only moving 30 points there ends it."""
    answer, _ = told({"esa": scores(90, 90, 90, 90, None), "iss": scores(*[40] * 5)})
    assert sentences.dethroning(answer) == (
        "Moving 30.0 points of weight to dimensions without evidence costs ESA its score, and ISS is first."
    )


def test_gains_and_losses_against_the_balanced_profile_are_told(told):
    answer, _ = told(CONTRARY, "strategic_alignment=12.5,capability_complementarity=12.5,burden_sharing_equity=12.5,"
                     "institutional_mechanisms=12.5,trust_reliability=50")  # fmt: skip
    assert sentences.changes(answer) == "Against the balanced profile ISS gains 1 place; ESA loses 1 place."


def test_who_drops_out_for_want_of_evidence_is_told_and_makes_nobody_better(told):
    answer, _ = told({**CLEAR, "artemis": scores(None, 90, 90, 90, 90)}, "strategic_alignment=70,trust_reliability=30")
    assert sentences.changes(answer) == (
        "Against the balanced profile Artemis has too little evidence under these weights for a score and is left out."
    )


def test_how_the_shares_came_about_is_said(told):
    answer, found = told(CLEAR)
    assert sentences.method(found).startswith("Shares of 20,000 weightings, drawn evenly from all that are possible;")
    assert sentences.method(found).endswith("Chances of pairs are exact.")
    doubting = backing(answer.tuned, weightings=FEW, with_evidence=True)
    assert sentences.method(doubting).endswith("Scores vary within their intervals together with the weights.")
    _, gapped = told({**CLEAR, "artemis": scores(None, 90, 90, 90, 90)})
    assert sentences.method(gapped).endswith("exact where neither has a dimension without evidence.")


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0 %"), (1, "100 %"), (1e-9, "<1 %"), (0.00499, "<1 %"), (0.005, "<1 %"), (0.0051, "1 %"), (0.5, "50 %"),
     (0.994, "99 %"), (0.995, ">99 %"), (0.9951, ">99 %"), (1 - 1e-9, ">99 %")],
)  # fmt: skip
def test_none_and_all_are_said_of_nothing_else(value, text):
    assert sentences.share(value) == text


def test_every_share_has_words_and_larger_shares_stronger_ones():
    words = [entry["words"] for entry in whatif_rules()["support"]]
    seen = [support_words(share / 1000) for share in range(1001)]
    assert list(dict.fromkeys(seen)) == words
