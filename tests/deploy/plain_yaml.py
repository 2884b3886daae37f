"""YAML as others read it: Rasa, once imported, makes every reader of the process replace ${NAME} by settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor


class _Constructor(SafeConstructor):
    """Takes ${NAME} for the text that it is."""


_Constructor.add_constructor("!env_var", SafeConstructor.construct_yaml_str)


def read(path: Path) -> Any:
    """Return what a file says."""
    reader = YAML(typ="safe", pure=True)
    reader.Constructor = _Constructor
    return reader.load(path.read_text("utf-8"))
