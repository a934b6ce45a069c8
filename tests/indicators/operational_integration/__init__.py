"""Tests of the indicators of operational integration."""
