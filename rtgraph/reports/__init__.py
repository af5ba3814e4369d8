"""Findings and answers → text or bytes; one module a format."""
