"""What becomes of every request under every trouble is what docs/reliability.md says, and never what must not be."""

from __future__ import annotations

from tests.reliability.matrix import PAGE, all_cells, page, problems, run_cells


def test_every_request_under_every_trouble_ends_as_the_page_says() -> None:
    cells = all_cells()
    run_cells(cells)
    assert problems(cells) == []
    assert PAGE.read_text(encoding="utf-8") == page(cells)
