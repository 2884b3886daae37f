"""Files of pages as browsers get them: without the comments that are for people, and compressed."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rjsmin import jsmin
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
        source: as it is written. In styles a comment stands on lines of its own, or at the end of one.
        suffix: of its name, one of KINDS.
    """
    plain = _SHORTER.get(suffix, str)(source)
    content = plain.encode()
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return Packed(content, gzip.compress(content, 9, mtime=0), KINDS[suffix], tag)


def brief(source: str) -> str:
    """Return a script without comments and without the spaces that mean nothing."""
    return str(jsmin(source))


def tight(source: str) -> str:
    """Return a style without comments, indents, and spaces around braces and after colons, commas and semicolons."""
    uncommented = _INDENT.sub("", _TRAILING.sub("", _BLOCK.sub("", source)))
    return _AROUND.sub(lambda found: found[1] or "", uncommented).lstrip("\n")


def dense(source: str) -> str:
    """Return JSON without the spaces between its values."""
    return json.dumps(json.loads(source), ensure_ascii=False, separators=(",", ":"))


def flush(source: str) -> str:
    """Return markup without indents and empty lines; ours has no text in which they would be seen."""
    return _INDENT.sub("", source)


_SHORTER: dict[str, Callable[[str], str]] = {".js": brief, ".css": tight, ".json": dense, ".html": flush, ".svg": flush}
