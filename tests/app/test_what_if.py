"""The pages What if and Robustness: what moving a weight does to the page, to the address and to the next visit."""

import pytest
from streamlit.testing.v1 import AppTest

from alliance_core.catalogue import dimensions
from alliance_core.catalogue.rules import presets
from alliance_core.scorecard.weights import WeightProfile
from tests.app.test_pages import text

IDS = list(dimensions())
TRUST, BURDEN = "trust_reliability", "burden_sharing_equity"


def what_if(app: AppTest, **parameters: str) -> AppTest:
    """The page after a first run, opened with these parameters of the address."""
    for name, value in parameters.items():
        app.query_params[name] = value
    app.run()
    return app.switch_page("pages/what_if.py").run()


def shares(page: AppTest, slot: str = "weights") -> list[float]:
    """Per cent in the number fields beside the sliders."""
    return [page.number_input(key=f"{slot}_type_{id_}").value for id_ in IDS]


def told(page: AppTest) -> str:
    return str(page.info[0].value)


def test_the_page_opens_balanced_with_a_clean_address(app):
    page = what_if(app)
    assert shares(page) == [20, 20, 20, 20, 20]
    assert "weights" not in app.query_params
    assert "is first with these weights" in told(page)
    assert "The ranking is that of the balanced profile" in told(page)


def test_moving_one_slider_rescales_the_others(app):
    page = what_if(app)
    page.slider(key=f"weights_slide_{TRUST}").set_value(60.0).run()
    assert shares(page) == [10, 10, 10, 10, 60]
    assert not page.exception


def test_number_field_and_slider_always_show_the_same(app):
    page = what_if(app)
    page.number_input(key=f"weights_type_{BURDEN}").set_value(36.0).run()
    assert [page.slider(key=f"weights_slide_{id_}").value for id_ in IDS] == shares(page) == [16, 16, 36, 16, 16]


def test_a_locked_weight_stays_and_cannot_be_moved(app):
    page = what_if(app)
    page.pills(key="weights_locks").set_value([BURDEN]).run()
    assert page.slider(key=f"weights_slide_{BURDEN}").disabled
    page.slider(key=f"weights_slide_{TRUST}").set_value(50.0).run()
    assert shares(page) == [10, 10, 20, 10, 50]


def test_a_move_beyond_what_the_locked_leave_stops_there(app):
    page = what_if(app)
    page.pills(key="weights_locks").set_value([BURDEN]).run()
    page.slider(key=f"weights_slide_{TRUST}").set_value(100.0).run()
    assert shares(page) == [0, 0, 20, 0, 80]


@pytest.mark.parametrize("preset", presets())
def test_a_standpoint_sets_its_weights_and_says_its_reason(app, preset):
    page = what_if(app)
    page.selectbox(key="weights_preset").set_value(preset).run()
    assert shares(page) == list(presets()[preset].weights.values())
    assert presets()[preset].reason in text(page)


def test_custom_weights_are_marked_as_such(app):
    page = what_if(app)
    assert "custom weights" not in text(page)
    page.slider(key=f"weights_slide_{TRUST}").set_value(60.0).run()
    assert "custom weights" in text(page)


def test_reset_brings_the_balanced_profile_back(app):
    page = what_if(app, weights="treasury")
    assert shares(page)[2] == 45
    page.button(key="weights_reset").click().run()
    assert shares(page) == [20] * 5
    assert page.text_input(key="weights").value == ""


def test_a_link_opens_the_profile_it_holds(app):
    page = what_if(app, weights=f"{TRUST}=3,{BURDEN}=1", mean="Geometric mean")
    assert shares(page) == [0, 0, 25, 0, 75]
    assert page.selectbox(key="mean").value == "geometric"


def test_the_text_of_a_profile_is_what_the_command_line_reads(app):
    page = what_if(app)
    page.slider(key=f"weights_slide_{TRUST}").set_value(52.0).run()
    read = WeightProfile.parse(page.text_input(key="weights").value)
    assert [round(100 * share, 1) for share in read.shares.values()] == shares(page) == [12, 12, 12, 12, 52]


