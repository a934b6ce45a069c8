"""Tests of the indicators of strategic alignment."""
