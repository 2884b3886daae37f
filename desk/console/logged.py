"""Tells a line of the audit log in words: what was counted, filtered or chosen, and on what; never a bare code."""

from __future__ import annotations

import re
from collections.abc import Mapping

from desk.console.insight_words import intent_names
from desk.console.words import Words
from desk.inventory import inventory
from desk.macros import known
from desk.retention import kind_names

_PAIR = re.compile(r"([a-z_]+)[=:]([^:]*)(?::before:(\d{4}-\d{2}-\d{2}))?")
_MADE = re.compile(r"made=(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*")
_GROUPS = {
    "why": "personal.why_",
    "view": "view.",
    "sort": "sort.",
    "overdue": "export.",
    "state": "question_state.",
    "form": "draft_form.",
}
"""Where the values of a name have their words, if not under the name itself."""
_KEY = 8
"""So much of the key of a question tells it from others."""
_BARE = ("logged.", "export.", "aside_why.")
"""Where a field that is a code alone has its words."""


def told(field: str, words: Words, names: Mapping[str, str]) -> str:
    """Return what a field of the audit log says; one that nothing has words for stays as it is.

    Args:
        field: such as "status", "rows=12", "office:beijing" or "cases:3:before:2025-11-22".
        words: of the page.
        names: of the staff, by the ids of their accounts.
    """
    bare = next((group + field for group in _BARE if words.knows(group + field)), None)
    if bare is not None:
        return words(bare)
    made = _MADE.fullmatch(field)
    if made:
        return words("log.pair", name=words("logged.made"), value=f"{made[1]} {made[2]} UTC")
    pair = _PAIR.fullmatch(field)
    name = _name(pair[1], words) if pair else None
    if pair is None or name is None:
        return field
    value = names.get(pair[2], pair[2]) if pair[1] == "assignee" else _value(pair[1], pair[2], words)
    return (
        words("log.before", name=name, value=value, day=words.written(pair[3]))
        if pair[3]
        else words("log.pair", name=name, value=value)
    )


def on_what(subject: str, words: Words, names: Mapping[str, str]) -> str:
    """Return what a line of the audit log is about.

    Args:
        subject: such as "case:CB-2026-7K3Q9F", "insights:volume" or "search".
        words: of the page.
        names: of the staff, by the ids of their accounts.
    """
    kind, colon, rest = subject.partition(":")
    if kind == "staff":
        return names.get(rest, words("log.unknown") if rest == "-" else rest)
    if kind == "insights" and words.knows(f"insight.{rest}"):
        return words(f"insight.{rest}")
    if colon and kind != "case" and words.knows(f"subject.{kind}"):
        return words("log.pair", name=words(f"subject.{kind}"), value=rest[:_KEY] if kind == "question" else rest)
    return words(f"logged.{subject}") if words.knows(f"logged.{subject}") else rest or subject


def _name(name: str, words: Words) -> str | None:
    if name in kind_names():
        return kind_names()[name][words.language]
    for key in (f"logged.{name}", f"filter.{name}"):
        if words.knows(key):
            return words(key)
    table = inventory().tables.get(name)
    if table is None:
        return None
    title = table.name[words.language]
    return title[:1].lower() + title[1:]  # in the middle of a line


def _value(name: str, value: str, words: Words) -> str:
    if name == "macro":
        return next((macro.name[words.language] for macro in known() if macro.id == value), value)
    if name == "intent":
        return intent_names().get(value, {}).get(words.language, value)
    key = _GROUPS.get(name, f"{name}.") + value
    return words(key) if words.knows(key) else value
