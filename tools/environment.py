"""The settings file of this folder (.env) and what every process that we start is given."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.settings import Settings

FILE = Path(".env")
TOKEN = "HELPDESK_API_TOKEN"
DESK_SECRET = "DESK_SECRET"
QUIET_RASA = {
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "PYTHONWARNINGS": "ignore",
}
"""Rasa and TensorFlow otherwise fill the terminal with what nobody here can change."""


class SettingsFileError(ValueError):
    """A line of the settings file is not NAME=value."""


def read_file(path: Path) -> dict[str, str]:
    """Read a file of NAME=value lines; empty lines and lines that begin with # are skipped.

    Args:
        path: the file; none is the same as an empty one.

    Raises:
        SettingsFileError: with file, line number and what to do.
    """
    if not path.is_file():
        return {}
    found: dict[str, str] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, equals, value = line.partition("=")
        if not equals or not name.strip().isidentifier():
            raise SettingsFileError(f"{path}:{number}: {line[:40]!r} → NAME=value")
        found[name.strip()] = _unquoted(value.strip())
    return found


def _unquoted(value: str) -> str:
    """Take off quotes around the whole value, as a shell does; `'self'` of FRAME_ANCESTORS is such a value."""
    return value[1:-1] if len(value) > 1 and value[0] == value[-1] == '"' else value


def complete(environment: Mapping[str, str], path: Path = FILE) -> dict[str, str]:
    """Return the environment with what only the settings file gives; a variable that is set wins."""
    return {**read_file(path), **{name: value for name, value in environment.items() if value}}


def make_token(path: Path = FILE, name: str = TOKEN) -> str:
    """Make a secret, such as the access token of the REST interface, and keep it in the settings file.

    Args:
        path: the settings file; made when missing, readable by its owner alone.
        name: of the setting.

    Returns:
        The token.
    """
    token = secrets.token_urlsafe(32)
    before = path.read_text("utf-8") if path.is_file() else ""
    kept = [line for line in before.splitlines() if line.partition("=")[0].strip() != name]
    draft = path.with_name(path.name + ".new")
    draft.touch(mode=0o600)
    draft.write_text("\n".join([*kept, f"{name}={token}", ""]), "utf-8")
    os.replace(draft, path)
    path.chmod(0o600)
    return token


def address_of(settings: Settings) -> str:
    """Return the address at which this machine reaches the gateway."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}
    host = everywhere.get(settings.host, f"[{settings.host}]" if ":" in settings.host else settings.host)
    return f"http://{host}:{settings.port}"
