"""Indicators of the dimension capability complementarity, one file each."""
