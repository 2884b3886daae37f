"""What every group of pages has: the desk of the process, who makes a request, and the templates."""

from __future__ import annotations

from desk.console.access import Access
from desk.console.pages import Pages
from desk.console.ports import Desk


class DeskPages:
    """A group of pages.

    Args:
        desk: what the process gives.
        access: knows who makes a request.
        pages: makes pages.
    """

    def __init__(self, desk: Desk, access: Access, pages: Pages) -> None:
        self._desk = desk
        self._access = access
        self._pages = pages
