"""Shows one record in both languages: as the assistant says it, then every fact, its sources, when to review it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.brain.rehearsal import said
from knowledge import editorial
from knowledge.integrity import PLACEHOLDER, fact_sources
from knowledge.library import Library, default_folder, inspect
from knowledge.records import Cooperation, Fact, Period, Phrases, Record, Text, Value
from knowledge.state import open_calls, state_on
from tools.options import UsageError, day, read
from tools.strings import say

LANGUAGES = ("en", "zh")
WRITTEN_PLAINLY = frozenset({"year", "phone", "email", "url"})
"""Units that say what a value is, not what it counts."""


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
            yield fill(words.in_(language), record, language)
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


def fact_line(library: Library, record: Record, fact: Fact, language: str) -> str:
    """Return one fact with its certainty, date and sources."""
    content = fill(fact_content(library, fact, language), record, language)
    if fact.note is not None:
        content = say("note", language, content=content, note=fact.note.in_(language))
    sources = ", ".join(fact.sources) or say("no_sources", language)
    sure = say(fact.sure, language)
    values = {"content": content, "sure": sure, "as_of": fact.as_of, "sources": sources}
    return say("fact", language, name=fact.name, **values)


def fact_content(library: Library, fact: Fact, language: str) -> str:
    """Return what a fact says, without its proof."""
    gap = say("list_gap", language)
    if fact.text is not None:
        return fact.text.in_(language)
    if fact.value is not None:
        return str(fact.value) if fact.unit in WRITTEN_PLAINLY else f"{value(fact.value)} {fact.unit or ''}".strip()
    if fact.period is not None:
        return period(fact.period, language)
    if fact.point is not None:
        return f"{fact.point.lat}, {fact.point.lon}"
    listed = [item.in_(language) for item in fact.items]
    listed += [_name(library, ref, language) for ref in fact.refs]
    listed += [_cooperation(library, part, language) for part in fact.cooperation]
    for call in fact.calls:
        days = period(Period(call.opens, call.closes), language) if call.opens else call.closes
        listed.append(say("with_value", language, name=call.name.in_(language), value=days))
    return gap.join(listed) or str(fact.date)


def _cooperation(library: Library, part: Cooperation, language: str) -> str:
    partners = [one.in_(language) if isinstance(one, Text) else _name(library, one, language) for one in part.partners]
    said = say("partners_unknown", language) if part.partners_unknown else ", ".join(partners)
    if part.topics is not None:
        said = say("note", language, content=said, note=part.topics.in_(language))
    programme = _name(library, part.programme, language)
    if part.period is not None:
        programme = f"{programme} {period(part.period, language)}"
    return say("with_value", language, name=programme, value=said)


def fill(sentence: str, record: Record, language: str) -> str:
    """Replace {fact} by the fact's value, date or period."""

    def content(name: str) -> str:
        fact = record.facts.get(name)
        if fact is None:
            return f"{{{name}}}"
        if fact.period is not None:
            return period(fact.period, language)
        return value(fact.value) if fact.value is not None else str(fact.date)

    return PLACEHOLDER.sub(lambda found: content(found.group(1)), sentence)


def value(one: Value) -> str:
    """Write a number with separators, a string as it is."""
    return one if isinstance(one, str) else f"{one:,}"


def period(one: Period, language: str) -> str:
    """Write a period with or without an end."""
    if one.until is None:
        return say("open_end", language, from_=one.from_)
    return say("from_until", language, from_=one.from_, until=one.until)


def _name(library: Library, ref: str, language: str) -> str:
    record = library.get(ref)
    return ref if record is None else record.name.in_(language)


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
