"""``python -m rtgraph``."""

from rtgraph.cli import main

main()
