"""Indicators of the dimension operational integration, one file each."""
