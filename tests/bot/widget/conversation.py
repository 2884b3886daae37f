"""What the small gateway of these tests remembers of a conversation."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

Part = dict[str, Any]


@dataclass
class Conversation:
    """What the peer knows of one conversation."""

    token: str
    language: str
    messages: list[dict[str, Any]] = field(default_factory=list)
    by_client_id: dict[str, int] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    acknowledged: int = 0
    owner: str = "assistant"
    typing: bool = False
    delayed: bool = False
    person: str = ""
    verdicts: dict[str, str] = field(default_factory=dict)

    def add(self, author: str, text: str, parts: list[Part] | None = None, **more: Any) -> int:
        """Store a message and return its sequence number."""
        seq = len(self.messages) + 1
        answers = author == "assistant" and bool(self.messages) and self.messages[-1]["author"] == "user"
        self.messages.append({
            "seq": seq, "direction": "in" if author == "user" else "out", "author": author, "text": text,
            "parts": [self._with_key(part) for part in parts or []], "language": self.language,
            "created": datetime.now(timezone.utc).isoformat(), "records": [], "sources": [],
            **({"answer": True} if answers else {}), **more,
        })  # fmt: skip
        return seq

    def _with_key(self, part: Part) -> Part:
        if part["type"] != "buttons":
            return part
        items = []
        for one in part["items"]:
            item = one if isinstance(one, dict) else {"title": one}
            key = secrets.token_urlsafe(8)
            self.keys[key] = item["title"]
            items.append({**item, "key": key})
        return {"type": "buttons", "items": items}
