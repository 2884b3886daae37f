"""Fills the desk with made-up people, or takes them away: `make demo`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.scene import Rules
from bot.settings import Settings, SettingsError, read
from desk import audit, canned
from desk.audit import Actor
from desk.canned import Draft
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.migrate import migrate
from desk.staff import accounts, links
from desk.staff.accounts import Profile
from desk.staff.models import staff
from knowledge.library import KnowledgeError, default_folder
from tools import options, train
from tools.conversation import be_quiet
from tools.demo import rows, script
from tools.demo.play import Player, Stage
from tools.environment import SettingsFileError, address_of, complete
from tools.options import UsageError
from tools.terminal import Terminal, language_of

_ACTOR = Actor("-", "console")
_FOR_OTHERS = ("public_url", "telegram_token", "wechat_app_id", "mail_host", "trusted_proxies", "redis_url")
"""Settings that only a help desk for others has."""


class DemoRefused(Exception):
    """The demo is not for this database.

    Args:
        key: of the sentence that says why.
        values: for its places.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values


def refuse(settings: Settings, held: rows.Held, again: bool) -> None:
    """Keep the demo away from a help desk that real people use.

    Raises:
        DemoRefused: a setting shows that others use it, it holds what real people wrote, or the demo is there already.
    """
    used = next((name.upper() for name in _FOR_OTHERS if getattr(settings, name)), None)
    if used:
        raise DemoRefused("demo_production", name=used)
    if held.demo and not again:
        raise DemoRefused("demo_there")
    if held.real and not held.demo:
        raise DemoRefused("demo_real", count=held.real)


def hire(connection: Connection, now: datetime) -> dict[str, str]:
    """Make the accounts of the demo and their canned replies; return name and link token of each.

    Args:
        connection: a write transaction.
        now: the time.
    """
    tokens: dict[str, str] = {}
    fresh = {"totp_on": False, "totp_step": 0, "recovery": [], "active": True, "created": now, "updated": now}
    for each in script.people():
        identity = each.pop("id")
        profile = Profile(**each)
        connection.execute(staff.insert().values(id=identity, **profile.columns(), **fresh))
        tokens[profile.name] = links.issue(connection, accounts.by_id(connection, identity), now)
    for each in script.canned():
        canned.create(connection, each.pop("owner"), Draft(**each), shared=False, now=now)
    return tokens


async def fill(stage: Stage, talks: Sequence[script.Talk]) -> dict[str, str]:
    """Play the demo; returns name and link token of each account.

    Args:
        stage: where.
        talks: what; of a demo that is there nothing stays.
    """
    with stage.database.write() as connection:
        rows.remove(connection, stage.now)
        tokens = hire(connection, stage.now)
        audit.write(connection, _ACTOR, "demo.add", "demo", stage.now)
    # The oldest first, so that the numbers of rows rise with the time, as in a real desk.
    for talk in sorted(talks, key=lambda talk: talk.begins(stage.now)):
        await Player(stage, talk).play()
    return tokens


def take_away(database: Database, now: datetime) -> int:
    """Remove the demo and return how many conversations that were."""
    with database.write() as connection:
        gone = rows.remove(connection, now)
        audit.write(connection, _ACTOR, "demo.remove", "demo", now)
    return gone


async def _play(database: Database, settings: Settings, now: datetime) -> dict[str, str]:
    from bot.brain.agent import Brain

    folder = Path(settings.knowledge_folder) if settings.knowledge_folder else default_folder()
    brain = await Brain.open(train.MODEL, folder)
    rules = Rules(settings.answer_working_days, settings.helpdesk_contact)
    try:
        return await fill(Stage(database, brain.turn, settings.helpdesk_name, rules, now), script.talks())
    finally:
        brain.watcher.stop()


def run(database: Database, settings: Settings, given: Mapping[str, str], terminal: Terminal) -> None:
    """Do what is asked for, and say before and after what it is.

    Raises:
        DemoRefused: the demo is not for this database.
    """
    now = datetime.now(timezone.utc)
    migrate(database)
    shown = database.url.render_as_string(hide_password=True)
    if given.get("remove") == "yes":
        terminal.say("demo_removes", database=shown)
        terminal.say("demo_removed", count=take_away(database, now))
        return
    with database.read() as connection:
        held = rows.held(connection)
    refuse(settings, held, given.get("again") == "yes")
    terminal.say("demo_begins", count=len(script.talks()), people=len(script.people()), database=shown)
    be_quiet()
    tokens = asyncio.run(_play(database, settings, now))
    address = given.get("address", address_of(settings)).rstrip("/")
    lines = "\n".join(f"  {name}\n    {address}/desk/welcome?t={token}" for name, token in tokens.items())
    terminal.say("demo_made", links=lines)


def main(arguments: list[str]) -> int:
    """Fill the desk, or empty it of the demo."""
    terminal = Terminal(language_of(os.environ))
    try:
        _, given = options.read(arguments, ("again", "remove", "address"))
        settings = read(complete(os.environ))
        database = Database(settings.database_url)
    except (UsageError, SettingsError, SettingsFileError, DatabaseSetting) as problem:
        print(problem, file=sys.stderr)
        return 2
    try:
        run(database, settings, given, terminal)
    except DemoRefused as problem:
        print(terminal.text(problem.key, **problem.values), file=sys.stderr)
        return 1
    except (KnowledgeError, FileNotFoundError, script.ScriptError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except SQLAlchemyError as problem:
        print(terminal.text("database_away", problem=type(problem).__name__), file=sys.stderr)
        return 1
    finally:
        database.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
