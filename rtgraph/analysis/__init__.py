"""DiGraph → answers; one module a question."""
