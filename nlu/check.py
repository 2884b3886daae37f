"""Checks the phrases: enough in both languages, none in two intents, none of the test. `python -m nlu.check`.

A test sentence that is also a training phrase always passes, so the score says nothing. Readers do not
see it, since the two lie in different folders and differ by a comma; here they are found by their letters.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from knowledge.library import Library, default_folder, inspect
from knowledge.problems import Problem, errors
from knowledge.records import plain_name
from nlu.phrases import LANGUAGES, Phrase, of_facts, of_faq, read_held_out, read_intents

FEWEST = 25
LARGEST_RATIO = 2
TOO_ALIKE = 85
#: Rasa reads these as annotations or commands.
_MARKUP = re.compile(r"^[/\[]|[\[\](){}]")


def check(root: Path, library: Library) -> list[Problem]:
    """Return every fault in the phrases.

    Args: root: the repository; library: the records, whose questions are phrases as well.
    """
    trained, problems = read_intents(root / "nlu" / "intents")
    held_out, faults = read_held_out(root / "tests" / "understanding")
    learned = trained + of_faq(library)
    problems += faults
    problems += _markup(trained)
    problems += _balance(learned)
    problems += _in_two_intents(learned)
    problems += _held_out_names(held_out, {phrase.intent for phrase in learned}, library)
    problems += _missing_held_out(learned, held_out)
    problems += _held_out_trained(held_out, learned + of_facts(library))
    return sorted(set(problems), key=lambda problem: (problem.warning, problem))


def _markup(phrases: Iterable[Phrase]) -> Iterator[Problem]:
    for phrase in phrases:
        quoted = f"“{phrase.text}”"
        if _MARKUP.search(phrase.text):
            what = f"{quoted} has brackets or begins with /"
            yield Problem(phrase.file, phrase.intent, what, "write it plainly")
        if not plain_name(phrase.text):
            yield Problem(phrase.file, phrase.intent, f"{quoted} has no words", "write a phrase or remove it")


def by_intent(phrases: Iterable[Phrase]) -> dict[str, dict[str, set[str]]]:
    """Return the distinct phrases per intent and language."""
    table: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for phrase in phrases:
        table[phrase.intent][phrase.language].add(plain_name(phrase.text))
    return table


def _balance(phrases: list[Phrase]) -> Iterator[Problem]:
    files = {phrase.intent: phrase.file for phrase in phrases}
    for intent, languages in by_intent(phrases).items():
        counts = {language: len(languages[language]) for language in LANGUAGES}
        for language, count in counts.items():
            if count < FEWEST:
                what = f"has {count} distinct {language} phrases"
                yield Problem(files[intent], intent, what, f"write at least {FEWEST}")
        if max(counts.values()) > LARGEST_RATIO * min(counts.values()):
            what = f"has {counts['en']} en and {counts['zh']} zh phrases"
            do = f"keep the larger at most {LARGEST_RATIO} times the smaller"
            yield Problem(files[intent], intent, what, do)


def _in_two_intents(phrases: Iterable[Phrase]) -> Iterator[Problem]:
    seen: dict[str, Phrase] = {}
    for phrase in phrases:
        first = seen.setdefault(plain_name(phrase.text) or phrase.text, phrase)
        if first.intent != phrase.intent:
            what = f"“{phrase.text}” also stands under {first.intent} ({first.file})"
            yield Problem(phrase.file, phrase.intent, what, "keep it in one")


def _held_out_names(held_out: Iterable[Phrase], intents: set[str], library: Library) -> Iterator[Problem]:
    for sentence in held_out:
        if sentence.intent not in intents:
            yield Problem(sentence.file, sentence.intent, "is an intent without phrases", "correct the name")
        for ref in sentence.records:
            if library.get(ref) is None:
                what = f"“{sentence.text}” names {ref}, which is no record"
                yield Problem(sentence.file, sentence.intent, what, "correct the name")


def _missing_held_out(learned: Iterable[Phrase], held_out: Iterable[Phrase]) -> Iterator[Problem]:
    files = {phrase.intent: phrase.file for phrase in learned}
    there = {(sentence.intent, sentence.language) for sentence in held_out}
    for intent, file in files.items():
        for language in LANGUAGES:
            if (intent, language) not in there:
                what = f"has no held-out {language} sentence"
                yield Problem(file, intent, what, "add some to tests/understanding", warning=True)


def _held_out_trained(held_out: Iterable[Phrase], learned: Iterable[Phrase]) -> Iterator[Problem]:
    known = {plain_name(phrase.text): phrase for phrase in learned if plain_name(phrase.text)}
    choices = list(known)
    for sentence in held_out:
        plain = plain_name(sentence.text)
        # Very short sentences ("yes", 好的) cannot but resemble each other; only equal ones count.
        cutoff = TOO_ALIKE if len(plain) > 4 else 100
        best = process.extractOne(plain, choices, scorer=fuzz.ratio, score_cutoff=cutoff) if plain else None
        if best is not None:
            phrase = known[best[0]]
            what = f"“{sentence.text}” is too like “{phrase.text}” in {phrase.file} ({best[1]:.0f} %)"
            yield Problem(sentence.file, sentence.intent, what, "reword one of the two")


def main(arguments: list[str] | None = None) -> int:
    """Print every fault; return 1 if there is an error, else 0.

    Args: arguments: the repository's folder (default: this one).
    """
    words = sys.argv[1:] if arguments is None else arguments
    root = Path(words[0]) if words else default_folder().parent
    library, _ = inspect(root / "knowledge")
    problems = check(root, library)
    for problem in problems:
        print(problem)
    print(f"{len(errors(problems))} errors, {len(problems) - len(errors(problems))} warnings")
    return 1 if errors(problems) else 0


if __name__ == "__main__":
    sys.exit(main())
