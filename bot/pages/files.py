"""The files of a folder that belong to a page."""

from __future__ import annotations

import stat
from pathlib import Path

from anyio import to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.pages.packing import KINDS, Packed, pack

SHOWN = {*KINDS, ".png", ".ico", ".woff2", ".webmanifest"}


class PageFiles(StaticFiles):
    """Files of a folder; only kinds that belong to a page, so that sources beside them stay inside."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, check_dir=False)
        self._packed: dict[str, tuple[int, Packed]] = {}

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Serve one file; the browser asks each time whether it changed."""
        suffix = Path(path).suffix
        if suffix not in SHOWN:
            raise HTTPException(404)
        if suffix in KINDS and scope["method"] in ("GET", "HEAD"):
            packed = await to_thread.run_sync(self._pack, path, suffix)
            return packed.answer(Headers(scope=scope), {})
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _pack(self, path: str, suffix: str) -> Packed:
        full, status = self.lookup_path(path)
        if status is None or not stat.S_ISREG(status.st_mode):
            raise HTTPException(404)
        known = self._packed.get(full)
        if known is None or known[0] != status.st_mtime_ns:
            known = self._packed[full] = (status.st_mtime_ns, pack(Path(full).read_text("utf-8"), suffix))
        return known[1]
