"""The shipped settings: private, local, and never waiting for an answer at the console."""

import tomllib

from alliance_core.paths import ROOT


def test_the_app_sends_no_statistics_listens_on_this_machine_only_and_asks_for_no_email():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["server"]["address"] == "127.0.0.1"
    # Without it the first start on a fresh machine waits at the console, and `make run` never opens.
    assert settings["server"]["showEmailPrompt"] is False