def test_the_profile_is_there_again_after_another_page_was_seen(app):
    page = what_if(app)
    page.slider(key=f"weights_slide_{TRUST}").set_value(60.0).run()
    app.switch_page("pages/method.py").run()
    page = app.switch_page("pages/what_if.py").run()
    assert shares(page) == [10, 10, 10, 10, 60]


def test_robustness_looks_at_the_profile_that_was_tuned(app):
    page = what_if(app)
    page.slider(key=f"weights_slide_{TRUST}").set_value(60.0).run()
    page = app.switch_page("pages/robustness.py").run()
    assert "custom weights" in text(page)
    assert "4,480 variants" in told(page), "the tuned profile is a seventh choice of weights beside the six presets"


def test_a_text_that_is_no_profile_is_told_and_the_balanced_one_holds(app):
    page = what_if(app, weights="luck=3")
    assert not page.exception
    assert "unknown dimension 'luck'" in page.error[0].value
    assert shares(page) == [20] * 5


def test_two_profiles_stand_side_by_side(app):
    page = what_if(app, weights="treasury", two="true", second="operator")
    assert shares(page) == list(presets()["treasury"].weights.values())
    assert shares(page, "second") == list(presets()["operator"].weights.values())
    assert presets()["treasury"].reason in text(page)
    assert presets()["operator"].reason in text(page)


def test_the_second_profile_moves_alone(app):
    page = what_if(app, two="true")
    page.slider(key=f"second_slide_{TRUST}").set_value(60.0).run()
    assert shares(page) == [20] * 5
    assert shares(page, "second") == [10, 10, 10, 10, 60]


def test_indicator_weights_are_rescaled_inside_their_dimension(app):
    page = what_if(app, weights="balanced,voting_agreement=20")
    profile = WeightProfile.parse("balanced,voting_agreement=80")
    page.text_input(key="weights").set_value("balanced,voting_agreement=80").run()
    kept = WeightProfile.parse(page.text_input(key="weights").value)
    assert kept.indicators == pytest.approx(profile.indicators)
    assert shares(page) == [20] * 5


def test_an_old_value_that_a_slow_browser_sends_again_moves_nothing(app):
    """Trust goes to 60 and the others are shown at 10; then trust goes to 64 while another still reports its 20."""
    page = what_if(app)
    page.slider(key=f"weights_slide_{TRUST}").set_value(60.0).run()
    page.slider(key=f"weights_slide_{TRUST}").set_value(64.0)
    page.slider(key=f"weights_slide_{BURDEN}").set_value(20.0)
    page.run()
    assert shares(page) == [9, 9, 9, 9, 64]


def test_one_alliance_in_focus_is_told_that_it_takes_two(app):
    app.query_params["among"] = "In focus"
    app.run()
    app.multiselect(key="alliances").set_value(["iss"]).run()
    page = app.switch_page("pages/what_if.py").run()
    assert not page.exception
    assert "at least two" in page.warning[0].value


def test_weights_on_dimensions_without_evidence_are_told_and_give_no_number(app):
    page = what_if(app, weights=f"{BURDEN}=1", as_of="2010-06-30")
    assert not page.exception
    assert "fewer than two alliances are left" in page.warning[0].value


def test_an_order_of_importance_says_how_many_weightings_keep_it(app):
    page = what_if(app)
    page.multiselect(key="order").set_value([TRUST, BURDEN]).run()
    assert not page.exception
    assert "keep the order of importance" in text(page)


def test_varying_the_evidence_says_so(app):
    page = what_if(app)
    page.toggle(key="joint").set_value(True).run()
    assert "Scores vary within their intervals" in text(page)


def test_robustness_says_who_cannot_be_compared(app):
    app.run()
    page = app.switch_page("pages/robustness.py").run()
    assert "Not compared" in text(page)
    assert "APSCO" in text(page)


def test_robustness_lists_every_choice_with_its_reason(app):
    app.run()
    page = app.switch_page("pages/robustness.py").run()
    table = page.table[0].value
    assert {"Copeland", "Min-max", "Treasury", "Weakest link"} <= set(table["option"])
    assert (table["why"].str.len() > 10).all()
