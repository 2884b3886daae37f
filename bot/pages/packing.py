"""Files of pages as browsers get them: without the comments that are for people, and compressed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import Response

KINDS = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".json": "application/json",
    ".html": "text/html",
    ".svg": "image/svg+xml",
}
"""What is packed, and how it is called."""
_BLOCK = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n", re.MULTILINE | re.DOTALL)
_LINE = re.compile(r"(^|[ \t]+)// .*$", re.MULTILINE)
_TRAILING = re.compile(r"[ \t]+/\* .*? \*/$", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
_AROUND = re.compile(r"\s*([{}])\s*|(?<=[:,;])\s+")


@dataclass(frozen=True)
class Packed:
    """A file ready to be sent.

    Args:
        plain: its content.
        small: the same, compressed.
        kind: media type.
        tag: changes with the content.
    """

    plain: bytes
    small: bytes
    kind: str
    tag: str

    def answer(self, asked: Headers, headers: Mapping[str, str]) -> Response:
        """Return the answer to a request; nothing is sent again that the browser has.

        Args:
            asked: headers of the request.
            headers: further headers of the answer.
        """
        about = {"Cache-Control": "no-cache", "ETag": self.tag, "Vary": "Accept-Encoding", **headers}
        if self.tag in asked.get("if-none-match", ""):
            return Response(status_code=304, headers=about)
        if "gzip" not in asked.get("accept-encoding", ""):
            return Response(self.plain, headers=about, media_type=self.kind)
        return Response(self.small, headers={**about, "Content-Encoding": "gzip"}, media_type=self.kind)


def pack(source: str, suffix: str) -> Packed:
    """Return a file ready to be sent.

    Args:
        source: as it is written. In scripts and styles a comment stands on lines of its own, or at the end of one.
        suffix: of its name, one of KINDS.
    """
    plain = _SHORTER.get(suffix, str)(source)
    content = plain.encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Packed(content, gzip.compress(content, 9, mtime=0), KINDS[suffix], tag)


def bare(source: str) -> str:
    """Return a script or style without comments, indents and empty lines."""
    uncommented = _TRAILING.sub("", _LINE.sub("", _BLOCK.sub("", source)))
    return _INDENT.sub("", uncommented).lstrip("\n")


def tight(source: str) -> str:
    """Return a style like `bare`, and without the spaces around braces and after colons, commas and semicolons."""
    return _AROUND.sub(lambda found: found[1] or "", bare(source))


def dense(source: str) -> str:
    """Return JSON without the spaces between its values."""
    return json.dumps(json.loads(source), ensure_ascii=False, separators=(",", ":"))


def flush(source: str) -> str:
    """Return markup without indents and empty lines; ours has no text in which they would be seen."""
    return _INDENT.sub("", source)


_SHORTER: dict[str, Callable[[str], str]] = {".js": bare, ".css": tight, ".json": dense, ".html": flush, ".svg": flush}
