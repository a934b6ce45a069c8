"""Indicators of the dimension burden sharing equity, one file each."""
