"""DiGraph → text or bytes; one module a format."""
