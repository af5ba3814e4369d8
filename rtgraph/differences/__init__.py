"""Two snapshots → what changed between them: a module a kind of thing."""
