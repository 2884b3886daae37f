"""Shows phrases and held-out sentences per intent, English beside Chinese, and marks the gaps."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from knowledge.library import Library, default_folder, inspect
from nlu.check import FEWEST, LARGEST_RATIO, by_intent
from nlu.phrases import LANGUAGES, of_faq, read_held_out, read_intents
from tools.options import UsageError, read
from tools.strings import say

MIXED = "mixed"


def table(root: Path, library: Library) -> list[tuple[str, list[int], bool]]:
    """Return a row per intent: its name, phrases en and zh, held-out en, zh and mixed, has it a gap."""
    trained, _ = read_intents(root / "nlu" / "intents")
    held_out, _ = read_held_out(root / "tests" / "understanding")
    phrases = by_intent(trained + of_faq(library))
    tested = Counter((sentence.intent, sentence.language) for sentence in held_out)
    rows = []
    for intent in sorted({*phrases, *(sentence.intent for sentence in held_out)}):
        learned = [len(phrases[intent][language]) for language in LANGUAGES]
        checked = [tested[intent, language] for language in (*LANGUAGES, MIXED)]
        gap = min(learned) < FEWEST or max(learned) > LARGEST_RATIO * min(learned) or 0 in checked[:2]
        rows.append((intent, learned + checked, gap))
    return rows


def run(arguments: list[str], root: Path) -> str:
    """Return the table as text.

    Raises: UsageError: an option is unknown.
    """
    _, options = read(arguments, ("lang",))
    language = "zh" if options.get("lang") == "zh" else "en"
    library, _ = inspect(root / "knowledge")
    rows = table(root, library)
    trained, held_out = say("parity_trained", language), say("parity_held_out", language)
    lines = [f"{say('parity_head', language):<28}{trained} en/zh   {held_out} en/zh/mixed"]
    for intent, counts, gap in rows:
        mark = f"  ← {say('parity_gap', language)}" if gap else ""
        left, right = "/".join(map(str, counts[:2])), "/".join(map(str, counts[2:]))
        lines.append(f"{intent:<28}{left:<16}{right}{mark}")
    gaps = sum(gap for _, _, gap in rows)
    return "\n".join([*lines, say("parity_sum", language, intents=len(rows), gaps=gaps)])


def main() -> int:
    """Run the tool on this repository; return 2 if it was called wrongly."""
    try:
        print(run(sys.argv[1:], default_folder().parent))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
