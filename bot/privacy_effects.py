"""Shows people what is stored about them, and deletes it when they confirm; works without the brain."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.engine import Connection

from bot import phrases
from bot.phrases import Block
from bot.scene import Effect, Scene
from bot.wording.catalogue import catalogue
from desk import audit, cases, conversations, erasure, privacy
from desk.audit import Actor
from desk.cases import OPEN
from desk.conversations import Conversation
from desk.erasure import Farewell
from desk.messages import OUT, Message
from desk.privacy import Scope

SHOW, ASK, ERASE, KEEP = "show_data", "ask_erasure", "erase_data", "keep_data"
OF_COMMANDS = {"command_mydata": SHOW, "command_delete": ASK}
SELF_SERVICE = frozenset({SHOW, ASK, ERASE, KEEP, *OF_COMMANDS})
"""Effects that are carried out whoever answers; whose data it is does not depend on that."""
BY_BUTTON_ONLY = frozenset({ERASE, KEEP})
"""Effects that no brain may wish for: a person has confirmed them."""
ASKED = {"type": ASK}
SHOWN = {"type": SHOW}
ASKED_BY_PERSON = "asked"
REQUESTER = Actor("requester", audit.NOBODY)
FAREWELL, FAREWELL_BY_STAFF = "mydata.erased", "mydata.erased_by_staff"
WEB, REST = "web", "rest"
_PRIVACY = "ask_privacy"
_COUNTED = ("messages", "cases", "requests", "request_drafts", "letters", "visitors", "feedback", "case_ratings")


def _show(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    """Say what is stored, and how all of it can be had."""
    talk = conversations.by_id(connection, scene.conversation)
    scope = privacy.of_conversation(connection, talk.id)
    audit.write(connection, REQUESTER, "privacy.shown", f"conversation:{talk.id}", scene.now)
    counts = privacy.count(connection, scope)
    references = phrases.listed(privacy.references(connection, scope))
    items = [
        {"say": f"mydata.{name}", "with": {"number": {"number": counts[name]}, "references": references}}
        for name in _COUNTED
        if name in counts
    ]
    if talk.channel not in (WEB, REST):
        items.append({"say": "mydata.app", "with": {"app": _app(talk)}})
    kept = scene.rules.periods
    until = phrases.text("mydata.until", days={"number": kept.conversations}, cases={"number": kept.cases})
    since = {"say": "mydata.since", "with": {"date": {"date": talk.created.date().isoformat()}}}
    file = phrases.text("mydata.file" if talk.channel == WEB else "mydata.file_staff")
    return [{"type": "list", "title": since, "items": items}, until, file, _buttons(delete=True)]


def _buttons(delete: bool) -> Block:
    own = ("mydata.delete_button", ASKED) if delete else ("mydata.show_button", SHOWN)
    return phrases.buttons(phrases.button(own[0], {"effects": [own[1]]}), phrases.person_button())


def _app(talk: Conversation) -> dict[str, str]:
    return {"say": f"channel.name_{talk.channel}"}


def _ask(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    """Say what would be deleted and what stays, and ask once."""
    talk = conversations.by_id(connection, scene.conversation)
    scope, kept = privacy.of_conversation(connection, talk.id), scene.rules.periods
    numbers = _numbers(connection, scope)
    said = [phrases.text("mydata.ask", messages=numbers["messages"])]
    if scope.cases:
        said.append(phrases.text("mydata.ask_cases", cases=numbers["cases"]))
    open_ones = [case.reference for case in _cases(connection, scope) if case.status in OPEN]
    if open_ones:
        said.append(phrases.text("mydata.ask_open", references=phrases.listed(open_ones)))
    if scope.cases:
        said.append(phrases.text("mydata.stays_case", cases={"number": kept.cases}))
    said.append(phrases.text("mydata.stays", audit={"number": kept.audit}))
    if talk.channel not in (WEB, REST):
        said.append(phrases.text("mydata.stays_app", app=_app(talk)))
    answers = [phrases.button(f"mydata.{name}", {"effects": [{"type": kind}]}) for name, kind in _ANSWERS.items()]
    return [*said, phrases.buttons(*answers)]


_ANSWERS = {"yes": ERASE, "no": KEEP}


def _cases(connection: Connection, scope: Scope) -> list[cases.Case]:
    return [case for identity in scope.cases if (case := cases.by_id(connection, identity))]


def _numbers(connection: Connection, scope: Scope) -> dict[str, dict[str, int]]:
    counts = privacy.count(connection, scope)
    return {name: {"number": counts.get(name, 0)} for name in ("messages", "cases")}


def _erase(connection: Connection, _effect: Effect, scene: Scene) -> list[Block]:
    """Delete everything but the wish itself, in the transaction that also queues what is said about it."""
    scope = privacy.of_conversation(connection, scene.conversation)
    numbers = _numbers(connection, scope)
    # What the person typed to confirm is theirs too; the title of the button says the same.
    farewell = Farewell(scene.conversation, scene.seq, catalogue().text("mydata.yes", scene.language))
    erasure.erase(connection, scope, REQUESTER, ASKED_BY_PERSON, scene.now, farewell)
    return [phrases.text(FAREWELL, **numbers)]


def _keep(_connection: Connection, _effect: Effect, _scene: Scene) -> list[Block]:
    return [phrases.text("mydata.kept")]


def offered(understood: Mapping[str, Any], blocks: list[Block], days: int) -> list[Block]:
    """Return an answer about privacy with the buttons that show and delete one's own data; any other as it is.

    Args:
        understood: of the message.
        blocks: of the brain.
        days: how long a conversation is kept after its last message.
    """
    if understood.get("intent") != _PRIVACY:
        return blocks
    show = phrases.button("mydata.show_button", {"effects": [SHOWN]})
    kept = phrases.text("mydata.kept_days", days={"number": days})
    return [*blocks, kept, phrases.buttons(show, phrases.button("mydata.delete_button", {"effects": [ASKED]}))]


def asks(message: Message | None) -> bool:
    """Tell whether the last thing said was the question whether everything shall be deleted."""
    blocks = message.blocks if message is not None and message.direction == OUT else None
    return any(block.get("say") == "mydata.ask" for block in blocks or [])


def is_farewell(blocks: list[Block] | None) -> bool:
    """Tell whether a message says that everything before it was deleted."""
    return any(block.get("say") in (FAREWELL, FAREWELL_BY_STAFF) for block in blocks or [])


EFFECTS: dict[str, Callable[[Connection, Effect, Scene], list[Block]]] = {
    SHOW: _show,
    ASK: _ask,
    ERASE: _erase,
    KEEP: _keep,
    "command_mydata": _show,
    "command_delete": _ask,
}
