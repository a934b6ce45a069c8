"""Tests of the indicators of institutional mechanisms."""
