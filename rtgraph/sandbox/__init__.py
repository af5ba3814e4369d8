"""The routes of the API over a sample organization, as an ASGI application."""
