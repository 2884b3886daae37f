"""The version of this software, as in pyproject.toml."""

VERSION = "0.1.0"
