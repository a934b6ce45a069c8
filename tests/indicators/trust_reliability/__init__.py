"""Tests of the indicators of trust reliability."""
