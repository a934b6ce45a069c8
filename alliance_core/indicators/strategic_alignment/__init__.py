"""Indicators of the dimension strategic alignment, one file each."""
