"""Compares a YAML file with the JSON Schema of its kind, and says each difference in plain words."""

from __future__ import annotations

import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError

from knowledge.problems import Problem

SCHEMAS = Path(__file__).parent / "schema"
#: What people who write YAML call the types of JSON.
_YAML_NAMES = {"object": "mapping", "array": "list"}
_COMMON = "common.json#/definitions/"


def schema(kind: str) -> dict[str, Any]:
    """Return the schema of a kind with the shared definitions filled in (so that no reference is left)."""
    common = json.loads((SCHEMAS / "common.json").read_text("utf-8"))["definitions"]
    plain: dict[str, Any] = _fill(json.loads((SCHEMAS / f"{kind}.json").read_text("utf-8")), common)
    return plain


def _fill(node: Any, common: dict[str, Any]) -> Any:
    """Replace every reference to common.json; words beside a reference (its description) win."""
    if isinstance(node, list):
        return [_fill(part, common) for part in node]
    if not isinstance(node, dict):
        return node
    target = node.get("$ref")
    if isinstance(target, str):
        definition = _fill(common[target.removeprefix(_COMMON)], common)
        return {**definition, **{key: value for key, value in node.items() if key != "$ref"}}
    return {key: _fill(value, common) for key, value in node.items()}


@cache
def _validator(kind: str) -> Draft7Validator:
    return Draft7Validator(schema(kind))


def compare(data: Any, kind: str, path: str) -> list[Problem]:
    """Compare a file's content with the schema of its kind.

    Args: data: the parsed YAML; kind: the schema's name; path: the file, for the message.
    """
    return [_say(error, path) for error in _validator(kind).iter_errors(data)]


def _say(error: ValidationError, path: str) -> Problem:
    field = ".".join(str(part) for part in error.absolute_path)
    rule, value, wanted = str(error.validator), error.instance, error.validator_value
    hint = error.schema.get("errorMessage", "") if isinstance(error.schema, dict) else ""
    if rule == "additionalProperties":
        return Problem(path, field, *_unknown_keys(error))
    if rule == "required":
        missing = ", ".join(key for key in wanted if key not in value)
        return Problem(path, field, f"{missing} is missing", "add it, see the template of this kind")
    if rule == "type":
        return Problem(path, field, *_wrong_type(value, wanted))
    if rule in ("oneOf", "anyOf"):
        found = ", ".join(value) if isinstance(value, dict) else repr(value)
        return Problem(path, field, f"does not fit (it has {found})", hint or "see the template of this kind")
    if rule in ("enum", "const") and value not in ("", None):
        allowed = wanted if rule == "enum" else [wanted]
        return Problem(path, field, f"{value!r} is not allowed", "use " + " | ".join(str(one) for one in allowed))
    if rule in ("minLength", "minItems", "minProperties"):
        return Problem(path, field, f"is empty or too short ({len(value)})", f"write at least {wanted}")
    if rule in ("maxLength", "maxItems"):
        return Problem(path, field, f"is too long ({len(value)})", f"write at most {wanted}")
    if rule == "uniqueItems":
        return Problem(path, field, "the same entry stands twice", "remove one")
    if value in ("", None):
        allowed = " | ".join(str(one) for one in wanted) if rule == "enum" else ""
        return Problem(path, field, "is empty", hint or f"write {allowed or 'it, see the template of this kind'}")
    if rule == "dependencies":
        return Problem(path, field, error.message, "add the missing part")
    return Problem(path, field, f"{value!r} does not fit", hint or error.message)


def _unknown_keys(error: ValidationError) -> tuple[str, str]:
    known = list(error.schema.get("properties", {}))
    patterns = error.schema.get("patternProperties")
    unknown = [str(key) for key in error.instance if key not in known]
    if patterns:
        return f"a name in {', '.join(unknown)} is not allowed", f"names must match {next(iter(patterns))}"
    return f"unknown key {', '.join(unknown)}", "use " + " | ".join(known)


def _wrong_type(value: Any, wanted: Any) -> tuple[str, str]:
    names: list[str] = wanted if isinstance(wanted, list) else [wanted]
    name = " or ".join(_YAML_NAMES.get(one, one) for one in names)
    if wanted == "string" and isinstance(value, (datetime.date, int, float)):
        return f"{value} is read as a number or a date", f'put it in quotes: "{value}"'
    if value is None:
        return "is empty", f"write a {name} or remove the key"
    return f"is a {type(value).__name__}", f"write a {name}"
