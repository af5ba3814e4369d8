"""Findings → a plan of changes, and a plan → writes that can be undone."""
