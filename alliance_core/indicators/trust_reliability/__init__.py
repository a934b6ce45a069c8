"""Indicators of the dimension trust reliability, one file each."""
