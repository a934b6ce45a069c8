"""Indicators: one file each, found under the same name in the catalogue and in the tests."""
