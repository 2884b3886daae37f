"""What the documents say is true: verbs, settings, links, headings and commands."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from bot.settings import Settings, read
from tests.import_graph import ROOT
from tools.environment import read_file

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
READMES = ("README.md", "README.zh.md")
DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *ROOT.glob("*/README.md")])

SETTINGS_BESIDE_THE_GATEWAY = {"BRAIN_HOST", "BRAIN_PORT", "MODEL", "BRAIN_MEMORY_MB", "MODEL_LOOK_SECONDS"}
"""Settings of the brain's process; the rest are fields of bot.settings.Settings."""

QUICK = ("make help", "make parity", "make overdue")
NOT_RUN_HERE = {"make run", "make talk", "make test", "make check", "make admin email=you@city.example name=You"}
"""Commands of the README that have tests of their own, or run this one."""


def verbs() -> set[str]:
    """Return the verbs that the Makefile explains."""
    return set(re.findall(r"^([a-z-]+):.* ## ", MAKEFILE, re.MULTILINE))


def mentioned(text: str) -> set[str]:
    """Return every verb that a text calls with make, also the second of `make check train`."""
    calls = re.findall(r"(?:^ {4}|`)make ((?:[a-z][a-z-]*(?= |$|`)[ ]?)+)", text, re.MULTILINE)
    return {verb for call in calls for verb in call.split()}


def indented(name: str) -> list[str]:
    """Return the commands of a document: lines indented by four blanks, without what follows a hash."""
    lines = (ROOT / name).read_text("utf-8").splitlines()
    return [re.sub(r"\s+#.*", "", line).strip() for line in lines if line.startswith("    ")]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_verb_that_is_mentioned_exists(document: Path) -> None:
    assert mentioned(document.read_text("utf-8")) - verbs() == set()


def test_every_verb_is_in_help_and_phony() -> None:
    targets = set(re.findall(r"^([a-z-]+):", MAKEFILE, re.MULTILINE))
    phony = set(re.findall(r"^\.PHONY: (.*)", MAKEFILE, re.MULTILINE)[0].split())

    assert (targets, phony) == (verbs(), verbs())


def test_every_verb_is_in_a_document() -> None:
    everywhere = set().union(*(mentioned(document.read_text("utf-8")) for document in DOCUMENTS))

    assert verbs() - everywhere == set()


def test_help_shows_every_verb() -> None:
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert set(re.findall(r"^  make ([a-z-]+)", shown, re.MULTILINE)) == verbs()


@pytest.mark.slow
@pytest.mark.parametrize("command", QUICK)
def test_quick_command_works(command: str) -> None:
    asked = [*command.split(), f"PY={sys.executable}", "--assume-old=install"]

    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize("name", READMES)
def test_readme_commands_are_known(name: str) -> None:
    calls = {command for command in indented(name) if command.startswith("make ")}

    assert NOT_RUN_HERE | {"make help"} <= calls


def test_both_readmes_have_the_same_commands_and_headings() -> None:
    english, chinese = (indented(name) for name in READMES)
    levels = [re.findall(r"^(#+) ", (ROOT / name).read_text("utf-8"), re.MULTILINE) for name in READMES]
    programs = ("make", ".venv/", ". ./.env", "curl", "-H")

    assert [c for c in english if c.startswith(programs) and "q=" not in c] == [
        c for c in chinese if c.startswith(programs) and "q=" not in c
    ]
    assert levels[0] == levels[1]


def rasa_commands() -> list[str]:
    """Return the Rasa commands of the README."""
    return [command for command in indented("README.md") if command.startswith(".venv/bin/rasa ")]


@pytest.mark.parametrize("command", rasa_commands())
def test_files_of_rasa_commands_exist(command: str) -> None:
    built = ("models/", "results", ".venv/")
    paths = [word for word in command.split() if "/" in word and not word.startswith(built)]

    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.rasa
@pytest.mark.slow
@pytest.mark.timeout(300)
def test_rasa_accepts_the_training_data() -> None:
    command = next(command for command in rasa_commands() if " data validate" in command)

    done = subprocess.run(command.split(), cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr[-3000:]


def test_every_setting_is_in_the_example_and_the_other_way_round() -> None:
    names = {field.name.upper() for field in fields(Settings)} | SETTINGS_BESIDE_THE_GATEWAY

    assert set(read_file(ROOT / ".env.example")) == names


def test_the_example_holds_the_defaults() -> None:
    example = {name: value for name, value in read_file(ROOT / ".env.example").items() if value}

    assert read(example) == Settings()


def test_every_setting_has_one_comment() -> None:
    lines = (ROOT / ".env.example").read_text("utf-8").splitlines()
    before = [lines[number - 1] for number, line in enumerate(lines) if re.match(r"[A-Z_]+=", line)]

    assert [line for line in before if not re.fullmatch(r"# .*[.;]", line)] == []


def links(document: Path) -> Iterator[str]:
    """Yield the targets of all links and pictures of a document that are inside the repository."""
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            yield target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(document: Path) -> None:
    assert [target for target in links(document) if not (document.parent / target).exists()] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh.md", "CONTRIBUTING.md", "docs/architecture.md"])
def test_folders_and_files_that_are_named_exist(name: str) -> None:
    named = re.findall(r"`((?:[a-z_]+/)+[a-z_.]*)`", (ROOT / name).read_text("utf-8"))

    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize(("document", "folder"), [("console.md", "tests/desk"), ("widget.md", "tests/bot/widget")])
def test_tests_that_hold_a_comparison_exist(document: str, folder: str) -> None:
    named = re.findall(r"`((?:[a-z]+/)?test_[a-z_]+)`", (ROOT / "docs" / document).read_text("utf-8"))

    assert [name for name in named if not (ROOT / folder / f"{name}.py").is_file()] == []
    assert len(named) > 5


def test_decisions_are_short_and_complete() -> None:
    for path in sorted((ROOT / "docs/adr").glob("*.md")):
        text = path.read_text("utf-8")

        assert len(text.splitlines()) <= 40, path.name
        assert re.findall(r"^## (.*)", text, re.MULTILINE) == ["Status", "Context", "Decision", "Consequences"], (
            path.name
        )
