"""Takes in what comes from messengers: finds or opens the conversation, and makes a turn of whatever it is.

Everything becomes a message with an id of the channel, stored before the channel is told that we have it: a
repeat is the same message, and a command, a photo or a button stands in the transcript like a question.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot import channel_effects, phrases
from bot.endpoint import limit, take_in
from bot.gateway import Gateway
from bot.incoming import MAX_CHARACTERS, EmptyMessage, InboundMessage, MessageTooLong, clean
from bot.limits import TokenBuckets
from bot.replies import reply
from bot.settings import Settings
from bot.wording.catalogue import catalogue
from bot.wording.values import Words
from desk import buttons, continuations, conversations, messages, windows
from desk.conversations import Conversation
from desk.turns import Accepted, Incoming
from desk.windows import Opening

PRIVACY = "/privacy"
_SAID = ("help", "language", "mydata", "delete")
_NAMED = ("start", "human", "request", *_SAID)
_WRITTEN = ("text", "edited", "too_long")
_LANGUAGES = {"en": "en", "zh": "zh", "english": "en", "chinese": "zh"}


def worded(kind: str, text: str) -> tuple[str, str]:
    """Return the text of a message as it can be stored, and its kind.

    Args:
        kind: text, or what else it is.
        text: as it came.
    """
    try:
        return kind, clean(text)
    except EmptyMessage:
        return ("other" if kind == "text" else kind), ""
    except MessageTooLong:
        return worded("too_long", text[:MAX_CHARACTERS])


def commanded(inbound: InboundMessage, known: bool = False) -> InboundMessage:
    """Return a message that is a command, such as "/language zh", as one; any other as it is.

    Args:
        inbound: the message.
        known: whether what begins with a stroke and is no command of ours is just text.
    """
    text = inbound.text or ""
    if inbound.kind != "text" or not text.startswith("/"):
        return inbound
    # "/help@city_bot extra words": the name of the bot stands behind the command in groups and in old clients.
    word, _, argument = text[1:].partition(" ")
    command = word.partition("@")[0].lower()
    if known and command not in _NAMED:
        return inbound
    return replace(inbound, command=command, argument=argument.strip())


class Reception:
    """Takes in messages of one messenger.

    Args:
        name: of the channel.
        gateway: takes the messages.
        settings: names, limits.
    """

    def __init__(self, name: str, gateway: Gateway, settings: Settings) -> None:
        self._name = name
        self._gateway = gateway
        self._people = TokenBuckets(settings.rate_messages)
        link = settings.public_url.rstrip("/")
        self._house = channel_effects.house(
            name, settings.helpdesk_name, settings.retention_days, link + PRIVACY if link else ""
        )

    async def receive(self, inbound: InboundMessage, window: Opening | None = None) -> Accepted:
        """Store a message and have it answered; a conversation is opened if there is none.

        Args:
            inbound: the message.
            window: on channels with windows for writing, what this message allows us.

        Raises:
            ApiError: not now: too many wait, or this person is too fast. The channel must repeat it.
        """
        talk, origin = await self._resolved(inbound, window)
        limit(self._people, talk.id)
        if inbound.kind not in _WRITTEN and inbound.text:
            # What stands under a photo is a question like any other.
            await self._take(talk, replace(inbound, text=None, client_id=f"{inbound.client_id}-{inbound.kind}"), None)
            inbound = replace(inbound, kind="text")
        return await self._take(talk, inbound, origin)

    async def _resolved(self, inbound: InboundMessage, window: Opening | None) -> tuple[Conversation, str | None]:
        try:
            return await self._gateway.write(lambda connection: self._talk(connection, inbound, window))
        except IntegrityError:
            # Two first messages of a person at once: the other one has opened the conversation.
            return await self._gateway.write(lambda connection: self._talk(connection, inbound, window))

    def _talk(
        self, connection: Connection, inbound: InboundMessage, window: Opening | None
    ) -> tuple[Conversation, str | None]:
        now, user = self._gateway.clock(), inbound.external_user
        if inbound.command == "start" and inbound.argument:
            moved = continuations.use(connection, inbound.argument, self._name, user, now)
            if moved is not None:
                return moved.conversation, moved.origin
        language = inbound.language or "en"
        talk, new = conversations.open_for_user(connection, self._name, user, language, now)
        # A wish for deletion that the messenger brings again is no new beginning.
        new = new or (talk.erased is not None and not _was_taken(connection, talk, inbound))
        if new and inbound.command != "start":
            reply(connection, talk.id, self._name, channel_effects.welcome(self._house), language, now)
        if window is not None:
            windows.open_now(connection, talk.id, window, now)
        return talk, None

    async def _take(self, talk: Conversation, inbound: InboundMessage, origin: str | None) -> Accepted:
        if inbound.button is not None:
            incoming = await self._pressed(talk, inbound)
        else:
            incoming = self._incoming(talk, inbound, origin)
        accepted = await take_in(self._gateway, talk.id, incoming)
        self._gateway.metrics.accepted(self._name, accepted)
        return accepted

    def _incoming(self, talk: Conversation, inbound: InboundMessage, origin: str | None) -> Incoming:
        words, text = Words(catalogue(), talk.language), inbound.text or ""
        if inbound.command is not None:
            return Incoming(_shown(inbound, words), self._command(inbound, origin, words), inbound.client_id)
        if inbound.kind == "text":
            return Incoming(text, None, inbound.client_id)
        if inbound.kind == "edited":
            text = words.sentence("received.edited", {"text": {"string": text}})
        elif inbound.kind != "too_long":
            text = words.sentence(f"received.{inbound.kind}")
        effect = {"type": channel_effects.UNREADABLE, "kind": inbound.kind, "limit": MAX_CHARACTERS}
        return Incoming(text, {"effects": [effect]}, inbound.client_id)

    async def _pressed(self, talk: Conversation, inbound: InboundMessage) -> Incoming:
        key = inbound.button or ""
        button = await self._gateway.read(lambda connection: buttons.find(connection, talk.id, key))
        if button is None:
            return Incoming(key, None, inbound.client_id)
        return Incoming(button.title, button.do, inbound.client_id)

    def _command(self, inbound: InboundMessage, origin: str | None, words: Words) -> dict[str, Any]:
        name, argument = inbound.command or "", inbound.argument
        if name == "human":
            return {"effects": [{**phrases.ASK_PERSON, "asked": words.sentence("command.human")}]}
        if name == "request":
            return {"intent": "request_cooperation", "entities": []}
        if origin is not None:
            return {"effects": [{"type": "continued", "from": origin}]}
        language = _LANGUAGES.get(argument.strip().lower())
        effect = {**self._house, "type": "command_unknown", "command": f"/{name}"[:40]}
        if name == "start":
            effect["type"] = "continuation_spent" if continuations.looks_like_key(argument) else "command_greet"
        elif name == "language" and language:
            effect = {"type": "set_language", "language": language}
        elif name in _SAID:
            effect["type"] = f"command_{name}"
        return {"effects": [effect]}


def _was_taken(connection: Connection, talk: Conversation, inbound: InboundMessage) -> bool:
    client = inbound.client_id
    return client is not None and messages.by_client_id(connection, talk.id, client) is not None


def _shown(inbound: InboundMessage, words: Words) -> str:
    """Return a command as the transcript has it: as it was typed, but without a key, or what it means."""
    if continuations.looks_like_key(inbound.argument):
        return f"/{inbound.command}"
    named = inbound.command in _NAMED
    return inbound.text or (words.sentence(f"command.{inbound.command}") if named else inbound.command or "")
