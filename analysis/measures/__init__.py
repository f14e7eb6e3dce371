"""Measures: one file is one measure, one formula, one independent check."""
