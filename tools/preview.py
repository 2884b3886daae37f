"""Shows one record in both languages: as the assistant says it, then every fact, its sources, when to review it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.brain.rehearsal import said
from knowledge import editorial
from knowledge.integrity import fact_sources
from knowledge.library import Library, default_folder, inspect
from knowledge.records import Fact, Phrases, Record
from knowledge.state import open_calls, state_on
from knowledge.telling import Teller
from tools.options import UsageError, day, read
from tools.strings import say

LANGUAGES = ("en", "zh")


def preview(library: Library, record: Record, on: date) -> str:
    """Return the whole preview: first in English, then in Chinese."""
    parts = [say("heading", ref=record.ref, status=record.status, owner=record.owner)]
    for language in LANGUAGES:
        parts += ["", f"── {say('language', language)} ──", *_answer(library, record, language, on)]
        parts += _lines(library, record, language, on)
    return "\n".join(parts)


def _answer(library: Library, record: Record, language: str, on: date) -> Iterator[str]:
    """Give the answer of a conversation, indented; nothing for a record that is not published."""
    if library.get(record.ref) is not record or record.status != "published":
        return
    yield say("said", language, day=on)
    yield from (f"  {line}".rstrip() for line in said(library, record, language, on).splitlines())
    yield ""


def _lines(library: Library, record: Record, language: str, on: date) -> Iterator[str]:
    names = (*record.names.in_(language), *record.aliases)
    if names:
        yield say("names", language, names=say("list_gap", language).join(names))
    for words in (record.withdrawn, record.question, record.answer, record.summary):
        if words is not None:
            yield _teller(library, language).fill(words.in_(language), record)
    if record.state is not None or "period" in record.facts:
        state = state_on(record, on)
        word = say(state.is_, language)
        known = say("since", language, state=word, since=state.since) if state.since else word
        yield say("state", language, day=on, state=known)
    for call in open_calls(record, on):
        yield say("open_call", language, day=on, name=call.name.in_(language), closes=call.closes)
    for fact in record.facts.values():
        yield fact_line(library, record, fact, language)
        yield from _asked(fact.asked, language)
    yield from _asked(record.also_asked, language)
    yield from _sources(library, record, language)
    reviewed = record.reviewed
    yield say("review_due", language, due=reviewed.due, last=reviewed.last, by=reviewed.by)


def _teller(library: Library, language: str) -> Teller:
    return Teller(library, language, lambda key, **values: say(key, language, **values))


def fact_line(library: Library, record: Record, fact: Fact, language: str) -> str:
    """Return one fact with its certainty, date and sources."""
    content = _teller(library, language).fact(record, fact)
    sources = ", ".join(fact.sources) or say("no_sources", language)
    sure = say(fact.sure, language)
    values = {"content": content, "sure": sure, "as_of": fact.as_of, "sources": sources}
    return say("fact", language, name=fact.name, **values)


def _asked(questions: Phrases, language: str) -> Iterator[str]:
    if questions.in_(language):
        yield say("asked", language, questions=say("list_gap", language).join(questions.in_(language)))


def _sources(library: Library, record: Record, language: str) -> Iterator[str]:
    keys = [*record.sources, *(record.state.sources if record.state else ())]
    keys += [key for fact in record.facts.values() for _, key in fact_sources(fact)]
    if keys:
        yield say("sources", language)
    for key in dict.fromkeys(keys):
        source = library.sources.get(key)
        if source is not None:
            values = {"title": source.title, "publisher": source.publisher, "read": source.read}
            yield say("source", language, key=key, url=source.url or "", **values).rstrip()


def choose(library: Library, name: str) -> Record:
    """Return the record of a ref or of a bare id.

    Raises: UsageError: there is none, or several have this id.
    """
    found = [record for record in library.records.values() if name in (record.ref, record.id)]
    if not found:
        raise UsageError(say("no_record", id=name))
    if len(found) > 1:
        raise UsageError(say("several_records", id=name, refs=", ".join(one.ref for one in found)))
    return found[0]


def run(arguments: list[str], folder: Path, today: date) -> str:
    """Return the preview as text, with the problems of the record at its end.

    Raises: UsageError: the arguments make no sense or there is no such record.
    """
    words, options = read(arguments, ("on",))
    if len(words) != 1:
        raise UsageError(say("usage_preview"))
    on = day(options, "on", today)
    library, problems = inspect(folder)
    name = words[0]
    own = [one for one in problems if one.file.removesuffix(".yml") == name or one.file.endswith(f"/{name}.yml")]
    if own and name not in {key for one in library.records.values() for key in (one.ref, one.id)}:
        raise UsageError("\n".join(map(str, own)))
    record = choose(library, name)
    problems = [one for one in problems + editorial.check(library) if one.file == f"{record.ref}.yml"]
    faults = [say("problems"), *map(str, problems)] if problems else []
    return "\n".join([preview(library, record, on), *faults])


def main() -> int:
    """Run the tool on this repository; return 2 if it was called wrongly."""
    try:
        print(run(sys.argv[1:], default_folder(), date.today()))
    except UsageError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
