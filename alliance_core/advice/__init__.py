"""Advice: the verdict with its conditions, what to do, what may mislead us, the case against."""
