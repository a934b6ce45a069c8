"""Tests of the indicators of capability complementarity."""
