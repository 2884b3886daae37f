"""`make check`: everything that can be wrong in a file, found in seconds and without a model."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from dataclasses import dataclass
from datetime import date

from tools.overdue import missing_lists
from tools.terminal import Terminal, language_of


@dataclass(frozen=True)
class Check:
    """One check.

    Args:
        name: key of its title in strings.yml.
        command: arguments for this Python.
    """

    name: str
    command: tuple[str, ...]


# The slow ones first: two run at a time.
CHECKS = (
    Check("check_types", ("-m", "mypy")),
    Check(
        "check_houserules",
        ("-m", "pytest", "tests/test_style.py", "tests/test_imports.py", "tests/test_docs.py", "-m", "not slow"),
    ),
    Check("check_records", ("-m", "knowledge.check")),
    Check("check_macros", ("-m", "desk.macros")),
    Check("check_phrases", ("-m", "nlu.check")),
    Check("check_style", ("-m", "ruff", "check", "--quiet", ".")),
    Check("check_format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
)
AT_ONCE = 2


async def run(check: Check, free: asyncio.Semaphore) -> tuple[Check, int, str, float]:
    """Run one check and return its exit code, what it printed and how long it took.

    Args:
        check: what to run.
        free: limits how many run at once.
    """
    async with free:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            sys.executable, *check.command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
        )
        output, _ = await process.communicate()
    return check, process.returncode or 0, output.decode(errors="replace").strip(), time.monotonic() - began


async def main() -> int:
    """Run all checks; each says "ok" in one line, or everything that it found."""
    terminal = Terminal(language_of(os.environ))
    free = asyncio.Semaphore(AT_ONCE)
    failed = 0
    for next_done in asyncio.as_completed([run(check, free) for check in CHECKS]):
        check, code, output, seconds = await next_done
        title = terminal.text(check.name)
        terminal.say("check_bad" if code else "check_ok", title=title, seconds=f"{seconds:.1f}")
        if code:
            failed += 1
            print(output + "\n", flush=True)
    for line in missing_lists(date.today(), terminal.language):  # the calendar warns, it never fails a check
        print(line, flush=True)
    terminal.say("checks_bad" if failed else "checks_ok", count=failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
