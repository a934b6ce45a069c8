"""The Alliance Health Report: one content, written in several formats."""
