"""Browsers by the names that people know, from what they call themselves."""

from __future__ import annotations

_PRODUCTS = {
    "MicroMessenger": "WeChat",
    "Edg": "Edge",
    "OPR": "Opera",
    "Firefox": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
"""What stands in the long name → the usual one; the first that is found counts, since each also claims older ones."""
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}


def short_name(calls_itself: str) -> str:
    """Return a name such as "Firefox, Windows"; what is not known stays as it is, cut short."""
    parts = [
        next((name for mark, name in names.items() if mark in calls_itself), "") for names in (_PRODUCTS, _SYSTEMS)
    ]
    return ", ".join(part for part in parts if part) or calls_itself[:60] or "–"
