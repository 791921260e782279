"""Measures and findings to a verdict: rubric, scorecard, flags, coaching. Pure functions."""
