"""JSON lines for operators: ids, codes and times, never what somebody wrote."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO, cast

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FORBIDDEN = frozenset({"text", "message", "title", "parts", "blocks", "asked", "token", "authorization"})
"""Names under which a person's words or secrets travel; a log line must not have them."""


def _without_words(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {name: value for name, value in line.items() if name not in FORBIDDEN}


class _JsonLine(logging.Formatter):
    """Warnings of uvicorn and other libraries, in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": record.name, "level": record.levelname.lower(), "what": record.getMessage()[:500]}
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


class _Output(io.TextIOBase):
    """Standard output as it is now, line by line.

    A log that cannot be written (closed pipe, full disk) is lost; a visitor's request must not be lost with it.
    """

    def write(self, text: str) -> int:
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.write(text)
            if text.endswith("\n"):
                sys.stdout.flush()
        return len(text)


def configure(level: str = "info") -> None:
    """Write log lines as JSON to standard output.

    Args:
        level: debug, info, warning or error.
    """
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(LEVELS[level]),
        logger_factory=structlog.WriteLoggerFactory(cast(TextIO, _Output())),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(_Output())
    handler.setFormatter(_JsonLine())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def log() -> Any:
    """Return the logger."""
    return structlog.get_logger()
