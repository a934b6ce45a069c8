"""Indicators of the dimension institutional mechanisms, one file each."""
