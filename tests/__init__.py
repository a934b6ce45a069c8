"""Tests; a package, so that folders may hold files of the same name."""
