"""Answers → findings: the table of rules."""
