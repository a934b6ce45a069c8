"""Tests of the indicators of burden sharing equity."""
