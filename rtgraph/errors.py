"""What can go wrong, as one exception root that the command line turns into one line."""

from __future__ import annotations


class RtgraphError(Exception):
    """Something rtgraph could not do, told in one sentence that ends with what to do about it."""

    exit_code = 1


class ConfigurationError(RtgraphError):
    """The command line, an environment variable or a configuration file is wrong."""

    exit_code = 2


class ApiError(RtgraphError):
    """The API answered with an error, or with something that is not an answer.

    Attributes:
        status: the HTTP status, or None where no answer came.
    """

    def __init__(self, message: str, status: int | None = None) -> None:
        super().__init__(message)
        self.status = status


class HiddenError(ApiError):
    """403 or 404: absent, or hidden from this token; the crawl records it and goes on."""


class UnauthorizedError(ApiError):
    """401: the token is missing, wrong, expired or revoked; nothing else will work either."""


class LostAnswerError(ApiError):
    """A write was sent and its answer did not come: it may or may not have been done, and reading tells."""


class UnfinishedError(RtgraphError):
    """Some of what was to be done is done, and some is not."""

    exit_code = 4
