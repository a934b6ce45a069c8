"""Benchmarks: the shipped evidence and a data set many times as large, timed and weighed step by step."""
