"""A composite-indicator engine over any indicator table; it knows nothing of alliances."""
