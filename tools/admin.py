"""Makes an administrator of the staff pages: `make admin email=… name=…`."""

from __future__ import annotations

import os
import sys
from datetime import datetime, timezone

from bot.settings import SettingsError, read
from desk import audit
from desk.audit import Actor
from desk.database import Database
from desk.errors import DatabaseSetting
from desk.migrate import migrate
from desk.staff import accounts, links
from desk.staff.accounts import ADMIN, OFFICES, Profile
from desk.staff.errors import FieldWrong
from tools import options
from tools.environment import SettingsFileError, address_of, complete
from tools.options import UsageError
from tools.terminal import Terminal, language_of

_THIS_MACHINE = Actor("-", "console")
_LANGUAGE_OF = {"brussels": "en", "beijing": "zh"}


def invite(database: Database, profile: Profile, now: datetime) -> tuple[str, bool]:
    """Make an administrator, or a new link for an account that is there.

    Args:
        database: migrated.
        profile: of the administrator.
        now: the time.

    Returns:
        The token of the link, and whether the account is new.
    """
    with database.write() as connection:
        person = accounts.by_email(connection, profile.email)
        is_new = person is None
        person = person or accounts.create(connection, profile, now)
        action = "staff.add" if is_new else "staff.link"
        audit.write(connection, _THIS_MACHINE, action, f"staff:{person.id}", now, ["role", "password"])
        return links.issue(connection, person, now), is_new


def main(arguments: list[str]) -> int:
    """Make the account and print its link."""
    terminal = Terminal(language_of(os.environ))
    usage = terminal.text("admin_usage")
    try:
        _, given = options.read(arguments, ("email", "name", "office", "address"))
    except UsageError as problem:
        print(problem, usage, sep="\n", file=sys.stderr)
        return 2
    office = given.get("office", OFFICES[1] if terminal.language == "en" else OFFICES[0])
    if not {"email", "name"} <= set(given):
        print(usage, file=sys.stderr)
        return 2
    try:
        language = _LANGUAGE_OF.get(office, terminal.language)
        profile = Profile(given["email"], given["name"], ADMIN, office, ["en", "zh"], language)
        settings = read(complete(os.environ))
        database = Database(settings.database_url)
    except FieldWrong as problem:
        print(terminal.text("admin_wrong", field=problem.field, usage=usage), file=sys.stderr)
        return 2
    except (SettingsError, SettingsFileError, DatabaseSetting) as problem:
        print(problem, file=sys.stderr)
        return 2
    migrate(database)
    token, is_new = invite(database, profile, datetime.now(timezone.utc))
    database.close()
    terminal.say("admin_made" if is_new else "admin_there", name=profile.name, email=profile.email)
    address = given.get("address", address_of(settings)).rstrip("/")
    terminal.say("admin_link", link=f"{address}/desk/welcome?t={token}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
