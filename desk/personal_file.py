"""The file with all that is stored about a person: for programs as JSON, for people as a page without scripts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from desk.inventory import inventory
from desk.privacy import Record

JSON, HTML = "json", "html"
FORMS = {JSON: "application/json", HTML: "text/html; charset=utf-8"}
_TAGS = {"en": "en", "zh": "zh-Hans"}


@dataclass(frozen=True)
class Head:
    """What stands above the data.

    Args:
        desk: name of the help desk.
        made: when the file was made.
        internal: whether notes of the staff are in it too.
    """

    desk: str
    made: datetime
    internal: bool


@lru_cache(maxsize=1)
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("personal_file.html")


def written(form: str, record: Record, head: Head, language: str) -> str:
    """Return the file.

    Args:
        form: JSON or HTML.
        record: the data, as desk/privacy.py gathers it.
        head: what stands above it.
        language: "en" or "zh"; names of tables and columns are in it.

    Raises:
        KeyError: there is no such form.
    """
    return {JSON: _as_json, HTML: _as_page}[form](record, head, language)


def _as_json(record: Record, head: Head, language: str) -> str:
    tables = inventory().tables
    what: Mapping[str, Any] = {
        name: {"name": tables[name].name[language], "columns": _labels(name, language), "rows": rows}
        for name, rows in record.items()
    }
    return json.dumps(
        {"desk": head.desk, "made": head.made.isoformat(timespec="seconds"), "data": what}, ensure_ascii=False, indent=1
    )


def _labels(table: str, language: str) -> dict[str, str]:
    columns = inventory().tables[table].columns
    return {column: said.name[language] for column, said in columns.items() if said.name is not None}


def _as_page(record: Record, head: Head, language: str) -> str:
    page = {key: said[language] for key, said in inventory().page.items()}
    sections = [
        {"name": inventory().tables[name].name[language], "rows": [_row(_labels(name, language), row) for row in rows]}
        for name, rows in record.items()
    ]
    return _template().render(
        tag=_TAGS[language],
        title=page["title"],
        made=page["made"].format(desk=head.desk, made=f"{head.made:%Y-%m-%d %H:%M}"),
        sections=sections,
        nothing=page["nothing"],
        notes=[page["secrets"], *([] if head.internal else [page["notes"]])],
    )


def _row(labels: Mapping[str, str], row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a row says; what is empty is left out."""
    return [(labels[column], _text(value)) for column, value in row.items() if value not in (None, "", [], {})]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
