"""Hand-over to neighbouring methods as documented files: docs/hand-over.md gives every column and key."""
