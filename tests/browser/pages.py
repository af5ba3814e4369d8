"""Pages that are watched: what they complain of, and what they ask for elsewhere."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Dialog, Page, Request, Route

Mermaid = Callable[[str], str]
"""Parses and draws a text in a page, as its only drawing, and gives the SVG."""

AT_HOME = ("about:", "blob:", "data:", "file:")
"""What a page may ask for: itself."""


def watch_context(context: BrowserContext) -> list[str]:
    """Keep the pages of a context offline, and give the list that fills with whatever is wrong in them."""
    wrong: list[str] = []

    def guard(route: Route, request: Request) -> None:
        if request.url.startswith(AT_HOME):
            route.continue_()
        else:
            wrong.append(f"asked for {request.url}")
            route.abort()

    def dismiss(dialog: Dialog) -> None:
        wrong.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def watch(page: Page) -> None:
        page.on("pageerror", lambda error: wrong.append(f"error: {error.message}"))
        page.on("console", lambda line: wrong.append(f"console: {line.text}") if line.type == "error" else None)
        page.on("dialog", dismiss)
        page.on("websocket", lambda socket: wrong.append(f"asked for {socket.url}"))

    context.route("**/*", guard)
    context.on("page", watch)
    return wrong
