"""JSON lines for operators: ids, codes and times, never what somebody wrote.

Every line of a request, from the channel to the action, has the id of that request.
"""

from __future__ import annotations

import contextlib
import io
import json
import logging
import re
import secrets
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TextIO, cast

import structlog
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as WaitedTooLong

from bot.masking import mask_line

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}
FORBIDDEN = frozenset({"text", "message", "title", "parts", "blocks", "asked", "token", "authorization"})
"""Names under which a person's words or secrets travel; a log line must not have them."""
SENTENCES = frozenset({"event", "exception", "what", "error", "problems", "timestamp"})
"""Names whose values are ours and may be any text. Under all others stand ids, codes and numbers."""
_CODE = re.compile(r"[A-Za-z0-9_.:/+*,<>\[\]-]{0,160}")

REQUEST_HEADER = "X-Request-ID"
REQUEST_KEY = "citybridge.request"
"""Where a request keeps its id for whoever answers after all else has failed."""
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")

OUR_LOGGERS = frozenset({"uvicorn", "alembic"})
"""Libraries whose warnings hold no words of people. Of all others a line says where it came from, not what it says."""

TELLING = frozenset({"OSError", "OperationalError", "TransportError", "BrainError", "EffectError", "ImportError"})
"""Classes of failures whose first line holds no words of people; of all others only the class is written."""
_LONGEST = 300
WITHHELD = "withheld"
"""Stands in place of a value that may be what somebody wrote: it has blanks, letters of other scripts, or an @."""


def request_id(given: str | None) -> str:
    """Return an id for a request: the one that came with it if it is well-formed, or a new one.

    Args:
        given: what the header said.
    """
    return given if given and _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)


def about_request(identity: str, **more: str) -> AbstractContextManager[Any]:
    """Put the id of a request, and other ids, on every line that is written inside the block."""
    return structlog.contextvars.bound_contextvars(request=identity, **more)


def current_request() -> str | None:
    """Return the id of the request that is being worked on here, if there is one."""
    found = structlog.contextvars.get_contextvars().get("request")
    return found if isinstance(found, str) else None


def told(failure: BaseException) -> str:
    """Return where a failure happened and of what kind it is.

    What a failure says about itself may quote what somebody wrote, so most are told by their class alone.
    """
    lines = [
        f"{Path(frame.filename).name}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(failure.__traceback__)
    ]
    kinds = {kind.__name__ for kind in type(failure).__mro__}
    said = str(failure).partition("\n")[0][:_LONGEST] if kinds & TELLING else ""
    lines.append(f"{type(failure).__name__}: {said}" if said else type(failure).__name__)
    before = failure.__cause__ or (None if failure.__suppress_context__ else failure.__context__)
    return "\n".join(lines if before is None else [told(before), *lines])


def _with_failure(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    given = line.pop("exc_info", None)
    failure = given if isinstance(given, BaseException) else sys.exc_info()[1] if given else None
    if failure is not None:
        line["exception"] = told(failure)
    return line


def _without_words(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {
        name: value if name in SENTENCES or _is_code(value) else WITHHELD
        for name, value in line.items()
        if name not in FORBIDDEN
    }


def _is_code(value: Any) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None
    if isinstance(value, (list, tuple)):
        return all(_is_code(each) for each in value)
    return value is None or isinstance(value, (bool, int, float))


def trace(failure: BaseException) -> str:
    """Return where an exception and its causes came from, with their messages only where these are of the system.

    What the other messages quote may be what somebody wrote.
    """
    lines: list[str] = []
    following: BaseException | None = failure
    while following is not None:
        speaks = isinstance(following, (OSError, OperationalError, InterfaceError, WaitedTooLong))
        said = f": {str(following).splitlines()[0]}" if speaks and str(following) else ""
        lines = [*traceback.format_tb(following.__traceback__), type(following).__qualname__ + said + "\n", *lines]
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)
    return "".join(lines).rstrip()


def _with_trace(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    failure = line.pop("exc_info", None)
    if failure is True:
        failure = sys.exc_info()[1]
    return {**line, "exception": trace(failure)} if isinstance(failure, BaseException) else line


class _JsonLine(logging.Formatter):
    """Warnings of uvicorn and other libraries, in the same form."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"event": record.name, "level": record.levelname.lower()}
        if record.name.partition(".")[0] in OUR_LOGGERS:
            line["what"] = record.getMessage()[:500]
        else:
            line["where"] = f"{record.module}:{record.lineno}"
        if record.exc_info and record.exc_info[1]:
            line["exception"] = told(record.exc_info[1])
        return json.dumps(mask_line(None, "", line), ensure_ascii=False)


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
            _with_failure,
            _without_words,
            mask_line,
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
