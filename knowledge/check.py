"""Checks every record: form, references, dates, numbers, wording. Run it with `python -m knowledge.check`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from knowledge import editorial
from knowledge.library import default_folder, inspect
from knowledge.problems import Problem, errors


def check(folder: Path) -> list[Problem]:
    """Return every fault in a knowledge folder, errors first, then by file."""
    library, problems = inspect(folder)
    found = set(problems) | set(editorial.check(library))
    return sorted(found, key=lambda problem: (problem.warning, problem))


def main(arguments: list[str] | None = None) -> int:
    """Print every fault; return 1 if there is an error, else 0.

    Args: arguments: the folder to check and words that the paths must contain, both optional.
    """
    words = sys.argv[1:] if arguments is None else arguments
    folder = Path(words.pop(0)) if words and Path(words[0]).is_dir() else default_folder()
    problems = [one for one in check(folder) if not words or any(word in one.file for word in words)]
    for problem in problems:
        print(replace(problem, file=f"{folder.name}/{problem.file}"))
    print(f"{len(errors(problems))} errors, {len(problems) - len(errors(problems))} warnings")
    return 1 if errors(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
