"""The core of the alliance health workbench: evidence in, scorecards out, no user interface."""
