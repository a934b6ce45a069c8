"""Frictions: open strains and what the rules find in the tables, ranked."""
