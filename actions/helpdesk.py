"""The operator's own contact, with which every contact answer ends."""

from __future__ import annotations

import os

SETTING = "HELPDESK_CONTACT"

_contact: str | None = None


def set_contact(contact: str | None) -> None:
    """Set the operator's contact (mail, phone or address); None goes back to the setting of the process."""
    global _contact
    _contact = contact


def contact() -> str | None:
    """Return the operator's contact, or None where no one has set it."""
    return _contact or os.environ.get(SETTING) or None
