"""Stress tests: shocks, hazards fitted to real ones, cascades, and an honest backtest."""
