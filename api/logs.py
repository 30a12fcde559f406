"""Log lines without anybody's words: where something failed, never what the value was."""

from __future__ import annotations

import logging
from types import TracebackType

from api.errors import frames

Failure = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Discreet(logging.Formatter):
    """Prints the place of an exception instead of its message: a database error repeats the row it could not write."""

    def formatException(self, ei: Failure) -> str:
        return frames(ei[1]) if ei[1] is not None else ""

    def formatStack(self, stack_info: str) -> str:
        return ""


def quiet() -> None:
    """Send warnings and worse to stderr, one line each; what libraries deprecate is their makers' business."""
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    handler = logging.StreamHandler()
    handler.setFormatter(Discreet("%(asctime)s %(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers[:] = []
        logger.propagate = name != "uvicorn.access"
